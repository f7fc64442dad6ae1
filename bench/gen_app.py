#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a CDK assembly of many stacks, and one template with the same resources.

usage: gen_app.py --stacks 100 --resources 200 --out FOLDER
writes FOLDER/cdk.out (manifest.json, a template for each stack; every stack but the first imports a value of the first) and
FOLDER/single.json. Resources come from tests/support/gen_template.py; what has a name of its own gets the number of its stack.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ("LogBucket", "Key0", "Role0", "Sg0", "Topic0")  # what the other resources of a generated template refer to
SHAPES = 5  # templates that are generated; the stacks take turns


def generated(resources, seed):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder, "t")
        tool = ROOT / "tests/support/gen_template.py"
        subprocess.run([sys.executable, tool, "--resources", str(resources), "--seed", str(seed), "--out", base], check=True)
        return json.loads(base.with_suffix(".json").read_text())


def numbered(value, mark, key=""):
    """A copy in which names end in `mark`, so that no two stacks name a resource alike."""
    if isinstance(value, dict):
        return {name: numbered(item, mark, name) for name, item in value.items()}
    if isinstance(value, list):
        return [numbered(item, mark) for item in value]
    if isinstance(value, str) and key.endswith(("Name", "Identifier")) and not key.startswith(("Attribute", "Metric", "Device")):
        return value + mark
    return value


def stack_of(shape, number):
    template = numbered(shape, f"-s{number}")
    template["Outputs"] = {"Bucket": {"Value": {"Ref": "LogBucket"}, "Export": {"Name": f"bucket-of-{number}"}}}
    if number > 0:
        template["Resources"]["Topic0"]["Properties"]["DisplayName"] = {"Fn::ImportValue": "bucket-of-0"}
    return template


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stacks", type=int, default=100)
    parser.add_argument("--resources", type=int, default=200, help="of each stack")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    assembly = options.out / "cdk.out"
    assembly.mkdir(parents=True, exist_ok=True)
    shapes = [generated(options.resources, seed) for seed in range(1, min(SHAPES, options.stacks) + 1)]
    single = {"Parameters": shapes[0]["Parameters"], "Resources": {}}
    artifacts = {}
    for number in range(options.stacks):
        template = stack_of(shapes[number % len(shapes)], number)
        (assembly / f"S{number}.template.json").write_text(json.dumps(template, indent=1))
        needs = {} if number == 0 else {"dependencies": ["S0"]}
        artifacts[f"S{number}"] = {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1", **needs,
                                   "properties": {"templateFile": f"S{number}.template.json", "stackName": f"S{number}"}}
        for name, body in template["Resources"].items():
            shared = name in SHARED
            if not shared or number == 0:
                single["Resources"][name if shared else f"{name}x{number}"] = body
    (assembly / "manifest.json").write_text(json.dumps({"version": "36.0.0", "artifacts": artifacts}, indent=1))
    (options.out / "single.json").write_text(json.dumps(single, indent=1))


if __name__ == "__main__":
    main()
