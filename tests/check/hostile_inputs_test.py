# SPDX-License-Identifier: Apache-2.0
"""Hostile inputs beyond broken files: sizes that multiply, pathological policies and graphs, catalogues full of faults, files that are
none. Each ends within its time in a bounded answer; what was not looked at is told. docs/assurance.md maps threats to tests."""
import json
import os
import re
import shutil
import socket
import subprocess

import vouch
from vouch import OPEN, PROGRAM, VALIDATION, InFolder

RAW = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
TRAIL = {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": False}}
HEADER = "# ---\n# id: %s\n# title: A title\n# resources: [AWS::CloudTrail::Trail]\n# severity: low\n# ---\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))


def statements(count):
    """Statements that have to be compared with each other: strangers are let in, and turned away elsewhere."""
    return [{"Effect": "Allow" if i % 2 else "Deny", "Principal": "*" if i % 3 else {"AWS": f"{i:012}"}, "Action": [f"s3:Get{i}*"],
             "Resource": f"arn:aws:s3:::b/{i}/*", "Condition": {"StringNotLike": {"aws:PrincipalArn": [f"arn:aws:iam::{i:012}:role/*"]}}} for i in range(count)]


class Bounded(InFolder):
    """The limits of processor time are some ten times what it takes, and a small part of what it took while it was quadratic."""

    def judge(self, resources, *arguments, seconds=15, code=1, **template):
        self.write("t.json", json.dumps({**template, "Resources": resources}))
        before = vouch.spent()
        done = self.check("t.json", *arguments)
        self.assertLess(vouch.spent() - before, seconds)
        self.assertEqual(done.returncode, code, done.stderr[-500:])
        self.assertEqual(RAW.findall(done.stderr), [])
        return done


class Sizes(Bounded):
    def test_a_hundred_thousand_resources_are_all_judged(self):
        done = self.judge({f"T{i}": TRAIL for i in range(100_000)}, *VALIDATION, "--summary-only")
        self.assertIn(b"100000", done.stdout)

    @vouch.unittest.skipUnless(os.environ.get("VOUCH_ALL") == "1", "takes a minute: VOUCH_ALL=1")
    def test_a_million_resources_are_judged_up_to_the_limit_and_the_rest_is_told(self):
        done = self.judge({f"T{i}": TRAIL for i in range(1_000_000)}, "--max-bytes", "200000000", "--summary-only", "--severity", "high", seconds=110)
        self.assertTrue(b"1000000" in done.stdout or b"were not judged" in done.stderr, done.stderr[-300:])

    def test_functions_nested_five_hundred_deep_name_the_limit(self):
        name = '{"Fn::Join": ["", [' * 500 + '"x"' + "]]}" * 500
        self.write("t.json", '{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": ' + name + "}}}}")
        done = self.check("t.json")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"256", done.stderr)

    def test_a_loop_of_a_billion_is_an_error_and_its_neighbour_is_judged(self):
        loops = {"K" + "".join("${L%d}" % i for i in range(9)): {"Type": "AWS::SNS::Topic"}}
        for i in range(9):
            loops = {f"Fn::ForEach::F{i}": [f"L{i}", [str(n) for n in range(10)], loops]}
        self.judge(loops, "--summary-only", code=3, Transform="AWS::LanguageExtensions")
        self.write("good.yaml", OPEN)
        done = self.check(".", *VALIDATION)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"log file validation is off", done.stdout)
        self.assertIn(b"E0105", done.stderr)

    def test_conditions_in_a_cycle_are_named_and_the_rest_is_judged(self):
        conditions = {"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::Not": [{"Condition": "A"}]}}
        done = self.judge({"T": {**TRAIL, "Condition": "A"}, "U": TRAIL}, *VALIDATION, Conditions=conditions)
        self.assertIn(b"`A` -> `B` -> `A`", done.stderr)
        self.assertIn(b"log file validation is off", done.stdout)

    def test_a_million_allowed_values_are_no_million_worlds(self):
        values = [str(i) for i in range(1_000_000)]
        done = self.judge({"T": {**TRAIL, "Properties": {"EnableLogFileValidation": {"Ref": "P"}}}}, *VALIDATION, "--fail-on-unverified",
                          Parameters={"P": {"Type": "String", "AllowedValues": values}})
        self.assertIn(b"not verified", done.stdout)

    def test_a_logical_id_of_a_megabyte_is_whole_and_not_multiplied(self):
        name = "L" * 1_000_000
        self.assertLess(len(self.judge({name: TRAIL}, *VALIDATION).stdout), 3_000_000)
        found = json.loads(self.judge({name: TRAIL}, *VALIDATION, "--format", "json").stdout)
        self.assertEqual([finding["resource"] for finding in found["findings"]], [name])

    def test_twenty_thousand_open_rules_are_one_finding_that_is_not_endless(self):
        rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
        done = self.judge({"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "x", "SecurityGroupIngress": [rule] * 20_000}}},
                          "--format", "json")
        self.assertIn(b"there is more of this", done.stdout)
        self.assertLess(len(done.stdout), 5_000_000)

    def test_html_of_twice_the_findings_is_twice_as_large(self):
        sizes = [len(self.judge({f"B{i}": {"Type": "AWS::S3::Bucket"} for i in range(count)}, "--service", "s3", "--format", "html", seconds=30).stdout)
                 for count in (700, 1_400)]
        self.assertLess(sizes[1], 2.2 * sizes[0])

    @vouch.unittest.skipUnless(os.environ.get("VOUCH_ALL") == "1", "takes seconds: VOUCH_ALL=1")
    def test_html_of_a_hundred_thousand_findings_is_bounded(self):
        done = self.judge({f"B{i}": {"Type": "AWS::S3::Bucket"} for i in range(100_000)}, "--control", "s3-versioning", "--format", "html", seconds=60)
        self.assertLess(len(done.stdout), 300_000_000)


class Policies(Bounded):
    def verdicts(self, resources, *controls, **more):
        chosen = [part for control in controls for part in ("--control", control)]
        done = self.judge(resources, *chosen, "--format", "json", **more)
        return {(f["control"], f["verdict"]) for f in json.loads(done.stdout)["findings"]}

    def test_ten_thousand_statements_are_more_than_aws_takes_and_that_is_unverified(self):
        bucket = {"B": {"Type": "AWS::S3::Bucket"}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {
            "Bucket": {"Ref": "B"}, "PolicyDocument": {"Statement": statements(10_000)}}}}
        self.judge(bucket, "--summary-only", seconds=60)
        closed = [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}] * 10_000
        self.assertEqual(self.verdicts({"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": closed}}}},
                                       "iam-no-passrole-wildcard", code=0), {("iam-no-passrole-wildcard", "unverified")})

    def test_text_that_is_no_policy_never_passes(self):
        for text in ('{"Statement": [', "[" * 5_000 + "]" * 5_000, "[" * 100_000, "x" * 1_000_000, "\0", "\x1b[2J", '{"Statement": [], "Statement": []}'):
            found = self.verdicts({"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": text}}}, "iam-no-passrole-wildcard", code=0)
            self.assertEqual(found, {("iam-no-passrole-wildcard", "unverified")}, text[:40])

    def test_a_megabyte_of_policy_in_text_is_bounded(self):
        text = '{"Statement": [' + ",".join(['{"Effect": "Allow", "Action": "*", "Resource": "*"}'] * 19_000) + "]}"
        self.assertEqual(self.verdicts({"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": text}}}, "iam-no-passrole-wildcard"),
                         {("iam-no-passrole-wildcard", "fail")})

    def test_conditions_two_hundred_deep_are_no_condition_that_holds(self):
        deep = {"x": "y"}
        for _ in range(200):
            deep = {"StringEquals": deep}
        self.judge({"T": TRAIL, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
            "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": deep}]}}}})


class Graphs(Bounded):
    def test_a_key_that_thirty_thousand_use(self):
        groups = {f"G{i}": {"Type": "AWS::Logs::LogGroup", "Properties": {"KmsKeyId": {"Fn::GetAtt": ["K", "Arn"]}}} for i in range(30_000)}
        self.judge({"K": {"Type": "AWS::KMS::Key", "Properties": {}}, **groups}, "--summary-only", seconds=40)

    def test_ten_thousand_of_the_same_name(self):
        self.judge({f"B{i}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "same"}} for i in range(10_000)},
                   "--control", "s3-tls-only", "--summary-only", seconds=60)

    def test_names_that_multiply_are_told_of(self):
        policy = {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "same", "PolicyDocument": {"Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::same/*"}]}}}
        resources = {f"B{i}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "same"}} for i in range(300)}
        done = self.judge({**resources, **{f"P{i}": policy for i in range(300)}}, "--control", "s3-tls-only", "--format", "json", seconds=60, code=3)
        self.assertIn(b"give themselves the same name", done.stderr)
        self.assertEqual({finding["verdict"] for finding in json.loads(done.stdout)["findings"]}, {"unverified"}, "nobody knows which policy is whose")


class Catalogs(Bounded):
    def test_three_thousand_broken_controls_each_have_a_line_and_the_good_ones_judge(self):
        for i in range(3_000):
            self.write(f"mine/c{i}/control.guard", HEADER % f"c{i}" + "rule r { Resources.*.Properties. }\n")
        done = self.judge({"T": TRAIL}, "--controls", "mine", *VALIDATION)
        self.assertIn(b"log file validation is off", done.stdout)
        done = self.judge({"T": TRAIL}, "--controls", "mine", seconds=30)
        self.assertIn(b"log file validation is off", done.stdout)
        self.assertEqual(len(set(re.findall(rb"mine/c\d+/control.guard:7:\d+: ", done.stderr))), 3_000)

    def test_odd_metadata_is_refused_with_its_place_and_the_pack_judges_on(self):
        for name, text in {"bomb": "# ---\n# " + BOMB.replace("\n", "\n# ").removesuffix("# ") + "# ---\nrule r { Resources exists }\n",
                           "deep": "# ---\n# a: " + "[" * 100_000 + "\n# ---\nrule r { Resources exists }\n",
                           "no end": "# ---\n# id: x\n", "no text": b"\xff\xfe\x00"}.items():
            with self.subTest(name):
                self.write("mine/x/control.guard", text)
                done = self.judge({"T": TRAIL}, "--controls", "mine")
                self.assertIn(b"mine/x/control.guard", done.stderr)
                self.assertIn(b"log file validation is off", done.stdout)

    def test_control_characters_of_a_control_do_not_reach_the_terminal(self):
        self.write("mine/x/control.guard", HEADER % "x" + "rule r { Resources.*.Properties.X exists <<\x1b[2J\x9b31m\u202e =1+1>> }\n")
        for name in ("text", "markdown", "html", "github", "junit"):
            done = self.judge({"T": TRAIL}, "--controls", "mine", "--control", "x", "--format", name)
            self.assertEqual(RAW.findall(done.stdout), [], name)

    def test_a_pipe_for_a_control_is_not_waited_for(self):
        self.write("mine/y/control.guard", HEADER % "y" + "rule r { Resources.*.Properties.X exists }\n")
        (self.folder / "mine/x").mkdir()
        os.mkfifo(self.folder / "mine/x/control.guard")
        done = self.judge({"T": TRAIL}, "--controls", "mine", "--control", "y")
        self.assertIn(b"control.guard", done.stderr)


class Files(InFolder):
    def test_sockets_are_not_read(self):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.folder / "s.yaml"))
            self.assertEqual(self.check("s.yaml").returncode, 3)

    def test_no_system_call_opens_a_file_outside(self):
        strace = shutil.which("strace")
        if strace is None:
            self.skipTest("strace is not installed (tools/setup.sh installs it)")
        secret = self.write("secret.json", '{"Resources": {}}')
        nested = "".join(f"  N{i}:\n    Type: AWS::CloudFormation::Stack\n    Metadata: {{'aws:asset:path': '{url}'}}\n    Properties: {{TemplateURL: '{url}'}}\n"
                         for i, url in enumerate(("../secret.json", "x/../../secret.json", "link.json", "up/secret.json", str(secret),
                                                  f"file://{secret}", "../../../../../../etc/hostname", "/etc/hostname")))
        self.write("in/t.yaml", "Resources:\n" + nested + OPEN.removeprefix("Resources:\n"))
        self.write("in/seen.yaml", OPEN)
        os.symlink("../secret.json", self.folder / "in/link.json")
        os.symlink("..", self.folder / "in/up")
        log = self.folder / "calls"
        done = subprocess.run([strace, "-f", "-e", "trace=open,openat,openat2", "-o", str(log), PROGRAM, "check", ".", *VALIDATION],
                              cwd=self.folder / "in", capture_output=True, timeout=60)
        if not log.exists() or "seen.yaml" not in log.read_text():
            self.skipTest("strace cannot follow the program here")
        self.assertEqual(done.returncode, 1, done.stderr)
        for call in log.read_text().splitlines():
            if "secret.json" in call or "hostname" in call:
                self.assertRegex(call, r"= -1 ", call)


class Assemblies(InFolder):
    def test_hostile_construct_paths_and_traces_are_text_in_every_format(self):
        path = "App/\x1b[2J<script>window.__x=1</script>/\u202e\n::error::forged/=1+1"
        trace = ["\x1b]0;x\x07 (/tmp/<img src=x onerror=window.__x=1>.ts:1:1)\n::error::forged"] * 3
        self.write("cdk.out/t.json", json.dumps({"Resources": {"T": {**TRAIL, "Metadata": {"aws:cdk:path": path}}}}))
        metadata = {path: [{"type": "aws:cdk:logicalId", "data": "T", "trace": trace}], "": [{"type": "\x1b[2J", "data": [[[]]], "trace": {"x": 1}}]}
        for odd in (metadata, {"/x": "y"}, [], {"/x": [[], 1, None]}, {"/a" * 5_000: metadata[path]}):
            self.write("cdk.out/manifest.json", json.dumps({"version": "36.0.0", "artifacts": {"S": {
                "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "t.json"},
                "metadata": odd}}}))
            for name in ("text", "markdown", "html", "github", "junit"):
                done = self.check("cdk.out", *VALIDATION, "--format", name, GITHUB_STEP_SUMMARY="")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(RAW.findall((done.stdout + done.stderr).replace(b"\r\n", b"\n")), [], name)
                self.assertNotIn(b"\n::error::forged", done.stdout + done.stderr)
                self.assertNotIn(b"<img src=x", done.stdout if name == "html" else b"")

    def test_deep_and_broken_metadata_is_an_error_or_left_out(self):
        self.write("cdk.out/t.json", json.dumps({"Resources": {"T": TRAIL}}))
        self.write("cdk.out/manifest.json", '{"version": "36.0.0", "artifacts": {"S": {"metadata": ' + "[" * 100_000)
        self.assertEqual(self.check("cdk.out", *VALIDATION).returncode, 3)


if __name__ == "__main__":
    vouch.main()
