# SPDX-License-Identifier: Apache-2.0
"""`vouch guard test`: expectations, folders, formats, exit codes. Usage: test_command_test.py VOUCH"""
import json
import xml.etree.ElementTree as xml

from program import InFolder, main

RULES = "rule big when size exists { size > 5 }\nrule named { name exists }\n"
MET = "- name: small\n  input: {size: 1, name: a}\n  expectations: {rules: {big: FAIL, named: PASS}}\n- name: none\n  input: {name: b}\n  expectations: {rules: {big: SKIP}}\n"
UNMET = "- name: small\n  input: {size: 1}\n  expectations: {rules: {big: PASS, named: FAIL}}\n"


class TestCommand(InFolder):
    def cases(self, *arguments):
        return self.run_guard("test", *arguments)

    def setUp(self):
        super().setUp()
        self.write(r_guard=RULES, met_yaml=MET, unmet_yaml=UNMET)

    def test_exit_code_follows_the_expectations(self):
        self.write(broken_guard="rule x {", odd_yaml="a: [", typo_yaml=UNMET.replace("big", "bigg"), status_yaml=UNMET.replace("PASS", "pass"), none_yaml="[]",
                   no_input_yaml="- expectations: {rules: {big: PASS}}\n")
        rows = [(0, "-r r.guard -t met.yaml"), (7, "-r r.guard -t unmet.yaml"), (5, "-r broken.guard -t met.yaml"), (5, "-r r.guard -t odd.yaml"),
                (5, "-r r.guard -t typo.yaml"), (5, "-r r.guard -t status.yaml"), (5, "-r r.guard -t none.yaml"), (5, "-r r.guard -t no_input.yaml"),
                (5, "-r r.guard -t missing.yaml"), (5, "-r missing.guard -t met.yaml"), (5, "-r r.guard"), (5, "-t met.yaml"), (5, ""),
                (5, "-r r.guard -t met.yaml -d ."), (5, "-d ."), (5, "-r r.guard -t met.yaml -v -o json"), (2, "-r r.guard -t met.yaml -o sarif")]
        for code, line in rows:
            with self.subTest(line=line):
                done = self.cases(*line.split())
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)

    def test_json_has_the_documented_fields(self):
        report = json.loads(self.cases("-r", "r.guard", "-t", "unmet.yaml", "-o", "json").stdout)
        self.assertEqual(report, {"rule_file": "r.guard", "test_cases": [{
            "name": "small", "passed_rules": [{"name": "named", "evaluated": "FAIL"}],
            "failed_rules": [{"name": "big", "expected": "PASS", "evaluated": ["FAIL"]}], "skipped_rules": []}]})

    def test_junit_counts(self):
        root = xml.fromstring(self.cases("-r", "r.guard", "-t", "unmet.yaml", "-o", "junit").stdout)
        self.assertEqual((root.get("tests"), root.get("failures"), root.get("errors")), ("2", "1", "0"))

    def test_folder_finds_tests_beside_the_rules(self):
        self.write(d__a_guard=RULES, d__tests__a_tests_yaml=MET, d__b_guard=RULES)
        done = self.cases("-d", "d", "-o", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([each["rule_file"] for each in json.loads(done.stdout)], ["d/a.guard"])
        self.assertIn("d/b.guard has no tests", done.stderr)

    def test_clauses_outside_rules_answer_to_default(self):
        self.write(o_guard="size > 5\n")
        for name in ("default", "o/default", "o.guard/default"):
            with self.subTest(name=name):
                self.write(o_yaml=f"- input: {{size: 9}}\n  expectations: {{rules: {{{name}: PASS}}}}\n")
                self.assertEqual(self.cases("-r", "o.guard", "-t", "o.yaml").returncode, 0)

    def test_rules_of_one_name_meet_pass_together_and_skip_all(self):
        self.write(two_guard="rule r when a exists { a == 1 }\nrule r when b exists { b == 1 }\n")
        rows = {"PASS": 0, "SKIP": 7, "FAIL": 7}
        for expected, code in rows.items():
            with self.subTest(expected=expected):
                self.write(two_yaml=f"- input: {{a: 1}}\n  expectations: {{rules: {{r: {expected}}}}}\n")
                self.assertEqual(self.cases("-r", "two.guard", "-t", "two.yaml").returncode, code)


if __name__ == "__main__":
    main()
