#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The client against an emulator of AWS, a process of its own on a free port, compared with boto3; then the same calls through a proxy that
throttles, resets, cuts off and fails some of them. Skipped where moto is missing."""
import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

try:
    import boto3
    import moto  # noqa: F401
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import wire  # noqa: E402

PROXY = os.path.join(os.path.dirname(HERE), "support", "fault_proxy.py")
REGION = "eu-west-1"
TOOL = None

# One call of each protocol and more: service, operation, input.
CALLS = [
    ("sts", "GetCallerIdentity", {}),
    ("s3", "ListBuckets", {}),
    ("s3", "GetBucketVersioning", {"Bucket": "first-bucket"}),
    ("s3", "GetBucketVersioning", {"Bucket": "second.bucket"}),
    ("iam", "ListUsers", {}),
    ("iam", "GetAccountSummary", {}),
    ("ec2", "DescribeRegions", {}),
    ("ec2", "DescribeSecurityGroups", {}),
    ("cloudtrail", "DescribeTrails", {}),
    ("kms", "ListKeys", {}),
    ("lambda", "ListFunctions", {}),
    ("sns", "ListTopics", {}),
    ("cloudwatch", "DescribeAlarms", {}),
    ("logs", "DescribeLogGroups", {"limit": 2}),
]
# Two that fail, with the code that says how.
FAILURES = [("s3", "GetBucketVersioning", {"Bucket": "no-such-bucket"}, "NoSuchBucket"), ("iam", "GetUser", {"UserName": "nobody"}, "NoSuchEntity")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server that answers at `url` once the object is made."""

    def __init__(self, words, port, health):
        self.url = f"http://127.0.0.1:{port}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([sys.executable, *words], stdout=self.log, stderr=self.log)
        for _ in range(240):
            try:
                urllib.request.urlopen(self.url + health, timeout=5).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        self.log.seek(0)
        raise RuntimeError(self.log.read().decode())

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def environment(url, **more):
    """Nothing of the user's own: keys, region and endpoint of the emulator."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": REGION, "AWS_ENDPOINT_URL": url, "AWS_EC2_METADATA_DISABLED": "true"} | more


def ours(url, calls, **more):
    lines = "".join(json.dumps({"service": call[0], "operation": call[1], "input": call[2]}) + "\n" for call in calls)
    ran = subprocess.run([TOOL], input=lines, capture_output=True, text=True, timeout=240, env=environment(url, **more), check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def client(service, url):
    return boto3.client(service, region_name=REGION, endpoint_url=url, aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")


def theirs(url, service, operation, given):
    caller = client(service, url)
    method = next(name for name, api in caller.meta.method_to_api_mapping.items() if api == operation)
    if not caller.can_paginate(method):
        return [caller_output(getattr(caller, method)(**given))]
    return [caller_output(page) for page in caller.get_paginator(method).paginate(**given)]


def caller_output(page):
    page.pop("ResponseMetadata")
    return wire.normal(page)


def seed(url):
    for bucket in ("first-bucket", "second.bucket"):
        client("s3", url).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3", url).put_bucket_versioning(Bucket="first-bucket", VersioningConfiguration={"Status": "Enabled"})
    for number in range(5):
        client("iam", url).create_user(UserName=f"user-{number}", Path="/audit/")
    client("cloudtrail", url).create_trail(Name="trail", S3BucketName="first-bucket")
    client("kms", url).create_key()
    client("sns", url).create_topic(Name="topic")
    for number in range(5):
        client("logs", url).create_log_group(logGroupName=f"/group/{number}")


class Emulator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.moto = Process(["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, "/moto-api/")
        seed(cls.moto.url)
        cls.expected = [theirs(cls.moto.url, *call) for call in CALLS]

    @classmethod
    def tearDownClass(cls):
        cls.moto.stop()

    def compare(self, found):
        for call, expected, one in zip(CALLS, self.expected, found, strict=True):
            with self.subTest(call=call):
                self.assertNotIn("error", one)
                self.assertEqual(one["output"], expected)

    def test_outputs_are_those_of_boto3(self):
        found = ours(self.moto.url, CALLS)
        self.compare(found)
        self.assertEqual(len(found[-1]["output"]), 3, "five log groups, two on a page")
        self.assertTrue(all(one["attempts"] == len(one["output"]) for one in found))

    def test_errors_keep_their_codes_and_name_the_call(self):
        for (service, operation, _, code), one in zip(FAILURES, ours(self.moto.url, FAILURES), strict=True):
            self.assertEqual(one["code"], code)
            self.assertTrue(one["error"].startswith(f"`{service}:{operation} {REGION}`: {code}"), one["error"])

    def test_faults_change_no_result(self):
        port = free_port()
        proxy = Process([PROXY, "--listen", f"127.0.0.1:{port}", "--upstream", self.moto.url, "--throttle", "0.05", "--reset", "0.05", "--error", "0.02",
                         "--truncate", "0.05", "--seed", "7"], port, "/__health")
        try:
            for _ in range(4):
                self.compare(ours(proxy.url, CALLS, AWS_MAX_ATTEMPTS="6", AWS_NEW_RETRIES_2026="true"))
            counts = json.load(urllib.request.urlopen(proxy.url + "/__counts?totals=1"))
            faults = sum(counts[kind] for kind in ("throttle", "reset", "error", "truncate"))
            self.assertGreater(faults, 0, counts)
        finally:
            proxy.stop()

    def test_signatures_are_accepted_by_a_verifier(self):
        port = free_port()
        proxy = Process([PROXY, "--listen", f"127.0.0.1:{port}", "--upstream", self.moto.url, "--verify-sigv4", "AKIDEXAMPLE:secret"], port, "/__health")
        try:
            self.compare(ours(proxy.url, CALLS))
        finally:
            proxy.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    arguments, rest = parser.parse_known_args()
    TOOL = arguments.tool
    unittest.main(argv=[sys.argv[0], *rest])
