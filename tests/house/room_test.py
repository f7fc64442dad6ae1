# SPDX-License-Identifier: Apache-2.0
"""cmake/room.cmake on a small room made for the purpose: its headers are compiled alone. Usage: room_test.py SOURCE_DIR CXX"""
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
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
find_package(fmt REQUIRED)
add_library(vouch_flags INTERFACE)
target_include_directories(vouch_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
include(%s/cmake/room.cmake)
vouch_room(den)
"""


def build(header):
    with tempfile.TemporaryDirectory() as folder:
        room = pathlib.Path(folder, "src/den")
        room.mkdir(parents=True)
        pathlib.Path(folder, "CMakeLists.txt").write_text(PROJECT % SOURCE)
        (room / "den.h").write_text("#pragma once\n" + header)
        (room / "den.cc").write_text('#include <string_view>\n\n#include "den/den.h"\n')
        steps = [["cmake", "-B", "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={sys.argv[2]}"],
                 ["cmake", "--build", "build", "--target", "all", "all_verify_interface_header_sets"]]
        for step in steps:
            done = subprocess.run(step, cwd=folder, capture_output=True, text=True)
            if done.returncode:
                break
        return done


class Room(unittest.TestCase):
    def test_header_that_compiles_alone_is_accepted(self):
        done = build("#include <string_view>\ninline std::string_view name() { return {}; }\n")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_header_that_needs_another_include_first_is_refused(self):
        done = build("inline std::string_view name() { return {}; }\n")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("den.h", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
