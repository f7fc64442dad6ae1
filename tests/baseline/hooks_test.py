# SPDX-License-Identifier: Apache-2.0
"""The rules of the hook with a real cfn-guard, on what a hook is given: one resource with its context, intrinsic functions resolved.
Usage: hooks_test.py SOURCE_DIR VOUCH"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from made import SETTINGS, SOURCE, main, synthesize

sys.path.insert(0, str(SOURCE / "tests/support"))
try:
    import catalog_files
    import catalog_oracle
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed (./dev test installs it)")
    sys.exit(77)
GUARD = SOURCE / "tests/node_modules/@cdklabs/cdk-validator-cfnguard/bin/ubuntu/x86_64/cfn-guard"
if not GUARD.exists():
    print("skipped: no cfn-guard; npm install in tests/ provides one")
    sys.exit(77)


# Rules with parameters belong to their file, and are not reported.
RULE = re.compile(r"^rule (\w+)\b(?!\()", re.M)


def given(logical_id, resource):
    """What a hook sees of a resource that is about to be made."""
    return {"HookContext": {"AWSAccountID": "123456789012", "StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/s/1",
                            "HookTypeName": "Vouch::soc2::Controls", "HookTypeVersion": "1", "InvocationPoint": "CREATE_PRE_PROVISION",
                            "TargetName": resource["Type"], "TargetType": "RESOURCE", "TargetLogicalId": logical_id, "ChangeSetId": ""},
            "Resources": {logical_id: {"Type": resource["Type"], "Properties": resource.get("Properties", {})}}}


class Hooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = synthesize(pathlib.Path(cls.scratch.name), SETTINGS["other values"])
        cls.rules = cls.folder / "hooks/rules"
        folders = sorted(path.parent for path in (SOURCE / "catalog/controls").glob("*/*/control.guard"))
        cls.controls = [catalog_files.Control(path) for path in folders if (cls.rules / f"{path.name}.guard").exists()]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def judge(self, documents):
        """{(document, rule): verdict}, the rules of these controls all at once, as the hook runs them."""
        rules = [self.rules / f"{name}.guard" for name in documents]
        with tempfile.TemporaryDirectory() as folder:
            for name, document in documents.items():
                (pathlib.Path(folder) / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
            done = subprocess.run([GUARD, "validate", "-r", *rules, "-d", folder, "--structured", "-o", "json", "--show-summary", "none"],
                                  capture_output=True, text=True, timeout=120, check=False)
        self.assertIn(done.returncode, (0, 19), done.stderr)
        found = {}
        for report in json.loads(done.stdout):
            name = pathlib.Path(report["name"]).stem
            for verdict, names in (("fail", [each["Rule"]["name"] for each in report["not_compliant"]]), ("pass", report["compliant"]),
                                   ("not_applicable", report["not_applicable"])):
                found.update({(name, rule): verdict for rule in names})
        return found

    def test_rules_are_those_of_the_controls_and_none_has_the_name_of_another(self):
        self.assertEqual(len(self.controls), len(list(self.rules.iterdir())))
        for control in self.controls:  # catalog.oracle has a real cfn-guard read them
            self.assertEqual((self.rules / f"{control.id}.guard").read_bytes(), control.rules.read_bytes())
        self.assertGreaterEqual(len(self.controls), 50)
        names = [name for path in self.rules.iterdir() for name in RULE.findall(path.read_text(encoding="utf-8"))]
        self.assertEqual(len(names), len(set(names)))

    def test_a_real_guard_judges_what_a_hook_is_given_as_the_cases_say(self):
        documents, expected = {}, {}
        for index, control in enumerate(self.controls):
            wanted = ("fail", "pass")[index % 2]
            for _, logical_id, document, verdict in catalog_oracle.questions(control) if index % 3 == 0 else ():
                if logical_id != "(all)" and not catalog_oracle.has_unknown(document) and verdict == wanted:
                    documents[control.id] = given(logical_id, document["Resources"][logical_id])
                    expected[control.id] = verdict, RULE.findall(control.rules.read_text(encoding="utf-8"))
        self.assertGreater(len(documents), 15)
        found = self.judge(documents)
        for name, (verdict, rules) in expected.items():
            verdicts = [found[name, rule] for rule in rules]
            self.assertEqual(next((each for each in ("fail", "pass") if each in verdicts), "not_applicable"), verdict, name)
            # What a rule is not about, it says nothing of.
            self.assertIn("not_applicable", {said for (document, _), said in found.items() if document == name}, name)

    def test_the_hook_names_the_types_of_its_rules(self):
        text = (self.folder / "hooks.yaml").read_text(encoding="utf-8")
        named = set(re.findall(r"^          - (AWS::\S+)$", text, re.M))
        self.assertEqual(named, {each for control in self.controls for each in control.meta["resources"]})
        self.assertLessEqual(len(named), 50)


if __name__ == "__main__":
    main()
