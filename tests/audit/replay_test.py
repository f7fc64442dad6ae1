#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs that are kept: judged again offline to the same bytes, compared, and read no more once somebody changed them. Also what an audit says
when nobody answers. Skipped where moto is missing."""
import argparse
import glob
import json
import os
import sys
import tempfile
import unittest

try:
    import boto3  # noqa: F401
    import moto  # noqa: F401
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import account  # noqa: E402

BINARY = None
NOBODY = "http://127.0.0.1:1"


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        account.seed(cls.emulator.url)
        cls.folder = tempfile.TemporaryDirectory()
        cls.options = ["--store", cls.folder.name, "--format", "json"]
        cls.code, cls.out, cls.errors = account.vouch(BINARY, cls.emulator.url, "--regions", account.REGION, *cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()
        cls.folder.cleanup()

    def files(self, name):
        found = glob.glob(os.path.join(self.folder.name, "runs", "*", name))
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_a_replay_gives_the_same_bytes(self):
        self.assertEqual(self.code, 1, self.errors)
        code, out, errors = account.vouch(BINARY, NOBODY, *self.options, "--replay", "latest")
        self.assertEqual(code, self.code, errors)
        self.assertEqual(out, self.out)
        with open(self.files("findings.json"), encoding="utf-8") as file:
            self.assertEqual(file.read(), self.out)

    def test_a_replay_by_other_controls_judges_the_same_answers(self):
        _, out, _ = account.vouch(BINARY, NOBODY, *self.options, "--replay", "latest", "--control", "s3-versioning")
        wanted = [f for f in json.loads(self.out)["findings"] if f["control"] == "s3-versioning"]
        self.assertEqual([(f["resource"], f["verdict"]) for f in json.loads(out)["findings"]], [(f["resource"], f["verdict"]) for f in wanted])
        self.assertGreater(len(wanted), 50)

    def test_a_run_tells_what_was_asked_for(self):
        with open(self.files("run.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["options"], f"--regions {account.REGION}")

    def test_a_run_does_not_differ_from_itself(self):
        code, out, errors = account.vouch(BINARY, NOBODY, *self.options, "--diff", "latest", "latest")
        self.assertEqual(code, 0, errors)
        difference = json.loads(out)
        self.assertFalse(difference["opened"] or difference["closed"] or difference["changed"], difference)

    def test_z_a_run_that_was_changed_is_not_judged(self):
        path = self.files("*.ndjson")
        with open(path, "rb") as file:
            kept = file.read()
        with open(path, "wb") as file:
            file.write(kept.replace(b"Suspended", b"Enabled!!", 1))
        code, _, errors = account.vouch(BINARY, NOBODY, *self.options, "--replay", "latest")
        self.assertEqual(code, 4, errors)

    def test_when_nobody_answers_one_sentence_says_so(self):
        code, _, errors = account.vouch(BINARY, NOBODY, "--no-store", "--regions", account.REGION, AWS_MAX_ATTEMPTS="1")
        self.assertEqual(code, 3, errors)
        self.assertEqual(len([line for line in errors.splitlines() if line.startswith("error: ")]), 1, errors)
        self.assertIn("GetCallerIdentity", errors)

    def test_secrets_are_nowhere(self):
        # A password in the environment of a function of the account: its name is kept, it is not.
        with open(self.files("*.ndjson"), encoding="utf-8") as file:
            self.assertIn("DB_PASSWORD", file.read())
        for path in glob.glob(os.path.join(self.folder.name, "runs", "*", "*")):
            with open(path, encoding="utf-8") as file:
                self.assertNotIn("hunter2", file.read(), path)
        self.assertNotIn("hunter2", self.out + self.errors)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    BINARY = options.vouch
    unittest.main(argv=sys.argv[:1] + rest)
