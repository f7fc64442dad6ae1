# SPDX-License-Identifier: Apache-2.0
"""vouch trail scan on trails of the generator, which counts what it writes; alarms of an emulated account tried on them. Usage:
scan_test.py --vouch VOUCH"""
import datetime
import gzip
import html.parser
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import bucket

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "audit"))

SCHEMA = bucket.SUPPORT.parent.parent / "docs/schema/scan.schema.json"
# Detections that say of the generator's events what its own predicates say.
TRUTH = {"root-usage": "root_usage", "sg-changes": "security_group_change", "unauthorized-api": "unauthorized_api_call",
         "iam-policy-changes": "iam_policy_change", "s3-policy-changes": "s3_policy_change", "route-changes": "route_table_change",
         "console-no-mfa": "console_login_no_mfa", "vpc-changes": "vpc_change", "nacl-changes": "nacl_change",
         "console-auth-failure": "console_login_failure", "config-changes": "config_change", "kms-disable-delete": "cmk_disable_or_delete",
         "org-changes": "organizations_change", "gateway-changes": "gateway_change", "cloudtrail-changes": "cloudtrail_change"}


def scan(source, *options, format="json", code=0):
    kept = ["--no-store"] if str(source).startswith("s3://") else []
    done = subprocess.run([bucket.Bucket.vouch, "trail", "scan", str(source), "--format", format, *kept, *map(str, options)], capture_output=True, text=True,
                          env=bucket.environment(), timeout=600)
    assert done.returncode == code, f"exit code {done.returncode}: {done.stderr[-2000:]}"
    return json.loads(done.stdout) if format == "json" and done.stdout else done.stdout if code == 0 else done.stderr


def counts(report):
    return {row["id"]: row["matches"] for row in report["patterns"]}


class Scan(bucket.TrailTest):
    options = ("--days", "2", "--regions", "2", "--files-per-hour", "2", "--events", "50,100,200")

    def test_counts_are_those_of_the_generator(self):
        truth = json.loads((self.bucket.folder / "manifest.json").read_text())
        report = scan(self.bucket.root)
        self.assertEqual(report["counts"]["events"], truth["totals"]["events"])
        self.assertEqual(report["counts"]["logs"], len(self.bucket.logs))
        found = counts(report)
        self.assertEqual({name: found[name] for name in TRUTH}, {name: truth["patterns"].get(theirs, 0) for name, theirs in TRUTH.items()})
        self.assertGreaterEqual(sum(found[name] > 0 for name in TRUTH), 10, "most are there to be found")
        for row in report["patterns"]:
            self.assertEqual(sum(row["days"].values()), row["matches"])
        self.assertTrue(report["complete"])
        self.assertEqual(report["gaps"], [])

    def test_report_follows_its_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("the Python package jsonschema is not installed")
        self.bucket.write(self.bucket.logs[3], b"no gzip")
        jsonschema.validate(scan(self.bucket.root, code=3), json.loads(SCHEMA.read_text()))

    def test_each_match_names_the_event(self):
        lines = [json.loads(line) for line in scan(self.bucket.root, "--detection", "sg-changes,root-usage", format="ndjson").splitlines()]
        self.assertGreater(len(lines), 10)
        for line in lines[:50]:
            text = gzip.decompress((self.bucket.root / line["file"]).read_bytes())
            event = json.JSONDecoder().raw_decode(text[line["offset"]:].decode())[0]
            self.assertEqual((event["eventID"], event["eventTime"], event["awsRegion"]), (line["id"], line["time"], line["region"]))
            self.assertEqual(line["event"], f"{event['eventSource']}:{event['eventName']}")
            self.assertEqual(line["principal"], event["userIdentity"].get("arn") or event["userIdentity"].get("invokedBy"))
        order = [(line["file"], line["offset"]) for line in lines]
        self.assertEqual(order, sorted(order))

    def test_bucket_says_what_its_copy_says(self):
        words = ("--start", "2025-03-01T03:00:00Z", "--end", "2025-03-02T01:30:00Z")
        with bucket.Server(self.bucket) as server:
            there = scan(f"s3://{bucket.NAME}", *words, "--endpoint-url", server.url, "--region", "us-east-1")
        here = scan(self.bucket.root, *words)
        self.assertEqual(there["patterns"], here["patterns"])
        self.assertEqual(there["counts"], here["counts"])
        self.assertGreater(here["counts"]["outside"] + here["counts"]["events"], 0)
        lines = scan(self.bucket.root, *words, "--pattern", "", format="ndjson").splitlines()
        self.assertEqual(len(lines), here["counts"]["events"])
        self.assertTrue(all("2025-03-01T03:00:00Z" <= json.loads(line)["time"] < "2025-03-02T01:30:00Z" for line in lines))

    def test_pattern_of_the_command_line(self):
        words = ("--pattern", "{ $.eventName = AssumeRole }", "--pattern", "{ $.eventName = Assume* && $.errorCode = * }")
        found = counts(scan(self.bucket.root, *words))
        self.assertEqual(list(found), ["pattern 1", "pattern 2"])
        self.assertGreater(found["pattern 1"], found["pattern 2"])
        self.assertIn("^", scan(self.bucket.root, "--pattern", "{ $.a = }", code=2))
        self.assertIn("no detection", scan(self.bucket.root, "--detection", "nothing", code=2))
        self.assertIn("before it begins", scan(self.bucket.root, "--start", "2025-03-02", "--end", "2025-03-01", code=2))

    def test_log_that_is_damaged_is_named_and_the_others_are_read(self):
        whole = scan(self.bucket.root)["counts"]
        self.bucket.write(self.bucket.logs[0], self.bucket.read(self.bucket.logs[0])[:-20])
        report = scan(self.bucket.root, code=3)
        self.assertEqual((report["counts"]["unread"], report["counts"]["logs"], report["complete"]), (1, whole["logs"], False))
        self.assertEqual(report["problems"][0]["path"], self.bucket.logs[0])
        self.assertIn("nothing was scanned", scan(self.bucket.root, "--start", "2020-01-01", "--end", "2020-01-02", code=3, format="text"))

    def test_hours_without_a_log_are_gaps(self):
        gone = [log for log in self.bucket.logs if "us-east-1" in log and "_20250301T1" in log]
        self.assertTrue(gone)
        self.bucket.remove(*gone)
        report = scan(self.bucket.root)
        self.assertEqual([gap["region"] for gap in report["gaps"]], ["us-east-1"], report["gaps"])
        self.assertLessEqual(report["gaps"][0]["from"], "2025-03-01T11:00:00Z")
        self.assertIn("other region", report["gaps"][0]["why"])

    def test_text_and_page_say_what_the_report_says(self):
        report = counts(scan(self.bucket.root))
        text = scan(self.bucket.root, "--top", "principals", format="text")
        page = scan(self.bucket.root, format="html")
        cells = Cells()
        cells.feed(page)
        for name, matches in report.items():
            if matches > 0:
                self.assertRegex(text, rf"(?m)^ +{matches} +(critical|high|medium|low|informational)? *{name} ")
                self.assertTrue(any(row[0] == str(matches) and name in row[2] for row in cells.rows if len(row) > 2), name)
        self.assertRegex(text, r"(?s)Who:\n +\d+  arn:aws:iam::\d{12}:root")
        self.assertNotIn("http", page.replace("http-equiv", ""), "nothing comes from elsewhere")

    def test_matches_are_kept_in_a_file(self):
        path = self.bucket.folder / "matches.ndjson"
        report = scan(self.bucket.root, "--matches", path, "--detection", "root-usage")
        self.assertEqual(len(path.read_text().splitlines()), counts(report)["root-usage"])
        self.assertIn("cannot be written", scan(self.bucket.root, "--matches", self.bucket.folder / "no/file", code=3))
        if os.path.exists("/dev/full"):
            self.assertIn("disk full", scan(self.bucket.root, "--matches", "/dev/full", code=3))


class WithVerify(bucket.TrailTest):
    options = ("--days", "1", "--files-per-hour", "2", "--events", "50,100,200")

    def test_one_pass_says_what_two_say(self):
        alone = scan(self.bucket.root)
        code, report, errors = self.bucket.verify_copy("--scan", "--matches", self.bucket.folder / "matches", time_given=False)
        self.assertEqual((code, report["outcome"]), (0, "intact"), errors)
        self.assertEqual(report["scan"]["patterns"], alone["patterns"])
        self.assertEqual(report["scan"]["counts"], alone["counts"])
        self.assertEqual((self.bucket.folder / "matches").read_text(), scan(self.bucket.root, format="ndjson"))
        self.assertNotIn("scan", self.bucket.verify_copy(time_given=False)[1])

    def test_logs_that_are_not_valid_are_not_looked_through(self):
        whole = scan(self.bucket.root)["counts"]["events"]
        lost = len(json.loads(gzip.decompress(self.bucket.read(self.bucket.logs[5])))["Records"])
        self.bucket.write(self.bucket.logs[5], gzip.compress(b'{"Records":[{"eventName":"DeleteTrail"}]}'))
        code, report, _ = self.bucket.verify_copy("--scan", time_given=False)
        self.assertEqual((code, report["scan"]["counts"]["events"], report["scan"]["counts"]["unread"]), (4, whole - lost, 1))
        self.assertFalse(report["scan"]["complete"])


class Cells(html.parser.HTMLParser):
    """The texts of the cells of each row."""

    def __init__(self):
        super().__init__()
        self.rows, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


class Alarms(bucket.TrailTest):
    options = ("--days", "2", "--files-per-hour", "2", "--events", "50,100,200")

    def test_alarms_of_an_account_are_tried(self):
        try:
            import account
        except ImportError:
            self.skipTest("moto is not installed")
        emulator = account.emulator()
        self.addCleanup(emulator.stop)

        def aws(*words):
            done = subprocess.run([bucket.aws_cli(), *words, "--endpoint-url", emulator.url, "--region", "us-east-1"], capture_output=True, text=True,
                                  env=bucket.environment(), timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)

        aws("logs", "create-log-group", "--log-group-name", "trail")
        aws("logs", "put-metric-filter", "--log-group-name", "trail", "--filter-name", "root", "--filter-pattern",
            '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
            "--metric-transformations", "metricName=Root,metricNamespace=Sec,metricValue=1,defaultValue=0")
        aws("cloudwatch", "put-metric-alarm", "--alarm-name", "root-used", "--namespace", "Sec", "--metric-name", "Root", "--statistic", "Sum",
            "--period", "300", "--evaluation-periods", "1", "--threshold", "1", "--comparison-operator", "GreaterThanOrEqualToThreshold",
            "--alarm-actions", "arn:aws:sns:us-east-1:123456789012:security")
        aws("cloudwatch", "put-metric-alarm", "--alarm-name", "unrelated", "--namespace", "AWS/EC2", "--metric-name", "CPUUtilization",
            "--statistic", "Sum", "--period", "300", "--evaluation-periods", "1", "--threshold", "1", "--comparison-operator",
            "GreaterThanThreshold")
        times = ("--start", "2025-03-01", "--end", "2025-03-03")
        report = scan(self.bucket.root, *times, "--metric-filters", "--endpoint-url", emulator.url, "--region", "us-east-1")
        lines = scan(self.bucket.root, *times, "--detection", "root-usage", format="ndjson").splitlines()
        periods = sorted({int(datetime.datetime.fromisoformat(json.loads(line)["time"]).timestamp()) // 300 for line in lines})
        fired = [at for at in periods if at - 1 not in periods]
        self.assertEqual([alarm["name"].split()[-1] for alarm in report["alarms"]], ["root-used"])
        alarm = report["alarms"][0]
        self.assertEqual((alarm["matches"], alarm["fired"], alarm["breaching_periods"], alarm["tells"]), (len(lines), len(fired), len(periods), True))
        self.assertEqual(alarm["when"], [datetime.datetime.fromtimestamp((at + 1) * 300, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                                         for at in fired])
        rows = {row["id"]: row for row in report["patterns"]}
        self.assertEqual(rows["root-usage"]["noticed"], len(lines))
        self.assertEqual(len(rows["root-usage"]["alarms"]), 1)
        self.assertLess(rows["sg-changes"]["noticed"], rows["sg-changes"]["matches"])
        self.assertEqual(rows["sg-changes"]["alarms"], [])
        text = scan(self.bucket.root, *times, "--metric-filters", "--endpoint-url", emulator.url, "--region", "us-east-1", format="text")
        self.assertIn(f"would have fired {len(fired)} times", text)
        self.assertIn("were on no alarm's metric", text)
        self.assertIn("name it with `--start` and `--end`",
                      scan(self.bucket.root, "--metric-filters", "--endpoint-url", emulator.url, "--region", "us-east-1", code=2))


if __name__ == "__main__":
    bucket.main()
