# SPDX-License-Identifier: Apache-2.0
"""Objects, keys and metadata that are made to break a reader: each is a finding or an error, in bounded memory, never a crash.
Usage: hostile_test.py --vouch VOUCH"""
import gzip
import json
import resource
import zlib

import bucket


def bomb(size, byte=b"\0"):
    """`size` bytes in a thousandth of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = byte * (1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


class Hostile(bucket.TrailTest):
    options = ("--days", "0.25")

    def check(self, found, *options, code=4):
        answered, report, errors = self.bucket.verify_copy(*options)
        self.assertEqual(answered, code, errors)
        if report:
            for verdict in found:
                self.assertIn(verdict, self.verdicts(report))
        return report

    def why(self, report):
        return " ".join(row["why"] for area in report["areas"] for row in area["deviations"])

    def test_bomb_of_a_gigabyte_among_the_logs(self):
        stored = bomb(1 << 30)
        self.assertLess(len(stored), 1_100_000)
        self.bucket.write(self.bucket.logs[3], stored)
        report = self.check(["invalid log"])
        self.assertIn("more than 268435456 bytes", self.why(report))
        # Of every program that ran so far, the generator too; ours stays far below.
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 700_000)

    def test_bomb_and_large_text_among_the_digests(self):
        self.bucket.write(self.bucket.digests[1], bomb(1 << 30, b" "))
        self.bucket.write(self.bucket.digests[3], gzip.compress(b" " * 100_000_000))
        report = self.check(["invalid digest"])
        self.assertIn("more than 33554432 bytes", self.why(report))

    def test_damaged_objects(self):
        key = self.bucket.digests[2]
        good = self.bucket.read(key)
        text = gzip.decompress(good)
        rows = [b"", b"\x1f\x8b", good[:20], good[:-8], good[:-1], good + b"\0", text, gzip.compress(b""), gzip.compress(b"[]"), gzip.compress(b"[" * 100000),
                gzip.compress(text.replace(b'{"awsAccountId"', b'{"awsAccountId":"1","awsAccountId"', 1)), gzip.compress(text[:-1]),
                gzip.compress(text.replace(b"2025-03-01T", b"0000-00-00T")), gzip.compress(text.replace(b"2025-03-01T", b"9999-12-31T")),
                gzip.compress(text.replace(b'"logFiles":[', b'"logFiles":[null,')), gzip.compress(b"\xff\xfe" + text), gzip.compress(text + text)]
        for number, stored in enumerate(rows):
            with self.subTest(number=number):
                self.bucket.write(key, stored)
                self.check(["invalid digest"])

    def test_names_with_control_characters_reach_no_terminal(self):
        name = self.bucket.digests[2].rsplit("/", 1)[0] + "/\x1b]0;owned\x07.json.gz"
        self.bucket.write(name, b"")
        done = bucket.subprocess.run([self.bucket.vouch, "trail", "verify", self.bucket.root, "--public-keys", self.bucket.folder / "keys.json"],
                                     capture_output=True, text=True, env=bucket.environment())
        self.assertEqual(done.returncode, 4)
        self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_keys_that_nobody_should_trust(self):
        with open(self.bucket.folder / "keys.json", encoding="utf-8") as file:
            keys = json.load(file)
        for value in ("", "AAAA", "MAgCAwEAAQIBAQ==", "MIIBCgKCAQEA", "x" * 100000):
            with self.subTest(value=value[:20]):
                (self.bucket.folder / "keys.json").write_text(json.dumps([dict(keys[0], Value=value)]))
                self.check(["invalid digest", "gap time"])
        for text in ("", "{}", "[1]", "[" * 1000, '[{"Fingerprint":1}]'):
            with self.subTest(text=text):
                (self.bucket.folder / "keys.json").write_text(text)
                self.check([], code=3)

    def test_metadata_that_is_none(self):
        key = self.bucket.digests[2]
        for meta in ({}, {"signature": ""}, {"signature": "zz"}, {"signature": "0" * 1_000_001, "signature-algorithm": "SHA256withRSA"},
                     {"signature": 1, "signature-algorithm": []}):
            with self.subTest(meta=str(meta)[:40]):
                self.bucket.meta[key] = meta
                self.check(["invalid digest"])

    def test_state_that_is_none(self):
        state = self.bucket.folder / "state.json"
        for text in ("", "{}", '{"format":"vouch-trail-heads/1","heads":[1]}', "\x00"):
            state.write_text(text)
            self.check([], "--state", state, code=3)

    def test_things_that_are_no_files(self):
        import os
        (self.bucket.root / self.bucket.logs[3]).unlink()
        os.mkfifo(self.bucket.root / self.bucket.logs[3])
        (self.bucket.root / self.bucket.logs[4]).unlink()
        os.symlink("/etc/hostname", self.bucket.root / self.bucket.logs[4])
        code, report, _ = self.bucket.verify_copy()
        self.assertIn(code, (3, 4))
        self.assertEqual(report["counts"]["logs_valid"], report["counts"]["logs"] - 2)


if __name__ == "__main__":
    bucket.main()
