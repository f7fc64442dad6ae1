# SPDX-License-Identifier: Apache-2.0
"""Hostile and broken templates through the command line: the right exit code, a message with the place, no crash, no raw control
character in the output, and never a verdict lost because a neighbour is broken. VOUCH_ALL=1 adds the inputs that take seconds."""
import json
import os
import re
import resource
import subprocess

import vouch
from vouch import BUCKET, OPEN, PROGRAM, VALIDATION, InFolder, report

# Control characters other than newline, C1 controls and bidirectional controls in UTF-8.
RAW = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
HEAD = '{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": false}'

# name, file, text, what standard error holds
BROKEN = [
    ("alias bomb", "t.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)) + BUCKET, "t.yaml:"),
    ("alias of itself", "t.yaml", BUCKET + "    Properties: &p {Tags: *p}\n", "t.yaml:4:"),
    ("too deep", "t.json", '{"Resources": ' + "[" * 300 + "]" * 300 + "}", "256"),
    ("much too deep", "t.json", '{"Resources": ' + "[" * 100_000, "256"),
    ("much too deep in YAML", "t.yaml", "Resources: " + "[" * 100_000, "256"),
    ("duplicate key in YAML", "t.yaml", BUCKET + "  B:\n    Type: AWS::SQS::Queue\n", "t.yaml:4:3"),
    ("duplicate key in JSON", "t.json", '{"Resources": {\n"B": {"Type": "AWS::S3::Bucket"},\n"B": {"Type": "AWS::SQS::Queue"}}}', "t.json:3:1"),
    ("no UTF-8", "t.yaml", BUCKET.encode() + b"    Properties: {BucketName: \"\xff\"}\n", "t.yaml"),
    ("overlong UTF-8", "t.json", b'{"Resources": {"\xc0\xaf": {"Type": "AWS::S3::Bucket"}}}', "t.json"),
    ("lone surrogate", "t.json", '{"Resources": {"\\ud800": {"Type": "AWS::S3::Bucket"}}}', "t.json:1:"),
    ("UTF-16", "t.json", (HEAD + "}}}").encode("utf-16"), "t.json"),
    ("YAML tag of a language", "t.yaml", BUCKET + "    Properties: !!python/object/apply:os.system [id]\n", "t.yaml:4:"),
    ("raw NUL", "t.json", b'{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}\x00\x00', "t.json:1:"),
    ("broken YAML", "t.yaml", "Resources:\n  B:\n    Type: [AWS::S3::Bucket\n  C: {}\n", "t.yaml:4:"),
    ("broken JSON", "t.json", '{"Resources": {\n  "B": {"Type": "AWS::S3::Bucket",}\n}}', "t.json:2:"),
    ("two documents", "t.yaml", BUCKET + "---\n" + BUCKET, "t.yaml:4:"),
    ("no template", "t.json", '["a"]', "t.json"),
    ("empty", "t.yaml", "", "t.yaml"),
]


def limited():
    resource.setrlimit(resource.RLIMIT_STACK, (256 * 1024, 256 * 1024))


class Broken(InFolder):
    def test_each_is_refused_with_its_place_and_keeps_no_other_out(self):
        self.write("good.yaml", OPEN)
        for name, file, text, wanted in BROKEN:
            with self.subTest(name):
                self.write(file, text)
                alone = self.check(file)
                self.assertEqual(alone.returncode, 3, alone.stderr)
                self.assertIn(wanted, alone.stderr.decode())
                self.assertEqual(RAW.findall(alone.stdout + alone.stderr), [])
                self.assertLess(len(alone.stderr), 2000)
                beside = self.check("good.yaml", file, *VALIDATION)
                self.assertEqual(beside.returncode, 1)
                self.assertIn(b"log file validation is off", beside.stdout)
                (self.folder / file).unlink()

    def test_deep_input_needs_no_deep_stack(self):
        for name, file, text, _ in BROKEN:
            if "deep" in name:
                path = self.write(file, text)
                done = subprocess.run([PROGRAM, "check", str(path)], capture_output=True, preexec_fn=limited, timeout=60)
                self.assertEqual(done.returncode, 3, (name, done.stderr[:300]))

    def test_the_deepest_that_is_allowed_is_judged(self):
        nested = "[" * 255 + "]" * 255
        self.write("t.json", HEAD + ', "Deep": ' + nested + "}}}")
        self.assertEqual(self.check("t.json", *VALIDATION).returncode, 3)
        self.write("t.json", HEAD + ', "Deep": ' + nested[10:-10] + "}}}")
        self.assertEqual(self.check("t.json", *VALIDATION).returncode, 1)


class Accepted(InFolder):
    def test_ordinary_aliases_merges_marks_line_ends_and_odd_numbers(self):
        texts = {
            "alias": "X: &x {EnableLogFileValidation: false}\nResources: {T: {Type: AWS::CloudTrail::Trail, Properties: *x}}\n",
            "merge": "X: &x {EnableLogFileValidation: false}\nResources: {T: {Type: AWS::CloudTrail::Trail, Properties: {<<: *x, TrailName: a}}}\n",
            "byte order mark": b"\xef\xbb\xbf" + OPEN.encode(),
            "CRLF": OPEN.replace("\n", "\r\n"),
            "numbers": OPEN.replace("false}", "false, A: 123456789012345678901234567890, B: 1e400, C: .inf, D: 0o17, E: 017, F: 1:30, G: yes, H: 2012-10-17}"),
            "unknown short tag": OPEN.replace("false}", "false, A: !Mine [1]}"),
            "escaped NUL": OPEN.replace("  T:", '  "a\\0b":'),
        }
        for name, text in texts.items():
            with self.subTest(name):
                self.write("t.yaml", text)
                done = self.check("t.yaml", *VALIDATION)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(RAW.findall(done.stdout + done.stderr), [])

    def test_a_cycle_of_references_is_reported_and_the_rest_judged(self):
        self.write("t.json", HEAD + '}, "U": {"Type": "AWS::S3::Bucket", "DependsOn": "V"}, "V": {"Type": "AWS::S3::Bucket", "DependsOn": "U"}}}')
        done = self.check("t.json", *VALIDATION)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"`U` -> `V` -> `U`", done.stderr)
        self.assertEqual(self.check("t.json", *VALIDATION, "--fail-on", "none").returncode, 3)
        self.assertIn(b"log file validation is off", done.stdout)

    def test_stacks_that_need_each_others_values_are_an_error_and_the_rest_is_judged(self):
        def stack(own, other):
            return OPEN + f"  V: {{Type: AWS::SSM::Parameter, Properties: {{Value: !ImportValue {other}}}}}\nOutputs: {{O: {{Value: !ImportValue {other}, Export: {{Name: {own}}}}}}}\n"
        self.write("a.yaml", stack("a", "b"))
        self.write("b.yaml", stack("b", "a"))
        done = self.check(".", *VALIDATION)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.count(b"E0109"), 1, done.stderr)
        self.assertIn(b"stacks need each other's values", done.stderr)
        self.assertIn(b"log file validation is off", done.stdout)


class Outside(InFolder):
    def manifest(self, template):
        self.write("cdk.out/manifest.json", json.dumps({"version": "36.0.0", "artifacts": {"S": {
            "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": template}}}}))

    def test_a_manifest_that_leads_out_is_refused(self):
        self.write("secret.json", HEAD + "}}}")
        for path in ("../secret.json", str(self.folder / "secret.json"), "a/../../secret.json"):
            with self.subTest(path):
                self.manifest(path)
                done = self.check("cdk.out")
                self.assertEqual(done.returncode, 3, done.stdout)
                self.assertIn(b"E0104", done.stderr)

    def test_links_are_followed_inside_only(self):
        self.write("secret.json", HEAD + "}}}")
        self.manifest("link.json")
        os.symlink("../secret.json", self.folder / "cdk.out/link.json")
        self.assertEqual(self.check("cdk.out").returncode, 3)
        (self.folder / "cdk.out/link.json").unlink()
        self.write("cdk.out/real.json", HEAD + "}}}")
        os.symlink("real.json", self.folder / "cdk.out/link.json")
        self.assertEqual(self.check("cdk.out", *VALIDATION).returncode, 1)

    def test_pipes_devices_and_link_loops_are_not_waited_for(self):
        os.mkfifo(self.folder / "pipe.yaml")
        os.symlink("loop.yaml", self.folder / "loop.yaml")
        for path in ("pipe.yaml", "loop.yaml", "/dev/zero"):
            with self.subTest(path):
                self.assertEqual(self.check(path).returncode, 3)
        self.write("good.yaml", OPEN)
        self.assertEqual(self.check(".", *VALIDATION).returncode, 1)

    def test_nested_templates_outside_are_not_opened(self):
        for url in ("../../../../etc/hostname", "/etc/hostname", "file:///etc/hostname"):
            self.write("t.yaml", f"Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Metadata: {{'aws:asset:path': '{url}'}}\n    Properties: {{TemplateURL: '{url}'}}\n"
                       + OPEN.removeprefix("Resources:\n"))
            done = self.check("t.yaml", *VALIDATION)
            self.assertIn(b"log file validation is off", done.stdout)
            self.assertNotIn(b"hostname:1", done.stdout + done.stderr)


class Includes(InFolder):
    TEMPLATE = OPEN + "  I:\n    Type: AWS::S3::Bucket\n    Properties:\n      Fn::Transform: {Name: AWS::Include, Parameters: {Location: '%s'}}\n"

    def include(self, location):
        self.write("in/t.yaml", self.TEMPLATE % location)
        done = self.check("in/t.yaml", *VALIDATION)
        self.assertIn(b"log file validation is off", done.stdout, "the rest is judged")
        self.assertEqual(RAW.findall(done.stdout + done.stderr), [])
        return done.stderr.decode()

    def test_files_outside_of_the_folder_are_refused(self):
        self.write("secret.yaml", "BucketName: from-outside\n")
        os.symlink("../secret.yaml", self.write("in/x", "").parent / "link.yaml")
        for location in ("../secret.yaml", str(self.folder / "secret.yaml"), "a/../../secret.yaml", "link.yaml", "/etc/passwd", "file:///etc/passwd"):
            with self.subTest(location):
                error = self.include(location)
                self.assertIn("is not included", error)
                self.assertIn("E0104", error)
                self.assertIn("t.yaml:8:", error)
                self.assertNotIn("from-outside", error)

    def test_pipes_folders_missing_and_broken_files_are_refused(self):
        self.write("in/broken.yaml", "A: [1\nB: 2\n")
        os.mkfifo(self.folder / "in/pipe.yaml")
        os.mkdir(self.folder / "in/folder")
        for location in ("pipe.yaml", "folder", "none.yaml", "broken.yaml", ""):
            with self.subTest(location):
                self.assertIn("is not included", self.include(location))

    def test_files_that_include_themselves_and_blow_up_are_bounded(self):
        def call(location):
            return "{'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: %s}}}" % location
        self.write("in/a.yaml", "X: " + call("b.yaml"))
        self.write("in/b.yaml", "X: " + call("a.yaml"))
        self.assertIn("`a.yaml` -> `b.yaml` -> `a.yaml`", self.include("a.yaml"))
        for i in range(7):
            self.write(f"in/w{i}.yaml", "[" + ",".join([call(f"w{i + 1}.yaml")] * 40) + "]")
        self.write("in/w7.yaml", "x")
        self.assertIn("E0105", self.include("w0.yaml"))

    def test_what_deployment_reads_is_no_error(self):
        for location in ("s3://bucket/p.yaml", "https://example.com/p.yaml"):
            self.assertNotIn("E0", self.include(location))

    def test_files_of_the_folder_are_judged_in_their_place(self):
        self.write("in/p.yaml", "EnableLogFileValidation: false\n")
        self.write("in/t.yaml", "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: p.yaml}}}\n")
        found, code = report(self.folder / "in/t.yaml", *VALIDATION)
        self.assertEqual((code, found["findings"][0]["verdict"]), (1, "fail"))
        self.write("in/p.yaml", "EnableLogFileValidation: true\n")
        found, code = report(self.folder / "in/t.yaml", *VALIDATION)
        self.assertEqual((code, found["findings"][0]["verdict"]), (0, "pass"))


class Names(InFolder):
    ODD = ["=cmd|' /C calc'!A0", "a/b~c", 'quote"d', "new\nline\n::error file=x::y", "\x1b[2J\x1b]0;x\x07", "\u202egpj", "\u009b31m", "nul\0", "x" * 5000, ""]

    def test_any_text_is_a_logical_id_and_none_reaches_the_terminal_raw(self):
        trail = {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": "\x1b[31mno\u202e"}}
        self.write("t.json", json.dumps({"Resources": {name: trail for name in self.ODD}}))
        for arguments in ((), ("--verbose",), ("--quiet",)):
            done = self.check("t.json", *VALIDATION, *arguments)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(RAW.findall(done.stdout + done.stderr), [])
            self.assertNotIn(b"\n::error", done.stdout + done.stderr)
        found, _ = report(self.folder / "t.json", *VALIDATION)
        self.assertEqual(sorted(f["resource"] for f in found["findings"]), sorted(self.ODD))
        sarif = json.loads(self.check("t.json", *VALIDATION, "--format", "sarif").stdout)
        self.assertEqual(len(sarif["runs"][0]["results"]), len(self.ODD))

    def test_file_names_are_escaped_too(self):
        name = "a\x1b[2J\n::error::x.yaml"
        self.write(name, OPEN)
        self.write("b\x1b[2J.yaml", "Resources: [")
        for format_name in ("text", "json", "sarif"):
            done = self.check(".", *VALIDATION, "--format", format_name)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(RAW.findall(done.stdout + done.stderr), [])


class Large(InFolder):
    def test_a_template_beyond_the_limit_is_refused_and_read_when_it_is_lifted(self):
        self.write("t.yaml", OPEN)
        done = self.check("t.yaml", "--max-bytes", "50", *VALIDATION)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"50", done.stderr)
        self.assertEqual(self.check("t.yaml", "--max-bytes", "5000", *VALIDATION).returncode, 1)

    @vouch.unittest.skipUnless(os.environ.get("VOUCH_ALL") == "1", "takes seconds: VOUCH_ALL=1")
    def test_a_hundred_megabytes_are_judged_under_a_raised_limit(self):
        one = '"T%07d": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": false, "S3BucketName": "' + "b" * 800 + '"}}'
        self.write("t.json", '{"Resources": {' + ",\n".join(one % i for i in range(110_000)) + "}}")
        self.assertEqual(self.check("t.json", *VALIDATION, "--summary-only").returncode, 3)
        self.assertEqual(self.check("t.json", *VALIDATION, "--summary-only", "--max-bytes", "200000000").returncode, 1)


if __name__ == "__main__":
    vouch.main()
