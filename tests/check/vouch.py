# SPDX-License-Identifier: Apache-2.0
"""The program under test, for the scripts of this folder. Usage of each: SCRIPT SOURCE_DIR VOUCH"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
BUCKET = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"
OPEN = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: {EnableLogFileValidation: false}\n"
GOOD = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: {EnableLogFileValidation: true}\n"
VALIDATION = ("--control", "cloudtrail-log-file-validation")


def run(*arguments, folder=SOURCE, stdin=b"", **environment):
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, input=stdin, capture_output=True, timeout=120,
                          env={**os.environ, "NO_COLOR": "1", **environment})
    assert done.returncode >= 0, f"vouch {arguments}: ended by signal {-done.returncode}"
    return done


def spent():
    """Seconds of processor time of the programs that were run: a busy machine makes them last longer, not cost more."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(*arguments, **more):
    """The JSON report of `vouch check` and its exit code."""
    done = run("check", "--format", "json", *arguments, **more)
    return json.loads(done.stdout), done.returncode


class InFolder(unittest.TestCase):
    """Tests that write files: each has a folder of its own."""

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)

    def tearDown(self):
        self.scratch.cleanup()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def check(self, *arguments, **more):
        return run("check", *arguments, folder=self.folder, **more)


def main():
    unittest.main(argv=sys.argv[:1])
