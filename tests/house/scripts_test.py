# SPDX-License-Identifier: Apache-2.0
"""The shell scripts and the manual page are well-formed, and ./dev and tools/setup.sh behave at their
edges. What a machine has no checker for is skipped by name. Usage: scripts_test.py SOURCE_DIR"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
SCRIPTS = ["dev", ".ci/run", *(str(path.relative_to(SOURCE)) for path in sorted((SOURCE / "tools").glob("*.sh"))),
           "integrations/github-action/check.sh", "integrations/pre-commit/vouch-check"]


def call(*command, folder=SOURCE, **environment):
    return subprocess.run(command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True)


class Scripts(unittest.TestCase):
    def checked_by(self, checker, *arguments):
        if not shutil.which(checker):
            self.skipTest(f"{checker} is not installed")
        done = call(checker, *arguments)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_scripts_are_clean_for_shellcheck(self):
        self.checked_by("shellcheck", *SCRIPTS)

    def test_manual_page_is_clean_for_mandoc(self):
        self.checked_by("mandoc", "-T", "lint", "-W", "style", "man/vouch.1")


class Dev(unittest.TestCase):
    def test_help_works_from_any_folder(self):
        done = call(str(SOURCE / "dev"), "help", folder="/")
        self.assertEqual(done.returncode, 0)
        for command in ("run", "test", "bench", "fuzz", "format", "tidy", "install"):
            self.assertRegex(done.stdout, rf"(?m)^  {command}\b")

    def test_unknown_command_is_a_usage_error(self):
        self.assertEqual(call("./dev", "nonsense").returncode, 2)


class Setup(unittest.TestCase):
    def test_unknown_group_is_a_usage_error_that_names_the_groups(self):
        done = call("tools/setup.sh", "nonsense")
        self.assertEqual(done.returncode, 2)
        self.assertIn("bench build format fuzz test tidy", done.stderr)

    def test_nothing_is_run_when_everything_is_there(self):
        with machine(installed=("clang-format-19",)) as (tools, log):
            done = call(str(SOURCE / "tools/setup.sh"), "format", PATH=tools)
        self.assertEqual((done.returncode, done.stderr, log()), (0, "", ""))

    def test_missing_packages_are_installed_and_only_those(self):
        with machine(user=0) as (tools, log):
            done = call(str(SOURCE / "tools/setup.sh"), "fuzz", PATH=tools)
        present = pathlib.Path("/usr/lib/llvm-19/lib/clang/19/lib/linux").exists()
        wanted = "clang-19" if present else "clang-19 libclang-rt-19-dev"
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(log().splitlines()), 2)
        self.assertIn(" update", log())
        self.assertIn(f"install -y --no-install-recommends {wanted}\n", log())

    def test_without_root_and_sudo_the_command_is_named_and_nothing_is_run(self):
        with machine(user=1000) as (tools, log):
            done = call(str(SOURCE / "tools/setup.sh"), "fuzz", PATH=tools)
        self.assertEqual((done.returncode, log()), (1, ""))
        self.assertIn("as root: apt-get update && apt-get install --no-install-recommends clang-19", done.stderr)

    def test_failing_apt_is_a_failure_that_names_the_command(self):
        with machine(user=0, apt=100) as (tools, _):
            done = call(str(SOURCE / "tools/setup.sh"), "fuzz", PATH=tools)
        self.assertEqual(done.returncode, 1)
        self.assertIn("as root: apt-get update", done.stderr)


class machine:
    """A PATH with almost nothing in it, and an apt-get that only writes down what it was asked."""

    def __init__(self, user=0, apt=0, installed=()):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        for tool in ("bash", "cat", "cut", "sort", "paste", "env"):
            (self.path / tool).symlink_to(shutil.which(tool))
        self.write("id", f"echo {user}")
        self.write("apt-get", f'echo "$*" >> {self.path}/log; exit {apt}')
        for tool in installed:
            self.write(tool, "")
        self.text = ""

    def write(self, name, script):
        (self.path / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.path / name).chmod(0o755)

    def __enter__(self):
        return str(self.path), lambda: self.text

    def __exit__(self, *_):
        log = self.path / "log"
        self.text = log.read_text() if log.exists() else ""
        self.folder.cleanup()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
