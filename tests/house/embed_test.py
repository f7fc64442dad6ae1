# SPDX-License-Identifier: Apache-2.0
"""cmake/embed.cmake on a small project made for the purpose: what is embedded, what is registered, and that both follow
their folders. Usage: embed_test.py SOURCE_DIR CXX"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
COMPILER = sys.argv[2]

PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(mini LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION %s)
include(%s/cmake/embed.cmake)
file(GLOB things CONFIGURE_DEPENDS things/*.cc)
add_executable(mini main.cc ${things})
target_include_directories(mini PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_options(mini PRIVATE -O2 -Wall -Wextra -Wpedantic -Wshadow -Werror)
vouch_embed(mini FOLDER data HEADER mini.h NAMESPACE mini::inner TYPE File FUNCTION embedded_data)
vouch_registry(mini FOLDER things HEADER mini.h NAMESPACE mini TYPE Thing SUFFIX thing FUNCTION things)
"""
HEADER = """
#pragma once
#include <span>
#include <string_view>
namespace mini::inner { struct File { std::string_view path, bytes; }; std::span<const File> embedded_data(); }
namespace mini { struct Thing { std::string_view name; int (*run)(); }; std::span<const Thing* const> things(); }
"""
MAIN = """
#include <cstdio>
#include "mini.h"
int main() {
    for (const auto& file : mini::inner::embedded_data())
        std::printf("file %.*s %zu [%.*s]\\n", static_cast<int>(file.path.size()), file.path.data(), file.bytes.size(),
                    static_cast<int>(file.bytes.size()), file.bytes.data());
    for (const auto* thing : mini::things()) std::printf("thing %.*s %d\\n", static_cast<int>(thing->name.size()), thing->name.data(), thing->run());
}
"""
THING = """
#include "mini.h"
namespace mini {
extern const Thing %(symbol)s_thing;
constinit const Thing %(symbol)s_thing{"%(name)s", +[] { return %(number)d; }};
}
"""


class Project:
    def __init__(self, folder, link_time_optimisation="OFF"):
        self.folder = pathlib.Path(folder)
        for sub in ("data/deep", "things"):
            (self.folder / sub).mkdir(parents=True)
        self.write("CMakeLists.txt", PROJECT % (link_time_optimisation, SOURCE))
        self.write("mini.h", HEADER)
        self.write("main.cc", MAIN)
        self.write("data/b.txt", "bee\n")
        self.write("data/deep/a-1.txt", "")
        self.thing("zeta", "zeta", 26)
        self.thing("two-words", "two_words", 2)
        self.write("things/zeta_test.cc", "")

    def write(self, path, text):
        (self.folder / path).write_text(text)

    def thing(self, stem, symbol, number):
        self.write(f"things/{stem}.cc", THING % {"symbol": symbol, "name": stem, "number": number})

    def call(self, *command):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True)

    def build(self):
        if not (self.folder / "build").exists():
            done = self.call("cmake", "-S", ".", "-B", "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={COMPILER}")
            if done.returncode:
                return done
        return self.call("cmake", "--build", "build")

    def output(self):
        done = self.build()
        assert done.returncode == 0, done.stdout + done.stderr
        return self.call("build/mini").stdout


class Embed(unittest.TestCase):
    def test_tables_follow_their_folders(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(folder)
            self.assertEqual(project.output(), "file b.txt 4 [bee\n]\nfile deep/a-1.txt 0 []\nthing two-words 2\nthing zeta 26\n")

            project.write("data/b.txt", "changed")
            project.write("data/deep/new.txt", "new")
            project.thing("alpha", "alpha", 1)
            os.remove(project.folder / "data/deep/a-1.txt")
            self.assertEqual(project.output(), "file b.txt 7 [changed]\nfile deep/new.txt 3 [new]\nthing alpha 1\nthing two-words 2\nthing zeta 26\n")

            project.write("things/empty.cc", "")
            failed = project.build()
            self.assertNotEqual(failed.returncode, 0)
            self.assertIn("mini::empty_thing", failed.stdout + failed.stderr)

    def test_link_time_optimisation_keeps_the_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("file b.txt 4 [bee\n]", Project(folder, "ON").output())

    def test_empty_folders_give_empty_tables(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(folder)
            for path in ("data/b.txt", "data/deep/a-1.txt", "things/zeta.cc", "things/two-words.cc"):
                os.remove(project.folder / path)
            self.assertEqual(project.output(), "")

    def test_odd_file_name_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(folder)
            project.write('data/a "b".txt', "")
            self.assertIn("may stand in the name of an embedded file", project.build().stderr.replace("\n", " ").replace("  ", " "))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
