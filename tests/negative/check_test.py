#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table is complete, its mistakes are found in the stacks of examples/cdk/as-written, and docs/known-mistakes.md names what finds them."""
import json
import os
import re
import subprocess
import unittest

import table

APPLICATION = os.path.join(table.ROOT, "examples", "cdk", "as-written", "cdk.out")


class Table(unittest.TestCase):
    def test_every_mistake_has_one_row(self):
        self.assertEqual([fault["number"] for fault in table.FAULTS], list(range(1, 61)))

    def test_a_mistake_is_found_or_has_a_reason_why_not(self):
        for fault in table.FAULTS:
            with self.subTest(fault["number"]):
                self.assertEqual("unseen" in fault, not {"check", "audit"} & fault.keys())
                self.assertLessEqual(fault.keys(), {"number", "fault", "check", "audit", "passes", "verify", "unseen"})

    def test_the_page_names_every_control_that_finds_one(self):
        with open(os.path.join(table.ROOT, "docs", "known-mistakes.md"), encoding="utf-8") as file:
            named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", file.read()))
        finding = {row["control"] for kind in ("check", "audit") for _, row in table.rows(kind)}
        self.assertEqual(finding - named, set())


class Check(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        words = [table.options.vouch, "check", APPLICATION, "--whole-estate", "--format", "json"]
        ran = subprocess.run(words, capture_output=True, text=True, timeout=120)
        cls.findings = {}
        for finding in json.loads(ran.stdout)["findings"]:
            cls.findings[finding["control"], finding["unit"] + "/" + finding["resource"]] = finding

    def test_every_mistake_of_the_stacks_is_found_where_it_is(self):
        self.assertGreater(len(table.rows("check")), 40)
        for number, row in table.rows("check"):
            with self.subTest(number=number, control=row["control"]):
                finding = self.findings.get((row["control"], row["at"]))
                self.assertIsNotNone(finding, row["at"])
                self.assertEqual(finding["verdict"], "fail", finding)
                self.assertTrue(table.says(finding, row.get("says", "")), finding)


if __name__ == "__main__":
    table.main()
