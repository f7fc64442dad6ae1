# SPDX-License-Identifier: Apache-2.0
"""What vouch trail verify and scan leave in a store is what vouch audit judges. Usage: evidence_test.py --vouch VOUCH"""
import datetime
import json
import os
import pathlib
import subprocess
import sys

import bucket

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "audit"))

REGION = "us-east-1"
SCHEMA = bucket.SUPPORT.parent.parent / "docs/schema/evidence.schema.json"
CONTROLS = ("cloudtrail-digest-chain-valid", "cloudtrail-logs-verified", "cloudtrail-log-gap", "cloudtrail-detect-root-usage",
            "cloudtrail-detect-llm-jacking", "cw-alarms-noticed-events")


def two_days_ago():
    now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
    return (now - datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


def judged(done):
    return [finding for finding in json.loads(done.stdout)["findings"] if finding["verdict"] != "not_applicable"]


class Evidence(bucket.TrailTest):
    options = ("--accounts", "123456789012", "--days", "2", "--start", two_days_ago(), "--files-per-hour", "1", "--events", "20,40,80")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            import account
        except ImportError:
            cls.emulator = None
            return
        cls.emulator = account.emulator()
        cls.addClassCleanup(cls.emulator.stop)

    def setUp(self):
        if self.emulator is None:
            self.skipTest("moto is not installed")
        super().setUp()
        self.store = os.path.join(self.temporary.name, "store")

    def run_vouch(self, *words):
        return subprocess.run([bucket.Bucket.vouch, *map(str, words), "--store", self.store], capture_output=True, text=True,
                              env=bucket.environment(), timeout=300)

    def audit(self, *words, code=None):
        done = self.run_vouch("audit", "--control", ",".join(CONTROLS), "--endpoint-url", self.emulator.url, "--region", REGION, "--regions", REGION,
                              "--format", "json", "--fail-on", "none", *words)
        self.assertEqual(done.returncode, 0 if code is None else code, done.stderr)
        return done

    # What was judged, by control.
    def verdicts(self, *words, code=None):
        found = {}
        for finding in judged(self.audit(*words, code=code)):
            found.setdefault(finding["control"], set()).add(finding["verdict"])
        return {control: next(iter(all)) if len(all) == 1 else all for control, all in found.items()}

    def verify(self, *words, code=0, store=True):
        self.bucket.keep()
        done = subprocess.run([bucket.Bucket.vouch, "trail", "verify", self.bucket.root, "--public-keys", self.bucket.folder / "keys.json", "--metadata",
                               self.bucket.folder / "meta.jsonl", "--start", self.bucket.start, "--end", self.bucket.end,
                               *(["--store", self.store] if store else []), *words], capture_output=True, text=True, env=bucket.environment(), timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)

    def scan(self, *words):
        done = self.run_vouch("trail", "scan", self.bucket.root, "--start", self.bucket.start, "--end", self.bucket.end, *words)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_nobody_verified(self):
        self.verify(store=False)
        self.assertEqual(self.verdicts(), {"cloudtrail-logs-verified": "fail", "cloudtrail-log-gap": "pass"})

    def test_verified_logs_pass_until_one_is_changed(self):
        self.verify()
        good = {"cloudtrail-digest-chain-valid": "pass", "cloudtrail-logs-verified": "pass", "cloudtrail-log-gap": "pass"}
        self.assertEqual(self.verdicts(), good)
        self.bucket.remove(self.bucket.logs[5])
        self.verify(code=4)
        done = self.audit()
        findings = {finding["control"]: finding for finding in json.loads(done.stdout)["findings"]}
        self.assertEqual(findings["cloudtrail-digest-chain-valid"]["verdict"], "fail")
        self.assertIn("missing", json.dumps(findings["cloudtrail-digest-chain-valid"]))
        run = json.loads(done.stdout)["audit"]["run"]
        self.verify(code=4)
        self.assertEqual(json.loads(self.audit("--replay", run).stdout)["findings"], json.loads(done.stdout)["findings"], "a replay judges what was kept")

    def test_time_without_digests_is_a_gap(self):
        for key in self.bucket.digests[10:13]:
            self.bucket.remove(*(log for log in self.bucket.logs_of(key)), key)
        self.verify(code=4)
        self.assertEqual(self.verdicts()["cloudtrail-log-gap"], "fail")

    def test_what_a_scan_saw_is_judged(self):
        self.scan()
        found = self.verdicts()
        self.assertEqual((found["cloudtrail-detect-root-usage"], found["cloudtrail-detect-llm-jacking"]), ({"pass", "fail"}, "pass"))
        self.assertNotIn("cw-alarms-noticed-events", found, "no alarm was tried")
        self.scan("--metric-filters", "--endpoint-url", self.emulator.url, "--region", REGION)
        self.assertEqual(self.verdicts()["cw-alarms-noticed-events"], "fail", "there is no alarm at all")

    def test_verification_and_scan_in_one_pass(self):
        self.verify("--scan")
        found = self.verdicts()
        self.assertEqual((found["cloudtrail-digest-chain-valid"], found["cloudtrail-detect-llm-jacking"]), ("pass", "pass"))

    def test_what_is_kept_follows_its_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("the Python package jsonschema is not installed")
        self.bucket.remove(self.bucket.digests[10])
        self.verify("--scan", code=4)
        kept = json.loads(pathlib.Path(self.store, "trails", "evidence", "123456789012.json").read_text())
        self.assertTrue(kept["areas"][0]["faults"] and kept["detections"])
        jsonschema.validate(kept, json.loads(SCHEMA.read_text()))

    def test_evidence_that_cannot_be_read_is_told(self):
        self.verify()
        path = pathlib.Path(self.store, "trails", "evidence", "123456789012.json")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        path.write_text(path.read_text()[:-20])
        done = self.audit(code=3)
        self.assertIn("vouch:GetLogEvidence", done.stderr)
        self.assertEqual({finding["verdict"] for finding in judged(done)}, {"unverified"})

    def test_nothing_is_kept_where_nobody_asked(self):
        self.verify(store=False)
        self.assertFalse(os.path.exists(self.store))
        done = subprocess.run([bucket.Bucket.vouch, "audit", "--control", ",".join(CONTROLS), "--endpoint-url", self.emulator.url, "--region", REGION,
                               "--regions", REGION, "--format", "json", "--no-store"], capture_output=True, text=True, env=bucket.environment(), timeout=300)
        self.assertEqual(judged(done), [], "an audit without a store does not know")


if __name__ == "__main__":
    bucket.main()
