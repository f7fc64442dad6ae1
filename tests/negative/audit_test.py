#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands of commands.yaml set an account up, by the AWS CLI against an emulator; the audit finds every mistake that an account can
show, and prints commands that show it again. Skipped where moto or the CLI is missing."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import table

sys.path.insert(0, os.path.join(table.ROOT, "tests", "audit"))
try:
    import moto  # noqa: F401
except ImportError:
    print("skipped: moto is not installed (tests/requirements.txt)")
    sys.exit(77)
import account  # noqa: E402

# Runs one command a line of standard input, a list of words in JSON, and answers [exit code, output, errors]: one process for all.
DRIVER = """
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
for line in sys.stdin:
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = create_clidriver().main(json.loads(line))
        except SystemExit as exit:
            code = exit.code
    print(json.dumps([code, out.getvalue(), errors.getvalue()]), flush=True)
"""


def interpreter():
    """The Python that the AWS CLI is installed in."""
    aws = shutil.which("aws", path=os.path.dirname(sys.executable) + ":" + os.environ["PATH"])
    if aws and shutil.which("pyenv") and "shims" in aws:
        aws = subprocess.run(["pyenv", "which", "aws"], capture_output=True, text=True, timeout=60).stdout.strip()
    if not aws:
        return None
    with open(aws, "rb") as file:
        first = file.readline()
    return first[2:].decode().strip() if first.startswith(b"#!") and b"python" in first and b" " not in first.strip() else None


class Cli:
    def __init__(self, python, url):
        settings = account.environment(url, AWS_DEFAULT_REGION=account.REGION, AWS_PAGER="", AWS_DEFAULT_OUTPUT="json")
        self.url = url
        self.process = subprocess.Popen([python, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=settings)

    def run(self, words):
        self.process.stdin.write(json.dumps([*words, "--endpoint-url", self.url]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def set_up(cli):
    """Runs all commands; what they named, by its name."""
    names = {}
    for command in table.load("commands.yaml"):
        words = shlex.split(command["run"])
        for name, value in names.items():
            words = [word.replace("{" + name + "}", value) for word in words]
        code, out, errors = cli.run(words[1:])
        if (code != 0) != command.get("refused", False):
            raise RuntimeError(f"{' '.join(words)}: {code} {errors}")
        if "as" in command:
            names[command["as"]] = json.loads(out)
    return names


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        try:
            cli = Cli(PYTHON, cls.emulator.url)
            try:
                cls.names = set_up(cli)
            finally:
                cli.close()
            chosen = [word for control in cls.controls() for word in ("--control", control)]
            words = ("--regions", account.REGION, *chosen)
            with tempfile.TemporaryDirectory() as folder:
                recorded = os.path.join(folder, "run")
                _, out, cls.errors = account.vouch(table.options.vouch, cls.emulator.url, *words, "--record", recorded, "--format", "json")
                cls.findings = json.loads(out)["findings"]
                # The same run once more, for the commands that people are given.
                _, cls.checklist, _ = account.vouch(table.options.vouch, "http://127.0.0.1:1", *words, "--replay", recorded, "--format",
                                                    "checklist", "--verbose")
        except BaseException:
            cls.emulator.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    @staticmethod
    def controls():
        return sorted({row["control"] for kind in ("audit", "passes", "verify") for _, row in table.rows(kind)})

    def verdicts(self, row):
        place = row["at"]
        for name, value in self.names.items():
            place = place.replace("{" + name + "}", value)
        return [finding for finding in self.findings if finding["control"] == row["control"] and place in finding["resource"]]

    def test_every_mistake_of_the_account_is_found_where_it_is(self):
        self.assertGreater(len(table.rows("audit")), 20)
        for number, row in table.rows("audit"):
            with self.subTest(number=number, control=row["control"]):
                found = self.verdicts(row)
                self.assertEqual([finding["verdict"] for finding in found], ["fail"], self.errors)
                self.assertTrue(table.says(found[0], row.get("says", "")), found)

    def test_what_is_right_passes(self):
        for number, row in table.rows("passes"):
            with self.subTest(number=number, control=row["control"]):
                self.assertEqual([finding["verdict"] for finding in self.verdicts(row)], ["pass"])

    def commands(self):
        """The commands by control, as the checklist prints them."""
        out, control = {}, None
        for line in self.checklist.splitlines():
            head = re.match(r"    ([a-z0-9-]+)  \S", line)
            control = head[1] if head else control
            if line.strip().startswith("verify: "):
                out[control] = line.strip()[len("verify: "):]
        return out

    def test_a_printed_command_shows_the_value_that_was_judged(self):
        commands = self.commands()
        for number, row in table.rows("verify"):
            with self.subTest(number=number, control=row["control"]):
                self.assertRegex(commands.get(row["control"], ""), row["command"])

    def test_printed_commands_are_single_reads_that_any_shell_runs(self):
        commands = self.commands()
        self.assertGreater(len(commands), 10)
        for control, command in commands.items():
            with self.subTest(control):
                words = shlex.split(command, posix=True)
                self.assertEqual(words[0], "aws")
                self.assertRegex(words[2], r"^(get|list|describe|lookup|search|batch-get)-")
                # Nothing hides an error, filters the answer or works out a date.
                self.assertEqual([word for word in ("||", "|", ";", "$(", "`", ">", "--filters", "--query", "date") if word in words], [])


if __name__ == "__main__":
    PYTHON = interpreter()
    if not PYTHON:
        print("skipped: the AWS CLI of Python is not installed")
        sys.exit(77)
    table.main()
