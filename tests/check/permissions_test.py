# SPDX-License-Identifier: Apache-2.0
"""`vouch permissions`: exactly the actions of what the chosen controls need, in three forms. Usage: permissions_test.py SOURCE_DIR VOUCH"""
import glob
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop()
sys.argv.pop()  # the source tree


def run(*arguments):
    return subprocess.run([PROGRAM, "permissions", *arguments], capture_output=True, text=True)


class Permissions(unittest.TestCase):
    def test_one_control_needs_the_list_and_its_own_read(self):
        done = run("--control", "s3-versioning")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        statement = json.loads(done.stdout)["Statement"][0]
        self.assertIn("s3:GetBucketVersioning", statement["Action"])
        self.assertIn("s3:ListAllMyBuckets", statement["Action"])
        self.assertNotIn("iam:GetAccountAuthorizationDetails", statement["Action"])
        self.assertNotIn("s3:GetBucketPolicy", statement["Action"])
        self.assertEqual(statement["Effect"], "Allow")

    def test_the_whole_pack_reads_and_never_writes(self):
        actions = json.loads(run().stdout)["Statement"][0]["Action"]
        self.assertEqual(actions, sorted(set(actions)))
        reads = ("Get", "List", "Describe", "BatchGet", "GET")
        wrong = [each for each in actions if not each.split(":")[1].startswith(reads) and each != "iam:GenerateCredentialReport"]
        self.assertEqual(wrong, [])

    def test_templates_split_what_is_too_long_for_one_policy(self):
        whole = json.loads(run().stdout)["Statement"][0]["Action"]
        template = json.loads(run("--format", "cloudformation").stdout)
        parts = [each["Properties"]["PolicyDocument"] for each in template["Resources"].values()]
        self.assertEqual(sorted(action for part in parts for action in part["Statement"][0]["Action"]), whole)
        for part in parts:
            self.assertLessEqual(len(json.dumps(part, separators=(",", ":"))), 6144)

    # Reads of a whole account have no resource to name; who gets the policy is not ours to say.
    def test_the_template_is_valid_and_fails_for_its_resource_and_use_only(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "policy.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(run("--format", "cloudformation").stdout)
            done = subprocess.run([PROGRAM, "check", path, "--format", "json"], capture_output=True, text=True)
            failed = {each["control"] for each in json.loads(done.stdout)["findings"] if each["verdict"] not in ("pass", "not_applicable")}
            self.assertLessEqual(failed, {"iam-no-wildcard-resource", "iam-custom-policy-unused"})
            if importlib.util.find_spec("cfnlint"):
                done = subprocess.run([sys.executable, "-c", "import sys; from cfnlint.runner.cli import main; sys.exit(main())", path], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_terraform_has_the_same_parts_as_the_template(self):
        text = run("--format", "terraform").stdout
        template = json.loads(run("--format", "cloudformation").stdout)["Resources"].values()
        blocks = re.split(r'^resource "aws_iam_policy" "vouch_reads_\d+" \{$', text, flags=re.MULTILINE)[1:]
        self.assertEqual([re.findall(r'^ {8}"([\w-]+:\w+)",$', block, flags=re.MULTILINE) for block in blocks],
                         [each["Properties"]["PolicyDocument"]["Statement"][0]["Action"] for each in template])
        for block in blocks:
            for opens, closes in ("{}", "[]", "()"):
                self.assertEqual(block.count(opens) + (opens == "{"), block.count(closes))

    @unittest.skipUnless(importlib.util.find_spec("cfnlint"), "cfn-lint is not installed (tests/requirements.txt)")
    def test_every_action_is_one_that_iam_knows(self):
        folder = os.path.dirname(importlib.util.find_spec("cfnlint").origin)
        with open(glob.glob(os.path.join(folder, "data", "AdditionalSpecs", "Policies.json"))[0], encoding="utf-8") as file:
            known = json.load(file)
        for action in json.loads(run().stdout)["Statement"][0]["Action"]:
            service, name = action.split(":")
            self.assertIn(name.lower(), known.get(service, {}).get("Actions", {}), action)

    def test_reasons_are_the_controls_of_each_action(self):
        reasons = json.loads(run("--format", "reasons").stdout)
        self.assertEqual(list(reasons), json.loads(run().stdout)["Statement"][0]["Action"])
        self.assertIn("s3-versioning", reasons["s3:GetBucketVersioning"])
        for control in reasons["iam:GetLoginProfile"][:3]:
            self.assertIn("iam:GetLoginProfile", json.loads(run("--control", control).stdout)["Statement"][0]["Action"])

    def test_a_control_that_does_not_exist_is_a_wrong_call(self):
        done = run("--control", "no-such")
        self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
