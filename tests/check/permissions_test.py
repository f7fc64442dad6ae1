# SPDX-License-Identifier: Apache-2.0
"""`vouch permissions`: exactly the actions of what the chosen controls need, in three forms. Usage: permissions_test.py SOURCE_DIR VOUCH"""
import json
import subprocess
import sys
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

    def test_a_control_that_does_not_exist_is_a_wrong_call(self):
        done = run("--control", "no-such")
        self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
