# SPDX-License-Identifier: Apache-2.0
"""A CloudTrail bucket made by tests/support/gen_trail.py, ways to change it, and what vouch and the AWS CLI say of it. Each test changes a
copy of its own; digests are signed again with the generator's key where an attack needs that."""
import argparse
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

try:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
except ImportError:
    hashes = None

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"
NAME = "corp-cloudtrail-logs"
NOWHERE = os.path.join(tempfile.gettempdir(), "vouch-has-no-such-file")


def main():
    """Takes --vouch off the command line and runs the tests of the calling file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    Bucket.vouch = os.path.abspath(options.vouch)
    if hashes is None:
        print("skipped: the Python package cryptography is not installed")
        sys.exit(77)
    unittest.main(module="__main__", argv=[sys.argv[0], *rest])


def aws_cli():
    beside = pathlib.Path(sys.executable).parent / "aws"
    return str(beside) if beside.exists() else shutil.which("aws")


def generate(folder, *options):
    subprocess.run([sys.executable, SUPPORT / "gen_trail.py", "--out", folder, "--days", "0.5", "--files-per-hour", "2", "--events", "5,10,20",
                    *options], check=True, stdout=subprocess.DEVNULL)
    return Bucket(folder)


class Bucket:
    vouch = ""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.root = self.folder / "s3" / NAME
        self.digests = sorted(str(path.relative_to(self.root)) for path in self.root.glob("**/AWSLogs/**/CloudTrail-Digest/**/*.json.gz"))
        self.logs = sorted(str(path.relative_to(self.root)) for path in self.root.glob("**/AWSLogs/**/CloudTrail/**/*.json.gz"))
        first, last = self.document(self.digests[0]), self.document(self.digests[-1])
        self.start, self.end = first["digestStartTime"], last["digestEndTime"]
        with open(self.folder / "meta.jsonl", encoding="utf-8") as lines:
            self.meta = {row["key"]: row["meta"] for row in map(json.loads, lines)}

    def copy(self, folder):
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Bucket(folder)

    def read(self, key):
        return (self.root / key).read_bytes()

    def write(self, key, stored):
        (self.root / key).parent.mkdir(parents=True, exist_ok=True)
        (self.root / key).write_bytes(stored)

    def remove(self, *keys):
        for key in keys:
            (self.root / key).unlink()
            self.meta.pop(key, None)

    def document(self, key):
        return json.loads(gzip.decompress(self.read(key)))

    def logs_of(self, key):
        return [log["s3Object"] for log in self.document(key)["logFiles"]]

    def sign(self, text, algorithm=None):
        key = serialization.load_pem_private_key((self.folder / "private_0.pem").read_bytes(), None)
        return key.sign(text.encode(), padding.PKCS1v15(), algorithm or hashes.SHA256()).hex()

    def edit(self, number, change, algorithm=None):
        """Changes the digest with that number and signs it and all that follow again, as AWS would have."""
        previous = None
        for index, key in enumerate(self.digests):
            document = self.document(key)
            if previous and index > number:
                document["previousDigestHashValue"], document["previousDigestSignature"] = previous
            if index == number:
                change(document)
            raw = json.dumps(document).encode()
            digest = hashlib.sha256(raw).hexdigest()
            if index >= number:
                signature = self.sign("\n".join([document["digestEndTime"], f"{NAME}/{key}", digest, document["previousDigestSignature"] or "null"]),
                                      algorithm if index == number else None)
                self.write(key, gzip.compress(raw))
                self.meta[key] = dict(self.meta[key], signature=signature)
                previous = (digest, signature)

    def keep(self):
        """Writes the metadata as it is now."""
        with open(self.folder / "meta.jsonl", "w", encoding="utf-8") as out:
            for key, meta in self.meta.items():
                out.write(json.dumps({"key": key, "meta": meta}) + "\n")

    def verify_copy(self, *options, metadata=True, time_given=True):
        """(exit code, report) for the files as a copy."""
        self.keep()
        words = ["--public-keys", self.folder / "keys.json"]
        if metadata:
            words += ["--metadata", self.folder / "meta.jsonl"]
        return self.run(self.root, *words, *options, time_given=time_given)

    def verify_bucket(self, url, *options, time_given=True, **more):
        """The same through the server at `url`."""
        return self.run(f"s3://{NAME}", "--endpoint-url", url, "--region", "us-east-1", *options, time_given=time_given, **more)

    def run(self, source, *options, time_given=True, store=None):
        words = [self.vouch, "trail", "verify", str(source), "--format", "json", *map(str, options)]
        if time_given:
            words += ["--start", self.start, "--end", self.end]
        if str(source).startswith("s3://"):
            words += ["--store", str(store)] if store else ["--no-store"]
        done = subprocess.run(words, capture_output=True, text=True, env=environment(), timeout=600)
        report = json.loads(done.stdout) if done.stdout.startswith("{") else None
        return done.returncode, report, done.stderr

    def validate_logs(self, url):
        """What the AWS CLI answers with, and says; None where it is not there."""
        if aws_cli() is None:
            return None, ""
        with open(self.folder / "trails.json", encoding="utf-8") as file:
            arn = json.load(file)["trailList"][0]["TrailARN"]
        done = subprocess.run([aws_cli(), "cloudtrail", "validate-logs", "--trail-arn", arn, "--start-time", self.start, "--end-time", self.end,
                               "--region", "us-east-1"], capture_output=True, text=True, env=environment() | {"AWS_ENDPOINT_URL": url}, timeout=600)
        return done.returncode, done.stdout + done.stderr


def environment():
    """Nothing of the user's own."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/nonexistent"), "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": NOWHERE,
            "AWS_SHARED_CREDENTIALS_FILE": NOWHERE}


class Server:
    """Answers S3 and CloudTrail from the files of a bucket."""

    def __init__(self, bucket, *options):
        bucket.keep()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([sys.executable, str(SUPPORT / "keys_proxy.py"), "--port", str(port), "--dir", str(bucket.folder),
                                         "--serve", *options], stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(self.url + "/__stats", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not begin")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def stats(self):
        return json.loads(urllib.request.urlopen(self.url + "/__stats", timeout=5).read())


class TrailTest(unittest.TestCase):
    """Each test has a copy of one bucket."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.made = tempfile.TemporaryDirectory()
        cls.original = generate(cls.made.name, *cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.made.cleanup()

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.bucket = self.original.copy(os.path.join(self.temporary.name, "bucket"))

    @staticmethod
    def verdicts(report):
        rows = report["deviations"] + [row for area in report["areas"] for row in area["deviations"]]
        return sorted({f"{row['verdict']} {row['what']}" for row in rows})
