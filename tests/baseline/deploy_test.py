# SPDX-License-Identifier: Apache-2.0
"""`vouch baseline deploy`, `diff` and `status` against an emulator of AWS. It makes everything at once and never fails: waiting, failures and
roll-backs are execute_test.cc's. Usage: deploy_test.py SOURCE_DIR VOUCH"""
import json
import os
import pty
import signal
import subprocess
import sys
import time

from made import MAILS, PROGRAM, SOURCE, InFolder, main

sys.path.insert(0, str(SOURCE / "tests/audit"))
try:
    import boto3
    import moto  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (./dev test installs it)")
    sys.exit(77)
from account import ACCOUNT, emulator, environment, get, post, proxy  # noqa: E402

STACKS = "stacks: [data-protection, automation, config, scanning]\n"  # those that the emulator makes


class Deploy(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.server = emulator()
        cls.proxy = proxy(cls.server.url)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.server.stop()

    def setUp(self):
        super().setUp()
        post(self.server.url + "/moto-api/reset")
        self.settings("")

    def settings(self, more):
        self.write("vouch-baseline.yaml", MAILS + STACKS + more)

    def client(self, region="us-east-1"):
        return boto3.client("cloudformation", endpoint_url=self.server.url, region_name=region, aws_access_key_id="AKIDEXAMPLE",
                            aws_secret_access_key="secret")

    def names(self):
        return sorted(each["StackName"] for each in self.client().describe_stacks()["Stacks"])

    def start(self, *arguments, url="", **more):
        return subprocess.Popen([PROGRAM, "baseline", *arguments], cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=environment(url or self.server.url), **more)

    def baseline(self, code, *arguments, **more):
        running = self.start(*arguments, stdin=subprocess.DEVNULL, **more)
        out, error = running.communicate(timeout=60)
        self.assertEqual(running.returncode, code, out + error)
        return out, error

    def answer(self, reply, *arguments):
        """The same where somebody sits at a terminal and types the reply to every question."""
        ours, theirs = pty.openpty()
        running = self.start(*arguments, stdin=theirs)
        os.write(ours, (reply + "\n").encode() * 12)
        out, error = running.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        return running.returncode, out, error

    def test_what_is_deployed_is_equal_and_stays_so(self):
        out, _ = self.baseline(1, "diff")
        self.assertIn("new       soc2-data-protection (us-east-1): 12 resources\n  + DataKey  AWS::KMS::Key\n", out)
        self.assertEqual(self.names(), [])
        out, error = self.baseline(0, "deploy", "--yes", "--account", ACCOUNT)
        self.assertEqual(out.count("deployed  "), 5, out)  # data-protection also where copies lie
        self.assertIn(f"account {ACCOUNT}", error)
        self.assertIn("soc2-config (us-east-1)  soc2-config  AWS::CloudFormation::Stack  CREATE_COMPLETE", error)
        for each in self.client().describe_stacks()["Stacks"]:
            self.assertTrue(each["EnableTerminationProtection"], each["StackName"])
        told, _ = self.baseline(0, "status")
        self.assertEqual(told.count("equal "), 5, told)
        again, error = self.baseline(0, "deploy", "--yes", "--quiet")
        self.assertEqual(again.count(": nothing to change\n"), 5, again)
        self.assertEqual(error.count("\n"), 1, error)
        self.baseline(0, "diff")

    def test_other_settings_are_a_difference_until_they_are_deployed(self):
        self.baseline(0, "deploy", "--yes")
        self.settings("log_retention_days: 731\n")
        status, _ = self.baseline(1, "status", "--stack", "scanning", "--format", "json")
        row, = json.loads(status)["stacks"]
        self.assertEqual((row["verdict"], row["name"], row["region"]), ("differs", "soc2-scanning", "us-east-1"))
        self.assertIn("parameter `LogRetentionDays` is `365`, and `731` in the settings", row["differences"])
        self.assertIn("changes   soc2-scanning", self.baseline(1, "diff", "--stack", "scanning")[0])
        self.assertEqual(self.client().list_change_sets(StackName="soc2-scanning")["Summaries"][-1]["ExecutionStatus"], "EXECUTE_COMPLETE")
        self.baseline(0, "deploy", "--yes", "--stack", "scanning")
        self.baseline(0, "status", "--stack", "scanning")

    def test_a_changed_stack_is_told_by_its_resources(self):
        self.baseline(0, "deploy", "--yes", "--stack", "data-protection")
        post(self.proxy.url + "/__config", {"canned": {"cloudformation:GetTemplate": {"edit": ["EnableKeyRotation: true", "EnableKeyRotation: false"]}}})
        out, _ = self.baseline(1, "status", "--stack", "data-protection", url=self.proxy.url)
        post(self.proxy.url + "/__config", {"canned": {}})
        self.assertEqual(out.count("    resource `DataKey` differs\n"), 2, out)
        self.assertEqual(out.count("\n"), 4, out)

    def test_nothing_is_done_where_nobody_can_be_asked(self):
        self.assertIn("`--yes`", self.baseline(2, "deploy")[1])
        self.assertEqual(self.names(), [])

    def test_another_account_is_refused(self):
        for more, options in (("", ("--account", "999999999999")), ("account: '999999999999'\n", ())):
            self.settings(more)
            for command in (("deploy", "--yes"), ("diff",), ("status",)):
                self.assertIn(f"but these credentials are of account {ACCOUNT}", self.baseline(3, *command, *options)[1])
        self.assertIn("the settings are for 999999999999", self.baseline(2, "status", "--account", ACCOUNT)[1])
        self.assertEqual(self.names(), [])

    def test_who_says_no_leaves_nothing_and_what_needs_it_is_left_too(self):
        code, out, error = self.answer("n", "deploy")
        self.assertEqual(code, 3, error)
        self.assertIn(f"make these changes to soc2-data-protection (us-east-1) in account {ACCOUNT}? [y/N]", error)
        self.assertIn("left      soc2-data-protection (us-east-1): you said no\n", out)
        self.assertIn("left      soc2-config (us-east-1): it needs `data-protection`, which was left\n", out)
        self.assertEqual(self.names(), [])

    def test_who_says_yes_has_it(self):
        code, out, error = self.answer("y", "deploy", "--stack", "data-protection")
        self.assertEqual((code, out.count("deployed  ")), (0, 2), out + error)
        self.assertEqual(self.names(), ["soc2-data-protection"])

    def test_a_stack_that_failed_once_says_the_way_out(self):
        self.baseline(0, "deploy", "--yes", "--stack", "data-protection")
        post(self.proxy.url + "/__config", {"canned": {"cloudformation:DescribeStacks": {
            "edit": ["<StackStatus>[A-Z_]*</StackStatus>", "<StackStatus>ROLLBACK_COMPLETE</StackStatus>"]}}})
        for command in (("deploy", "--yes"), ("diff",)):
            error = self.baseline(3, *command, "--stack", "data-protection", url=self.proxy.url)[1]
            self.assertIn("aws cloudformation delete-stack --region us-east-1 --stack-name soc2-data-protection", error)
        self.assertIn("ROLLBACK_COMPLETE", self.baseline(1, "status", "--stack", "data-protection", url=self.proxy.url)[0])
        post(self.proxy.url + "/__config", {"canned": {}})

    def test_what_is_denied_is_unknown(self):
        post(self.proxy.url + "/__config", {"deny": ["cloudformation:DescribeStacks"]})
        out, _ = self.baseline(3, "status", "--format", "json", url=self.proxy.url)
        self.assertEqual({each["verdict"] for each in json.loads(out)["stacks"]}, {"unknown"})
        self.baseline(3, "deploy", "--yes", url=self.proxy.url)
        post(self.proxy.url + "/__config", {"deny": []})
        self.assertEqual(self.names(), [])

    def test_an_interrupt_leaves_the_stack_going_on_and_says_so(self):
        nothing = "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents/></DescribeStackEventsResult></DescribeStackEventsResponse>"
        post(self.proxy.url + "/__config", {"canned": {"cloudformation:DescribeStackEvents": {"body": nothing}}})
        post(self.proxy.url + "/__reset")
        running = self.start("deploy", "--yes", "--stack", "data-protection", url=self.proxy.url, stdin=subprocess.DEVNULL)
        for _ in range(200):
            if get(self.proxy.url + "/__counts").get("cloudformation:DescribeStackEvents", {}).get("calls", 0) > 1:
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=30)
        post(self.proxy.url + "/__config", {"canned": {}})
        self.assertEqual(running.returncode, 3, out + error)
        self.assertIn("CloudFormation goes on with `soc2-data-protection (us-east-1)`", error)
        self.assertEqual(self.names(), ["soc2-data-protection"])


if __name__ == "__main__":
    main()
