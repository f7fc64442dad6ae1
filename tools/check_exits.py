#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Errors are returned: nothing throws, prints, exits or aborts outside src/cli. Libraries that throw are called in a file
that catches; that file may hold the word `catch`, not `throw`."""
import re

import house

FORBIDDEN = re.compile(r"\b(throw)\b|\b(std::(?:cout|cerr|clog))\b|(?<![\w.>:])((?:std::)?(?:f?printf|f?puts|exit|_exit|quick_exit|abort|terminate))\s*\(|\b(fmt::print)\b")
ALLOWED = ("src/cli/",)


def check(root):
    problems = []
    for path in house.sources(root):
        if str(path).startswith(ALLOWED) or path.name.endswith(("_test.cc", "_fuzz.cc")) or "testing" in path.parts:
            continue
        for number, line in enumerate(house.code(house.text(root, path)).splitlines(), 1):
            for found in FORBIDDEN.finditer(line):
                word = next(group for group in found.groups() if group)
                problems.append(f"{path}:{number}: `{word}` outside src/cli")
    return problems


if __name__ == "__main__":
    house.main(check)
