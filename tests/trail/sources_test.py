# SPDX-License-Identifier: Apache-2.0
"""Copies of a bucket in tar archives, on standard input and in files, and keys on standard input: they say what the folder and the bucket say.
Usage: sources_test.py --vouch VOUCH"""
import io
import json
import os
import pathlib
import subprocess
import tarfile

import bucket

DAY = "AWSLogs/111122223333/CloudTrail/us-east-1/2025/03/01/"


def archive_of(made, mode="w", form=tarfile.PAX_FORMAT, above="", extra=()):
    """The bytes of an archive of the bucket's files, and of `extra` (name, bytes)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:
        if above is not None:
            archive.add(made.root, arcname=above or ".")
        for name, stored in extra:
            info = tarfile.TarInfo(name)
            info.size = len(stored)
            archive.addfile(info, io.BytesIO(stored))
    return out.getvalue()


def run(words, given=b"", **variables):
    done = subprocess.run([bucket.Bucket.vouch, "trail", *map(str, words)], input=given, capture_output=True, timeout=600,
                          env=bucket.environment() | variables)
    report = json.loads(done.stdout) if done.stdout.startswith(b"{") else None
    return done.returncode, report, done.stderr.decode()


class Sources(bucket.TrailTest):
    options = ("--days", "0.25")

    def words(self, source, *options):
        self.bucket.keep()
        return ["verify", source, "--format", "json", "--public-keys", self.bucket.folder / "keys.json", "--metadata",
                self.bucket.folder / "meta.jsonl", "--start", self.bucket.start, "--end", self.bucket.end, "--seed", 1, *options]

    def keys(self):
        return sorted(self.bucket.digests + self.bucket.logs)

    def test_every_kind_of_archive_says_what_the_folder_says(self):
        code, expected, errors = run(self.words(self.bucket.root))
        self.assertEqual(code, 0, errors)
        self.assertGreater(expected["counts"]["logs_valid"], 10)
        for mode, form in (("w", tarfile.USTAR_FORMAT), ("w", tarfile.GNU_FORMAT), ("w", tarfile.PAX_FORMAT), ("w:gz", tarfile.GNU_FORMAT),
                           ("w:bz2", tarfile.USTAR_FORMAT), ("w:xz", tarfile.PAX_FORMAT)):
            with self.subTest(mode=mode, form=form):
                code, report, errors = run(self.words("-"), archive_of(self.bucket, mode, form))
                self.assertEqual((code, report), (0, expected), errors)
        file = pathlib.Path(self.temporary.name) / "copy.tar"
        file.write_bytes(archive_of(self.bucket))
        self.assertEqual(run(self.words(file))[:2], (0, expected))
        deep = archive_of(self.bucket, above="a/rather/long/way/down/" + 10 * "to/a/folder/" + bucket.NAME)
        self.assertEqual(run(self.words("-"), deep)[1]["counts"], expected["counts"])

    def test_what_is_found_in_a_folder_is_found_in_its_archive(self):
        self.bucket.write(self.bucket.logs[3], self.bucket.read(self.bucket.logs[3])[:-9])
        self.bucket.remove(self.bucket.digests[2], self.bucket.logs[8])
        self.bucket.write(self.bucket.logs[0].replace(".json.gz", "x.json.gz"), self.bucket.read(self.bucket.logs[0]))
        code, expected, _ = run(self.words(self.bucket.root))
        self.assertEqual(code, 4)
        self.assertEqual(run(self.words("-"), archive_of(self.bucket))[:2], (4, expected))

    def test_scan_of_an_archive_says_what_that_of_the_folder_says(self):
        code, expected, errors = run(["scan", self.bucket.root, "--format", "json"])
        self.assertEqual(code, 0, errors)
        self.assertGreater(expected["counts"]["events"], 100)
        self.assertEqual(run(["scan", "-", "--format", "json"], archive_of(self.bucket))[:2], (0, expected))

    def test_archives_that_break_off_or_are_none_judge_nothing(self):
        whole = archive_of(self.bucket)
        packed = archive_of(self.bucket, "w:gz")
        for given in (b"", b"text", whole[:len(whole) // 2], whole[:len(whole) // 2 // 512 * 512], whole.rstrip(b"\0"), packed[:-1000],
                      whole.rstrip(b"\0") + b"\0" * 20000 + b"more"):
            code, report, errors = run(self.words("-"), given)
            self.assertEqual((code, report), (3, None))
            self.assertIn("<stdin>", errors)
            self.assertIn("archive", errors)

    def test_a_second_content_of_a_log_is_a_problem_and_the_last_one_counts(self):
        key = self.bucket.logs[2]
        code, report, errors = run(self.words("-"), archive_of(self.bucket, extra=[(key, self.bucket.read(key))]))
        self.assertEqual((code, report["problems"]), (0, []), errors)
        code, report, errors = run(self.words("-"), archive_of(self.bucket, extra=[(key, b"other")]))
        self.assertEqual((code, self.verdicts(report)), (4, ["invalid log"]))
        self.assertIn("more than once", errors)
        first = archive_of(self.bucket, above=None, extra=[(key, b"other")])
        code, report, errors = run(self.words("-"), first + archive_of(self.bucket))  # two archives behind each other
        self.assertEqual((code, self.verdicts(report)), (3, []))
        self.assertIn("more than once", errors)

    def test_a_link_that_stands_for_a_log_is_a_problem(self):
        log = self.bucket.root / self.bucket.logs[2]
        elsewhere = log.parent.parent / "elsewhere"
        log.rename(elsewhere)
        os.symlink(elsewhere, log)
        code, report, errors = run(self.words("-"), archive_of(self.bucket))
        self.assertEqual((code, self.verdicts(report)), (4, ["missing log"]))
        self.assertIn("is a symbolic link", errors)

    def test_memory_does_not_follow_the_size_of_the_archive(self):
        piece = os.urandom(1 << 24)
        command = [bucket.Bucket.vouch, "trail", "scan", "-", "--jobs", "2", "--start", "2025-03-01", "--end", "2025-03-02"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=bucket.environment())
        with tarfile.open(fileobj=process.stdin, mode="w|") as archive:
            for number in range(24):
                info = tarfile.TarInfo(f"{DAY}111122223333_CloudTrail_us-east-1_20250301T{number:02}00Z_abc.json.gz")
                info.size = len(piece)
                archive.addfile(info, io.BytesIO(piece))
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 3)
        self.assertLess(usage.ru_maxrss, 200_000)

    def test_a_folder_for_temporary_files_that_is_not_there_is_named(self):
        code, report, errors = run(self.words("-"), archive_of(self.bucket), TMPDIR=bucket.NOWHERE)
        self.assertEqual((code, report), (3, None))
        self.assertIn(bucket.NOWHERE, errors)
        self.assertIn("TMPDIR", errors)

    def test_given_keys_of_a_copy_are_all_that_is_looked_at(self):
        code, expected, _ = run(self.words(self.bucket.root))
        stray = self.bucket.logs[0].replace(".json.gz", "x.json.gz")
        self.bucket.write(stray, self.bucket.read(self.bucket.logs[0]))
        lines = "".join(f"2025-03-01 09:05:12 {len(self.bucket.read(key)):10} {key}\n" for key in self.keys())
        self.assertEqual(run(self.words(self.bucket.root, "--pipe"), lines.encode())[:2], (0, expected))
        code, report, _ = run(self.words(self.bucket.root, "--pipe"), (lines + stray).encode())
        self.assertEqual((code, self.verdicts(report)), (4, ["undigested object log"]))
        code, report, errors = run(self.words(self.bucket.root, "--pipe"), (lines + "notes.txt\n").encode())
        self.assertEqual((code, self.verdicts(report)), (3, []))
        self.assertIn("`notes.txt` is not below a folder `AWSLogs`", errors)
        self.assertEqual(run(self.words(self.bucket.root, "--pipe"))[0], 4)  # none: the time has no digest
        code, report, _ = run(["scan", self.bucket.root, "--pipe", "--format", "json"], "\n".join(self.bucket.logs[:3]).encode())
        self.assertEqual((code, report["counts"]["logs"]), (0, 3))

    def test_given_keys_of_a_bucket_save_its_listing(self):
        keys = "\n".join(self.keys()).encode()
        with bucket.Server(self.bucket) as server:
            words = ["verify", f"s3://{bucket.NAME}", "--format", "json", "--endpoint-url", server.url, "--region", "us-east-1", "--no-store",
                     "--start", self.bucket.start, "--end", self.bucket.end, "--seed", 1]
            code, expected, errors = run(words)
            self.assertEqual(code, 0, errors)
            listed = server.stats()["list"]
            self.assertGreater(listed, 0)
            self.assertEqual(run([*words, "--pipe"], keys)[:2], (0, expected))
            self.assertEqual(server.stats()["list"], listed)

    def test_standard_input_is_one_thing(self):
        code, _, errors = run(self.words("-", "--pipe"))
        self.assertEqual(code, 2)
        self.assertIn("--pipe", errors)


if __name__ == "__main__":
    bucket.main()
