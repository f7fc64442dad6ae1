# SPDX-License-Identifier: Apache-2.0
"""Every remedy on every failing case of its controls, written in four ways: the changed template passes the control, nothing else of it
differs, and what a remedy cannot do stands in remedies_leave.yaml with the reason. Usage: remedies_test.py SOURCE_DIR VOUCH"""
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import unittest

try:
    import yaml
except ImportError:
    print("skipped: no PyYAML (./dev test makes an environment with it)")
    sys.exit(77)

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())


class Loader(yaml.SafeLoader):
    """Dates stay text, as in CloudFormation."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()}


class Dumper(yaml.SafeDumper):
    """No anchors: a value that is used twice is written twice."""

    def ignore_aliases(self, data):
        return True


FORMS = {
    "block YAML": lambda template: yaml.dump(template, Dumper=Dumper, sort_keys=False, default_flow_style=False),
    "flow YAML": lambda template: yaml.dump(template, Dumper=Dumper, sort_keys=False, default_flow_style=True, width=80),
    "JSON": lambda template: json.dumps(template, indent=2),
    "minified JSON": lambda template: json.dumps(template, separators=(",", ":")),
}


def read(path):
    return yaml.load(path.read_text(), Loader)


# Those without edits of a template are for live accounts only: live_test.py.
REMEDIES = [remedy for path in sorted((SOURCE / "catalog/remedies").glob("*.yaml")) if "template" in (remedy := read(path))]
LEAVES = read(SOURCE / "tests/fix/remedies_leave.yaml") or {}
CASES = {path.parent.name: read(path) for path in (SOURCE / "catalog/controls").glob("*/*/cases.yaml")}


def fix(text, control):
    return subprocess.run([PROGRAM, "fix", "--template", "-", "--risky", "--control", control], input=text.encode(), capture_output=True, timeout=60)


def failing():
    for remedy in REMEDIES:
        for control in remedy["controls"]:
            for case in CASES[control]:
                if "fail" in case["expect"].values():
                    yield control, case


def outcome(control, case, form):
    """None where everything that failed passes; else what was left."""
    text = FORMS[form](case["template"])
    done = fix(text, control)
    if done.returncode not in (0, 1):
        return f"exit {done.returncode}: {done.stderr.decode()}"
    after = yaml.load(done.stdout.decode(), Loader)
    if form.endswith("JSON"):
        json.loads(done.stdout)
    lost = missing(case["template"], after)
    if lost:
        return f"lost {lost}"
    return None if done.returncode == 0 else done.stderr.decode()


def missing(before, after, path=""):
    """The path of a key or item that was there and is not, outside of lists that a remedy replaces whole."""
    if isinstance(before, dict):
        if not isinstance(after, dict):
            return path
        for key, value in before.items():
            if key not in after:
                return f"{path}/{key}"
            lost = missing(value, after[key], f"{path}/{key}")
            if lost:
                return lost
    return None


class Remedies(unittest.TestCase):
    def test_changed_templates_pass(self):
        work = [(control, case, form) for control, case in failing() for form in FORMS]
        self.assertGreater(len(work), 1000)
        used = set()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for (control, case, form), left in zip(work, pool.map(lambda one: outcome(*one), work)):
                reason = LEAVES.get(control, {}).get(case["name"])
                if reason is not None:
                    used.add((control, case["name"]))
                with self.subTest(control=control, case=case["name"], form=form):
                    if reason is None:
                        self.assertIsNone(left)
                    else:
                        self.assertIsNotNone(left, "passes after all: take it off remedies_leave.yaml")
                        self.assertIn(" left", left)
        listed = {(control, name) for control, names in LEAVES.items() for name in names}
        self.assertEqual(listed - used, set(), "listed, but no such failing case")

    def test_every_reason_is_a_sentence(self):
        for control, names in LEAVES.items():
            for name, reason in names.items():
                with self.subTest(control=control, case=name):
                    self.assertGreater(len(reason.split()), 3)

    def test_every_remedy_takes_something_away(self):
        for remedy in REMEDIES:
            for control in remedy["controls"]:
                names = {case["name"] for case in CASES[control] if "fail" in case["expect"].values()}
                with self.subTest(control=control):
                    self.assertNotEqual(names - set(LEAVES.get(control, {})), set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
