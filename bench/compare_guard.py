#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times `vouch guard validate` against cfn-guard as whole processes: the same rules, the same documents, one run after the other.

usage: compare_guard.py [--vouch build/release/vouch] [--cfn-guard PATH] [--runs 5] [--skip-large]

Both print their structured JSON report into a file; the statuses of the two reports are compared first, so that a fast wrong
answer cannot win. Figures are CPU seconds (user + system) and peak memory of the finished process, medians over the runs. The
binary and the rules of cfn-guard come from the npm package that `./dev test` installs (tests/package.json).
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tests/node_modules/@cdklabs/cdk-validator-cfnguard"
SMALL = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: plain\n"


# Waits for the command from a small process of its own: a process begins with the peak memory of the one that forks it.
WRAPPER = """
import os, subprocess, sys
with open(sys.argv[1], "wb") as out:
    child = subprocess.Popen(sys.argv[2:], stdout=out, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
"""


def run(command, output):
    """(CPU seconds, peak memory in bytes) of one finished process."""
    words = [str(word) for word in (sys.executable, "-c", WRAPPER, output, *command)]
    code, cpu, memory = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    if code not in ("0", "19"):
        sys.exit(f"{' '.join(map(str, command))}: exit code {code}")
    return float(cpu), int(memory)


def statuses(report):
    """{(document, rule): status} of a structured report."""
    found = {}
    for document in json.loads(pathlib.Path(report).read_text()):
        name = os.path.basename(document["name"])
        for rule in document["compliant"]:
            found[name, rule] = "PASS"
        for rule in document["not_applicable"]:
            found.setdefault((name, rule), "SKIP")
        for entry in document["not_compliant"]:
            found[name, entry["Rule"]["name"]] = "FAIL"
    return found


def command(binary, rules, document):
    head = [binary, "guard", "validate"] if pathlib.Path(binary).name.startswith("vouch") else [binary, "validate"]
    return [*head, "-r", rules, "-d", document, "--structured", "-o", "json", "--show-summary", "none"]


def medians(binary, rules, document, runs, output):
    figures = [run(command(binary, rules, document), output) for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*figures))


def row(name, document, ours, theirs):
    size = os.path.getsize(document)
    line = f"| {name} | {size / 1e6:.2f} MB | {ours[0] * 1000:.1f} ms | {ours[1] / 1e6:.1f} MB |"
    if theirs:
        line += f" {theirs[0] * 1000:.0f} ms | {theirs[1] / 1e6:.0f} MB | **{theirs[0] / ours[0]:.0f} x** |"
    else:
        line += " - | - | - |"
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vouch", default=str(ROOT / "build/release/vouch"))
    parser.add_argument("--cfn-guard", default=str(PACKAGE / "bin/ubuntu/x86_64/cfn-guard"))
    parser.add_argument("--rules", default=str(PACKAGE / "rules"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip-large", action="store_true", help="leave out cfn-guard's run over 500 resources (half a minute each)")
    options = parser.parse_args()

    folder = pathlib.Path(tempfile.mkdtemp(prefix="compare-guard-"))
    generator = ROOT / "tests/support/gen_template.py"
    for count, size in ((500, 900_000), (5000, 10_500_000)):
        subprocess.run([sys.executable, generator, "--resources", str(count), "--bytes", str(size), "--seed", "7", "--out", folder / f"t{count}"], check=True)
    small = folder / "small.yaml"
    small.write_text(SMALL)

    print("| document | size | vouch CPU | vouch peak memory | cfn-guard CPU | cfn-guard memory | ratio |\n|---|---|---|---|---|---|---|")
    scaling = {}
    for name, document, with_theirs in (
        ("one bucket", small, True),
        ("500 resources", folder / "t500.json", not options.skip_large),
        ("5,000 resources", folder / "t5000.json", False),
    ):
        mine, other = folder / "vouch.json", folder / "cfn-guard.json"
        ours = medians(options.vouch, options.rules, document, options.runs, mine)
        theirs = medians(options.cfn_guard, options.rules, document, options.runs, other) if with_theirs else None
        if theirs and statuses(mine) != statuses(other):
            sys.exit(f"{name}: the two reports differ")
        scaling[name] = ours[0]
        row(name, document, ours, theirs)
    print(f"\n5,000 resources take {scaling['5,000 resources'] / scaling['500 resources']:.1f} times as long as 500.")


if __name__ == "__main__":
    main()
