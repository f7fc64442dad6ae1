# SPDX-License-Identifier: Apache-2.0
"""readme_commands.py on READMEs made for the purpose, with a shell script as the program."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("readme_commands.py")
README = """# A program
```sh
not run
```
```console
$ vouch check a b
checked a b
  to stderr

without newline at the end
$ echo $?
3
```
Words.
```console
$ vouch check c 2>/dev/null | head -n 1
checked c
```
"""


def check(readme, **environment):
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "vouch")
        program.write_text('#!/bin/sh\nshift\necho checked "$@"\necho "  to stderr" >&2\nprintf "\\nwithout newline at the end"\nexit 3\n')
        program.chmod(0o755)
        file = pathlib.Path(folder, "README.md")
        file.write_text(readme)
        plain = {name: value for name, value in os.environ.items() if name not in ("CI", "VOUCH_UPDATE_GOLDEN")}
        done = subprocess.run([sys.executable, str(SCRIPT), folder, str(program)], env={**plain, **environment}, capture_output=True, text=True)
        return done, file.read_text()


class ReadmeCommands(unittest.TestCase):
    def test_right_outputs_pass(self):
        done, _ = check(README)
        self.assertEqual((done.returncode, done.stdout), (0, "3 command(s) print what README.md says\n"), done.stderr)

    def test_wrong_output_is_shown_as_a_difference(self):
        done, _ = check(README.replace("checked a b", "checked a"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("-checked a\n+checked a b\n", done.stdout)

    def test_wrong_exit_code_is_shown(self):
        done, _ = check(README.replace("\n3\n", "\n0\n"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("-0\n+3\n", done.stdout)

    def test_readme_without_commands_fails(self):
        done, _ = check("# A program\n")
        self.assertNotEqual(done.returncode, 0)

    def test_update_writes_the_readme_but_not_in_ci(self):
        wrong = README.replace("checked a b", "checked a")
        done, text = check(wrong, VOUCH_UPDATE_GOLDEN="1")
        self.assertEqual((done.returncode, text), (0, wrong.replace("checked a\n", "checked a b\n")))
        done, text = check(wrong, VOUCH_UPDATE_GOLDEN="1", CI="true")
        self.assertEqual((done.returncode, text), (1, wrong))


if __name__ == "__main__":
    unittest.main()
