# SPDX-License-Identifier: Apache-2.0
"""Everything that vouch fix can plan for the account that audits are tried on: applied, it passes and nothing else changes; undone, everything
is as it was. What differs in the emulator stands in emulator.yaml."""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from live_test import account, options, run  # skips where moto and boto3 are not installed

import yaml


class WholeAccount(unittest.TestCase):
    """The account that audits are tried on, with everything that can be planned for it."""
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # AWS's own policies are there in every account
        cls.emulator = account.emulator()
        account.seed(cls.emulator.url)
        cls.folder = tempfile.TemporaryDirectory()
        cls.store, cls.file = os.path.join(cls.folder.name, "store"), os.path.join(cls.folder.name, "plan.json")
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "emulator.yaml"), encoding="utf-8") as file:
            cls.known = yaml.safe_load(file)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()
        cls.folder.cleanup()

    def audit(self):
        code, out, errors = run(self.emulator.url, "audit", "--regions", account.REGION, "--store", self.store, "--format", "json")
        self.assertIn(code, (1, 3), errors)
        report = json.loads(out)
        name = report["audit"]["run"]
        with open(os.path.join(self.store, "runs", name, "inventory.json"), encoding="utf-8") as file:
            inventory = json.load(file)
        return name, {(f["control"], f["resource"]): f["verdict"] for f in report["findings"]}, inventory

    def assert_template(self, plan, text):
        """Every change is in the template, or named with the reason; cfn-lint takes it."""
        template = json.loads(text)
        left = template["Metadata"]["VouchPlan"]["LeftOut"]
        made = {re.sub(r"[^A-Za-z0-9]", "", change["id"]).lower() for change in plan["changes"] if change["id"] not in left}
        self.assertEqual({logical.lower() for logical in template["Resources"]}, made)
        self.assertLessEqual(set(left), {change["id"] for change in plan["changes"]})
        self.assertGreaterEqual(len({each["Type"] for each in template["Resources"].values()}), 6, left)
        for change in plan["changes"]:
            self.assertTrue(change["before"] is None and change["risk"] == "none" or change["id"] in left, change["id"])
        linter = os.path.join(os.path.dirname(sys.executable), "cfn-lint")
        if os.path.exists(linter):
            with open(self.file + ".json", "w", encoding="utf-8") as file:
                file.write(text)
            done = subprocess.run([linter, self.file + ".json"], capture_output=True, text=True, timeout=120)
            self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def explained(self, kind, key):
        """Whether tests/fix/emulator.yaml says why this differs from AWS: a control, or a control and part of a resource's name."""
        control, resource = key
        return any(row["control"] == control and row.get("resource", "") in resource for row in self.known[kind])

    def test_everything_that_can_be_mended_passes_and_nothing_else_changes(self):
        name, before, inventory = self.audit()
        words = [word for setting in self.known["settings"] for word in ("--set", setting)]
        code, out, errors = run(self.emulator.url, "fix", "plan", name, "--store", self.store, "-o", self.file, *words)
        self.assertIn(code, (0, 3), errors)
        with open(self.file, encoding="utf-8") as file:
            plan = json.load(file)
        self.assert_template(plan, run(self.emulator.url, "fix", "plan", name, "--store", self.store, "-o", self.file + "2", *words, "--format",
                                       "cloudformation")[1])
        code, out, errors = run(self.emulator.url, "fix", "apply", self.file, "--store", self.store, "--yes", "--keep-going")
        failed = [line for line in out.splitlines() if line.startswith("failed")]
        unknown = [line for line in failed if not any(part in line for part in self.known["refused"])]
        self.assertEqual(unknown, [], errors)
        refused = {line.split()[1] for line in failed}
        _, after, _ = self.audit()
        planned = {}
        for change in plan["changes"]:
            for control in change["controls"]:
                key = (control, change["resource"] if change["before"] is not None else "Estate")
                if key in before:  # what is made for another resource's sake is judged there
                    planned[key] = change["id"]
        still = {key: after.get(key) for key, change in planned.items()
                 if change not in refused and after.get(key) not in ("pass", "not_applicable") and not self.explained("unproven", key)}
        self.assertEqual(still, {})
        worse = {key: (was, after.get(key)) for key, was in before.items()
                 if was == "pass" and after.get(key) not in ("pass", "not_applicable") and not self.explained("worse", key)}
        self.assertEqual(worse, {})
        mended = [key for key in planned if after.get(key) == "pass"]
        self.assertGreater(len(mended), self.known["mended"])

        journal = os.path.join(self.store, "fixes", os.listdir(os.path.join(self.store, "fixes"))[0])
        code, out, errors = run(self.emulator.url, "fix", "undo", journal)
        left = [line for line in out.splitlines() if line.startswith("left") and not any(part in line for part in self.known["not undone"])]
        self.assertEqual(left, [], errors)
        _, again, restored = self.audit()
        other = {key: (was, again.get(key)) for key, was in before.items()
                 if again.get(key) != was and not self.explained("after undo", key)}
        self.assertEqual(other, {})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    arguments, rest = parser.parse_known_args()
    options.vouch = os.path.abspath(arguments.vouch)
    unittest.main(argv=[sys.argv[0], *rest])
