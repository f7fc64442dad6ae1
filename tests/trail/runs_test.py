# SPDX-License-Identifier: Apache-2.0
"""Runs of vouch trail verify as people make them: the generator's ways to tamper, organizations, several keys and regions, daily runs with
a state, a bucket that is put back, servers that fail, and the schema of the report. Usage: runs_test.py --vouch VOUCH"""
import json
import os
import tempfile
import unittest

import bucket

SCHEMA = bucket.SUPPORT.parent.parent / "docs/schema/trail.schema.json"
# Digests first: a log whose own digest is spoiled is not looked at.
MODES = ["delete-range:2", "missing-digest", "wrong-signature", "no-signature", "flip-digest", "unknown-key", "moved-digest", "flip-log", "flip-gz",
         "missing-log"]


class Made(unittest.TestCase):
    """What the generator makes, by its options."""

    def made(self, *options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return bucket.generate(folder.name, *options)

    def test_every_way_to_tamper_is_found_and_named(self):
        self.found("--days", "1", *[word for mode in MODES for word in ("--tamper", mode)])

    def test_logs_that_are_added_are_found_and_named(self):
        self.found("--tamper", "extra-log:3")

    def found(self, *options):
        made = self.made(*options)
        code, report, errors = made.verify_copy(time_given=False)
        self.assertEqual(code, 4, errors)
        paths = {row["path"].split("AWSLogs/")[-1] for area in report["areas"] for row in area["deviations"] if "path" in row}
        with open(made.folder / "manifest.json", encoding="utf-8") as file:
            for row in json.load(file)["tampered"]:
                with self.subTest(mode=row["mode"]):
                    self.assertIn(row["key"].split("AWSLogs/")[-1], paths)

    def test_organizations_regions_keys_and_backfill(self):
        made = self.made("--accounts", "2", "--regions", "3", "--org-id", "o-a1b2c3d4e5", "--keys", "3", "--backfill", "--days", "2",
                         "--prefix", "some/prefix")
        code, report, errors = made.verify_copy(time_given=False)
        self.assertEqual((code, len(report["areas"])), (0, 6), errors)
        self.assertEqual({len(area["chains"]) for area in report["areas"]}, {2})
        with bucket.Server(made) as server:
            code, report, errors = made.run(f"s3://{bucket.NAME}/some/prefix/", "--endpoint-url", server.url, "--region", "us-east-1",
                                            "--end", "2025-03-02T22:00:00Z", time_given=False)
        self.assertEqual((code, len(report["areas"])), (0, 6), errors)

    def test_hours_without_logging_are_a_gap_where_no_call_explains_them(self):
        code, report, _ = self.made("--gap", "0:4:3").verify_copy(time_given=False)
        holes = report["areas"][0]["chains"][0]["holes"]
        self.assertEqual((code, [hole["cause"] for hole in holes]), (4, ["the next digest begins a chain anew"]))


class Runs(bucket.TrailTest):
    def test_report_follows_its_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("the Python package jsonschema is not installed")
        schema = json.loads(SCHEMA.read_text())
        for change in (lambda: None, lambda: self.bucket.remove(self.bucket.digests[4]), lambda: self.bucket.remove(*self.bucket.digests[5:])):
            change()
            for metadata in (True, False):
                jsonschema.validate(self.bucket.verify_copy(metadata=metadata)[1], schema)

    def test_copy_without_metadata_is_incomplete_by_its_head_alone(self):
        code, report, _ = self.bucket.verify_copy(metadata=False)
        self.assertEqual((code, self.verdicts(report)), (3, ["unanchored head digest"]))

    def test_daily_run_reads_only_what_is_new(self):
        state = self.bucket.folder / "state.json"
        full = {key: (self.bucket.read(key), self.bucket.meta[key]) for key in self.bucket.digests}
        logs = {key: self.bucket.logs_of(key) for key in self.bucket.digests}
        later = self.bucket.digests[8:]
        kept = {log: self.bucket.read(log) for key in later for log in logs[key]}
        self.bucket.remove(*later, *kept)
        code, report, errors = self.bucket.verify_copy("--state", state, time_given=False)
        self.assertEqual((code, report["counts"]["digests"]), (0, 8), errors)
        for key in later:
            self.bucket.write(key, full[key][0])
            self.bucket.meta[key] = full[key][1]
        for log, stored in kept.items():
            self.bucket.write(log, stored)
        code, report, errors = self.bucket.verify_copy("--state", state, time_given=False)
        self.assertEqual((code, report["counts"]["digests"], report["counts"]["logs_valid"]), (0, 5, 8), errors)
        self.bucket.remove(*later)
        code, report, errors = self.bucket.verify_copy("--state", state, time_given=False)
        self.assertEqual(code, 4, errors)
        self.assertIn("missing digest", self.verdicts(report))

    def test_bucket_that_is_put_back_is_seen_by_the_store(self):
        store = os.path.join(self.temporary.name, "store")
        with bucket.Server(self.bucket) as server:
            self.assertEqual(self.bucket.verify_bucket(server.url, store=store)[0], 0)
        for key in self.bucket.digests[-2:]:
            self.bucket.remove(*self.bucket.logs_of(key))
            self.bucket.remove(key)
        with bucket.Server(self.bucket) as server:
            words = ("--start", self.bucket.start, "--end", bucket.Bucket(self.bucket.folder).end)
            code, report, errors = self.bucket.verify_bucket(server.url, *words, time_given=False, store=store)
        self.assertEqual((code, self.verdicts(report)), (4, ["missing digest"]), errors)

    def test_server_that_fails_now_and_then_changes_nothing(self):
        for fault in (("--fail-every", "7"), ("--cut-every", "11")):
            with self.subTest(fault=fault), bucket.Server(self.bucket, *fault) as server:
                code, report, errors = self.bucket.verify_bucket(server.url)
                self.assertEqual((code, self.verdicts(report)), (0, []), errors)

    def test_bucket_that_is_not_there_is_incomplete(self):
        with bucket.Server(self.bucket) as server:
            code, report, errors = self.bucket.run("s3://no-such-bucket", "--endpoint-url", server.url, "--region", "us-east-1")
        self.assertEqual((code, report), (3, None))
        self.assertIn("NoSuchBucket", errors)

    def test_command_lines_that_are_wrong(self):
        for words, message in (((self.bucket.root,), "--public-keys"), ((self.bucket.root, "--public-keys", self.bucket.folder / "keys.json", "--start", "x"), "is no time")):
            done = bucket.subprocess.run([self.bucket.vouch, "trail", "verify", *map(str, words)], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    bucket.main()
