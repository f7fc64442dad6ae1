#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the documents point at exists: relative links of every Markdown file, and docs/dependencies.md and tools/setup.sh
name the same packages. README.md has at most 150 lines, CONTRIBUTING.md 100."""
import pathlib
import re
import subprocess

import house

LENGTHS = {"README.md": 150, "CONTRIBUTING.md": 100}


def check(root):
    problems = []
    for path in house.files(root, "*.md"):
        source = house.text(root, path)
        lines = source.splitlines()
        if len(lines) > LENGTHS.get(str(path), len(lines)):
            problems.append(f"{path}:1: {len(lines)} lines, at most {LENGTHS[str(path)]}")
        fenced = False
        for number, line in enumerate(lines, 1):
            fenced ^= line.lstrip().startswith("```")
            for target in [] if fenced else re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", line):
                if ":" not in target and not (pathlib.Path(root) / path.parent / target).exists():
                    problems.append(f"{path}:{number}: `{target}` does not exist")
    return problems + packages(root)


def packages(root):
    setup = pathlib.Path(root) / "tools/setup.sh"
    listed = subprocess.run(["bash", str(setup), "--list"], capture_output=True, text=True, check=True).stdout
    installed = {line.split()[1] for line in listed.splitlines()}
    explained = set(re.findall(r"^\| `([^`]+)`", house.text(root, "docs/dependencies.md"), re.MULTILINE))
    return [f"docs/dependencies.md: `{name}` is installed by tools/setup.sh but not explained" for name in sorted(installed - explained)] + [
        f"docs/dependencies.md: `{name}` is explained but not installed by tools/setup.sh" for name in sorted(explained - installed)
    ]


if __name__ == "__main__":
    house.main(check)
