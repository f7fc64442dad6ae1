#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs that do not come to their end. Ctrl-C: what was answered is judged, told and kept. A second one, or a kill at any moment: the store
opens, and says which run was interrupted and how much of it is there."""
import glob
import json
import os
import random
import signal
import subprocess
import tempfile
import time

import case
from case import account

CONTROLS = ("sqs-encrypted", "sqs-tls-only", "sns-encrypted", "kms-rotation", "dynamodb-pitr", "lambda-runtime-supported", "iam-password-min-length-14")
KILLS = 12


class Stop(case.Disturbed):
    OPTIONS = (*case.Disturbed.OPTIONS, "--fail-on", "none", *(word for name in CONTROLS for word in ("--control", name)))

    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def start(self):
        words = [case.options.vouch, "audit", *self.OPTIONS, "--format", "json", "--store", self.folder.name]
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=account.environment(self.proxy.url))

    def answered(self):
        """The lines that are kept so far."""
        total = 0
        for path in glob.glob(os.path.join(self.folder.name, "runs", "*", "*.ndjson")):
            with open(path, "rb") as file:
                total += file.read().count(b"\n")
        return total

    def wait_for(self, running, lines):
        for _ in range(3000):
            if self.answered() >= lines or running.poll() is not None:
                break
            time.sleep(0.01)
        self.assertIsNone(running.poll(), "it ended before it could be stopped")

    def record(self):
        paths = glob.glob(os.path.join(self.folder.name, "runs", "*", "run.json"))
        self.assertEqual(len(paths), 1)
        with open(paths[0], encoding="utf-8") as file:
            return json.load(file)

    def replay(self):
        return self.run_audit("--replay", "latest", store=["--store", self.folder.name])

    def test_the_first_stop_keeps_and_judges_what_was_gathered(self):
        # Whoever lists keys waits for a minute; the rest is there at once.
        self.disturb(only=["kms:*", "lambda:*"], slow=1, slow_ms=60_000)
        running = self.start()
        self.wait_for(running, 8)
        time.sleep(0.5)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=60)
        seconds = time.monotonic() - begun
        print(f"ended after {seconds:.2f} s")
        audit = case.Audit(running.returncode, out, errors)
        self.assertLess(seconds, 4, "a busy machine has twice the time")
        self.assertEqual(audit.code, 3)
        self.assertEqual(len(audit.errors), 1, errors)
        self.assertIn("the audit was stopped before", audit.errors[0])
        self.assertIn("audit again", audit.errors[0])
        self.assert_unknown_only(audit, ["kms-", "lambda-"])
        self.assertEqual(self.record()["state"], "incomplete")
        self.assertEqual(self.replay().out, out)

    def test_findings_do_not_hide_that_it_was_stopped(self):
        self.disturb(only=["kms:*"], slow=1, slow_ms=60_000)
        self.OPTIONS = tuple(word for word in self.OPTIONS if word not in ("--fail-on", "none"))
        running = self.start()
        self.wait_for(running, 8)
        running.send_signal(signal.SIGTERM)
        out, errors = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 3, errors)
        self.assertIn("fail", {f["verdict"] for f in json.loads(out)["findings"]})

    def test_the_second_stop_ends_at_once(self):
        self.disturb(latency_ms=300)
        running = self.start()
        self.wait_for(running, 2)
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGINT)
        time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
        self.assertIn(running.returncode, (-signal.SIGINT, 3))
        self.assertTrue(self.replay().findings)

    def test_killed_at_any_moment_the_store_opens_and_says_so(self):
        self.disturb(latency_ms=60)
        dice = random.Random(7)
        interrupted = 0
        for _ in range(KILLS):
            with tempfile.TemporaryDirectory() as folder:
                self.folder.name, before = folder, self.folder.name
                running = self.start()
                time.sleep(dice.uniform(0.05, 0.9))
                running.kill()
                running.communicate()
                there = self.answered()
                if os.path.isdir(os.path.join(folder, "runs")) and os.listdir(os.path.join(folder, "runs")):
                    interrupted += self.look_at(self.replay(), running.returncode, there)
                self.folder.name = before
        self.assertGreater(interrupted, KILLS // 3)

    def look_at(self, replayed, code, there):
        """Whether the run was interrupted; then that is told, and every whole line counts."""
        if code != -signal.SIGKILL:
            return False
        self.assertIn("was interrupted before it ended", replayed.stderr)
        self.assertIn(f"{there} answers", replayed.stderr)
        self.assertIn(replayed.code, (0, 3), replayed.stderr)
        if there < 20:
            self.assertEqual(replayed.code, 3, replayed.stderr)
        for finding in replayed.findings:
            same = self.plain.verdicts.get((finding["control"], finding["resource"], finding["unit"]))
            self.assertIn(finding["verdict"], ("unverified", same))
        return True


if __name__ == "__main__":
    case.main()
