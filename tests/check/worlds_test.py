# SPDX-License-Identifier: Apache-2.0
"""What depends on a parameter or condition that is not known is judged in every way in which it may turn out."""
import json

import vouch
from vouch import VALIDATION, InFolder

PARAMETER = "Parameters:\n  Env: {Type: String, AllowedValues: [%s]}\n"
MAPPED = """Mappings:
  Trails: {prod: {Valid: true}, stage: {Valid: 'true'}, test: {Valid: false}, dev: {Valid: 'false'}}
Resources:
  T:
    Type: AWS::CloudTrail::Trail
    Properties: {EnableLogFileValidation: !FindInMap [Trails, !Ref Env, Valid]}
"""


class Worlds(InFolder):
    def finding(self, text, *arguments):
        self.write("t.yaml", text)
        done = self.check("t.yaml", "--format", "json", *VALIDATION, *arguments)
        (finding,) = json.loads(done.stdout)["findings"]
        return finding["verdict"], " ".join(reason.get("unknown", "") for reason in finding.get("reasons", []))

    def test_allowed_values_that_all_pass_pass(self):
        self.assertEqual(self.finding(PARAMETER % "prod, stage" + MAPPED), ("pass", ""))

    def test_allowed_values_that_all_fail_fail(self):
        self.assertEqual(self.finding(PARAMETER % "test, dev" + MAPPED), ("fail", ""))

    def test_allowed_values_that_differ_are_unverified_and_named(self):
        self.assertEqual(self.finding(PARAMETER % "prod, test" + MAPPED), ("unverified", "it fails where parameter `Env` is `test`"))

    def test_a_given_value_settles_it(self):
        self.assertEqual(self.finding(PARAMETER % "prod, test" + MAPPED, "--parameter", "Env=prod"), ("pass", ""))
        self.assertEqual(self.finding(PARAMETER % "prod, test" + MAPPED, "--parameter", "Env=test"), ("fail", ""))

    def test_both_branches_of_a_condition_are_judged(self):
        def branches(yes, no):
            return ("Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  T:\n"
                    "    Type: AWS::CloudTrail::Trail\n"
                    f"    Properties: {{IsLogging: !If [C, 1, 2], EnableLogFileValidation: !If [C, {yes}, {no}]}}\n")

        self.assertEqual(self.finding(branches("true", "'true'"))[0], "pass")
        self.assertEqual(self.finding(branches("false", "!Ref AWS::NoValue"))[0], "fail")
        self.assertEqual(self.finding(branches("true", "!Ref AWS::NoValue")), ("unverified", "it fails where parameter `P` is not `x`"))

    def test_twenty_conditions_are_bounded(self):
        many = range(20)
        text = "Parameters: {" + ", ".join(f"P{i}: {{Type: String}}" for i in many) + "}\nConditions: {"
        text += ", ".join(f"C{i}: !Equals [!Ref P{i}, x]" for i in many) + "}\nResources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"
        text += "    Properties:\n      EnableLogFileValidation: !If [C0, true, false]\n      Tags: ["
        text += ", ".join(f"!If [C{i}, {{Key: a{i}, Value: b}}, {{Key: c{i}, Value: d}}]" for i in many) + "]\n"
        self.assertEqual(self.finding(text), ("unverified", "parameter `P0` has no value; give `--parameter P0=...`"))

    def test_too_many_values_leave_conditions_told_apart(self):
        values = "{Type: String, AllowedValues: [a, b, c, d, e]}"
        text = (f"Parameters: {{V: {values}, W: {values}}}\nConditions: {{C: !Equals [!Ref V, a]}}\nResources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"
                "    Properties: {S3BucketName: !Ref V, TrailName: !Ref W, EnableLogFileValidation: !If [C, %s, false]}\n")
        self.assertEqual(self.finding(text % "true"), ("unverified", "it fails where parameter `V` is not `a`"))
        self.assertEqual(self.finding(text % "'false'"), ("fail", ""))


if __name__ == "__main__":
    vouch.main()
