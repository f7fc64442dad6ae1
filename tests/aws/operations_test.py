#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/operations.txt names every live call of catalog/universe.tsv, and src/aws/operations/ is what tools/gen_operations.py makes of it. The
second half is skipped where botocore is missing or is another version."""
import csv
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import gen_operations  # noqa: E402

# The catalogue calls services by the prefix of their IAM actions; a prefix may be that of several.
PREFIXES = {"elasticfilesystem": ["efs"], "elasticloadbalancing": ["elbv2", "elb"], "elasticmapreduce": ["emr"], "es": ["opensearch"],
            "states": ["stepfunctions"], "waf": ["waf", "waf-regional"]}
# IAM actions and names in prose that are no operation, with the one that is meant.
MEANT = {("backup", "ListRecoveryPoints"): "ListRecoveryPointsByBackupVault"}


def missing_calls():
    listed = gen_operations.listed()
    with open(os.path.join(ROOT, "catalog", "universe.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for prefix, name in re.findall(r"\b([a-z0-9-]+):([A-Z][A-Za-z0-9]+)", row["live_api"]):
                name = MEANT.get((prefix, name), name)
                if not any(name in listed.get(service, ()) for service in PREFIXES.get(prefix, [prefix])):
                    yield f"catalog/universe.tsv: {row['id']}: {prefix}:{name} does not stand in tools/operations.txt"


def main():
    problems = list(missing_calls())
    listed = gen_operations.listed()
    for service, operations in listed.items():
        problems += [f"tools/operations.txt: {service}: {name} stands there twice" for name in {one for one in operations if operations.count(one) > 1}]
    files = {name[:-5] for name in os.listdir(gen_operations.FOLDER)}
    problems += [f"src/aws/operations: {name} is in one of the folder and the list only" for name in sorted(files ^ listed.keys())]
    print("\n".join(problems))
    if problems:
        return 1
    if why := gen_operations.not_comparable():
        print(f"skipped: {why}")
        return 77
    sys.argv = ["gen_operations.py", "--check"]
    return gen_operations.main()


if __name__ == "__main__":
    sys.exit(main())
