# SPDX-License-Identifier: Apache-2.0
"""The formats: the same bytes each time, JSON as its schema says, SARIF as GitHub takes it, text that says where and why."""
import json
import os
import subprocess
import sys
import tempfile

import vouch
from vouch import OPEN, SOURCE, VALIDATION, InFolder, report, run

sys.path.insert(0, str(SOURCE / "tests/support"))
import mini_schema  # noqa: E402

ASSEMBLIES = ["examples/cdk/legacy/cdk.out", "examples/cdk/as-written/cdk.out", "examples/cdk/hardened/cdk.out"]
SCHEMA = json.loads((SOURCE / "docs/schema/findings.schema.json").read_text())


class SameBytes(vouch.unittest.TestCase):
    def test_every_format_is_the_same_twice_and_with_any_number_of_threads(self):
        for name in [line.split()[0] for line in run("list", "formats").stdout.decode().splitlines()]:
            outputs = {run("check", *ASSEMBLIES, "--format", name, "--jobs", str(jobs), SOURCE_DATE_EPOCH="0", GITHUB_STEP_SUMMARY="").stdout for jobs in (1, 1, 2, 7)}
            self.assertEqual(len(outputs), 1, name)


class Json(vouch.unittest.TestCase):
    def test_reports_follow_the_schema(self):
        for arguments in ([*ASSEMBLIES], ["tests/inputs/templates"], ["examples/templates", "missing.yaml"]):
            found, _ = report(*arguments)
            self.assertEqual(list(mini_schema.problems(found, SCHEMA))[:5], [])
            self.assertTrue(found["findings"])

    def test_the_schema_can_fail(self):
        found, _ = report("examples/templates")
        found["findings"][0]["verdict"] = "maybe"
        self.assertTrue(list(mini_schema.problems(found, SCHEMA)))

    def test_the_summary_counts_the_findings(self):
        found, _ = report(*ASSEMBLIES)
        for verdict in ("pass", "fail", "unverified", "not_applicable"):
            self.assertEqual(found["summary"][verdict], sum(f["verdict"] == verdict for f in found["findings"]))

    def test_every_fail_names_a_place_and_a_clause(self):
        found, _ = report(*ASSEMBLIES)
        for finding in found["findings"]:
            if finding["verdict"] == "fail":
                self.assertTrue(finding["reasons"])
                for reason in finding["reasons"]:
                    self.assertIn("line", reason["location"], finding)
                    self.assertTrue(reason["clause"])
            if finding["verdict"] == "unverified":
                self.assertTrue("error" in finding or all(reason["unknown"] for reason in finding["reasons"]), finding)

    def test_places_of_json_templates_are_those_of_the_values(self):
        """What stands at line and column is the value that was found."""
        found, _ = report("examples/cdk/legacy/cdk.out")
        compared = 0
        for finding in found["findings"]:
            for reason in finding.get("reasons", []):
                text = reason.get("found", "")
                if text[:1] in ("t", "f", '"') and "(hidden)" not in text and finding["verdict"] == "fail":
                    where = reason["location"]
                    line = (SOURCE / where["file"]).read_text().splitlines()[where["line"] - 1]
                    if line[where["column"] - 1] != "{":  # an intrinsic function stands there
                        written = text.removesuffix('..."')[:20]
                        if text.startswith('"arn:aws:iam::aws:policy/') and "arn:" not in line:  # a serverless function names its policies
                            written = '"' + text.rsplit("/", 1)[1]
                        self.assertTrue(line[where["column"] - 1:].startswith(written), (reason, line))
                        compared += 1
        self.assertGreater(compared, 20)


class Sarif(InFolder):
    def sarif(self, *arguments, folder=SOURCE):
        return json.loads(run("check", "--format", "sarif", *arguments, folder=folder).stdout)["runs"][0]

    def test_results_have_rule_place_and_fingerprints(self):
        found = self.sarif(*ASSEMBLIES)
        rules = found["tool"]["driver"]["rules"]
        seen = set()
        for result in found["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            place = result["locations"][0]["physicalLocation"]
            self.assertTrue((SOURCE / place["artifactLocation"]["uri"]).is_file())
            self.assertEqual(place["artifactLocation"]["uriBaseId"], "%SRCROOT%")
            self.assertRegex(result["partialFingerprints"]["primaryLocationLineHash"], r"^[0-9a-f]+:\d+$")
            seen.add(result["partialFingerprints"]["vouch/v1"])
            self.assertIn(result["kind"], ("fail", "review"))
        self.assertEqual(len(seen), len(found["results"]))
        for rule in rules:
            self.assertRegex(rule["properties"]["security-severity"], r"^\d+\.\d$")
            self.assertLessEqual(len(rule["properties"]["tags"]), 20)

    def test_uris_are_encoded_and_never_lead_outside(self):
        self.write("in/a b#%.yaml", OPEN)
        self.write("out.yaml", OPEN)
        inside = self.sarif("a b#%.yaml", *VALIDATION, folder=self.folder / "in")["results"]
        self.assertEqual(inside[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b%23%25.yaml")
        for path in ("../out.yaml", self.folder / "out.yaml", "-"):
            done = run("check", "--format", "sarif", path, *VALIDATION, folder=self.folder / "in", stdin=OPEN.encode())
            result = json.loads(done.stdout)["runs"][0]["results"][0]
            self.assertNotIn("physicalLocation", result["locations"][0], path)

    def test_problems_are_notifications(self):
        self.write("bad.yaml", "Resources: [")
        invocation = self.sarif("bad.yaml", folder=self.folder)["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertEqual(invocation["exitCode"], 3)
        self.assertEqual(invocation["toolExecutionNotifications"][0]["level"], "error")

    def test_results_stay_below_the_limit_and_say_what_was_left_out(self):
        group = {"Type": "AWS::S3::Bucket"}
        self.write("many.json", json.dumps({"Resources": {f"B{i}": group for i in range(6000)}}))
        found = self.sarif("many.json", "--service", "s3", folder=self.folder)
        self.assertEqual(len(found["results"]), 25000)
        self.assertIn("left out", found["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"])

    def test_the_multitool_finds_no_fault(self):
        tool = SOURCE / "tests/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
        if not os.access(tool, os.X_OK):
            self.skipTest("the npm package @microsoft/sarif-multitool is not installed (./dev test installs it)")
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/report.sarif"
            run("check", *ASSEMBLIES, "--format", "sarif", "--output-file", path)
            done = subprocess.run([str(tool), "validate", path, "--output", f"{folder}/faults.sarif"], capture_output=True, timeout=300)
            faults = json.loads(open(f"{folder}/faults.sarif", encoding="utf-8-sig").read())["runs"][0]["results"]
            errors = [(fault["ruleId"], fault["message"]) for fault in faults if fault.get("level") == "error"]
            self.assertEqual(errors[:5], [], done.stdout[-2000:])


class Text(InFolder):
    def test_a_finding_says_where_what_and_how_to_fix_it(self):
        self.write("t.yaml", OPEN)
        text = self.check("t.yaml", *VALIDATION).stdout.decode()
        self.assertIn("t.yaml:4:43", text)
        self.assertIn("      4 | Properties: {EnableLogFileValidation: false}\n        |                                       ^ found false, expected true\n", text)
        self.assertIn("fix: Set EnableLogFileValidation: true", text)

    def test_the_same_finding_is_told_once(self):
        self.write("t.yaml", "Resources:\n" + "".join(f"  T{i}: {{Type: AWS::CloudTrail::Trail}}\n" for i in range(30)))
        text = self.check("t.yaml", *VALIDATION).stdout.decode()
        self.assertEqual(text.count("fix:"), 1)
        self.assertIn("the same in 29 more resources", text)
        self.assertLess(len(text.splitlines()), 30)
        self.assertIn("T29", self.check("t.yaml", *VALIDATION, "--verbose").stdout.decode())

    def test_no_colours_unless_asked(self):
        self.write("t.yaml", OPEN)
        self.assertNotIn(b"\x1b", self.check("t.yaml").stdout)
        self.assertIn(b"\x1b[", self.check("t.yaml", NO_COLOR="", CLICOLOR_FORCE="1").stdout)

    def test_quiet_and_summary_leave_out_what_they_say(self):
        self.write("t.yaml", OPEN)
        self.assertNotIn("fix:", self.check("t.yaml", "--summary-only").stdout.decode())
        self.assertIn("fix:", self.check("t.yaml", "--quiet").stdout.decode())

    def test_secrets_are_not_shown(self):
        secret = "hunter2-of-the-test"
        self.write("t.yaml", f"Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties: {{MasterUserPassword: {secret}, PubliclyAccessible: true}}\n")
        self.write("mine/control.guard", "# ---\n# id: x\n# title: A title\n# resources: [AWS::RDS::DBInstance]\n# severity: low\n# ---\n"
                   "rule r { Resources.*.Properties.MasterUserPassword !exists <<a password>> }\nrule s { Resources.*.Properties is_list }\n")
        for name in [line.split()[0] for line in run("list", "formats").stdout.decode().splitlines()]:
            done = self.check("t.yaml", "--controls", "mine", "--control", "x", "--format", name, "--verbose")
            self.assertEqual(done.returncode, 1)
            self.assertNotIn(secret.encode(), done.stdout + done.stderr, name)


if __name__ == "__main__":
    vouch.main()
