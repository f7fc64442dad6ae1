# SPDX-License-Identifier: Apache-2.0
"""The stacks in a CDK application, by the file that is made for it, and what cdk-nag's AwsSolutions says of them: nothing but what
cdk_nag_exceptions.yaml explains. Usage: cdk_nag_test.py SOURCE_DIR VOUCH"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from made import SOURCE, synthesize

try:
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed (./dev test installs it)")
    sys.exit(77)

HERE = pathlib.Path(__file__).resolve().parent
MODULES = SOURCE / "integrations/cdk/node_modules"


def found(folder):
    """(rule without its detail, logical id) of each finding."""
    done = subprocess.run(["node", HERE / "nag.js", folder, MODULES], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-4000:]
    report = json.loads(done.stdout)
    assert "wrong" not in report, report["wrong"]
    nag = [each for each in report["pluginReports"] if each.get("pluginName") == "AwsSolutions"]
    assert nag, "cdk-nag has not run"
    for each in nag[0]["violations"]:
        for construct in each["violatingConstructs"]:
            yield each["ruleName"].split("[")[0], construct["constructPath"].rsplit("/", 1)[1]


def main():
    if shutil.which("node") is None or not (MODULES / "cdk-nag").exists():
        print("skipped: node or cdk-nag is not installed (./dev test installs them)")
        return 77
    exceptions = yaml.safe_load((HERE / "cdk_nag_exceptions.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        findings = set(found(synthesize(pathlib.Path(scratch), "")))
    left = sorted((rule, resource) for rule, resource in findings
                  if resource not in exceptions.get(rule, {}).get("resources", []) and exceptions.get(rule, {}).get("resources") != "*")
    unused = sorted(set(exceptions) - {rule for rule, _ in findings})
    for rule, resource in left:
        print(f"{resource}: {rule} has no exception in cdk_nag_exceptions.yaml")
    for rule in unused:
        print(f"{rule}: nothing is found any more, its exception can go")
    return 1 if left or unused else 0


if __name__ == "__main__":
    sys.exit(main())
