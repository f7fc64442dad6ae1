# SPDX-License-Identifier: Apache-2.0
"""What the built program offers is what the folders hold and what manual page and completions say: commands, options,
report formats, controls. Usage: surface_test.py SOURCE_DIR VOUCH
Relied on: `vouch --help` names every command; `vouch COMMAND --help` shows its options as --name; `vouch list KIND` prints
one row a line that begins with the id."""
import functools
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
# What names every option, and how. The program writes its completions itself, out of the same declarations as its --help.
MANUAL = "man/vouch.1"
PAGES = {MANUAL: r"Fl (?:Ar )?(?:[^\n]* )?-?%s\b", "bash": r"--%s\b", "zsh": r"--%s\b", "fish": r"-l %s\b"}
GENERIC = {"help", "version"}


def output(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"vouch {' '.join(arguments)}: exit {done.returncode}: {done.stderr}"
    return done.stdout


@functools.cache
def page(name):
    return (SOURCE / name).read_text() if name == MANUAL else output("help", "--completions", name)


def stems(folder):
    return {path.stem for path in (SOURCE / folder).glob("*.cc") if not path.stem.endswith(("_test", "_fuzz"))}


def ids(kind):
    return {line.split()[0] for line in output("list", kind).splitlines() if line.strip()}


COMMANDS = sorted(re.sub("[_-]", " ", stem) for stem in stems("src/cli/commands"))


def options(command):
    return set(re.findall(r"(?<![\w-])--([a-z][a-z0-9-]+)", output(*command.split(), "--help"))) - GENERIC


class Surface(unittest.TestCase):
    def test_every_command_is_in_help_manual_and_completions(self):
        self.assertTrue(COMMANDS)
        overview = output("--help")
        for command in COMMANDS:
            self.assertRegex(overview, rf"\b{command.split()[0]}\b")
            for word in command.split():
                with self.subTest(command=command):
                    for name in PAGES:
                        self.assertRegex(page(name), rf"\b{word}\b", name)

    def test_every_option_is_in_manual_and_completions(self):
        for command in COMMANDS:
            for option in sorted(options(command)):
                for name, pattern in PAGES.items():
                    with self.subTest(command=command, option=option, page=name):
                        self.assertRegex(page(name).replace(" , ", " "), pattern.replace("%s", re.escape(option)))

    def test_manual_and_completions_name_no_other_option(self):
        offered = set().union(*(options(command) for command in COMMANDS), GENERIC)
        for name in PAGES:
            text = page(name)
            if name == "fish":
                text = "\n".join(line for line in text.splitlines() if line.startswith("complete "))
            named = set(re.findall(r"(?:(?<=\s)-l |(?<![\w-])--)([a-z][a-z-]+)", text))
            if name == MANUAL:
                named = {word for line in text.splitlines() if "Fl " in line for word in re.findall(r"(?<!\w)-([a-z][a-z-]+)", line)}
            with self.subTest(page=name):
                self.assertEqual(named - offered, set())

    def test_formats_listed_are_the_files(self):
        self.assertEqual(ids("formats"), {stem.replace("_", "-") for stem in stems("src/report/formats")})

    def test_controls_listed_are_the_folders(self):
        folders = {path.parent.name for path in (SOURCE / "catalog/controls").glob("*/*/control.guard")}
        self.assertEqual(ids("controls"), folders)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
