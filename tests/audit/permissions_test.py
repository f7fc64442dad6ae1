#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The policy of vouch permissions is enough, and what one of its actions is denied makes unverified, and nothing else. Every action is denied
once by the proxy, together with others that no control needs as well; with VOUCH_ALL=1 each by itself. Skipped where moto is missing."""
import json
import os
import unittest

import account
import case  # skips where what the others import is missing
import denials
import furnish
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))


def known():
    """What differs from the rule, with the reason: denials.yaml."""
    with open(os.path.join(HERE, "denials.yaml"), encoding="utf-8") as file:
        return yaml.safe_load(file)


class Denied(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        account.seed(cls.emulator.url)
        furnish.furnish(cls.emulator.url)
        cls.proxy = account.proxy(cls.emulator.url, "--remember")
        cls.configure(canned=furnish.lists())
        cls.report = cls.audit()
        cls.before = denials.findings(cls.report)
        cls.needed, cls.operations, cls.known = denials.needed_by(case.options.vouch), denials.operations(), known()

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.emulator.stop()

    @classmethod
    def configure(cls, **settings):
        account.post(cls.proxy.url + "/__config", settings)

    @classmethod
    def audit(cls, *options):
        where = () if options else ("--regions", account.REGION)
        _, out, errors = account.vouch(case.options.vouch, cls.proxy.url, "--no-store", "--format", "json", *where, *options, AWS_MAX_ATTEMPTS="1")
        assert out, errors
        return json.loads(out)

    def audit_without(self, by):
        self.configure(deny=[rule for action, who in by.items() for rule in denials.rules(action, who, self.operations[action])])
        try:
            return self.audit()
        finally:
            self.configure(deny=[])

    def test_every_action_is_asked_for(self):
        called = set(account.get(self.proxy.url + "/__counts"))
        self.assertEqual([action for action in self.needed if not self.operations[action] & called], [])

    def test_the_same_account_gives_the_same_findings(self):
        self.assertEqual(denials.changed(self.before, denials.findings(self.audit())), set())

    def test_what_is_denied_is_unverified_and_nothing_else(self):
        needed = {action: controls for action, controls in self.needed.items() if action != denials.REGIONS}
        groups = [[action] for action in needed] if os.environ.get("VOUCH_ALL") else denials.batches(needed)
        who = list(denials.REFUSALS)
        wrong, touched, compared = [], {}, 0
        for group in groups:
            by = {action: who[(len(touched) + place) % len(who)] for place, action in enumerate(group)}
            report = self.audit_without(by)
            after = denials.findings(report)
            compared += len(self.before.keys() | after.keys())
            touched |= dict.fromkeys(group, 0)
            for action, key, problem in denials.judge(self.before, after, by, self.needed):
                touched[action or group[0]] += action is not None
                if problem and not denials.is_known(self.known["other"], action, key[0], problem):
                    wrong.append(f"{action} {key}: {problem}")
        print(f"{len(touched)} actions denied in {len(groups)} audits, {compared} findings compared, {sum(touched.values())} changed")
        self.assertEqual(wrong, [])
        self.assertEqual(sorted(action for action, count in touched.items() if count == 0), sorted(self.known["nothing"]))

    def test_without_the_list_of_regions_one_region_is_audited_and_it_is_said(self):
        self.configure(deny=[{"operation": denials.REGIONS, "action": denials.REGIONS, "by": "scp"}])
        try:
            report = self.audit("--control", "s3-versioning")
        finally:
            self.configure(deny=[])
        self.assertEqual(report["exit_code"], 1 if any(each["verdict"] == "fail" for each in report["findings"]) else 3)
        self.assertTrue(any("which regions are enabled is not known" in each["message"] for each in report["problems"]), report["problems"])
        self.assertIn("a service control policy", " ".join(report["audit"]["accounts"][0]["failed"]))


class Enforced(unittest.TestCase):
    """Only services whose enforcement works in the emulator, and whose actions it calls as IAM does."""

    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        account.seed(cls.emulator.url)
        cls.reasons = denials.needed_by(case.options.vouch)
        services, unlike = known()["enforced"], known()["called otherwise"]
        foreign = {control for action, controls in cls.reasons.items() for control in controls
                   if action.split(":")[0] not in services or action in unlike}
        cls.controls = sorted(set().union(*cls.reasons.values()) - foreign)
        cls.options = [word for control in cls.controls for word in ("--control", control)]
        cls.actions = denials.policy(case.options.vouch, cls.options)["Statement"][0]["Action"]
        iam = furnish.client(cls.emulator.url, "iam")
        iam.create_user(UserName="auditor")
        key = iam.create_access_key(UserName="auditor")["AccessKey"]
        cls.key = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    def audit(self, actions, enforced=True):
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
        self.enforce("inf")
        iam = furnish.client(self.emulator.url, "iam")
        iam.put_user_policy(UserName="auditor", PolicyName="reads", PolicyDocument=json.dumps(document))
        if enforced:
            self.enforce("0")
        _, out, errors = account.vouch(case.options.vouch, self.emulator.url, "--no-store", "--format", "json", "--regions", account.REGION,
                                       *self.options, AWS_MAX_ATTEMPTS="1", **self.key)
        self.enforce("inf")
        return json.loads(out), errors

    def enforce(self, from_call):
        account.post_text(self.emulator.url + "/moto-api/reset-auth", from_call)

    def test_precisely_the_policy_is_enough(self):
        report, errors = self.audit(self.actions)
        self.assertNotIn("denied", errors)
        self.assertEqual(report["audit"]["grants"], [])
        self.assertEqual([each for each in report["audit"]["accounts"][0]["failed"] if "denied" in each or "403" in each], [])
        free, _ = self.audit(self.actions, enforced=False)
        self.assertEqual(denials.changed(denials.findings(free), denials.findings(report)), set())
        print(f"{len(self.actions)} actions enforced, {len(report['findings'])} findings of {len(self.controls)} controls")
        self.assertGreater(len(report["findings"]), 300)

    # Of services with JSON the emulator denies in XML, which no service does: that is a failure, not a denial.
    def test_one_action_less_is_told(self):
        for action in ("iam:GetAccountPasswordPolicy", "s3:GetBucketVersioning", "sns:GetTopicAttributes"):
            self.assertIn(action, self.actions)
            report, _ = self.audit([each for each in self.actions if each != action])
            self.assertEqual([each["action"] for each in report["audit"]["grants"]], [action])


if __name__ == "__main__":
    case.main()
