# SPDX-License-Identifier: Apache-2.0
"""cmake/room.cmake and cmake/headers.cmake on a small room made for the purpose: its headers are compiled alone, with precompiled headers
too. Usage: room_test.py SOURCE_DIR CXX"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(mini LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 23)
find_package(fmt REQUIRED)
add_library(vouch_flags INTERFACE)
target_include_directories(vouch_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
include(%(source)s/cmake/room.cmake)
include(%(source)s/cmake/headers.cmake)
vouch_room(base)
vouch_verify_headers(READ_FIRST base/first.h <string_view>)
"""
VIEW = "inline std::string_view name() { return {}; }\n"


def build(header, precompiled="OFF"):
    """A room of base/first.h, which includes <string_view>, and of base/den.h."""
    with tempfile.TemporaryDirectory() as folder:
        room = pathlib.Path(folder, "src/base")
        room.mkdir(parents=True)
        pathlib.Path(folder, "CMakeLists.txt").write_text(PROJECT % {"source": SOURCE})
        (room / "first.h").write_text("#pragma once\n#include <string_view>\n")
        (room / "den.h").write_text("#pragma once\n" + header)
        (room / "den.cc").write_text('#include <string_view>\n\n#include "base/den.h"\n')
        steps = [["cmake", "-B", "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={sys.argv[2]}", f"-DVOUCH_PCH={precompiled}"],
                 ["cmake", "--build", "build", "--target", "headers"]]
        for step in steps:
            done = subprocess.run(step, cwd=folder, capture_output=True, text=True)
            if done.returncode:
                break
        return done


class Room(unittest.TestCase):
    def test_header_that_compiles_alone_is_accepted(self):
        for precompiled in ("OFF", "ON"):
            for include in ("<string_view>", '"base/first.h"'):
                done = build(f"#include {include}\n{VIEW}", precompiled)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_header_that_needs_another_include_first_is_refused(self):
        for precompiled in ("OFF", "ON"):
            for header in (VIEW, '#include "base/first.h"\ninline std::vector<int> none() { return {}; }\n'):
                done = build(header, precompiled)
                self.assertNotEqual(done.returncode, 0, precompiled + header)
                self.assertIn("den.h", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
