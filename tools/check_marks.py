#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file opens with the licence line and then says what it is for (x_test.cc beside x.cc or x.h need not: its
name says it); every room has a README.md of 5 to 15 lines."""
import pathlib

import house

LICENCE = "SPDX-License-Identifier: Apache-2.0"
COMMENT = {".cc": "//", ".h": "//", ".py": "#", ".sh": "#", ".cmake": "#", ".guard": "#", ".yaml": "#", ".fish": "#", ".bash": "#", ".ts": "//", ".yml": "#"}
NAMED = {"dev": "#", ".ci/run": "#", "integrations/pre-commit/vouch-check": "#", "CMakeLists.txt": "#"}
# Inputs are what they are; data of other people keeps its own licence.
INPUTS = ("tests/inputs/", "tests/corpus/", "tests/golden/", "examples/", "integrations/cdk/test/app/imports/")
# Data folders whose files say what they are by their form.
DATA = ("catalog/",)


def check(root):
    problems = []
    for path in house.files(root):
        comment = NAMED.get(str(path)) or NAMED.get(path.name) or COMMENT.get(path.suffix)
        if comment and not str(path).startswith(INPUTS) and not ("corpus" in path.parts):
            problems += marks(root, path, comment)
    rooms = sorted({path.parts[1] for path in house.sources(root)})
    for room in rooms:
        try:
            lines = [line for line in house.text(root, f"src/{room}/README.md").splitlines() if line.strip()]
        except FileNotFoundError:
            problems.append(f"src/{room}/README.md: missing")
            continue
        if not 5 <= len(lines) <= 15:
            problems.append(f"src/{room}/README.md:1: {len(lines)} lines that are not empty, want 5 to 15")
    return problems


def marks(root, path, comment):
    lines = (house.text(root, path) or "").splitlines()
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    if not lines or lines[0] != f"{comment} {LICENCE}":
        return [f"{path}:1: the first line is not `{comment} {LICENCE}`"]
    tested = (path.name.replace("_test.cc", end) for end in (".cc", ".h"))
    if str(path).startswith(DATA) or path.name.endswith("_test.cc") and any((pathlib.Path(root) / path.parent / name).exists() for name in tested):
        return []
    rest = next((line for line in lines[1:] if line.strip()), "")
    if not rest.startswith((comment, '"""')):
        return [f"{path}:2: no comment says what the file is for"]
    return []


if __name__ == "__main__":
    house.main(check)
