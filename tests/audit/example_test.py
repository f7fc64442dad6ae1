#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recorded account of examples/account: it is judged without asking anybody, and its findings arrive in Security Hub. What needs the
emulator is skipped where moto is missing."""
import argparse
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import account  # noqa: E402

try:
    import boto3
    import moto  # noqa: F401
except ImportError:
    boto3 = None

BINARY = None
NOBODY = "http://127.0.0.1:1"
RUN = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "examples", "account", "run")


class Example(unittest.TestCase):
    def test_it_is_judged_offline(self):
        code, out, errors = account.vouch(BINARY, NOBODY, "--replay", RUN, "--format", "json")
        # Where a control asks for what was not recorded: tools/record_example.py records it anew.
        self.assertEqual((code, errors), (1, ""))
        report = json.loads(out)
        verdicts = [finding["verdict"] for finding in report["findings"]]
        self.assertGreater(verdicts.count("fail"), 800)
        self.assertGreater(verdicts.count("pass"), 900)
        self.assertEqual(verdicts.count("unverified"), 0)
        self.assertEqual(report["problems"], [])

    def test_the_checklist_gives_the_call_that_a_fact_rests_on(self):
        _, out, _ = account.vouch(BINARY, NOBODY, "--replay", RUN, "--format", "checklist", "--control", "s3-no-public-read")
        commands = [line.split("verify: ", 1)[1] for line in out.splitlines() if "verify: " in line]
        self.assertTrue(commands)
        for command in commands:
            self.assertRegex(command, r"^aws s3api (get-public-access-block|get-bucket-(acl|policy|ownership-controls)) ")

    def test_a_folder_without_a_run_is_no_run(self):
        code, _, errors = account.vouch(BINARY, NOBODY, "--replay", os.path.dirname(RUN), HOME="/nonexistent")
        self.assertEqual(code, 3)
        self.assertRegex(errors, r"^error: ")


@unittest.skipUnless(boto3, "moto and boto3 are not installed (tests/requirements.txt)")
class Send(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.hubs = {region: boto3.client("securityhub", region, endpoint_url=cls.emulator.url, aws_access_key_id="AKIDEXAMPLE",
                                         aws_secret_access_key="secret") for region in (account.REGION, "eu-west-1")}
        for hub in cls.hubs.values():
            hub.enable_security_hub()

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    def found(self, region):
        pages = self.hubs[region].get_paginator("get_findings").paginate()
        return [finding for page in pages for finding in page["Findings"]]

    def test_findings_arrive_where_they_belong(self):
        options = ["--replay", RUN, "--control", "sg-no-ingress-ssh", "--send", "security-hub", "--format", "json"]
        code, out, errors = account.vouch(BINARY, self.emulator.url, *options)
        self.assertEqual(code, 1, errors)
        judged = [finding for finding in json.loads(out)["findings"] if finding["verdict"] != "not_applicable"]
        self.assertGreater(len(judged), 10)
        self.assertIn(f"sent to Security Hub: {len(judged)} findings accepted, 0 refused", errors)
        for region in self.hubs:
            sent = self.found(region)
            self.assertEqual(len(sent), sum(finding["region"] == region for finding in judged), region)
            self.assertEqual({finding["AwsAccountId"] for finding in sent}, {account.ACCOUNT})
            self.assertEqual({finding["Compliance"]["Status"] for finding in sent} - {"PASSED", "FAILED"}, set())

    def test_what_does_not_arrive_is_told(self):
        proxy = account.proxy(self.emulator.url, "--deny", "securityhub:BatchImportFindings")
        try:
            code, _, errors = account.vouch(BINARY, proxy.url, "--replay", RUN, "--control", "cloudtrail-enabled", "--fail-on", "none", "--send",
                                            "security-hub", "--quiet")
        finally:
            proxy.stop()
        self.assertEqual(code, 3, errors)
        self.assertRegex(errors, r"error: .*securityhub:BatchImportFindings")
        self.assertRegex(errors, r"0 findings accepted, [1-9]\d* refused")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    BINARY = options.vouch
    unittest.main(argv=sys.argv[:1] + rest)
