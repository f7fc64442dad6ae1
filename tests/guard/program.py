# SPDX-License-Identifier: Apache-2.0
"""Runs the program on files of a temporary folder, for the tests of this folder."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
TEMPLATE = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      Name: abc
      Tags: []
"""
NAMED = "rule named { Resources.*.Properties.Name exists }\n"
WRONG = "rule wrong { Resources.*.Properties.Name == 'xyz' <<call it xyz>> }\n"


class InFolder(unittest.TestCase):
    """`self.folder` is the current folder of every run."""

    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = pathlib.Path(kept.name).resolve()

    def write(self, **files):
        """write(a_guard="...") makes a.guard; bytes are written as they are. `__` stands for a slash."""
        for name, text in files.items():
            stem, _, ending = name.replace("__", "/").rpartition("_")
            path = self.folder / f"{stem}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run_guard(self, command, *arguments, stdin=""):
        return subprocess.run([PROGRAM, "guard", command, *map(str, arguments)], cwd=self.folder, input=stdin, capture_output=True,
                              text=True, timeout=60, check=False)

    def validate(self, *arguments, stdin=""):
        return self.run_guard("validate", *arguments, stdin=stdin)


def main():
    unittest.main(argv=sys.argv[:1])
