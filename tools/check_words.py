#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nothing in the tree names the machine that it was written on, and nothing depends on a host by name: packages come
through their clients, as each machine has them set up."""
import re

import house

# Written so that this file does not hold what it looks for.
FORBIDDEN = [
    re.compile(r"(?<![\w.$}\])/-])/" + r"work/(?:main|shared|\.library)"),
    re.compile(r"/tmp" + r"/(?:brief|oracle|cfn-guard-src|b/|bash_jobs)"),
    re.compile(r"\bregistry" + r"\.npmjs\.org|\bpypi" + r"\.org|pythonhosted" + r"\.org|\bdeb" + r"\.debian\.org|\bproxy" + r"\.golang\.org"),
]


def check(root):
    problems = []
    for path in house.files(root):
        source = house.text(root, path)
        for number, line in enumerate((source or "").splitlines(), 1):
            problems += [f"{path}:{number}: `{found.group()}`" for pattern in FORBIDDEN for found in pattern.finditer(line)]
    return problems


if __name__ == "__main__":
    house.main(check)
