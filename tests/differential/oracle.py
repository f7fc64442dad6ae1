# SPDX-License-Identifier: Apache-2.0
"""cfn-guard and our engine asked the same question: which rule of which rule file has which status on which document.

Both answers are {data file: {(rule file, rule): frozenset of statuses}}; a pair that could not be judged has the rule name
None and the status ERROR.
"""
import json
import pathlib
import re
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "tests/node_modules/@cdklabs/cdk-validator-cfnguard"
BINARY = "bin/ubuntu/x86_64/cfn-guard"
SKIP = 77  # what ctest takes for "skipped"
ERROR = frozenset({"ERROR"})
CRASH = "crash"  # cfn-guard itself broke down, often not while judging but while reporting


class Oracle:
    """cfn-guard: runs as few processes as possible, and more only where one of them ends in an error."""

    def __init__(self, binary, seconds=300):
        self.binary, self.seconds = str(binary), seconds

    def _run(self, rules, data):
        command = [self.binary, "validate", "--structured", "-o", "json", "--show-summary", "none"]
        for path in rules:
            command += ["-r", str(path)]
        for path in data:
            command += ["-d", str(path)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=self.seconds, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return None, "timeout"
        message = done.stderr.decode("utf-8", "replace")
        if done.returncode not in (0, 5, 19) or not done.stdout:
            return None, CRASH if "panicked at" in message else message
        return json.loads(done.stdout), message

    def merged(self, rules, data):
        """{data: {rule: statuses}} over all rule files at once; {} for data on which some pair ends in an error."""
        reports, _ = self._run(rules, data)
        if reports is None:
            if len(data) == 1:
                return {str(data[0]): {}}
            half = len(data) // 2
            return {**self.merged(rules, data[:half]), **self.merged(rules, data[half:])}
        return {report["name"]: statuses_of(report) for report in reports}

    def reads(self, rules, data):
        """Whether cfn-guard can read the data file at all."""
        reports, message = self._run([rules], [data])
        return reports is not None or "parsing data file" not in message

    def each(self, rules, data):
        """{data: {(rule file, rule): statuses}}, one process per rule file where they do not all work together."""
        out = {str(path): {} for path in data}
        for path in rules:
            self._each(path, data, out)
        return out

    def groups(self, rules, data):
        """The same as each(), in fewer processes where errors are rare. Rules must have names of their own in every file."""
        reports, _ = self._run(rules, data)
        if reports is None:
            if len(rules) == 1:
                return self.each(rules, data)
            half = len(rules) // 2
            first, second = self.groups(rules[:half], data), self.groups(rules[half:], data)
            return {path: {**pairs, **second[path]} for path, pairs in first.items()}
        owner = {rule: str(path) for path in rules for rule in re.findall(r"^rule (\w+)", path.read_text(), re.M)}
        return {report["name"]: {(owner[rule], rule): found for rule, found in statuses_of(report).items()} for report in reports}

    def _each(self, rules, data, out):
        reports, message = self._run([rules], data)
        if reports is not None:
            for report in reports:
                for rule, statuses in statuses_of(report).items():
                    out[report["name"]][str(rules), rule] = statuses
        elif len(data) == 1:
            out[str(data[0])][str(rules), None] = frozenset({CRASH}) if message == CRASH else ERROR
        else:
            half = len(data) // 2
            self._each(rules, data[:half], out)
            self._each(rules, data[half:], out)


def statuses_of(report):
    found = {}
    named = [("PASS", report["compliant"]), ("SKIP", report["not_applicable"])]
    named.append(("FAIL", [each["Rule"]["name"] for each in report["not_compliant"]]))
    for status, names in named:
        for name in names:
            found.setdefault(name, set()).add(status)
    return {name: frozenset(statuses) for name, statuses in found.items()}


def judge(binary, rules, data):
    """Our answer, and the errors of files that could not be read: {path: text}."""
    done = subprocess.run([str(binary), *map(str, rules), "--", *map(str, data)], capture_output=True, check=True, stdin=subprocess.DEVNULL)
    answer = json.loads(done.stdout)
    errors = {str(path): text for path, text in zip(rules, answer["rules"]) if text}
    errors.update({str(path): text for path, text in zip(data, answer["data"]) if text})
    out = {str(path): {} for path in data}
    for at, which, outcomes, error in answer["pairs"]:
        pair = out[str(data[at])]
        for rule, status in outcomes:
            pair.setdefault((str(rules[which]), rule), set()).add(status)
        if error:
            pair[str(rules[which]), None] = {error}
    return {path: {key: frozenset(value) for key, value in pairs.items()} for path, pairs in out.items()}, errors


def by_rule(pairs):
    """{(rule file, rule): statuses} as {rule: statuses}."""
    merged = {}
    for (_, rule), statuses in pairs.items():
        merged[rule] = merged.get(rule, frozenset()) | statuses
    return merged


def scratch():
    return tempfile.TemporaryDirectory(prefix="vouch-differential-")
