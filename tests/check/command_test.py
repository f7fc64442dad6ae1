# SPDX-License-Identifier: Apache-2.0
"""Exit codes, selection of controls and the ways to name templates."""
import json

import vouch
from vouch import GOOD, OPEN, VALIDATION, InFolder, report, run


class ExitCodes(InFolder):
    def expect(self, code, *arguments, **more):
        done = self.check(*arguments, **more)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return done

    def test_what_passes_is_0(self):
        self.write("t.yaml", GOOD)
        self.expect(0, "t.yaml", *VALIDATION)

    def test_a_finding_is_1(self):
        self.write("t.yaml", OPEN)
        self.expect(1, "t.yaml", *VALIDATION)

    def test_a_finding_below_the_threshold_is_0(self):
        self.write("t.yaml", OPEN)
        self.expect(1, "t.yaml", *VALIDATION, "--fail-on", "high")
        self.expect(0, "t.yaml", *VALIDATION, "--fail-on", "critical")
        self.expect(0, "t.yaml", *VALIDATION, "--fail-on", "none")

    def test_wrong_usage_is_2_and_names_the_fault(self):
        self.write("t.yaml", GOOD)
        for arguments in (["--nope"], ["--fail-on", "huge"], ["--format", "xml"], ["--parameter", "x"], ["--parameter", "=x"], ["--account", "12"],
                          ["--parameter", "A=1", "--parameter", "A=2"], ["--jobs", "0"], ["--max-bytes", "-1"]):
            with self.subTest(arguments=arguments):
                self.assertNotEqual(self.expect(2, "t.yaml", *arguments).stderr, b"")

    def test_an_unreadable_file_is_3(self):
        self.expect(3, "missing.yaml")

    def test_findings_win_over_problems_and_the_report_names_both(self):
        self.write("bad.yaml", "Resources: [")
        self.write("open.yaml", OPEN)
        done = self.expect(1, "bad.yaml", "open.yaml", *VALIDATION)
        self.assertIn(b"bad.yaml:1", done.stderr)
        self.assertIn(b"log file validation is off", done.stdout)
        self.write("open.yaml", GOOD)
        self.expect(3, "bad.yaml", "open.yaml", *VALIDATION)

    def test_unverified_fails_only_on_request(self):
        self.write("t.yaml", "Parameters: {P: {Type: String}}\n" + OPEN.replace("false", "{Ref: P}"))
        done = self.expect(0, "t.yaml", *VALIDATION)
        self.assertIn(b"1 unverified", done.stdout)
        self.assertIn(b"parameter `P`", done.stdout)
        self.expect(1, "t.yaml", *VALIDATION, "--fail-on-unverified")
        self.expect(1, "t.yaml", *VALIDATION, "--parameter", "P=false")
        self.expect(0, "t.yaml", *VALIDATION, "--parameter", "P=true")

    def test_nothing_to_judge_is_3(self):
        self.expect(3, ".")
        self.write("empty/readme.txt", "x")
        self.expect(3, "empty")
        self.write("none.yaml", "Resources: {}\n")
        self.assertIn(b"nothing to judge", self.expect(3, "none.yaml").stderr)

    def test_an_empty_selection_is_3_and_names_the_option(self):
        self.write("t.yaml", GOOD)
        for option, value in (("--control", "nope"), ("--row", "Z9"), ("--criteria", "CC99"), ("--service", "nope")):
            with self.subTest(option=option):
                self.assertIn(value.encode(), self.expect(3, "t.yaml", option, value).stderr)
        self.expect(3, "t.yaml", "--control", "nope", *VALIDATION)

    def test_a_resource_under_an_unknown_condition_is_not_failed(self):
        self.write("t.yaml", "Parameters: {P: {Type: String}}\nConditions: {C: {'Fn::Equals': [{Ref: P}, x]}}\n" + OPEN + "    Condition: C\n")
        done = self.expect(0, "t.yaml", *VALIDATION)
        self.assertIn(b"condition `C` is not known", done.stdout)


class Selection(vouch.unittest.TestCase):
    def controls(self, *arguments):
        return {line.split()[0] for line in run("list", "controls", *arguments).stdout.decode().splitlines()}

    def test_kinds_narrow_and_values_widen(self):
        s3, kms = self.controls("--service", "s3"), self.controls("--service", "kms")
        self.assertEqual(self.controls("--service", "s3", "--service", "kms"), s3 | kms)
        self.assertEqual(self.controls("--service", "s3", "--row", "A8"), s3 & self.controls("--row", "A8"))
        self.assertEqual(self.controls("--service", "s3,kms"), self.controls("--service", "s3", "--service", "kms"))
        self.assertTrue(self.controls("--severity", "critical") < self.controls("--severity", "high") < self.controls())

    def test_a_criterion_stands_for_those_below(self):
        self.assertLess(self.controls("--criteria", "CC6.6"), self.controls("--criteria", "CC6"))
        self.assertLess(self.controls("--criteria", "CC6"), self.controls("--criteria", "CC"))
        self.assertIn("s3-versioning", self.controls("--criteria", "A"))
        self.assertNotIn("sg-no-ingress-ssh", self.controls("--criteria", "A"))


class Controls(InFolder):
    METADATA = ("# ---\n# id: {id}\n# title: A title\n# resources: [AWS::CloudTrail::Trail]\n# severity: low\n# ---\n"
                "rule r {{ Resources.*.Properties.EnableLogFileValidation == false <<mine>> }}\n")

    def test_a_folder_overrides_and_adds(self):
        self.write("t.yaml", GOOD)
        self.write("mine/control.guard", self.METADATA.format(id="cloudtrail-log-file-validation"))
        self.write("more/control.guard", self.METADATA.format(id="of-my-own"))
        done = self.check("t.yaml", *VALIDATION, "--controls", "mine")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"mine", done.stdout)
        self.assertEqual(self.check("t.yaml", "--control", "of-my-own", "--controls", "more").returncode, 1)

    def test_a_broken_control_is_named_with_its_place_and_keeps_no_other_out(self):
        self.write("t.yaml", OPEN)
        for text, wanted in (("rule x { a exists }", b"no metadata block"), ("# ---\n# id: x\n# tittle: y\n# ---\n", b"control.guard:3:3"),
                             ("# ---\n# id: [\n# ---\n", b"control.guard:"), ("# ---\n# id: x\n", b"no end"),
                             (self.METADATA.format(id="x").replace("low", "huge"), b"control.guard:5:13"),
                             (self.METADATA.format(id="x") + "rule {", b"control.guard:8:")):
            with self.subTest(text=text):
                self.write("mine/control.guard", text)
                done = self.check("t.yaml", "--controls", "mine")
                self.assertEqual(done.returncode, 1)
                self.assertIn(wanted, done.stderr)
                self.assertEqual(self.check("t.yaml", "--controls", "mine", "--fail-on", "none").returncode, 3)

    def test_two_controls_of_one_id_are_refused(self):
        self.write("t.yaml", GOOD)
        self.write("mine/a/control.guard", self.METADATA.format(id="x"))
        self.write("mine/b/control.guard", self.METADATA.format(id="x"))
        self.assertIn(b"two controls have the id `x`", self.check("t.yaml", "--controls", "mine").stderr)

    def test_cases_that_do_not_hold_are_1(self):
        self.write("mine/control.guard", self.METADATA.format(id="x"))
        case = "- {name: a, template: {Resources: {T: {Type: 'AWS::CloudTrail::Trail', Properties: {EnableLogFileValidation: false}}}}, expect: {T: %s}}\n"
        for verdict, code in (("pass", 0), ("fail", 1), ("maybe", 3)):
            self.write("mine/cases.yaml", case % verdict)
            self.assertEqual(run("test", "mine", folder=self.folder).returncode, code)
        (self.folder / "mine/cases.yaml").unlink()
        self.assertEqual(run("test", "mine", folder=self.folder).returncode, 3)


class Explain(vouch.unittest.TestCase):
    def test_controls_codes_criteria_and_rows_are_explained(self):
        for what, words in (("s3-versioning", "VersioningConfiguration"), ("E0104", "leads out"), ("CC6.1", "s3-encryption"), ("CKV_AWS_18", "s3-access-logging"), ("W35", "s3-access-logging"), ("AwsSolutions-S1", "s3-access-logging"), ("A5", "s3-versioning")):
            done = run("explain", what)
            self.assertEqual(done.returncode, 0)
            self.assertIn(words, done.stdout.decode())

    def test_a_control_is_explained_with_its_test(self):
        self.assertIn("  rule s3_versioning when %buckets !empty {\n", run("explain", "s3-versioning").stdout.decode())
        self.assertNotIn("# ---", run("explain", "s3-versioning").stdout.decode())
        self.assertIn("# ---", run("explain", "s3-versioning", "--rules").stdout.decode())

    def test_what_is_not_known_is_2(self):
        self.assertEqual(run("explain", "nothing").returncode, 2)

    def test_the_reference_is_what_the_catalog_says(self):
        done = run("list", "controls", "--format", "markdown")
        self.assertEqual((vouch.SOURCE / "docs/controls/README.md").read_bytes(), done.stdout,
                         "docs/controls/README.md is not current: vouch list controls --format markdown > docs/controls/README.md")


    def test_the_rows_are_what_the_catalog_says(self):
        done = run("list", "rows", "--format", "markdown")
        self.assertEqual((vouch.SOURCE / "docs/controls/rows.md").read_bytes(), done.stdout,
                         "docs/controls/rows.md is not current: vouch list rows --format markdown > docs/controls/rows.md")

    def test_the_detections_are_what_the_catalog_says(self):
        done = run("list", "detections", "--format", "markdown")
        self.assertEqual((vouch.SOURCE / "docs/detections.md").read_bytes(), done.stdout,
                         "docs/detections.md is not current: vouch list detections --format markdown > docs/detections.md")

    def test_detections_are_listed_with_severity_and_alarm(self):
        found = {each["id"]: each for each in json.loads(run("list", "detections", "--format", "json").stdout)}
        self.assertEqual(len(found), len(list((vouch.SOURCE / "catalog/detections").glob("*.yaml"))))
        self.assertEqual((found["root-usage"]["severity"], found["root-usage"]["alarm"]), ("high", "alarm"))
        self.assertEqual((found["root-access-key"]["severity"], found["root-access-key"]["alarm"]), ("critical", "-"))

    def test_phases_are_chosen_by_name_or_number(self):
        first, named = (run("list", "controls", "--phase", phase).stdout for phase in ("1", "foundation"))
        self.assertEqual(first, named)
        self.assertNotEqual(first, run("list", "controls", "--phase", "2").stdout)
        self.assertEqual(run("list", "controls", "--phase", "4").returncode, 3)


class NewControl(InFolder):
    def test_a_new_control_passes_its_own_cases_and_is_judged(self):
        done = run("new", "control", "my-own", "--resource", "AWS::CloudTrail::Trail", folder=self.folder)
        self.assertEqual((done.returncode, done.stdout), (0, b"controls/my-own/control.guard\ncontrols/my-own/cases.yaml\n"))
        self.assertEqual(run("test", "controls", folder=self.folder).returncode, 0)
        self.write("t.yaml", OPEN)
        judged, _ = report("t.yaml", "--pack", "none", "--controls", "controls", folder=self.folder)
        self.assertEqual([finding["control"] for finding in judged["findings"]], ["my-own"])

    def test_nothing_is_overwritten_and_names_are_checked(self):
        for arguments in (("Bad Id",), ("../x",), ("a", "--resource", "{bad}"), ("a", "--severity", "huge")):
            with self.subTest(arguments=arguments):
                self.assertEqual(run("new", "control", *arguments, folder=self.folder).returncode, 2)
        self.write("controls/a/control.guard", "mine")
        self.assertEqual(run("new", "control", "a", folder=self.folder).returncode, 2)
        self.assertEqual((self.folder / "controls/a/control.guard").read_text(), "mine")


class Sources(InFolder):
    def test_standard_input_and_files_give_the_same_verdicts(self):
        self.write("t.yaml", OPEN)
        one, _ = report("t.yaml", *VALIDATION, folder=self.folder)
        other, _ = report("-", *VALIDATION, stdin=OPEN.encode())
        self.assertEqual([f["verdict"] for f in one["findings"]], [f["verdict"] for f in other["findings"]])

    def test_the_current_folder_is_the_default(self):
        self.write("t.yaml", OPEN)
        self.assertEqual(self.check(*VALIDATION).returncode, 1)

    def test_the_report_goes_to_a_file_on_request(self):
        self.write("t.yaml", OPEN)
        done = self.check("t.yaml", *VALIDATION, "--output-file", "out.txt")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("log file validation is off", (self.folder / "out.txt").read_text())
        self.assertEqual(self.check("t.yaml", "--output-file", "no/such/folder").returncode, 3)


class Resolution(InFolder):
    """What the resolution of values does to verdicts."""

    def verdict(self, control, text, *options):
        found, _ = report(self.write("t.yaml", text), "--control", control, *options)
        return next(finding["verdict"] for finding in found["findings"] if finding["resource"] == "P")

    def test_the_arn_of_a_key_is_not_every_key_though_it_is_not_known(self):
        def policy(resource):
            return ("Parameters: {Any: {Type: String}}\nResources:\n  Key: {Type: AWS::KMS::Key}\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n"
                    f"        Statement: [{{Effect: Allow, Action: 'kms:Decrypt', Resource: {resource}}}]\n")
        for resource, verdict in (("!GetAtt Key.Arn", "pass"), ("[!GetAtt Key.Arn]", "pass"), ("!Sub 'arn:aws:kms:*:*:key/${Any}'", "pass"),
                                  ("!Ref Any", "unverified"), ("'*'", "fail")):
            with self.subTest(resource):
                self.assertEqual(self.verdict("iam-no-full-access-kms", policy(resource)), verdict)

    def test_a_partition_that_does_not_exist_is_a_usage_error(self):
        self.write("t.yaml", GOOD)
        self.assertEqual(self.check("t.yaml", "--partition", "moon").returncode, 2)
        self.assertNotEqual(self.check("t.yaml", "--partition", "aws-cn").returncode, 2)


if __name__ == "__main__":
    vouch.main()
