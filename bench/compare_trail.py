#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times `vouch trail verify` and `scan`, and says which of the project's bars they meet.

usage: compare_trail.py --loop build/bench/bench/trail_loop [--scan-loop build/bench/bench/scan_loop] [--vouch build/release/vouch] [--trail FOLDER] [--runs 5] [--skip-aws]

1. a copy on disk, against bench/trail_loop.cc, which only reads, decompresses and hashes the same files on the same cores;
2. scanning the copy, against bench/scan_loop.cc, which only decompresses the same files and walks their events; one detection against jq, and against
   DuckDB where Python has it; and both passes in one;
3. a server on this machine, against `aws cloudtrail validate-logs` (once: it takes minutes), without and with 30 ms before every answer.

--trail is what tests/support/gen_trail.py wrote; without it the month of docs/trail.md is made anew (a few minutes). Figures are CPU seconds
(user + system) of whole processes, the least of interleaved runs, unless they say wall.
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUCKET = "corp-cloudtrail-logs"
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true"}


def run(command, given=None, expected=(0,), **more):
    """(CPU seconds, wall seconds, peak memory in MB) of one process."""
    with open(given, "rb") if given else open(os.devnull, "rb") as source:
        began = time.monotonic()
        child = subprocess.Popen([str(word) for word in command], stdin=source, stdout=subprocess.DEVNULL, env=os.environ | ENVIRONMENT | more)
        _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in expected:
        sys.exit(f"{' '.join(map(str, command))}: exit code {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def least(runs, *calls):
    """The least CPU and wall seconds, and the most memory, of each call over rounds in which they take turns."""
    best = [(float("inf"), float("inf"), 0.0)] * len(calls)
    for _ in range(runs):
        for i, call in enumerate(calls):
            cpu, wall, memory = call()
            best[i] = (min(best[i][0], cpu), min(best[i][1], wall), max(best[i][2], memory))
    return best


def bar(what, figure, met):
    print(f"| {what} | {figure} | {'met' if met else '**not met**'} |", flush=True)


class Server:
    def __init__(self, folder, latency):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        words = ["--port", port, "--dir", folder, "--serve", "--latency-ms", latency]
        self.process = subprocess.Popen([sys.executable, str(ROOT / "tests/support/keys_proxy.py"), *map(str, words)], stdout=subprocess.DEVNULL)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.url + "/__stats", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("the server did not begin")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def local(options, folder):
    listing = pathlib.Path(options.work, "files")
    listing.write_text("".join(f"{path}\n" for path in sorted((folder / "s3").rglob("*.json.gz"))))
    verify = [options.vouch, "trail", "verify", folder / "s3" / BUCKET, "--public-keys", folder / "keys.json", "--metadata", folder / "meta.jsonl",
              "--quiet"]
    ours, bare = least(options.runs, lambda: run(verify), lambda: run([options.loop, os.cpu_count()], listing))
    bar("a copy: CPU, ours / the bare loop", f"{ours[0]:.2f} / {bare[0]:.2f} s: {bare[0] / ours[0]:.0%}", bare[0] / ours[0] >= 0.7)
    bar("wall, ours / the bare loop; of our CPU", f"{ours[1]:.2f} / {bare[1]:.2f} s; {ours[1] / ours[0]:.2f}", ours[1] / ours[0] <= 0.6)
    bar("memory", f"{ours[2]:.0f} MB", ours[2] < 200)


ROOT_USED = "{ $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS && $.eventType != AwsServiceEvent }"
JQ = '.Records[] | select(.userIdentity.type == "Root" and (.userIdentity | has("invokedBy") | not) and .eventType != "AwsServiceEvent") | .eventID'
DUCKDB = """import duckdb, sys
files = open(sys.argv[1]).read().split()
# The fastest of four ways that were tried (DuckDB 2.0.0); with columns that have types it takes six times as long.
print(duckdb.sql("SELECT count(*) FROM (SELECT unnest(from_json(json->'Records', '[\\\"JSON\\\"]')) r FROM read_json_objects($files)) "
                 "WHERE r->>'$.userIdentity.type' = 'Root' AND r->>'$.userIdentity.invokedBy' IS NULL AND r->>'$.eventType' <> 'AwsServiceEvent'",
                 params={'files': files}).fetchall()[0][0])
"""


def scanned(options, folder):
    logs = sorted(path for path in (folder / "s3").rglob("*.json.gz") if "/CloudTrail/" in str(path))
    listing = pathlib.Path(options.work, "logs")
    listing.write_text("".join(f"{path}\n" for path in logs))
    events = json.loads((folder / "manifest.json").read_text())["totals"]["events"]
    copy = folder / "s3" / BUCKET
    scan = [options.vouch, "trail", "scan", copy, "--quiet"]
    ours, bare = least(options.runs, lambda: run(scan), lambda: run([options.scan_loop, os.cpu_count()], listing))
    bar("scan, all detections: CPU, ours / the bare walk", f"{ours[0]:.2f} / {bare[0]:.2f} s: {bare[0] / ours[0]:.0%}", bare[0] / ours[0] >= 0.6)
    bar("scan: wall of CPU, memory", f"{ours[1] / ours[0]:.2f}, {ours[2]:.0f} MB", ours[1] / ours[0] <= 0.6 and ours[2] < 200)
    one = [*scan, "--pattern", ROOT_USED]
    hundred = [*scan, *[word for i in range(100) for word in ("--pattern", f"{{ $.eventName = Name{i} && $.userIdentity.arn = *{i} }}")]]
    a_hundred, first = least(options.runs, lambda: run(hundred), lambda: run(one))
    bar("100 patterns / one: CPU", f"{a_hundred[0]:.2f} / {first[0]:.2f} s: {a_hundred[0] / first[0]:.2f} x", a_hundred[0] / first[0] < 3)
    few = logs[:len(logs) // 10]
    jq = run(["sh", "-c", f"zcat {' '.join(map(str, few))} | jq -c '{JQ}'"])
    speed = (events / first[0], events * len(few) / len(logs) / jq[0])
    bar("one detection, events per CPU second: ours / jq (a tenth of the logs)", f"{speed[0]:,.0f} / {speed[1]:,.0f}: {speed[0] / speed[1]:.0f} x",
        speed[0] / speed[1] >= 12)
    if subprocess.run([options.duckdb, "-c", "import duckdb"], capture_output=True).returncode == 0:
        duck = run([options.duckdb, "-c", DUCKDB, listing])
        bar("the same / DuckDB", f"{speed[0]:,.0f} / {events / duck[0]:,.0f}: {duck[0] / first[0]:.1f} x", duck[0] / first[0] >= 4)
    verify = [options.vouch, "trail", "verify", copy, "--public-keys", folder / "keys.json", "--metadata", folder / "meta.jsonl", "--quiet"]
    both, alone = least(options.runs, lambda: run([*verify, "--scan"]), lambda: run(verify))
    bar("verify --scan / verify: CPU, wall", f"{both[0]:.2f} / {alone[0]:.2f} s: {both[0] / alone[0]:.2f} x, {both[1]:.2f} / {alone[1]:.2f} s",
        both[0] / alone[0] <= 1.4)


def served(options, folder, latency):
    server = Server(folder, latency)
    manifest = json.loads((folder / "manifest.json").read_text())
    verify = [options.vouch, "trail", "verify", f"s3://{BUCKET}", "--endpoint-url", server.url, "--region", "us-east-1", "--no-store", "--quiet",
              "--end", options.end]
    (ours,) = least(min(options.runs, 3), lambda: run(verify))
    theirs = None
    if not options.skip_aws and shutil.which("aws"):
        theirs = run(["aws", "cloudtrail", "validate-logs", "--trail-arn", manifest["trail_arn"], "--start-time", manifest["start"], "--end-time",
                      manifest["end"], "--region", "us-east-1"], AWS_ENDPOINT_URL=server.url)
    server.stop()
    what = f"a server with {latency} ms: CPU, wall, memory of ours"
    if theirs is None:
        bar(what, f"{ours[0]:.2f} s, {ours[1]:.2f} s, {ours[2]:.0f} MB", ours[2] < 200)
        return
    bar(what + " / of the AWS CLI", f"{ours[0]:.2f} / {theirs[0]:.1f} s ({theirs[0] / ours[0]:.1f} x), {ours[1]:.2f} / {theirs[1]:.1f} s "
        f"({theirs[1] / ours[1]:.1f} x), {ours[2]:.0f} / {theirs[2]:.0f} MB",
        ours[2] < 200 and theirs[0] / ours[0] >= 7 and theirs[1] / ours[1] >= (30 if latency else 12))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vouch", type=os.path.abspath, default=ROOT / "build/release/vouch")
    parser.add_argument("--loop", type=os.path.abspath, required=True)
    parser.add_argument("--scan-loop", type=os.path.abspath)
    parser.add_argument("--duckdb", default=sys.executable, help="a Python that has the package duckdb")
    parser.add_argument("--trail", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip-aws", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as options.work:
        folder = options.trail or pathlib.Path(options.work, "trail")
        if options.trail is None:
            subprocess.run([sys.executable, ROOT / "tests/support/gen_trail.py", "--out", folder, "--days", "30"], check=True)
        # The generator's digests end some minutes before its own end.
        last = max((folder / "s3" / BUCKET).rglob("CloudTrail-Digest/**/*.json.gz")).name.rsplit("_", 1)[1]
        options.end = f"{last[:4]}-{last[4:6]}-{last[6:11]}:{last[11:13]}:{last[13:15]}Z"
        local(options, folder)
        if options.scan_loop:
            scanned(options, folder)
        for latency in (0, 30):
            served(options, folder, latency)


if __name__ == "__main__":
    main()
