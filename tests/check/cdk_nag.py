# SPDX-License-Identifier: Apache-2.0
"""cdk-nag's findings on examples/cdk (tests/inputs/oracle) held against our verdicts on the same resources."""
import collections
import csv
import pathlib
import re
import sys

import yaml

from vouch import SOURCE, report

sys.path.insert(0, str(SOURCE / "tests/support"))
import catalog_files  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ASSEMBLIES = ("legacy", "as-written", "hardened")
FAILED = ("fail", "suppressed")  # a suppressed finding is a fail that someone accepted

Finding = collections.namedtuple("Finding", "rule assembly template resource kind details packs")


def rule_name(rule):
    """The packs HIPAA, NIST and PCI share their rules: `HIPAA.Security-EFSEncrypted` is EFSEncrypted."""
    return rule if rule.startswith("AwsSolutions-") else rule.split("-", 1)[1]


def findings():
    """cdk-nag's findings, one for each rule and resource, whichever packs say so."""
    merged = {}
    for path in sorted((SOURCE / "tests/inputs/oracle").glob("cdk-nag-*.csv")):
        assembly, pack = re.fullmatch(r"cdk-nag-(.+)-(\w+)\.csv", path.name).groups()
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = rule_name(row["rule"]), assembly, pathlib.PurePosixPath(row["template"]).name, row["logicalId"]
                found = merged.setdefault(key, Finding(*key, row["type"], [], []))
                if row["finding"] and row["finding"] not in found.details:
                    found.details.append(row["finding"])
                if pack not in found.packs:
                    found.packs.append(pack)
    return list(merged.values())


def mapping():
    """rule -> ids of our controls; and rule -> reason why there is none."""
    rows = yaml.safe_load((HERE / "cdk_nag_map.yaml").read_text(encoding="utf-8"))
    answered = {rule: value for rule, value in rows.items() if isinstance(value, list)}
    return answered, {rule: value.removeprefix("none: ") for rule, value in rows.items() if isinstance(value, str)}


def unknown_controls():
    """Ids of the map that no control of the catalog has."""
    known = {control.id for control in catalog_files.controls(SOURCE / "catalog")}
    return sorted({each for ids in mapping()[0].values() for each in ids} - known)


def verdicts():
    """(assembly, template, resource) -> control -> our verdict."""
    ours = collections.defaultdict(dict)
    for assembly in ASSEMBLIES:
        for finding in report("--whole-estate", SOURCE / "examples/cdk" / assembly / "cdk.out")[0]["findings"]:
            template = pathlib.PurePosixPath(finding["location"]["file"]).name
            ours[assembly, template, finding["resource"]][finding["control"]] = finding["verdict"]
    return ours


def our_word(finding, controls, ours):
    """Our verdict where cdk-nag found something: the worst of the rule's controls, or `not judged`."""
    of = [ours[finding.assembly, finding.template, finding.resource].get(control) for control in controls]
    return next((word for word in (*FAILED, "unverified", "pass", "not_applicable") if word in of), "not judged")


class Comparison:
    """Every finding of a rule that we answer: matched, or differing with the explanation that covers it."""

    def __init__(self):
        self.answered, self.unanswered = mapping()
        self.findings = findings()
        ours = verdicts()
        self.words = [(f, our_word(f, self.answered[f.rule], ours)) for f in self.findings if f.rule in self.answered]
        self.matched = [f for f, word in self.words if word in FAILED]
        self.differing = [(f, word) for f, word in self.words if word not in FAILED]
        self.explanations = yaml.safe_load((HERE / "cdk_nag_differences.yaml").read_text(encoding="utf-8")) or []

    def explained_by(self, explanation):
        """The differences that an explanation covers."""
        return [(f, word) for f, word in self.differing if covers(explanation, f, word)]


def covers(explanation, finding, word):
    """An explanation names rules and our verdict, and may narrow to a type, assemblies, resources, or what cdk-nag found."""
    narrow = (
        ("ours", lambda wanted: word == wanted),
        ("type", lambda wanted: finding.kind == wanted),
        ("in", lambda wanted: finding.assembly in wanted),
        ("resources", lambda wanted: finding.resource in wanted),
        ("found", lambda wanted: bool(finding.details) and all(re.search(wanted, each) for each in finding.details)),
    )
    return finding.rule in explanation["rules"] and all(test(explanation[key]) for key, test in narrow if key in explanation)
