#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many calls an audit makes, counted by a proxy: at most a tenth more than the chosen controls need. Skipped where moto is missing."""
import collections
import glob
import json
import os
import tempfile
import unittest

import account
import case  # skips where there is no boto3
import boto3

HERE = os.path.dirname(os.path.abspath(__file__))

# The least that these controls can be judged by, in one region. `buckets` of all regions are listed at once, without their regions.
WHO = 2  # who asks, and which regions there are
LEAST = {
    "cloudtrail-log-file-validation": lambda n: WHO + 1,
    "sg-no-ingress-ssh": lambda n: WHO + 1,
    "rds-multi-az": lambda n: WHO + 1,
    "vpc-flow-logs": lambda n: WHO + 2,
    "s3-versioning": lambda n: WHO + 1 + n["all buckets"] + n["AWS::S3::Bucket"],
    "s3-no-public-read": lambda n: WHO + 1 + n["all buckets"] + 4 * n["AWS::S3::Bucket"],  # ACL, ownership, public access block, policy
    "kms-rotation": lambda n: WHO + 1 + 2 * n["AWS::KMS::Key"],  # whose key it is, and whether it rotates
    "dynamodb-pitr": lambda n: WHO + 1 + n["AWS::DynamoDB::Table"],
    "iam-user-console-mfa": lambda n: WHO + 1 + 2 * n["AWS::IAM::User"],  # a password, and devices
}
# The least for all controls in one region of the seeded account: the lists once, and one call for each thing that no list tells, of which
# the 51 buckets need 14 and their places 54. Counted on 2026-11-22.
LEAST_OF_ALL = 1034


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.proxy = account.proxy(cls.emulator.url, "--canned", os.path.join(HERE, "unsupported.json"))
        cls.truth = account.seed(cls.emulator.url)
        s3 = boto3.client("s3", account.REGION, endpoint_url=cls.emulator.url, aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")
        cls.buckets = len(s3.list_buckets()["Buckets"])

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.emulator.stop()

    def audit(self, *options):
        account.post(self.proxy.url + "/__reset")
        code, out, errors = account.vouch(case.options.vouch, self.proxy.url, "--regions", account.REGION, "--format", "json", *options)
        self.assertIn(code, (0, 1), errors)
        counts = account.get(self.proxy.url + "/__counts")
        return json.loads(out), {operation: row["calls"] for operation, row in counts.items()}

    def test_controls_need_no_more(self):
        for control, least in LEAST.items():
            with self.subTest(control):
                report, calls = self.audit("--no-store", "--control", control)
                there = collections.Counter(resource["type"] for resource in report["resources"]) | {"all buckets": self.buckets}
                self.assertLessEqual(sum(calls.values()), 1.1 * least(there), calls)

    def test_nothing_is_asked_twice(self):
        with tempfile.TemporaryDirectory() as folder:
            _, calls = self.audit("--store", folder)
            with open(glob.glob(os.path.join(folder, "runs", "*", "*.ndjson"))[0], encoding="utf-8") as file:
                kept = [json.loads(line) for line in file]
        questions = [json.dumps([each[key] for key in ("service", "operation", "region", "input")], sort_keys=True) for each in kept]
        self.assertEqual(len(questions), len(set(questions)))
        print(f"{sum(calls.values())} calls, {len(questions)} questions, the least is {LEAST_OF_ALL}")
        self.assertLessEqual(sum(calls.values()), 1.1 * LEAST_OF_ALL, calls)


if __name__ == "__main__":
    case.main()
