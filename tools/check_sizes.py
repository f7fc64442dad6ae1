#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One concept per file: sources have at most 500 lines, headers 250, functions 60. tools/size_exceptions.txt holds the
exceptions, `path lines reason`; a row that is no longer needed, or has no reason, is a problem too."""
import re

import house

BUDGETS = {".cc": 500, ".h": 250, ".py": 500, ".sh": 500, ".cmake": 250}
FUNCTION = 60
EXCEPTIONS = "tools/size_exceptions.txt"

_NO_FUNCTION = re.compile(r"^\s*(?:namespace|class|struct|union|enum|extern\s*\"\"|if|for|while|switch|do|else|try|catch)\b|=\s*$|\breturn\b")


def exceptions(root, problems):
    rows = {}
    try:
        lines = house.text(root, EXCEPTIONS).splitlines()
    except FileNotFoundError:
        return rows
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            words = line.split(None, 2)
            if len(words) < 3 or not words[1].isdigit():
                problems.append(f"{EXCEPTIONS}:{number}: a row is `path lines reason`")
            else:
                rows[words[0]] = int(words[1])
    return rows


def functions(source):
    """(first line, number of lines) of every outermost function body, by braces alone."""
    depth, start, opened_at, line = 0, 0, None, 1
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda found: "\n" * found.group().count("\n"), house.code(source), flags=re.MULTILINE)
    for index, char in enumerate(code):
        if char == "\n":
            line += 1
        elif char == "{":
            head = code[start:index]
            if opened_at is None and ")" in head and not _NO_FUNCTION.search(head.strip()):
                opened_at, first = depth, line
            depth += 1
            start = index + 1
        elif char == "}":
            depth -= 1
            if opened_at == depth:
                yield first, line - first + 1
                opened_at = None
            start = index + 1
        elif char == ";":
            start = index + 1


def check(root):
    problems = []
    allowed = exceptions(root, problems)
    needed = set()
    for path in house.files(root, *("*" + suffix for suffix in BUDGETS)):
        source = house.text(root, path)
        lines = source.count("\n")
        budget = BUDGETS[path.suffix]
        if lines > budget:
            needed.add(str(path))
            if lines > allowed.get(str(path), budget):
                problems.append(f"{path}:1: {lines} lines, at most {max(budget, allowed.get(str(path), 0))}")
        if path.suffix in (".cc", ".h"):
            for first, length in functions(source):
                name = f"{path}:function"
                if length > FUNCTION:
                    needed.add(name)
                    if length > allowed.get(name, FUNCTION):
                        problems.append(f"{path}:{first}: a function of {length} lines, at most {max(FUNCTION, allowed.get(name, 0))}")
    problems += [f"{EXCEPTIONS}: `{name}` needs no exception any more" for name in sorted(set(allowed) - needed)]
    return problems


if __name__ == "__main__":
    house.main(check)
