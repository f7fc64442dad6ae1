# SPDX-License-Identifier: Apache-2.0
"""The account that audits are tried on: an emulator of AWS with what an auditor needs, seeded by tests/support/seed_account.py."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

SUPPORT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "support")
REGION = "us-east-1"
# The account is the one that moto gives to whoever has no other.
ACCOUNT = "123456789012"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that answers at `url` once the object is made."""

    def __init__(self, words, port, health):
        self.url = f"http://127.0.0.1:{port}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([sys.executable, *words], stdout=self.log, stderr=self.log)
        for _ in range(480):
            try:
                urllib.request.urlopen(self.url + health, timeout=5).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        raise RuntimeError(self.output())

    def output(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def emulator():
    port = free_port()
    return Server([os.path.join(SUPPORT, "moto_plus.py"), "-H", "127.0.0.1", "-p", str(port)], port, "/moto-api/data.json")


def proxy(upstream, *options):
    port = free_port()
    return Server([os.path.join(SUPPORT, "fault_proxy.py"), "--listen", f"127.0.0.1:{port}", "--upstream", upstream, *options], port, "/__counts")


def post(url, body=None):
    data = json.dumps(body).encode() if body is not None else b""
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    return json.loads(urllib.request.urlopen(request, timeout=60).read() or b"{}")


def post_text(url, text):
    request = urllib.request.Request(url, data=text.encode(), headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(request, timeout=60).read()


def get(url):
    return json.loads(urllib.request.urlopen(url, timeout=60).read())


def seed(url, *options):
    """The ground truth of the account that was made."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "truth.json")
        subprocess.run([sys.executable, os.path.join(SUPPORT, "seed_account.py"), "--endpoint", url, "--region", REGION, "--out", out, *options],
                       check=True, stdout=subprocess.DEVNULL, timeout=900)
        with open(out, encoding="utf-8") as file:
            return json.load(file)


def environment(url, **more):
    """Nothing of the user's own: keys, region and endpoint of the emulator."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": REGION, "AWS_ENDPOINT_URL": url, "AWS_EC2_METADATA_DISABLED": "true"} | more


def vouch(binary, url, *options, timeout=300, **more):
    """(exit code, standard output, standard error)"""
    ran = subprocess.run([binary, "audit", *options], capture_output=True, text=True, timeout=timeout, env=environment(url, **more))
    return ran.returncode, ran.stdout, ran.stderr
