# SPDX-License-Identifier: Apache-2.0
"""Our verdicts against those of a person: examples/cdk/*/known.yaml and tests/inputs/templates/*.expect.yaml. Every difference is
listed in known_truth.yaml with its reason; a listed difference that is none any more fails too."""
import collections
import pathlib
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)

import vouch
from vouch import SOURCE, report

HERE = pathlib.Path(__file__).resolve().parent
TRUTH = yaml.safe_load((HERE / "known_truth.yaml").read_text())


def judged():
    """(place, resource, type, what was judged by hand, our verdicts by control) of every resource that a person judged."""
    for path in sorted((SOURCE / "examples/cdk").glob("*/known.yaml")):
        found, _ = report(path.parent / "cdk.out")
        by_resource = collections.defaultdict(dict)
        for finding in found["findings"]:
            name = pathlib.Path(finding["location"]["file"]).name
            by_resource[name, finding["resource"]][finding["control"]] = finding["verdict"]
        for known in yaml.safe_load(path.read_text())["resources"]:
            yield f"{path.parent.name}/{known['template']}", known["logicalId"], known["type"], known, by_resource[known["template"], known["logicalId"]]
    for path in sorted((SOURCE / "tests/inputs/templates").glob("*.expect.yaml")):
        known = yaml.safe_load(path.read_text())
        found, _ = report(path.parent / known["template"], "--region", "us-east-1")
        by_resource = collections.defaultdict(dict)
        for finding in found["findings"]:
            by_resource[finding["resource"]][finding["control"]] = finding["verdict"]
        for resource, truth in known["resources"].items():
            yield known["template"], resource, truth["type"], truth, by_resource[resource]


def ours(requirement, verdicts):
    """meets, breaks or unknown; None where no control of the requirement judges the resource."""
    of = [verdicts[control] for control in TRUTH["requirements"].get(requirement, []) if control in verdicts]
    for verdict, word in (("fail", "breaks"), ("unverified", "unknown"), ("pass", "meets")):
        if verdict in of:
            return word
    return None


def theirs(truth):
    """(requirement, word) of everything that the person said about a resource."""
    yield from ((requirement, "meets") for requirement in truth.get("meets", []))
    yield from ((each["req"], "breaks") for each in truth.get("breaks", []))
    yield from ((each["req"], "unknown") for each in truth.get("unknown", []))


class KnownTruth(vouch.unittest.TestCase):
    def test_verdicts_are_those_of_the_person_but_for_the_listed(self):
        listed = {(each["in"], each["resource"], each["req"]): each["ours"] for each in TRUTH["disagreements"]}
        agreed, open_, differing, used = 0, 0, [], set()
        for place, resource, kind, truth, verdicts in judged():
            for requirement, word in dict(theirs(truth)).items():
                got = ours(requirement, verdicts)
                key = (place, resource, requirement)
                if key in listed:
                    used.add(key)
                    self.assertEqual(got, listed[key], f"{key}: listed as {listed[key]}")
                    self.assertNotEqual(got, word, f"{key}: is listed as a difference, but is none")
                elif got is None:
                    open_ += 1
                elif got == word:
                    agreed += 1
                else:
                    differing.append(f"{place} {resource} ({kind}) {requirement}: by hand {word}, ours {got}: {verdicts}")
        print(f"{agreed} verdicts agree, {len(listed)} differ and are listed, {open_} are about what no control judges yet", file=sys.stderr)
        self.assertEqual(differing, [], "\n".join(differing))
        self.assertEqual(set(listed) - used, set(), "listed, but no such verdict")
        self.assertGreater(agreed, 150)

    def test_every_requirement_is_mapped_or_said_not_to_be_judged(self):
        all_of = set(yaml.safe_load((SOURCE / "tests/inputs/templates/requirements.yaml").read_text()))
        mapped, without = set(TRUTH["requirements"]), set(TRUTH["not_judged"])
        self.assertEqual(mapped & without, set())
        self.assertEqual(mapped | without, all_of)
        for each in TRUTH["disagreements"]:
            self.assertTrue(each["why"])


if __name__ == "__main__":
    vouch.main()
