# SPDX-License-Identifier: Apache-2.0
"""The completions that the program writes of itself: each is a well-formed script of its shell, and bash's completes commands,
options and values. What a machine has no shell for is skipped by name. Usage: completions_test.py SOURCE_DIR VOUCH"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())


def script(shell):
    done = subprocess.run([PROGRAM, "help", "--completions", shell], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Completions(unittest.TestCase):
    def checked_by(self, shell, checker, *arguments):
        if not shutil.which(checker):
            self.skipTest(f"{checker} is not installed")
        with tempfile.NamedTemporaryFile("w", suffix=f".{shell}") as file:
            file.write(script(shell))
            file.flush()
            done = subprocess.run([checker, *arguments, file.name], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_script_for_bash_is_clean_for_shellcheck(self):
        self.checked_by("bash", "shellcheck", "--shell=bash")

    def test_script_for_zsh_parses(self):
        self.checked_by("zsh", "zsh", "-n")

    def test_script_for_fish_parses(self):
        self.checked_by("fish", "fish", "--no-execute")

    def test_unknown_shell_is_a_usage_error_that_names_the_shells(self):
        done = subprocess.run([PROGRAM, "help", "--completions", "dcl"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("bash,fish,zsh", done.stderr)

    def complete(self, *words):
        code = script("bash") + 'COMP_CWORD=$(($# - 1)); COMP_WORDS=("$@"); _vouch; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", code, "_", "vouch", *words], cwd=SOURCE, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes_commands_options_and_values(self):
        rows = [
            (["ch"], ["check"]),
            (["--v"], ["--version"]),
            (["guard", "v"], ["validate"]),
            (["guard", ""], ["test", "validate"]),
            (["check", "--fail-on", ""], ["low", "medium", "high", "critical", "none"]),
            (["check", "--fa"], ["--fail-on", "--fail-on-unverified"]),
            (["check", "--account", ""], []),
            (["guard", "test", "--rules"], ["--rules-file"]),
            (["guard", "validate", "-o", "js"], ["json"]),
            (["list", "cr"], ["criteria"]),
            (["help", "li"], ["list"]),
            (["help", "--completions", "z"], ["zsh"]),
            (["new", "control", "x", "--dir", "src/mo"], ["src/model"]),
            (["check", "READ"], ["README.md"]),
        ]
        for words, expected in rows:
            with self.subTest(words=words):
                self.assertEqual(self.complete(*words), expected)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
