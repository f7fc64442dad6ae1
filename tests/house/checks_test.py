# SPDX-License-Identifier: Apache-2.0
"""Every check of the house on a tree that keeps its rule and on trees that break it. Usage: checks_test.py SOURCE_DIR"""
import importlib
import pathlib
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(SOURCE / "tools"))
sys.dont_write_bytecode = True

MARK = "SPDX-License-Identifier: Apache-2.0\n"
CC = "// " + MARK + "// What it is for.\n"
README = "# a room\n" + "A line.\n" * 5


def two_files(a, b):
    return {"src/base/a.cc": CC + a, "src/base/b.cc": CC + b}


# A tree that keeps every rule. Each row of BAD lays its files over it.
GOOD = {
    "cmake/rooms.cmake": "# " + MARK + "# The rooms.\nvouch_room(base LIBRARIES OpenSSL::Crypto)\nvouch_room(value USES base LIBRARIES PkgConfig::libyaml)\nvouch_room(guard USES base value)\nvouch_room(cli USES base value guard)\n",
    "src/base/README.md": README,
    "src/base/error.h": CC + "#include <string>\n",
    "src/value/README.md": README,
    "src/value/read.cc": CC + '#include <yaml.h>\n#include "base/error.h"\n#include "value/detail/tree.h"\n// no throw, no std::cout\nauto text = "exit(1)";\nauto raw = R"(throw)";\nint n = 1\'000\'000;\n',
    "src/value/detail/tree.h": CC + "#include <yaml.h>\n",
    "src/guard/README.md": README,
    "src/guard/parse.cc": CC + '#include "value/read.h"\nint f(int a) {\n' + "    a += 1;\n" * 58 + "}\n",
    "src/guard/parse_test.cc": "// " + MARK + 'void f() { throw 1; }\n',
    "src/cli/README.md": README,
    "src/cli/main.cc": CC + "int main() { std::cout << 1; exit(0); }\n",
    "src/cli/commands/check.cc": CC + '#include "guard/parse.h"\n',
    "tools/setup.sh": "#!/usr/bin/env bash\n# " + MARK + "# Installs.\necho 'build  one-dev  one'\n",
    "tools/size_exceptions.txt": "",
    "docs/dependencies.md": "| package | why |\n|---|---|\n| `one-dev` | needed |\n",
    "README.md": "[a](docs/dependencies.md#x) [b](https://example.com)\n```\n[c](nowhere)\n```\n",
}

BAD = [
    ("layers", {"src/base/a.cc": CC + '#include "value/read.h"\n'}, "src/base/a.cc:3: `base` may not include `value`"),
    ("layers", {"src/cli/commands/a.cc": CC + '#include "../main.h"\n'}, "is not written from src/"),
    ("layers", {"src/guard/a.cc": CC + '#include "parse.h"\n'}, "is not written from src/"),
    ("layers", {"src/guard/a.cc": CC + '#  include "value/detail/tree.h"\n'}, "is private to `value`"),
    ("layers", {"src/guard/a.cc": CC + '#include "nowhere/tree.h"\n'}, "there is no room `nowhere`"),
    ("layers", {"src/guard/a.cc": CC + "#include <yaml.h>\n"}, "`guard` may not use <yaml.h>"),
    ("layers", {"src/value/a.h": CC + "#include <yaml.h>\n"}, "only in .cc files and in detail/"),
    ("layers", {"src/attic/a.cc": CC}, "has no row in cmake/rooms.cmake"),
    ("names", two_files("namespace {\nint f() { return 1; }\n}\n", "static int f(int a = {}) { return a; }\n"), "src/base/b.cc:3: `f` is in src/base/a.cc:4 too"),
    ("names", two_files("namespace {\nconstexpr std::array<A, f(1)> kA{1};\n}\n", "namespace {\nconstexpr int kA = 1;\n}\n"), "`kA` is in src/base/a.cc:4 too"),
    ("names", two_files("namespace {\nstruct [[nodiscard]] T final : U {\n    int a;\n};\n}\n", "namespace {\ntemplate <class T>\nenum class T { a };\n}\n"), "`T` is in"),
    ("names", two_files("using other::T;\n", "using another::T;\n"), "src/base/b.cc:3: `T` is in src/base/a.cc:3 too"),
    ("names", two_files("namespace {\nconstexpr int kA = 1;\n}\n", "void f() {\n    constexpr int kA = 2;\n}\n"), "src/base/b.cc:4: `kA` is in src/base/a.cc:4 too"),
    ("names", {"src/base/a.h": CC + "void f(int a);\n", "src/base/b.cc": CC + "namespace {\nvoid f() {}\n}\n"}, "src/base/b.cc:4: `f` is in src/base/a.h:3 too"),
    ("names", {"src/base/a_test.cc": CC + "namespace {\nvoid f() {}\n}\n", "src/base/testing/b.cc": CC + "static void f() {}\n"}, "`f` is in src/base/a_test.cc:4 too"),
    ("sizes", {"src/base/a.cc": CC + "\n" * 500}, "src/base/a.cc:1: 502 lines, at most 500"),
    ("sizes", {"src/base/a.h": CC + "\n" * 250}, "at most 250"),
    ("sizes", {"src/base/a.cc": CC + "int f(\n    int a) noexcept {\n" + "    a += 1;\n" * 59 + "}\n"}, "src/base/a.cc:4: a function of 61 lines"),
    ("sizes", {"src/base/a.cc": CC + "struct S {\n    int f() const {\n" + "        if (x) {\n        }\n" * 30 + "    }\n};\n"}, "a function of 62 lines"),
    ("sizes", {"tools/size_exceptions.txt": "src/base/error.h 300 it was long once\n"}, "needs no exception any more"),
    ("sizes", {"tools/size_exceptions.txt": "src/base/a.cc 600\n"}, "a row is `path lines reason`"),
    ("sizes", {"src/base/a.cc": CC + "\n" * 700, "tools/size_exceptions.txt": "src/base/a.cc 600 a table\n"}, "702 lines, at most 600"),
    ("marks", {"src/base/a.cc": "// What it is for.\n"}, "src/base/a.cc:1: the first line is not"),
    ("marks", {"src/base/a.cc": "// " + MARK + "int a;\n"}, "no comment says what the file is for"),
    ("marks", {"src/base/a_test.cc": "// " + MARK + "int a;\n"}, "src/base/a_test.cc:2: no comment says what the file is for"),
    ("marks", {"src/base/error_test.cc": "int a;\n"}, "src/base/error_test.cc:1: the first line is not"),
    ("marks", {"tools/a.sh": "#!/bin/sh\necho\n"}, "tools/a.sh:1: the first line is not"),
    ("marks", {"src/base/README.md": "# short\n"}, "want 5 to 15"),
    ("marks", {"src/guard/README.md": None}, "src/guard/README.md: missing"),
    ("exits", {"src/guard/a.cc": CC + "void f() { throw 1; }\n"}, "src/guard/a.cc:3: `throw` outside src/cli"),
    ("exits", {"src/guard/deep/a.cc": CC + 'void f() { std::cerr << "x"; }\n'}, "`std::cerr` outside src/cli"),
    ("exits", {"src/guard/a.cc": CC + "void f() { std::abort(); }\n"}, "`std::abort` outside src/cli"),
    ("exits", {"src/guard/a.cc": CC + 'void f() { fmt::print("x"); }\n'}, "`fmt::print` outside src/cli"),
    ("words", {"docs/a.md": "see /" + "work/main/README.md\n"}, "docs/a.md:1: `/" + "work/main`"),
    ("words", {"docs/a.md": "npm --registry https://registry" + ".npmjs.org\n"}, "docs/a.md:1:"),
    ("docs", {"docs/a.md": "\n[x](missing.md)\n"}, "docs/a.md:2: `missing.md` does not exist"),
    ("docs", {"README.md": "\n" * 151}, "README.md:1: 151 lines, at most 150"),
    ("docs", {"docs/dependencies.md": "| `two-dev` | why |\n"}, "`one-dev` is installed by tools/setup.sh but not explained"),
    ("docs", {"docs/dependencies.md": "| `one-dev` | x |\n| `two-dev` | why |\n"}, "`two-dev` is explained but not installed"),
]


def problems(name, changes):
    with tempfile.TemporaryDirectory() as folder:
        for path, content in {**GOOD, **changes}.items():
            if content is not None:
                target = pathlib.Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content)
        return importlib.import_module(f"check_{name}").check(folder)


class Checks(unittest.TestCase):
    def test_tree_that_breaks_a_rule_is_reported(self):
        for name, changes, expected in BAD:
            with self.subTest(check=name, expected=expected):
                found = problems(name, changes)
                self.assertTrue(any(expected in problem for problem in found), found)

    def test_tree_that_keeps_the_rules_has_no_problem(self):
        for name in sorted({row[0] for row in BAD}):
            with self.subTest(check=name):
                self.assertEqual(problems(name, {}), [])

    def test_every_check_has_a_row(self):
        checks = {path.stem.removeprefix("check_") for path in (SOURCE / "tools").glob("check_*.py")}
        self.assertEqual(checks, {row[0] for row in BAD})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
