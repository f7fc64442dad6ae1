#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times `vouch audit` against an emulator of AWS behind a proxy that adds latency, on an account of SCALE times the size that tests seed;
beside Prowler where that is installed. What is measured: calls, wall and CPU seconds, memory, and the wall time over
calls x latency / concurrency + the emulator's own time (an audit without latency, less vouch's own CPU).

    .venv/bin/python bench/audit_scale.py build/release/vouch --scale 20 --latency 20
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "audit"))
import account  # noqa: E402


def run(words, environment, timeout=3600):
    """Wall, CPU and peak memory of one process."""
    began = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return {"exit": process.returncode, "wall_s": round(time.monotonic() - began, 2), "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
            "memory_mb": round(usage.ru_maxrss / 1024, 1), "errors": errors.strip().splitlines()[:5]}


def audited(binary, proxy, latency):
    account.post(proxy.url + "/__config", {"latency_ms": latency})
    account.post(proxy.url + "/__reset")
    with tempfile.TemporaryDirectory() as folder:
        row = run([binary, "audit", "--regions", account.REGION, "--store", folder, "--format", "json", "--output-file", os.path.join(folder, "out.json")],
                  account.environment(proxy.url))
    totals = account.get(proxy.url + "/__counts?totals=1")
    return row | {"calls": totals["calls"], "peak_in_flight": totals["peak_in_flight"]}


def prowler(proxy):
    program = shutil.which("prowler")
    if program is None:
        return None
    account.post(proxy.url + "/__reset")
    with tempfile.TemporaryDirectory() as folder:
        row = run([program, "aws", "--region", account.REGION, "--output-directory", folder, "--output-formats", "csv", "--no-banner"],
                  account.environment(proxy.url, AWS_DEFAULT_REGION=account.REGION, HOME=folder))
    return row | {"calls": account.get(proxy.url + "/__counts?totals=1")["calls"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--scale", type=int, default=20)
    parser.add_argument("--latency", type=int, default=20, help="milliseconds that the proxy adds to each answer")
    options = parser.parse_args()
    emulator = account.emulator()
    proxy = account.proxy(emulator.url, "--canned", os.path.join(ROOT, "tests", "audit", "unsupported.json"))
    try:
        account.seed(emulator.url, "--scale", str(options.scale))
        near = audited(options.binary, proxy, 0)
        far = audited(options.binary, proxy, options.latency)
        own = near["wall_s"] - near["cpu_s"]
        model = far["calls"] * options.latency / 1000 / far["peak_in_flight"] + own
        result = {"scale": options.scale, "latency_ms": options.latency, "without latency": near, "with latency": far,
                  "model_s": round(model, 2), "wall over model": round(far["wall_s"] / model, 2), "load": os.getloadavg()[0]}
        if other := prowler(proxy):
            result["prowler, with latency"] = other
    finally:
        proxy.stop()
        emulator.stop()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
