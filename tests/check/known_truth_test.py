# SPDX-License-Identifier: Apache-2.0
"""Our verdicts against those of a person: every row of examples/cdk/*/known.yaml and of tests/inputs/templates/*.expect.yaml. Every
difference is listed in known_truth.yaml with its reason; a listed difference that is none any more fails too."""
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
Row = collections.namedtuple("Row", "place resource type req by_hand ours verdicts")


def verdicts_of(*arguments):
    """{template: {resource: {control: verdict}}} of a run; those of the estate stand under the template `estate`."""
    found, _ = report("--whole-estate", *arguments)
    by_template = collections.defaultdict(lambda: collections.defaultdict(dict))
    for finding in found["findings"]:
        by_template[pathlib.Path(finding["location"]["file"]).name][finding["resource"]][finding["control"]] = finding["verdict"]
    return by_template


def judged():
    """(place, verdicts of the template, verdicts of its estate, resource, what a person said) of every resource judged by hand."""
    for path in sorted((SOURCE / "examples/cdk").glob("*/known.yaml")):
        found = verdicts_of(path.parent / "cdk.out")
        for known in yaml.safe_load(path.read_text())["resources"]:
            yield f"{path.parent.name}/{known['template']}", found[known["template"]], found["estate"], known["logicalId"], known
    for path in sorted((SOURCE / "tests/inputs/templates").glob("*.expect.yaml")):
        known = yaml.safe_load(path.read_text())
        template = path.parent / known["template"]
        found = verdicts_of(template, "--region", "us-east-1")
        other = {each["resource"]: each["arguments"] for each in TRUTH["with"] if each["in"] == template.name}
        for resource, truth in known["resources"].items():
            of = verdicts_of(template, "--region", "us-east-1", *other[resource]) if resource in other else found
            yield template.name, of[template.name], of["estate"], resource, truth


def word(verdicts, order):
    """The first of order that is among the verdicts, in the words of the person; none where no control judges."""
    words = {"fail": "breaks", "unverified": "unknown", "pass": "meets"}
    return next((words[each] for each in order if each in verdicts), "none")


def ours(requirement, resource, estate):
    """meets, breaks, unknown or none, and the verdicts that say so."""
    if requirement in TRUTH["estate"]:
        found = {control: estate[control] for control in TRUTH["estate"][requirement] if control in estate}
        return word(found.values(), ("pass", "unverified", "fail")), found
    found = {control: resource[control] for control in TRUTH["requirements"].get(requirement, []) if control in resource}
    return word(found.values(), ("fail", "unverified", "pass")), found


def theirs(truth):
    """(requirement, word) of everything that the person said about a resource, each requirement once."""
    said = {requirement: "meets" for requirement in truth.get("meets", [])}
    said |= {each["req"]: "breaks" for each in truth.get("breaks", [])}
    return said | {each["req"]: "unknown" for each in truth.get("unknown", [])}


def rows():
    """What person and program say, for every requirement that either says something about; by_hand is none where the person was silent."""
    elsewhere = {(each["in"], each["resource"], each["req"]): each["at"] for each in TRUTH["judged_at"]}
    for place, template, estate, resource, truth in judged():
        said = theirs(truth)
        for requirement in sorted(set(said) | set(TRUTH["requirements"])):
            at = elsewhere.get((place, resource, requirement), resource)
            got, found = ours(requirement, template[at], estate["Estate"])
            yield Row(place, resource, truth["type"], requirement, said.get(requirement, "none"), got, found)


def said_by_hand():
    """How many requirements the files judge, counted without looking at our verdicts."""
    known = [row for path in (SOURCE / "examples/cdk").glob("*/known.yaml") for row in yaml.safe_load(path.read_text())["resources"]]
    for path in (SOURCE / "tests/inputs/templates").glob("*.expect.yaml"):
        known += yaml.safe_load(path.read_text())["resources"].values()
    return sum(len(theirs(truth)) for truth in known)


class KnownTruth(vouch.unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = list(rows())

    def explained(self, section, differing):
        """Every one of the rows is listed in the section with what we say, and nothing else is."""
        listed = {(each["in"], each["resource"], each["req"]): each["ours"] for each in TRUTH[section]}
        self.assertEqual(len(listed), len(TRUTH[section]), f"{section}: listed twice")
        found = {(row.place, row.resource, row.req): row.ours for row in differing}
        unexplained = [f"{row.place} {row.resource} ({row.type}) {row.req}: by hand {row.by_hand}, ours {row.ours}: {row.verdicts}"
                       for row in differing if listed.get((row.place, row.resource, row.req)) != row.ours]
        self.assertEqual(unexplained, [], "\n" + "\n".join(unexplained))
        self.assertEqual([key for key in listed if key not in found], [], f"{section}: listed, but not so any more")

    def test_verdicts_are_those_of_the_person_but_for_the_listed(self):
        by_hand = [row for row in self.rows if row.by_hand != "none"]
        self.assertEqual(len(by_hand), said_by_hand(), "a row of the files was not checked")
        agreed = collections.Counter(row.place.split("/")[0] for row in by_hand if row.ours == row.by_hand)
        for place, count in collections.Counter(row.place.split("/")[0] for row in by_hand).items():
            print(f"{place}: {agreed[place]} of {count} agree", file=sys.stderr)
        print(f"{agreed.total()} of {len(by_hand)} verdicts agree, the others are listed with their reasons", file=sys.stderr)
        self.explained("disagreements", [row for row in by_hand if row.ours != row.by_hand])

    def test_what_we_blame_and_the_person_did_not_is_listed(self):
        self.explained("beyond", [row for row in self.rows if row.by_hand == "none" and row.ours in ("breaks", "unknown")])

    def test_every_requirement_is_mapped_to_controls_that_exist_or_said_not_to_be_judged(self):
        all_of = set(yaml.safe_load((SOURCE / "tests/inputs/templates/requirements.yaml").read_text()))
        groups = [set(TRUTH["requirements"]), set(TRUTH["estate"]), {each["req"] for each in TRUTH["not_judged"]}]
        self.assertEqual(sum(map(len, groups)), len(all_of), "a requirement stands in two places")
        self.assertEqual(set.union(*groups), all_of)
        exist = {path.parent.name for path in (SOURCE / "catalog/controls").glob("*/*/control.guard")}
        for requirement, controls in (TRUTH["requirements"] | TRUTH["estate"]).items():
            self.assertLessEqual(set(controls), exist, requirement)

    def test_every_difference_has_a_reason(self):
        for section in ("disagreements", "beyond", "not_judged"):
            for each in TRUTH[section]:
                self.assertGreater(len(each["why"]), 20, each)


if __name__ == "__main__":
    vouch.main()
