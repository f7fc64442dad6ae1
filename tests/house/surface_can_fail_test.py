# SPDX-License-Identifier: Apache-2.0
"""surface_test.py on a small tree with a shell script as the program: it passes, and each difference makes it fail."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("surface_test.py")
PROGRAM = """#!/bin/sh
case "$*" in
--help) echo "  check   judge" ;;
"check --help") echo "  --quiet  say less" ;;
"list controls") echo "s3-versioning  Versioning is on" ;;
"list formats") echo "json  for machines" ;;
"help --completions bash") echo "check --quiet" ;;
"help --completions zsh") echo "check '--quiet[say less]'" ;;
"help --completions fish") echo "complete -c vouch -a check -l quiet" ;;
*) exit 2 ;;
esac
"""
TREE = {
    "vouch": PROGRAM,
    "src/cli/commands/check.cc": "",
    "src/cli/commands/check_test.cc": "",
    "src/report/formats/json.cc": "",
    "catalog/controls/s3/s3-versioning/control.guard": "",
    "man/vouch.1": ".Nm vouch\n.Cm check\n.Op Fl -quiet\n",
}
# What is laid over the tree, and the test that must fail.
BAD = [
    ({"src/cli/commands/guard_test_run.cc": ""}, "test_every_command"),
    ({"vouch": PROGRAM.replace("--quiet", "--quiet --loud")}, "test_every_option"),
    ({"man/vouch.1": ".Cm check\n"}, "test_every_option"),
    ({"vouch": PROGRAM.replace("[say less]", "[say less]' '--loud")}, "test_manual_and_completions_name_no_other"),
    ({"vouch": PROGRAM.replace("-l quiet", "-l quiet -l loud")}, "test_manual_and_completions_name_no_other"),
    ({"man/vouch.1": ".Cm check\n.Op Fl -quiet\n.Op Fl -loud\n"}, "test_manual_and_completions_name_no_other"),
    ({"src/report/formats/sarif.cc": ""}, "test_formats_listed"),
    ({"catalog/controls/s3/s3-keys/control.guard": ""}, "test_controls_listed"),
    ({"vouch": PROGRAM.replace("s3-versioning", "s3-version")}, "test_controls_listed"),
]


def run(changes):
    with tempfile.TemporaryDirectory() as folder:
        for path, content in {**TREE, **changes}.items():
            target = pathlib.Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
        pathlib.Path(folder, "vouch").chmod(0o755)
        done = subprocess.run([sys.executable, str(SCRIPT), folder, f"{folder}/vouch"], capture_output=True, text=True)
        return done.returncode, done.stderr


class SurfaceCanFail(unittest.TestCase):
    def test_tree_that_agrees_passes(self):
        self.assertEqual(run({})[0], 0, run({})[1])

    def test_every_difference_fails(self):
        for changes, expected in BAD:
            with self.subTest(changes=list(changes), expected=expected):
                code, report = run(changes)
                self.assertEqual(code, 1)
                self.assertIn(expected, report)


if __name__ == "__main__":
    unittest.main()
