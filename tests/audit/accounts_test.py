#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Several accounts in one run: each by a role that it lets us assume, all at once, and what one refuses is nothing to the others."""
import glob
import json
import os
import tempfile
import unittest

import case
from case import account

A, B, MANAGEMENT = "111111111111", "222222222222", account.ACCOUNT
CONTROLS = ("sqs-encrypted", "sns-encrypted", "s3-versioning")


def role_in(url, number):
    """A session of boto3 in that account: moto has an account for every role that is assumed."""
    sts = case.boto3.client("sts", endpoint_url=url, region_name=account.REGION, aws_access_key_id="test", aws_secret_access_key="test")
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{number}:role/audit", RoleSessionName="seed")["Credentials"]
    session = case.boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], account.REGION)
    return lambda service: session.client(service, endpoint_url=url)


def seed(url):
    """A: an encrypted queue and a topic. B: a queue in the clear and a bucket."""
    a, b = role_in(url, A), role_in(url, B)
    a("sqs").create_queue(QueueName="kept", Attributes={"SqsManagedSseEnabled": "true"})
    a("sns").create_topic(Name="told")
    b("sqs").create_queue(QueueName="open", Attributes={"SqsManagedSseEnabled": "false"})
    b("s3").create_bucket(Bucket="bucket-of-b")


class Accounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.proxy = account.proxy(cls.emulator.url)
        seed(cls.emulator.url)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.emulator.stop()

    def setUp(self):
        account.post(self.proxy.url + "/__config", {"deny": [], "canned": {}, "only": [], "slow": 0})
        account.post(self.proxy.url + "/__reset")

    def run_audit(self, *words, store="--no-store"):
        controls = [word for name in CONTROLS for word in ("--control", name)]
        keep = ["--no-store"] if store == "--no-store" else ["--store", store]
        return case.Audit(*account.vouch(case.options.vouch, self.proxy.url, *keep, "--regions", account.REGION, "--format", "json",
                                         "--fail-on", "none", *controls, *words))

    def judged(self, audit, number):
        return {(f["control"], f["verdict"]) for f in audit.findings if f["account"] == number and f["verdict"] != "not_applicable"}

    OF_A = {("sqs-encrypted", "pass"), ("sns-encrypted", "fail")}
    OF_B = {("sqs-encrypted", "fail"), ("s3-versioning", "fail")}

    def test_each_by_its_role(self):
        audit = self.run_audit("--accounts", f"{B},{A}", "--role", "audit")
        self.assertEqual((audit.code, audit.errors), (0, []), audit.stderr)
        self.assertEqual(self.judged(audit, A), self.OF_A)
        self.assertEqual(self.judged(audit, B), self.OF_B)
        self.assertEqual([each["account"] for each in audit.report["audit"]["accounts"]], [A, B])
        for each in audit.report["audit"]["accounts"]:
            self.assertIn(f"arn:aws:sts::{each['account']}:assumed-role/audit/", each["caller"])

    def test_the_organization(self):
        accounts = [{"Id": A, "Status": "ACTIVE"}, {"Id": B, "Status": "ACTIVE"}, {"Id": "333333333333", "Status": "SUSPENDED"}]
        account.post(self.proxy.url + "/__config", {"canned": {"organizations:ListAccounts": {"body": {"Accounts": accounts}}}})
        audit = self.run_audit("--organization", "--role", "arn:aws:iam::{account}:role/audit")
        self.assertEqual((audit.code, audit.errors), (0, []), audit.stderr)
        self.assertEqual((self.judged(audit, A), self.judged(audit, B)), (self.OF_A, self.OF_B))
        self.assertEqual({f["account"] for f in audit.findings}, {A, B})

    def test_an_organization_that_does_not_say_is_one_sentence(self):
        account.post(self.proxy.url + "/__config", {"deny": ["organizations:ListAccounts"]})
        audit = self.run_audit("--organization", "--role", "audit")
        self.assertEqual(audit.code, 3)
        self.assertEqual(len(audit.errors), 1, audit.stderr)
        self.assertIn("organizations:ListAccounts", audit.errors[0])

    def test_a_role_that_cannot_be_assumed_loses_its_account_only(self):
        no = {"match": B, "error": "AccessDenied", "status": 403, "message": f"User: arn:aws:iam::{MANAGEMENT}:user/a is not authorized to "
              f"perform: sts:AssumeRole on resource: arn:aws:iam::{B}:role/audit"}
        account.post(self.proxy.url + "/__config", {"canned": {"sts:AssumeRole": [no, {"when": "missing", "body": ""}]}})
        with tempfile.TemporaryDirectory() as folder:
            audit = self.run_audit("--accounts", f"{A},{B}", "--role", "audit", store=folder)
            replayed = self.run_audit("--replay", "latest", store=folder)
            with open(glob.glob(os.path.join(folder, "runs", "*", "run.json"))[0], encoding="utf-8") as file:
                self.assertEqual(json.load(file)["state"], "incomplete")
        self.assertEqual(audit.code, 3, audit.stderr)
        self.assertEqual(len(audit.errors), 1, audit.stderr)
        for word in (f"account {B}", "AssumeRole", "AccessDenied", "help: ", "trust"):
            self.assertIn(word, audit.errors[0])
        self.assertEqual(self.judged(audit, A), self.OF_A)
        self.assertEqual(self.judged(audit, B), set())
        self.assertEqual((replayed.out, replayed.code), (audit.out, audit.code))

    def test_what_one_denies_is_nothing_to_the_other(self):
        account.post(self.proxy.url + "/__config", {"canned": {"sqs:ListQueues": [
            {"match": "nobody", "error": "X"}, {"edit": [rf'"http[^"]*/{B}/[^"]*"', "7.5"]}]}})
        audit = self.run_audit("--accounts", f"{A},{B}", "--role", "audit")
        self.assertEqual(audit.code, 3, audit.stderr)
        self.assertEqual(len(audit.errors), 1, audit.stderr)
        self.assertIn(f"account {B}: `sqs:ListQueues` failed", audit.errors[0])
        self.assertEqual(self.judged(audit, A), self.OF_A)
        self.assertEqual(self.judged(audit, B), {("sqs-encrypted", "unverified"), ("s3-versioning", "fail")})

    def test_every_account_is_asked_with_keys_of_its_own(self):
        self.run_audit("--accounts", f"{A},{B}", "--role", "audit")
        keys = {entry[6] for entry in account.get(self.proxy.url + "/__log") if entry[1] == "sqs:ListQueues"}
        self.assertEqual(len(keys), 2)

    def test_all_are_asked_at_once(self):
        account.post(self.proxy.url + "/__config", {"only": ["sqs:*"], "slow": 1, "slow_ms": 1500})
        self.run_audit("--accounts", f"{A},{B}", "--role", "audit")
        log = [entry for entry in account.get(self.proxy.url + "/__log") if entry[1] == "sqs:ListQueues"]
        self.assertEqual(len(log), 2)
        self.assertLess(abs(log[0][0] - log[1][0]), 1.5, log)

    def test_all_roles_are_assumed_at_once(self):
        account.post(self.proxy.url + "/__config", {"only": ["sts:AssumeRole"], "slow": 1, "slow_ms": 1500})
        audit = self.run_audit("--accounts", f"{A},{B}", "--role", "audit")
        self.assertEqual((self.judged(audit, A), self.judged(audit, B)), (self.OF_A, self.OF_B))
        log = [entry for entry in account.get(self.proxy.url + "/__log") if entry[1] == "sts:AssumeRole"]
        self.assertEqual(len(log), 2)
        self.assertLess(abs(log[0][0] - log[1][0]), 1.5, log)


if __name__ == "__main__":
    case.main()
