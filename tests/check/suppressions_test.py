#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Accepted fails: what templates, other tools' conventions, vouch.yaml and baselines say, and what is told when they say it wrongly."""
import base64
import json
import os
import pathlib
import shutil
import tempfile
import unittest

import vouch

BUCKET = """Resources:
  B:
    Type: AWS::S3::Bucket
%s    Properties: {BucketName: plain}
"""
LOGGING = ("--control", "s3-access-logging")
DAY = {"SOURCE_DATE_EPOCH": "1780000000"}  # 2026-05-28


class Suppressions(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / ".git").mkdir()

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def check(self, *arguments, folder=None):
        before = dict(os.environ)
        os.environ.update(DAY)
        try:
            done = vouch.run("check", "t.yaml", "--format", "json", *arguments, folder=folder or self.folder)
        finally:
            os.environ.clear()
            os.environ.update(before)
        self.told = done.stderr.decode()
        self.code = done.returncode
        return json.loads(done.stdout)["findings"]

    def template(self, metadata):
        """A bucket with that metadata (YAML, on one line)."""
        self.write("t.yaml", BUCKET % (f"    Metadata: {metadata}\n" if metadata else ""))

    def one(self, *arguments):
        (finding,) = self.check(*LOGGING, *arguments)
        return finding

    # In templates

    def test_the_template_accepts_with_reason_owner_and_last_day(self):
        self.template("{vouch: {suppress: [{id: s3-access-logging, reason: it holds nothing, owner: ops, until: 2026-05-28}]}}")
        found = self.one()
        self.assertEqual((found["verdict"], self.code, self.told), ("suppressed", 0, ""))
        self.assertEqual({key: found["suppression"][key] for key in ("reason", "owner", "until", "source")},
                         {"reason": "it holds nothing", "owner": "ops", "until": "2026-05-28", "source": "template"})
        self.assertEqual(found["suppression"]["location"]["line"], 4)
        self.assertTrue(found["reasons"], "what failed is still told")

    def test_after_its_last_day_it_counts_again_and_is_told(self):
        self.template("{vouch: {suppress: [{id: s3-access-logging, reason: soon, until: 2026-05-27}]}}")
        self.assertEqual((self.one()["verdict"], self.code), ("fail", 1))
        self.assertIn("ended on 2026-05-27", self.told)

    def test_what_is_wrong_in_it_is_an_error_and_accepts_nothing(self):
        for entry, words in (("{id: s3-access-logging}", "needs a reason"), ("{id: s3-access-logging, reason: ' '}", "needs a reason"),
                             ("{id: s3-acces-logging, reason: x}", "is `s3-access-logging` meant?"), ("{reason: x}", "by its `id`"),
                             ("{id: s3-access-logging, reason: x, until: soon}", "no date"), ("{id: s3-access-logging, reason: x, until: 2026-02-30}", "no date"),
                             ("{id: s3-access-logging, reason: x, ownr: y}", "no key `ownr`"), ("7", "by its `id`")):
            with self.subTest(entry=entry):
                self.template("{vouch: {suppress: [%s]}}" % entry)
                self.assertEqual((self.one()["verdict"], self.code), ("fail", 1))
                self.assertIn(words, self.told)
                self.assertIn("t.yaml:4:", self.told)
                self.check(*LOGGING, "--fail-on", "none")
                self.assertEqual(self.code, 3)

    def test_one_that_accepts_nothing_is_told(self):
        self.template("{vouch: {suppress: [{id: s3-versioning, reason: x}, {id: s3-access-logging, reason: y}]}}")
        self.check(*LOGGING)
        self.assertEqual(self.told, "", "other controls were not asked")
        self.write("t.yaml", BUCKET.replace("plain", "plain, VersioningConfiguration: {Status: Enabled}") %
                   "    Metadata: {vouch: {suppress: [{id: s3-versioning, reason: x}]}}\n")
        self.check("--control", "s3-versioning")
        self.assertIn("accepts nothing", self.told)

    def test_the_metadata_of_the_template_is_for_all_of_its_resources(self):
        self.write("t.yaml", "Metadata: {vouch: {suppress: [{id: s3-access-logging, reason: a test}]}}\n" + BUCKET % "")
        self.assertEqual(self.one()["verdict"], "suppressed")

    def test_no_suppressions_judges_as_if_there_were_none(self):
        self.template("{vouch: {suppress: [{id: s3-access-logging, reason: x}]}}")
        self.assertEqual((self.one("--no-suppressions")["verdict"], self.code), ("fail", 1))

    # Of other tools

    def test_other_tools_conventions_are_taken_with_their_reasons(self):
        encoded = base64.b64encode("nichts drin, ehrlich".encode()).decode()
        for metadata, source, reason in (
                ("{cdk_nag: {rules_to_suppress: [{id: AwsSolutions-S1, reason: it is empty}]}}", "cdk-nag", "it is empty"),
                ("{cdk_nag: {rules_to_suppress: [{id: HIPAA.Security-S3BucketLoggingEnabled, reason: r}]}}", "cdk-nag", "r"),
                ("{cdk_nag: {rules_to_suppress: [{id: AwsSolutions-S1, is_reason_encoded: true, reason: %s}]}}" % encoded, "cdk-nag", "nichts drin, ehrlich"),
                ("{cfn_nag: {rules_to_suppress: [{id: W35, reason: logs of logs}]}}", "cfn_nag", "logs of logs"),
                ("{checkov: {skip: [{id: CKV_AWS_18, comment: not needed}]}}", "checkov", "not needed"),
                ("{bridgecrew: {skip: [{id: CKV_AWS_18, comment: old}]}}", "checkov", "old"),
                ("{guard: {SuppressedRules: [S3_BUCKET_LOGGING_ENABLED]}}", "guard", "no reason is given (guard S3_BUCKET_LOGGING_ENABLED)"),
                ("{guard: {SuppressedRules: [W35]}}", "guard", "no reason is given (guard W35)")):
            with self.subTest(metadata=metadata):
                self.template(metadata)
                found = self.one()
                self.assertEqual(found["verdict"], "suppressed", self.told)
                self.assertEqual((found["suppression"]["source"], found["suppression"]["reason"]), (source, reason))
                self.assertEqual(self.told, "")

    def test_only_the_rule_that_means_the_same_counts(self):
        for rules, verdict in (("W59", "suppressed"), ("W64", "fail")):  # the authorization of a method, a usage plan
            with self.subTest(rules=rules):
                self.write("t.yaml", "Resources:\n  B:\n    Type: AWS::ApiGateway::Method\n    Metadata: {cfn_nag: {rules_to_suppress: [{id: %s, "
                           "reason: r}]}}\n    Properties: {HttpMethod: GET, AuthorizationType: NONE}\n" % rules)
                (found,) = self.check("--control", "apigw-authorization")
                self.assertEqual(found["verdict"], verdict)

    def test_one_for_single_values_does_not_cover_the_resource(self):
        self.template("{cdk_nag: {rules_to_suppress: [{id: 'AwsSolutions-S1[x]', reason: r}]}}")
        self.assertEqual(self.one()["verdict"], "fail")
        self.assertIn("single values", self.told)

    def test_ids_without_a_counterpart_are_told_in_one_line(self):
        self.template("{checkov: {skip: [{id: CKV_AWS_9999, comment: x}, {id: CKV_X, comment: x}]}, cdk_nag: {rules_to_suppress: [{id: AwsSolutions-ZZ9, reason: x}]}}")
        self.assertEqual(self.one()["verdict"], "fail")
        self.assertEqual(self.told.count("warning:"), 1)
        for name in ("CKV_AWS_9999", "CKV_X", "AwsSolutions-ZZ9"):
            self.assertIn(name, self.told)

    # vouch.yaml

    def accepted(self, entry, *arguments):
        self.write("vouch.yaml", "suppressions:\n  - %s\n" % entry)
        return self.one(*arguments)

    def test_the_file_accepts_by_control_path_and_resource(self):
        self.template("")
        for entry, verdict in (("{controls: s3-access-logging, reason: r}", "suppressed"), ("{controls: ['s3-*'], resources: [B], reason: r}", "suppressed"),
                               ("{controls: ['*'], paths: ['*.yaml'], reason: r}", "suppressed"), ("{controls: ['s3-*'], resources: [C*], reason: r}", "fail"),
                               ("{controls: ['s3-*'], paths: ['cdk.out/*'], reason: r}", "fail"), ("{controls: [s3-versioning], reason: r}", "fail")):
            with self.subTest(entry=entry):
                self.assertEqual(self.accepted(entry)["verdict"], verdict)

    def test_the_file_is_found_above_up_to_the_top_of_the_repository(self):
        self.write("app/t.yaml", BUCKET % "")
        self.write("vouch.yaml", "suppressions: [{controls: s3-access-logging, reason: r}]\n")
        (finding,) = self.check(*LOGGING, folder=self.folder / "app")
        self.assertEqual(finding["suppression"]["location"]["file"], "../vouch.yaml")
        (self.folder / "app/.git").mkdir()
        (finding,) = self.check(*LOGGING, folder=self.folder / "app")
        self.assertEqual(finding["verdict"], "fail")

    def test_what_is_wrong_in_the_file_is_an_error(self):
        self.template("")
        for text, words in (("suppressions: [{controls: s3-access-logging}]", "needs a reason"), ("suppressions: [{reason: x}]", "names its `controls`"),
                            ("suppressions: {a: b}", "is a list"), ("rules: []", "no key `rules`"), ("suppressions: [{controls: nope, reason: x}]", "no control is called"),
                            ("suppressions: [{controls: [{}], reason: x}]", "list of strings"), ("suppressions: [", "vouch.yaml:"), ("- a", "is a map")):
            with self.subTest(text=text):
                self.write("vouch.yaml", text + "\n")
                self.check(*LOGGING, "--fail-on", "none")
                self.assertEqual(self.code, 3)
                self.assertIn(words, self.told)

    def test_a_file_that_is_named_must_be_there(self):
        self.template("")
        self.check(*LOGGING, "--suppressions", "none.yaml", "--fail-on", "none")
        self.assertEqual(self.code, 3)

    # Baselines

    def test_only_new_findings_fail_after_a_baseline(self):
        self.template("")
        self.check("--write-baseline", "base.json")
        self.assertEqual(self.code, 1)
        found = self.check("--baseline", "base.json")
        self.assertEqual(self.code, 0)
        self.assertIn("baseline", {f["suppression"]["source"] for f in found if f["verdict"] == "suppressed"})
        self.write("t.yaml", "# a line more\n" + BUCKET % "" + "  New: {Type: AWS::S3::Bucket}\n")
        found = self.check("--baseline", "base.json")
        self.assertEqual(self.code, 1)
        self.assertEqual({f["resource"] for f in found if f["verdict"] == "fail"}, {"New"})

    def test_what_is_gone_from_a_baseline_is_told(self):
        self.template("")
        self.check(*LOGGING, "--write-baseline", "base.json")
        self.write("t.yaml", "Resources: {Q: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: l}}}}\n")
        self.check(*LOGGING, "--baseline", "base.json")
        self.assertIn("1 of 1 findings of the baseline are gone", self.told)

    def test_a_baseline_that_is_none_is_an_error(self):
        self.template("")
        for text in ("{}", "[]", "{\"findings\": [{}]}", "{", None):
            with self.subTest(text=text):
                if text is not None:
                    self.write("base.json", text)
                self.check(*LOGGING, "--baseline", "base.json" if text is not None else "none.json", "--fail-on", "none")
                self.assertEqual(self.code, 3)


class Acknowledged(unittest.TestCase):
    def test_what_the_application_acknowledged_for_cdk_nag_is_taken(self):
        assembly = vouch.SOURCE / "examples/cdk/hardened"
        judged = json.loads(vouch.run("check", str(assembly), "--format", "json").stdout)
        accepted = [f for f in judged["findings"] if f["verdict"] == "suppressed"]
        self.assertTrue(accepted)
        for finding in accepted:
            self.assertEqual(finding["suppression"]["source"], "cdk-nag")
            self.assertTrue(finding["suppression"]["reason"])

    def acknowledging(self, rules):
        """The verdicts on two buckets of an assembly whose first one acknowledges these rules."""
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "cdk.out").mkdir()
        template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": "App/Store/Resource"}},
                                  "C": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": "App/Storeroom/Resource"}}}}
        manifest = {"version": "36.0.0", "artifacts": {"App": {"type": "aws:cloudformation:stack", "environment": "aws://123456789012/eu-west-1", "properties": {"templateFile": "App.template.json"},
                                                               "metadata": {"/App/Store": [{"type": "aws:cdk:acknowledged-rules", "data": rules}]}}}}
        (folder / "cdk.out/App.template.json").write_text(json.dumps(template))
        (folder / "cdk.out/manifest.json").write_text(json.dumps(manifest))
        done = vouch.run("check", "cdk.out", "--control", "s3-access-logging", "--format", "json", folder=folder)
        judged = json.loads(done.stdout)
        return {f["resource"]: f for f in judged["findings"]}, judged

    def test_the_metadata_of_an_assembly_is_enough(self):
        found, _ = self.acknowledging({"Annotation::AwsSolutions-S1": "logs elsewhere", "CloudFormation-Validate::E9006": "x", "Annotation::AwsSolutions-S10[a]": "x"})
        self.assertEqual((found["B"]["verdict"], found["C"]["verdict"]), ("suppressed", "fail"))
        self.assertEqual(found["B"]["suppression"]["reason"], "logs elsewhere")
        self.assertTrue(found["B"]["suppression"]["location"]["file"].endswith("cdk.out/manifest.json"))

    def test_our_own_controls_are_acknowledged_by_their_ids(self):
        found, judged = self.acknowledging({"vouch::s3-access-logging": "logs elsewhere", "vouch::s3-versioning": "made again each night"})
        self.assertEqual((found["B"]["verdict"], found["C"]["verdict"]), ("suppressed", "fail"))
        self.assertEqual((found["B"]["suppression"]["source"], found["B"]["suppression"]["reason"]), ("cdk", "logs elsewhere"))
        self.assertEqual((judged["problems"], judged["warnings"]), ([], []))

    def test_a_misspelt_acknowledgement_accepts_nothing_and_is_told(self):
        found, judged = self.acknowledging({"vouch::s3-access-loging": "logs elsewhere", "vouch::s3-access-logging": " "})
        self.assertEqual((found["B"]["verdict"], found["C"]["verdict"]), ("fail", "fail"))
        self.assertEqual(len(judged["problems"]), 2)
        self.assertIn("s3-access-logging", json.dumps(judged["problems"]))


if __name__ == "__main__":
    vouch.main()
