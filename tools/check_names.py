#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is local to a file (in an unnamed namespace, static, or taken there with `using`) has a name that neither another file nor
a header of its room has in that namespace. CI compiles several files of a room as one unit (VOUCH_UNITY): there the two would
clash, or one would be taken for the other. The tests of a room are a unit of their own."""
import collections
import re

import house

_TOKEN = re.compile(r"\[\[.*?\]\]|[A-Za-z_]\w*|::|\"\"|[^\s\w]|\w+", re.DOTALL)
_PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
_CONSTANT_IN_FUNCTION = re.compile(r"^[ \t]+(?:static )?const(?:expr|init)?\b[^;(){}=]*?\b(k[A-Z]\w*)(?=[ \t]*[={\[])", re.MULTILINE)
_TYPES = {"struct", "class", "union", "enum"}
_BLOCK = "{}"  # stands for a body or a braced initialiser
_CLASH = "in one unit with it, as in CI, one hides or breaks the other: let one definition serve both, or let the names differ"

# `target`: what a using-declaration or an alias of a namespace names, else None. `scopes`: "" is an unnamed namespace.
Name = collections.namedtuple("Name", "scopes name line target")


def tokens(source):
    """(token, line) of C++ source without comments, literals, preprocessor lines and attributes."""
    code = _PREPROCESSOR.sub(lambda found: "\n" * found.group().count("\n"), house.code(source))
    line, at = 1, 0
    for found in _TOKEN.finditer(code):
        line += code.count("\n", at, found.start())
        at = found.start()
        if not found.group().startswith(("[[", '"')):
            yield found.group(), line


def statements(source):
    """(scopes, statement) of all that stands in namespaces, a statement being [(token, line)]."""
    scopes, statement, braces, parentheses = [], [], 0, 0
    for token, line in tokens(source):
        if braces:
            braces += {"{": 1, "}": -1}.get(token, 0)
            if braces == 0:
                statement.append((_BLOCK, line))
            continue
        parentheses += {"(": 1, ")": -1}.get(token, 0)
        if statement and statement[-1][0] == _BLOCK and not parentheses and token not in ";,{[)" and is_function(statement):
            yield scopes, statement
            statement = []
        if token == "{" and opens_namespace(statement):
            scopes = scopes + ["".join(word for word, _ in statement).removeprefix("inline").removeprefix("namespace")]
            statement = []
        elif token == "{":
            braces = 1
        elif token == "}":
            scopes = scopes[:-1]
        elif token == ";":
            yield scopes, statement
            statement = []
        else:
            statement.append((token, line))
    yield scopes, statement


def opens_namespace(statement):
    words = [word for word, _ in statement[:2]]
    return "namespace" in words or words == ["extern"]


def is_function(statement):
    """Whether a statement that has come to the end of a block is complete: after blocks of other kinds a `;` has to follow."""
    outer = unbracketed([word for word, _ in statement])
    return outer[-1:] == ["("] and outer[0] not in _TYPES


def unbracketed(words):
    """The words outside <...>, up to the first ( or =."""
    outer, depth = [], 0
    for index, word in enumerate(words):
        if word == "<" and words[index - 1] != "operator":
            depth += 1
        elif word == ">" and depth:
            depth -= 1
        elif depth == 0:
            outer.append(word)
            if word in "(=":
                break
    return outer


def declared(statement):
    """(name, target) of a statement in a namespace, or None where it declares nothing of its own."""
    words = [word for word, _ in statement]
    if words[:1] == ["using"] and words[1] != "namespace":
        return (words[1], None) if words[2:3] == ["="] else (words[-1], "".join(words[1:]))
    if words[:1] == ["namespace"]:
        return words[1], "".join(words[3:])
    outer = unbracketed(words)
    while outer and outer[0] in ("template", "static", "inline", "constexpr", "const", "extern"):
        outer = outer[1:]
    if not outer or outer[0] in ("using", "static_assert", "asm", "friend") or re.fullmatch(r"[A-Z_]{2,}", outer[0]):  # TEST(...)
        return None
    if outer[0] in _TYPES:
        named = [word for word in outer[1:] if word not in _TYPES]
        return (named[0], None) if named else None
    while outer and outer[-1] in ("(", "=", _BLOCK, "[", "]"):
        outer = outer[:-1]
    if len(outer) < 2 or "operator" in outer or not re.match(r"[A-Za-z_]", outer[-1]) or outer[-2] == "::":
        return None
    return outer[-1], None


def names(source):
    """What the source declares in its namespaces, as rows of Name."""
    for scopes, statement in statements(source):
        found = declared(statement)
        if found:
            yield Name((*scopes, "") if statement[0][0] == "static" else (*scopes,), found[0], next(line for word, line in statement if word == found[0]), found[1])


def unit_of(path):
    """What is compiled together: the library of a room, or its tests. None for what is always compiled alone."""
    if path.suffix == ".h":
        return path.parts[1], "headers"
    if path.name.endswith("_fuzz.cc") or path.name == "main.cc":
        return None
    return path.parts[1], "tests" if path.name.endswith("_test.cc") or "testing" in path.parts else "library"


def check(root):
    problems, headers, sources, constants = [], {}, {}, {}
    for path in sorted(house.sources(root), key=lambda path: (path.suffix != ".h", path)):
        unit = unit_of(path)
        if unit is None:
            continue
        text = house.text(root, path)
        for each in names(text):
            where = "::".join(filter(None, each.scopes))
            if unit[1] == "headers":
                headers.setdefault((unit[0], where, each.name), (path, each))
            if unit[1] == "headers" or not ("" in each.scopes or each.target):
                continue
            for known in (headers.get((unit[0], where, each.name)), sources.setdefault((unit, where, each.name), (path, each))):
                if known and known[0] != path and (each.target is None or each.target != known[1].target):
                    problems.append(f"{path}:{each.line}: `{each.name}` is in {known[0]}:{known[1].line} too: {_CLASH}")
        if unit[1] != "headers":
            code = house.code(text)
            for found in _CONSTANT_IN_FUNCTION.finditer(code):
                constants.setdefault((unit, found.group(1)), []).append((path, code.count("\n", 0, found.start(1)) + 1))
    for (unit, _, name), (path, each) in sources.items():
        for other, line in constants.get((unit, name), []):
            if other != path and each.target is None:
                problems.append(f"{other}:{line}: `{name}` is in {path}:{each.line} too: {_CLASH}")
    return problems


if __name__ == "__main__":
    house.main(check)
