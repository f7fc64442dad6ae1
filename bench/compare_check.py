#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times `vouch check` with the full pack, and says which of the project's bars it meets.

usage: compare_check.py [--vouch build/release/vouch] [--runs 5] [--tools FOLDER] [--skip-others] [--skip-app]

1. against cdk-nag's packs (their own work inside a synthesis: bench/cdk_nag.js), cfn-guard (binary and rules of the npm package that
   `./dev test` installs) and cfn-lint (installed into --tools when it is not there) on the application or templates of
   examples/cdk/hardened, all in one run;
2. process start and catalog load; a template of 500 resources beyond that, against reading the same file;
3. an application of 100 stacks with 200 resources each against one template with the same resources.

Figures are CPU seconds (user + system) of whole processes, the least of the runs, unless they say wall.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tests/node_modules/@cdklabs/cdk-validator-cfnguard"
ASSEMBLY = ROOT / "examples/cdk/hardened/cdk.out"
CFN_LINT = "cfn-lint==1.51.0"
CDK_NAG_PACKS = ("AwsSolutions", "HIPAASecurity", "NIST80053R5", "PCIDSS321")


def run(command):
    """(CPU seconds, wall seconds, peak memory in bytes) of one finished process; any exit code below 128 will do."""
    began = time.monotonic()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0 or code >= 126:
        sys.exit(f"{' '.join(map(str, command))}: exit code {code}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss * 1024


def least(runs, *commands):
    """The least CPU and wall seconds of each command over rounds in which they take turns."""
    best = [(float("inf"), float("inf"), 0)] * len(commands)
    for _ in range(runs):
        for i, command in enumerate(commands):
            best[i] = tuple(map(min, best[i], run(command)[:2])) + (0,)
    return best


def bar(what, figure, met):
    print(f"| {what} | {figure} | {'met' if met else '**not met**'} |", flush=True)


def cfn_lint(folder):
    """The program, in an environment of its own."""
    program = folder / "bin/cfn-lint"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", CFN_LINT], check=True)
    return program


def cdk_nag(pack, runs):
    """The least CPU seconds of one pack inside a synthesis of the application."""
    command = ["node", ROOT / "bench/cdk_nag.js", "hardened", pack]
    return min(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["cpu"] for _ in range(runs))


def others(options):
    templates = sorted(ASSEMBLY.rglob("*.template.json"))
    ours, = least(options.runs, [options.vouch, "check", "--quiet", ASSEMBLY])
    guard = [PACKAGE / "bin/ubuntu/x86_64/cfn-guard", "validate", "--structured", "-o", "json", "--show-summary", "none", "-r", PACKAGE / "rules"]
    for template in templates:
        guard += ["-d", template]
    rows = []
    if not options.skip_others:
        rows += [(f"cdk-nag, {pack}", cdk_nag(pack, options.runs), 10) for pack in CDK_NAG_PACKS]
        rows.append(("cfn-guard", run(guard)[0], 100))
        rows.append(("cfn-lint", run([cfn_lint(options.tools), *templates])[0], 100))
    for name, seconds, factor in rows:
        ratio = seconds / ours[0]
        bar(f"hardened: {name} {seconds:.2f} s, vouch {ours[0] * 1000:.1f} ms", f"{ratio:.0f} x, bar {factor} x", ratio >= factor)


def five_hundred(options, folder):
    subprocess.run([sys.executable, ROOT / "tests/support/gen_template.py", "--resources", "500", "--bytes", "900000", "--seed", "7",
                    "--out", folder / "t500"], check=True)
    empty = folder / "empty.yaml"
    empty.write_text("Resources:\n  None:\n    Type: Custom::Nothing\n")
    start, = least(options.runs, [options.vouch, "check", empty])
    bar("process start and catalog load", f"{start[0] * 1000:.1f} ms, bar 15 ms", start[0] <= 0.015)
    # Reading alone: the same file as a document that no rule is about.
    rules = folder / "nothing.guard"
    rules.write_text("rule nothing when Resources.*[ Type == 'Custom::Nothing' ] !empty { Resources !empty }\n")
    for name in ("t500.json", "t500.yaml"):
        validate = [options.vouch, "guard", "validate", "-r", rules, "-d"]
        check, read, nothing = least(options.runs, [options.vouch, "check", folder / name], [*validate, folder / name], [*validate, empty])
        for clock, column in (("CPU", 0), ("wall", 1)):
            beyond, reading = check[column] - start[column], max(read[column] - nothing[column], 0.0001)
            bar(f"500 resources, {name[5:]}, {clock}: {beyond * 1000:.1f} ms beyond start and load, reading takes {reading * 1000:.1f} ms",
                f"{beyond / reading:.1f} x, bar 3 x", beyond <= 3 * reading)


def application(options, folder):
    subprocess.run([sys.executable, ROOT / "bench/gen_app.py", "--out", folder / "app"], check=True)
    quiet = ["--quiet", "--summary-only"]
    app, single = least(options.runs, [options.vouch, "check", *quiet, folder / "app/cdk.out"], [options.vouch, "check", *quiet, folder / "app/single.json"])
    of_app, of_single = 20_000, 19_505  # resources
    for name, column in (("CPU", 0), ("wall", 1)):
        ratio = (of_app / app[column]) / (of_single / single[column])
        bar(f"100 stacks x 200 resources, {name}: {app[column]:.2f} s ({app[0] / app[1]:.1f} cores); one template: {single[column]:.2f} s",
            f"{ratio:.2f} of its throughput, bar 0.75", ratio >= 0.75)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vouch", default=str(ROOT / "build/release/vouch"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tools", type=pathlib.Path, default=ROOT / "build/bench-tools", help="where cfn-lint is installed")
    parser.add_argument("--skip-others", action="store_true", help="leave out cdk-nag, cfn-guard and cfn-lint")
    parser.add_argument("--skip-app", action="store_true", help="leave out the application of 100 stacks")
    options = parser.parse_args()
    print("| what | figure | bar |\n|---|---|---|")
    others(options)
    with tempfile.TemporaryDirectory() as folder:
        five_hundred(options, pathlib.Path(folder))
        if not options.skip_app:
            application(options, pathlib.Path(folder))


if __name__ == "__main__":
    main()
