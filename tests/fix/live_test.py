# SPDX-License-Identifier: Apache-2.0
"""vouch fix plan, apply and undo against an emulator of AWS: what was planned passes afterwards and nothing else changed; undone, everything
is as it was; killed at any step of the journal, it goes on where it was; what may not be applied is refused."""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "audit"))
try:
    import boto3
    import moto  # noqa: F401
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

import account  # noqa: E402

sys.path.insert(0, account.SUPPORT)
from fault_proxy import S3_ACTIONS  # noqa: E402

options = argparse.Namespace(vouch=None)
QUIET = {"latency_ms": 0, "deny": [], "throttle": 0, "error": 0, "reset": 0, "lost": 0}
# Of one call each, on resources of several services.
CONTROLS = ["s3-versioning", "s3-bucket-public-access-block", "kms-rotation", "log-group-retention", "iam-password-min-length-14"]


def run(url, *words, **more):
    ran = subprocess.run([options.vouch, *words], capture_output=True, text=True, timeout=600, env=account.environment(url, **more))
    return ran.returncode, ran.stdout, ran.stderr


def actions_of(operation):
    """The IAM actions that a call may need; S3's have other names."""
    service, name = operation.split(":")
    return {operation, operation.removesuffix("Configuration")} | {f"s3:{action}" for action, operations in S3_ACTIONS.items() if service in ("s3", "s3control") and name in operations.split()}


def client_of(url, service, region=account.REGION):
    return boto3.client(service, endpoint_url=url, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")


def small(url):
    """An account with two buckets, a key and a group of logs, in which every control of CONTROLS fails."""
    account.post(url + "/moto-api/reset")
    client = lambda service: client_of(url, service)  # noqa: E731
    for name in ("orders-data", "orders-logs"):
        client("s3").create_bucket(Bucket=name)
        # What was never on cannot be brought back: AWS only suspends it.
        client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    client("kms").create_key(Description="orders")
    client("logs").create_log_group(logGroupName="/orders")
    client("iam").update_account_password_policy(MinimumPasswordLength=8, RequireSymbols=True)


class Live(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.proxy = account.proxy(cls.emulator.url)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.emulator.stop()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.store = os.path.join(self.folder.name, "store")
        self.file = os.path.join(self.folder.name, "plan.json")
        account.post(self.proxy.url + "/__config", QUIET)
        small(self.emulator.url)

    def tearDown(self):
        self.folder.cleanup()

    def chosen(self):
        return [word for control in CONTROLS for word in ("--control", control)]

    def audit(self, *more, regions=account.REGION):
        code, out, errors = run(self.proxy.url, "audit", "--regions", regions, "--store", self.store, "--format", "json", *more)
        self.assertIn(code, (0, 1, 3), errors)
        report = json.loads(out)
        self.run_name = report["audit"]["run"]  # two runs of one second have no order
        return report

    def inventory(self):
        with open(os.path.join(self.store, "runs", self.run_name, "inventory.json"), encoding="utf-8") as file:
            return json.load(file)

    def plan(self, *more):
        code, out, errors = run(self.proxy.url, "fix", "plan", self.run_name, "--store", self.store, "-o", self.file, *more)
        self.assertEqual(code, 0, errors)
        with open(self.file, encoding="utf-8") as file:
            return json.load(file), out

    def apply(self, *more, **variables):
        return run(self.proxy.url, "fix", "apply", self.file, "--store", self.store, "--yes", *more, **variables)

    def journal(self):
        folder = os.path.join(self.store, "fixes")
        return os.path.join(folder, os.listdir(folder)[0], "journal.ndjson")

    def lines(self):
        with open(self.journal(), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def planned(self, *more):
        self.audit(*self.chosen())
        self.before = self.inventory()
        plan, _ = self.plan(*self.chosen(), *more)
        self.assertGreaterEqual(len(plan["changes"]), 6, plan["manual"])
        return plan

    def assert_undone(self):
        code, out, errors = run(self.proxy.url, "fix", "undo", self.journal())
        self.assertEqual(code, 0, out + errors)
        self.audit(*self.chosen())
        self.assertEqual(self.inventory(), self.before)

    def test_what_was_planned_passes_and_is_undone(self):
        plan = self.planned()
        code, out, errors = self.apply()
        self.assertEqual(code, 0, out + errors)
        self.assertEqual(out.count("applied"), len(plan["changes"]), out)
        report = self.audit(*self.chosen())
        verdicts = {(f["control"], f["resource"]): f["verdict"] for f in report["findings"]}
        for change in plan["changes"]:
            for control in change["controls"]:
                self.assertEqual(verdicts[control, change["resource"]], "pass", change)
        self.assertEqual([key for key, verdict in verdicts.items() if verdict == "fail"],
                         [(m["control"], m["resource"]) for m in plan["manual"]])
        made = [line for line in self.lines() if line.get("state") == "done"]
        self.assertEqual(len(made), sum(len(change["calls"]) for change in plan["changes"]))
        self.assertTrue(all(line["request_id"] for line in made), made)
        self.assertEqual({v for line in self.lines() if line.get("state") == "verified" for v in line["verdicts"].values()}, {"pass"})
        # Again: nothing is left to do.
        code, out, errors = self.apply()
        self.assertEqual((code, out), (0, ""), errors)
        self.assert_undone()
        # And the second time there is nothing to undo.
        self.assertEqual(run(self.proxy.url, "fix", "undo", self.journal())[1], "")

    def test_only_what_is_chosen_is_changed(self):
        plan = self.planned()
        first = plan["changes"][0]
        code, out, errors = self.apply("--only", first["id"])
        self.assertEqual(code, 0, out + errors)
        self.assertEqual(out.splitlines(), [line for line in out.splitlines() if first["id"] in line])
        self.assertIn("nothing to do", self.apply("--only", "no-such")[2])

    def test_what_may_lock_out_is_left_unless_somebody_says_yes(self):
        plan = self.planned()
        risky = [change["id"] for change in plan["changes"] if change["risk"] != "none"]
        self.assertEqual(len(risky), 2)  # the public access blocks of two buckets
        code, out, errors = run(self.proxy.url, "fix", "apply", self.file, "--store", self.store)
        self.assertEqual(code, 3, out + errors)
        self.assertEqual([line.split()[1] for line in out.splitlines() if line.startswith("left")], risky)
        self.assertIn("may lock out: whoever reads or writes it without credentials", out)

    def test_faults_of_the_network_change_nothing_of_it(self):
        self.planned()
        account.post(self.proxy.url + "/__config", QUIET | {"throttle": 0.03, "error": 0.02, "reset": 0.02, "lost": 0.03})
        code, out, errors = self.apply()
        account.post(self.proxy.url + "/__config", QUIET)
        self.assertEqual(code, 0, out + errors)
        self.assert_undone()

    def test_killed_at_any_step_it_goes_on(self):
        """The journal is written before and after each call; the proxy makes calls slow, so that a kill falls into one or between two."""
        self.planned()
        self.assertEqual(self.apply()[0], 0)
        steps = len([line for line in self.lines() if "call" in line])
        self.audit(*self.chosen())
        after = self.inventory()
        self.assert_undone()
        for step in range(1, steps + 1):
            small(self.emulator.url)
            subprocess.run(["rm", "-rf", os.path.join(self.store, "fixes")], check=True)
            self.audit(*self.chosen())
            self.plan(*self.chosen())
            self.kill_at(step)
            code, out, errors = self.apply()
            self.assertEqual(code, 0, f"step {step}: {out}{errors}")
            self.audit(*self.chosen())
            self.assertEqual(timeless(self.inventory()), timeless(after), step)
            self.assert_undone_as(self.before, step)

    def kill_at(self, step):
        account.post(self.proxy.url + "/__config", {"latency_ms": 30})
        process = subprocess.Popen([options.vouch, "fix", "apply", self.file, "--store", self.store, "--yes"], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=account.environment(self.proxy.url))
        while process.poll() is None:
            try:
                if len([line for line in self.lines_so_far() if '"call"' in line]) >= step:
                    process.send_signal(signal.SIGKILL)
            except (FileNotFoundError, IndexError):
                pass
            time.sleep(0.002)
        process.wait()
        account.post(self.proxy.url + "/__config", QUIET)

    def lines_so_far(self):
        with open(self.journal(), encoding="utf-8") as file:
            return file.read().split("\n")

    def assert_undone_as(self, before, step):
        code, out, errors = run(self.proxy.url, "fix", "undo", self.journal())
        self.assertEqual(code, 0, f"step {step}: {out}{errors}")
        self.audit(*self.chosen())
        self.assertEqual(timeless(self.inventory()), timeless(before), step)

    def test_permissions_of_a_plan_are_all_that_it_asks_for(self):
        self.planned()
        account.post(self.proxy.url + "/__reset")
        self.assertEqual(self.apply()[0], 0)
        self.assertEqual(run(self.proxy.url, "fix", "undo", self.journal())[0], 0)
        asked = set(account.get(self.proxy.url + "/__counts")) - {"sts:GetCallerIdentity"}  # which nobody needs to be allowed
        self.assertIn("kms:EnableKeyRotation", asked)

        def lacking(*words):
            code, out, errors = run(self.proxy.url, "permissions", *words)
            self.assertEqual(code, 0, errors)
            allowed = set(json.loads(out)["Statement"][0]["Action"])
            return sorted(name for name in asked if not allowed & actions_of(name)), allowed

        missing, exact = lacking("--plan", self.file)
        self.assertEqual(missing, [])
        missing, wide = lacking("--fix", *self.chosen())
        self.assertEqual(missing, [])
        self.assertLessEqual(exact, wide)
        self.assertIn("kms:EnableKeyRotation", lacking(*self.chosen())[0])
        self.assertEqual(exact & {"s3:PutBucketPolicy", "iam:CreateRole", "ec2:RevokeSecurityGroupIngress"}, set())
        self.edit(lambda text: text.replace('"Enabled"', '"Suspended"'))
        self.assertEqual(run(self.proxy.url, "permissions", "--plan", self.file)[0], 4)

    def test_what_changed_since_is_not_forced(self):
        plan = self.planned()
        s3 = client_of(self.emulator.url, "s3")
        s3.delete_public_access_block(Bucket="orders-data")
        s3.put_public_access_block(Bucket="orders-data", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
        code, out, errors = self.apply()
        self.assertEqual(code, 3, out + errors)
        left = [line for line in out.splitlines() if line.startswith("left")]
        self.assertEqual(len(left), 1, out)
        self.assertIn("orders-data", left[0])
        self.assertIn("changed since the plan was made", left[0])
        self.assertEqual(out.count("applied"), len(plan["changes"]) - 1)
        # And what was changed after it was applied is not undone without being told so.
        s3.put_bucket_versioning(Bucket="orders-logs", VersioningConfiguration={"Status": "Suspended"})
        code, out, errors = run(self.proxy.url, "fix", "undo", self.journal())
        self.assertEqual(code, 3, out + errors)
        self.assertIn("somebody changed the resource since", out)
        self.assertEqual(run(self.proxy.url, "fix", "undo", self.journal(), "--force")[0], 0)

    def test_a_key_that_an_earlier_plan_made_is_used_again(self):
        """It stays when a plan is undone, and KMS makes another one whenever it is asked."""
        client_of(self.emulator.url, "sns").create_topic(Name="orders")
        kms = client_of(self.emulator.url, "kms")
        keys = lambda: {key["KeyId"] for key in kms.list_keys()["Keys"]}  # noqa: E731
        alias = lambda: kms.describe_key(KeyId="alias/vouch")["KeyMetadata"]["KeyId"]  # noqa: E731

        def applied():
            shutil.rmtree(os.path.join(self.store, "fixes"), ignore_errors=True)
            self.audit("--control", "sns-encrypted")
            plan, text = self.plan("--control", "sns-encrypted")
            self.assertEqual([change["type"] for change in plan["changes"]], ["AWS::KMS::Key", "AWS::SNS::Topic"])
            return self.apply(), text

        before = keys()
        for time_ in ("first", "second"):
            (code, out, errors), text = applied()
            self.assertEqual(code, 0, out + errors)
            made = keys() - before
            self.assertEqual(made, {alias()}, time_)
            self.assertIn("unless this finds it: aws kms describe-key", text)
            code, out, errors = run(self.proxy.url, "fix", "undo", self.journal())
            self.assertEqual([line.split()[:2] for line in out.splitlines()], [["undone", "sns-encrypted-2"], ["left", "sns-encrypted-1"]], errors)
        # One that somebody has disabled is no key to use, and no reason to make another.
        kms.disable_key(KeyId=alias())
        (code, out, errors), _ = applied()
        self.assertEqual((code, keys()), (3, before | made), out + errors)
        self.assertIn("`KeyMetadata.KeyState` is `Disabled` and not `Enabled`", out)

    def test_two_regions_are_mended_and_undone(self):
        controls = ["ebs-encryption-by-default-on", "log-group-retention", "vpc-flow-logs", "guardduty-detector-exists"]
        words = [word for control in controls for word in ("--control", control)]
        regions = [account.REGION, "eu-west-1"]
        client_of(self.emulator.url, "logs", "eu-west-1").create_log_group(logGroupName="/orders")
        for region, days in zip(regions, (7, 30)):
            client_of(self.emulator.url, "logs", region).put_retention_policy(logGroupName="/orders", retentionInDays=days)
        audit = lambda: self.audit(*words, regions=",".join(regions))  # noqa: E731
        failing = lambda report: {(f["control"], f["resource"]) for f in report["findings"] if f["verdict"] == "fail"}  # noqa: E731
        found, before = failing(audit()), self.inventory()
        plan, _ = self.plan(*words)
        for control in controls:
            self.assertEqual({change["region"] for change in plan["changes"] if control in change["controls"]}, set(regions), control)
        code, out, errors = self.apply()
        self.assertEqual(code, 0, out + errors)
        self.assertEqual(failing(audit()), set())
        code, out, errors = run(self.proxy.url, "fix", "undo", self.journal())
        self.assertEqual(code, 0, out + errors)
        self.assertEqual(failing(audit()), found)
        self.assertEqual(self.inventory(), before)

    def test_what_was_there_before_a_plan_stays_when_it_is_undone(self):
        """The flow logs of two networks go to one group, which the first plan made: undoing the second must not take the first one's logs."""
        journals = []
        for block in ("10.1.0.0/16", "10.2.0.0/16"):
            client_of(self.emulator.url, "ec2").create_vpc(CidrBlock=block)
            self.audit("--control", "vpc-flow-logs")
            plan, _ = self.plan("--control", "vpc-flow-logs")
            code, out, errors = self.apply()
            self.assertEqual(code, 0, out + errors)
            journals.append(os.path.join(self.store, "fixes", plan["digest"][:16]))
        code, out, errors = run(self.proxy.url, "fix", "undo", journals[1])
        self.assertEqual([line.split()[:2] for line in out.splitlines()],
                         [["undone", "vpc-flow-logs-3"], ["left", "vpc-flow-logs-2"], ["left", "vpc-flow-logs-1"]], errors)
        self.assertIn("it was there before this plan", out)
        self.assertEqual(code, 3)
        group = lambda: client_of(self.emulator.url, "logs").describe_log_groups(logGroupNamePrefix="vouch-flow-logs")["logGroups"]  # noqa: E731
        self.assertEqual(len(group()), 1)
        code, out, errors = run(self.proxy.url, "fix", "undo", journals[0])
        self.assertEqual((code, group()), (0, []), out + errors)

    def test_a_plan_for_another_account_is_refused(self):
        self.planned()
        self.edit(lambda text: text.replace(account.ACCOUNT, "999988887777"))
        code, out, errors = self.apply("--accept-edits")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("the plan is for account 999988887777, but these credentials are of account 123456789012", errors)

    def edit(self, change):
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(change(text))

    def test_an_edited_plan_is_refused_unless_it_is_taken_as_it_is(self):
        self.planned()
        self.edit(lambda text: text.replace('"Enabled"', '"Suspended"'))
        code, out, errors = self.apply()
        self.assertEqual((code, out), (4, ""))
        self.assertIn("somebody changed it", errors)
        code, out, errors = self.apply("--accept-edits")
        self.assertEqual(code, 1, out + errors)
        self.assertIn("unproven", out)

    def test_an_expired_plan_is_refused(self):
        self.planned()
        self.edit(lambda text: re.sub(r'"expires": \d+', '"expires": 1000000000', text))
        self.assertIn("the plan expired at 2001-09-09T01:46:40.000Z", self.apply("--accept-edits")[2])

    def test_an_approval_that_is_asked_for_is_needed(self):
        key, public = os.path.join(self.folder.name, "key.pem"), os.path.join(self.folder.name, "public.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
        self.planned("--require-approval", public)
        code, out, errors = self.apply()
        self.assertEqual((code, out), (3, ""))
        self.assertIn("needs an approval and has none", errors)
        other = os.path.join(self.folder.name, "other.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", other], check=True)
        self.assertIn("another key", run(self.proxy.url, "fix", "approve", self.file, "--key", other, "--by", "me")[2])
        # Whoever applies may not be who approved.
        me = f"arn:aws:sts::{account.ACCOUNT}:user/moto"
        self.assertEqual(run(self.proxy.url, "fix", "approve", self.file, "--key", key, "--by", me)[0], 0)
        self.assertIn("may not apply it too", self.apply()[2])
        self.assertEqual(run(self.proxy.url, "fix", "approve", self.file, "--key", key, "--by", "the security owner")[0], 0)
        self.edit(lambda text: text.replace("orders-data", "orders-logs"))
        self.assertEqual(self.apply()[0], 4)
        self.assertIn("needs an approval", self.apply("--accept-edits")[2])

    def test_a_permission_that_is_missing_stops_it_and_the_journal_tells(self):
        self.planned()
        account.post(self.proxy.url + "/__config", {"deny": ["s3:PutBucketVersioning"]})
        code, out, errors = self.apply()
        account.post(self.proxy.url + "/__config", QUIET)
        self.assertEqual(code, 3, out + errors)
        self.assertIn("s3:PutBucketVersioning", out)
        self.assertIn("AccessDenied", [line.get("code") for line in self.lines()])
        self.assertEqual(self.apply()[0], 0)
        self.assert_undone()

    def test_a_full_disk_stops_before_the_call(self):
        self.planned()
        limited = subprocess.run(["sh", "-c", 'ulimit -f 4; trap "" XFSZ; exec "$@"', "sh", options.vouch, "fix", "apply", self.file, "--yes", "--store",
                                  self.store], capture_output=True, text=True, timeout=60, env=account.environment(self.proxy.url))
        self.assertEqual(limited.returncode, 3, limited.stdout + limited.stderr)
        self.assertIn("cannot be written", limited.stderr)
        self.assertIn("make room on the disk", limited.stderr)

    def test_a_plan_reads_as_text_script_automation_and_page(self):
        plan = self.planned()
        texts = {form: self.plan(*self.chosen(), "--format", form)[1] for form in ("text", "script", "ssm", "html")}
        for change in plan["changes"]:
            for name in ("text", "html", "script"):
                self.assertIn(change["id"], texts[name], name)
        self.assertEqual(subprocess.run(["sh", "-n"], input=texts["script"], text=True).returncode, 0)
        steps = json.loads(texts["ssm"])["mainSteps"]
        quiet = [change for change in plan["changes"] if change["risk"] == "none"]
        self.assertEqual(len(steps), sum(len(change["calls"]) for change in quiet))
        # The script does what the plan does, through the AWS CLI.
        aws = shutil.which("aws", path=os.path.dirname(sys.executable) + ":" + os.environ["PATH"])
        if aws:
            path = os.path.dirname(aws) + ":" + os.environ["PATH"]
            ran = subprocess.run(["sh"], input=texts["script"], text=True, capture_output=True, env=account.environment(self.emulator.url, PATH=path))
            self.assertEqual(ran.returncode, 0, ran.stderr)
            report = self.audit(*self.chosen())
            failing = {(f["control"], f["resource"]) for f in report["findings"] if f["verdict"] == "fail"}
            self.assertEqual(failing & {(c, change["resource"]) for change in quiet for c in change["controls"]}, set())


def timeless(inventory):
    """Ids that the emulator draws anew for an account that is made anew."""
    text = json.dumps(inventory, sort_keys=True)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    arguments, rest = parser.parse_known_args()
    options.vouch = os.path.abspath(arguments.vouch)
    unittest.main(argv=[sys.argv[0], *rest])
