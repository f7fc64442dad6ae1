#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vouch audit of what the emulator does not have: the proxy gives the answers of canned/*.yaml, which are those of AWS's API reference, and
the resources that are made of them are those that the reference of CloudFormation describes. Every operation of catalog/collectors is
answered here, or by the emulator, or stands in canned/not_answered.yaml with the reason. Skipped where moto is missing."""
import argparse
import collections
import glob
import json
import os
import re
import sys
import tempfile
import unittest

try:
    import boto3  # noqa: F401
    import moto  # noqa: F401
    import yaml
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import account  # noqa: E402
import wire  # noqa: E402

BINARY = None
COLLECTORS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "catalog", "collectors")
CONTROL = """# SPDX-License-Identifier: Apache-2.0
# ---
# id: {id}
# title: Every property is read
# resources: [{type}]
# criteria: [CC7.2]
# severity: low
# phase: foundation
# rationale: What no control mentions is not asked for.
# fix: Nothing has to be mended.
# ---

rule {rule} {{
{clauses}
}}
"""


class Loader(yaml.SafeLoader):
    """Dates stay the texts that they are written as."""


Loader.yaml_implicit_resolvers = {first: [each for each in known if each[0] != "tag:yaml.org,2002:timestamp"]
                                  for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)


class Tables:
    """What catalog/collectors names."""

    def __init__(self):
        self.operations, self.properties, self.rows = set(), collections.defaultdict(set), []
        for path in sorted(glob.glob(os.path.join(COLLECTORS, "*.yaml"))):
            table = load(path)
            if table.get("service", "vouch") == "vouch":  # what all share, and what no service of AWS is asked
                continue
            called = {name: f"{call.get('service', table['service'])}:{call.get('operation', name)}" for name, call in table["calls"].items()}
            self.operations |= set(called.values())
            self.operations |= {f"{table['service']}:{call['prepare']['operation']}" for call in table["calls"].values() if "prepare" in call}
            for name, row in table.get("types", {}).items():
                kind = name.partition("/")[0]
                self.properties[kind] |= set(row["properties"])
                self.rows.append((kind, called.get(row.get("list"))))

    def controls(self, folder):
        """A control for each type that mentions all its properties: no other reads more of them."""
        for kind, names in self.properties.items():
            name = "reads-" + kind.lower().replace("::", "-")
            os.makedirs(os.path.join(folder, name))
            clauses = "\n".join(f"    Resources.*[ Type == '{kind}' ].Properties.{each} exists" for each in sorted(names) or ["Nothing"])
            with open(os.path.join(folder, name, "control.guard"), "w", encoding="utf-8") as file:
                file.write(CONTROL.format(id=name, type=kind, rule=name.replace("-", "_"), clauses=clauses))


class Canned(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.tables, cls.answers, cls.resources = Tables(), {}, {}
        for path in sorted(glob.glob(os.path.join(HERE, "canned", "*.yaml"))):
            if os.path.basename(path) != "not_answered.yaml":
                told = load(path)
                cls.answers |= {operation: answer if isinstance(answer, list) else [answer] for operation, answer in told["answers"].items()}
                cls.resources |= told["resources"]
        cls.folder = tempfile.TemporaryDirectory()
        cls.tables.controls(os.path.join(cls.folder.name, "controls"))
        cls.emulator, cls.proxy = account.emulator(), None
        try:
            account.seed(cls.emulator.url)
            cls.proxy = account.proxy(cls.emulator.url)
            cls.inventory, cls.errors = cls.audit(cls.answers, "documented")
            cls.counts = account.get(cls.proxy.url + "/__counts")
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        for server in (cls.proxy, cls.emulator):
            if server:
                server.stop()
        cls.folder.cleanup()

    @classmethod
    def audit(cls, answers, name):
        """The resources by id, and what was told as an error."""
        account.post(cls.proxy.url + "/__config", {"canned": answers})
        account.post(cls.proxy.url + "/__reset")
        store = os.path.join(cls.folder.name, name)
        _, _, errors = account.vouch(BINARY, cls.proxy.url, "--regions", account.REGION, "--format", "json", "--store", store, "--pack", "none",
                                     "--controls", os.path.join(cls.folder.name, "controls"))
        found = {}
        for path in glob.glob(os.path.join(store, "runs", "*", "inventory.json")):
            with open(path, encoding="utf-8") as file:
                for resources in json.load(file).values():
                    found |= resources
        if not found:
            raise RuntimeError(errors)
        return found, errors

    def test_answers_are_those_of_the_services(self):
        for operation, answers in self.answers.items():
            for answer in answers:
                if "error" not in answer:
                    with self.subTest(operation):
                        self.assertEqual(wire.problems(operation, answer), [])

    def test_every_resource(self):
        for name, wanted in self.resources.items():
            with self.subTest(name):
                self.assertIn(name, self.inventory, self.errors)
                self.assertEqual(self.inventory[name], wanted)
        print(f"{len(self.resources)} resources of {len({each['Type'] for each in self.resources.values()})} types, "
              f"{len(self.answers)} operations")

    def test_no_other_resource(self):
        """Of the types that the canned lists alone tell."""
        listed = collections.defaultdict(set)
        for kind, operation in self.tables.rows:
            listed[kind].add(operation)
        told = {kind for kind, lists in listed.items() if lists <= set(self.answers)}
        others = [name for name, resource in self.inventory.items() if resource["Type"] in told and name not in self.resources]
        self.assertEqual(others, [])

    def test_every_operation_is_answered(self):
        given = {operation for operation, count in self.counts.items() if "200" in count["status"]}
        excused = load(os.path.join(HERE, "canned", "not_answered.yaml"))
        self.assertEqual(sorted(self.tables.operations - given - set(excused)), [])
        self.assertEqual(sorted(set(excused) & given), [], "excused, and answered all the same")
        self.assertEqual(sorted((set(self.answers) | set(excused)) - self.tables.operations), [], "no table asks for it")
        self.assertEqual(sorted(operation for operation in self.answers if operation not in self.counts), [], "canned, but never asked for")

    def test_members_that_are_missing(self):
        """Every member of an answer may be left out: what was told is missing then, and nothing fails."""
        bare = {operation: [{"body": emptied(answer["body"])} for answer in answers[:1] if "body" in answer]
                for operation, answers in self.answers.items()}
        found, errors = self.audit({operation: answer for operation, answer in bare.items() if answer}, "bare")
        self.assertEqual([line for line in errors.splitlines() if line.startswith("error: ")], [])
        self.assertEqual([name for name in self.resources if name in found and found[name] == self.resources[name]
                          and not self.resources[name]["Type"].startswith("Vouch::")], [])


def emptied(body):
    """The answer without any member; in the query protocol they stand in an element of their own."""
    if not isinstance(body, str):
        return {}
    root, result = re.match(r"<([\w]+)[^>]*>\s*(<\w+Result>)?", body).group(1, 2)
    return f"<{root}>{result.replace('>', '/>') if result else ''}</{root}>"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    BINARY = options.vouch
    unittest.main(argv=sys.argv[:1] + rest)
