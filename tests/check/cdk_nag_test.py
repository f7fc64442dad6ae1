# SPDX-License-Identifier: Apache-2.0
"""Every finding of cdk-nag on examples/cdk is ours too, or the difference is explained in cdk_nag_differences.yaml; an explanation
that covers another number of differences than it says, or none, fails as well. docs/cdk-nag-comparison.md holds the outcome:
  python3 tests/check/cdk_nag_test.py SOURCE VOUCH --write    writes its tables anew"""
import collections
import re
import sys

try:
    import yaml  # noqa: F401
except ImportError:
    print("skipped: PyYAML is not installed; ./dev test installs it")
    sys.exit(77)

import vouch
from cdk_nag import ASSEMBLIES, FAILED, Comparison, unknown_controls
from vouch import SOURCE

PAGE = SOURCE / "docs/cdk-nag-comparison.md"
PACKS = {"AwsSolutions": "AwsSolutions", "HIPAA": "HIPAA", "NIST80053R5": "NIST 800-53", "PCI": "PCI"}


def totals_table(comparison):
    lines = ["| assembly | findings of cdk-nag | ours too | differ | no counterpart |", "|---|---|---|---|---|"]
    for assembly in ASSEMBLIES:
        of = [f for f in comparison.findings if f.assembly == assembly]
        matched = sum(f.assembly == assembly for f in comparison.matched)
        differing = sum(f.assembly == assembly for f, _ in comparison.differing)
        lines.append(f"| {assembly} | {len(of)} | {matched} | {differing} | {len(of) - matched - differing} |")
    return lines


def rules_table(comparison):
    count, same = (collections.Counter(f.rule for f in each) for each in (comparison.findings, comparison.matched))
    packs = collections.defaultdict(set)
    for finding in comparison.findings:
        packs[finding.rule] |= set(finding.packs)
    lines = ["| rule of cdk-nag | packs | our controls | findings | ours too |", "|---|---|---|---|---|"]
    for rule, controls in comparison.answered.items():
        names = ", ".join(name for pack, name in PACKS.items() if pack in packs[rule])
        lines.append(f"| {rule} | {names} | {', '.join(f'`{each}`' for each in controls)} | {count[rule]} | {same[rule]} |")
    return lines


def unanswered_table(comparison):
    count = collections.Counter(f.rule for f in comparison.findings)
    lines = ["| rule of cdk-nag | findings | why there is none |", "|---|---|---|"]
    return lines + [f"| {rule} | {count[rule]} | {why} |" for rule, why in comparison.unanswered.items()]


def differences_table(comparison):
    lines = ["| rules | what | findings | our verdict | why |", "|---|---|---|---|---|"]
    for each in comparison.explanations:
        covered = comparison.explained_by(each)
        kinds = sorted({f"`{f.kind}`" for f, _ in covered})
        if len(each.get("resources", [])) in range(1, 5):
            kinds = [f"`{resource}`" for resource in each["resources"]]
        words = sorted({word.replace("_", " ") for _, word in covered})
        lines.append(f"| {', '.join(each['rules'])} | {', '.join(kinds)} | {len(covered)} | {', '.join(words)} | {each['why']} |")
    return lines


TABLES = {"totals": totals_table, "rules": rules_table, "unanswered": unanswered_table, "differences": differences_table}


def page(text, comparison):
    """The page with its tables as they must be now."""
    for name, table in TABLES.items():
        lines = "\n".join(table(comparison))
        text = re.sub(f"(<!-- table: {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{lines}\n\n{m[2]}", text, flags=re.S)
    return text


class CdkNag(vouch.unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.comparison = Comparison()

    def test_every_finding_is_ours_or_its_difference_is_explained(self):
        differing = [
            f"{f.rule} {f.assembly}/{f.template} {f.resource} ({f.kind}) {f.details}: ours {word}"
            for f, word in self.comparison.differing
            if not any((f, word) in self.comparison.explained_by(each) for each in self.comparison.explanations)
        ]
        self.assertEqual(differing, [], "\n".join(["not explained:", *differing]))

    def test_every_explanation_covers_what_it_says(self):
        for each in self.comparison.explanations:
            self.assertTrue(each["why"])
            self.assertEqual(len(self.comparison.explained_by(each)), each["count"], f"differences that this covers: {each}")
            self.assertNotIn(each.get("ours"), FAILED)

    def test_every_rule_that_fires_is_mapped_to_controls_that_exist(self):
        mapped = {**self.comparison.answered, **self.comparison.unanswered}
        self.assertEqual({f.rule for f in self.comparison.findings}, set(mapped))
        self.assertEqual(unknown_controls(), [])

    def test_enough_is_compared(self):
        self.assertGreater(len(self.comparison.matched), 300)

    def test_page_says_what_was_found(self):
        text = PAGE.read_text(encoding="utf-8")
        self.assertEqual(page(text, self.comparison), text, f"{PAGE}: not current; this script writes it with --write")


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), Comparison()), encoding="utf-8")
    else:
        vouch.main()
