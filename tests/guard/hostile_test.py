# SPDX-License-Identifier: Apache-2.0
"""Inputs at which cfn-guard 3.1.1 crashes or goes astray: each ends quickly in a clear answer. Usage: hostile_test.py VOUCH"""
import json
import time

from program import NAMED, TEMPLATE, InFolder, main

LONG = "a" * 40
REGEXES = [r"(a+)+$", r"(a|a)*$", r"(a|aa)+$", r"(.*a){20}$", r"([a-z]+)*\d", r"(a*)*b", r"(?:(?=a)a+)+$", r"(a+){10}b", r"^(a?){30}a{30}b", r"(x+x+)+y",
           r"(\w+\s?)*$!", r"((a+)+)+$!", r"(a+a+)+b", r"(?:a|a|a)+b", r"(.+)+b", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(a{1,20}){1,20}b", r"(?=(a+))\1+b",
           r"(a|b|ab)*c", r"(?!b)(a+)+c"]
RECURSIONS = {
    "rule that needs itself": "rule a when a { Resources exists }\n",
    "rules in a ring": "rule a { b }\nrule b { a }\n",
    "parameterised rule that calls itself": "rule p(x) { p(%x) }\nrule a { p(Resources) }\n",
    "variable of itself": "let x = %x\nrule a { %x exists }\n",
    "variables of each other": "let x = %y\nlet y = %x\nrule a { %x exists }\n",
}
UNDEFINED = {
    "variable": "rule a { %nope exists }\n",
    "rule": "rule a { nope }\n",
    "parameterised rule": "rule a { nope(Resources) }\n",
    "number of arguments": "rule p(x) { %x exists }\nrule a { p(Resources, Resources) }\n",
}


class Hostile(InFolder):
    def setUp(self):
        super().setUp()
        self.write(t_yaml=TEMPLATE, good_guard=NAMED)

    def refused(self, rules, name):
        self.write(x_guard=rules)
        done = self.validate("-r", "x.guard", "good.guard", "-d", "t.yaml", "-z", "-o", "json")
        self.assertEqual(done.returncode, 5, name)
        self.assertRegex(done.stderr, r"^x\.guard:\d+:\d+: ", name)
        self.assertEqual(json.loads(done.stdout)[0]["compliant"], ["named"], name)
        return done.stderr

    def test_recursive_rules_and_variables_are_refused_when_loaded(self):
        for name, rules in RECURSIONS.items():
            with self.subTest(name=name):
                self.assertIn("E0109", self.refused(rules, name))

    def test_undefined_names_and_wrong_arity_are_refused_when_loaded(self):
        for name, rules in UNDEFINED.items():
            with self.subTest(name=name):
                self.refused(rules, name)

    def test_regular_expressions_end_quickly(self):
        self.write(long_json=json.dumps({"v": LONG + "!"}))
        for pattern in REGEXES:
            with self.subTest(pattern=pattern):
                self.write(r_guard=f"rule r {{ v == /{pattern}/ }}\n")
                begin = time.monotonic()
                done = self.validate("-r", "r.guard", "-d", "long.json")
                self.assertIn(done.returncode, (0, 5, 19))
                self.assertLess(time.monotonic() - begin, 10)
                if done.returncode == 5:
                    self.assertIn("E0113", done.stderr)

    def test_expensive_regular_expression_is_reported(self):
        self.write(long_json=json.dumps({"v": LONG + "!"}), r_guard="rule r { v == /^(?:(?=a)a+)+$/ }\n")
        done = self.validate("-r", "r.guard", "-d", "long.json")
        self.assertEqual(done.returncode, 5)
        self.assertIn("E0113", done.stderr)

    def test_byte_order_mark_and_line_ends_are_no_part_of_rules(self):
        for name, text in {"mark": "\ufeff" + NAMED, "crlf": NAMED.replace("\n", "\r\n"), "both": "\ufeff# c\r\n" + NAMED}.items():
            with self.subTest(name=name):
                self.write(x_guard=text)
                done = self.validate("-r", "x.guard", "-d", "t.yaml")
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_any_string_is_a_logical_id(self):
        ids = ["=cmd|' /C calc'!A0", "a/b", "a'b", 'a"b', "a\nb", "", " ", "\u202e", "../..", "~1~0"]
        self.write(ids_json=json.dumps({"Resources": {name: {"Type": "T"} for name in ids}}), x_guard="rule x { Resources.*.Properties exists }\n")
        for arguments in (["-z", "-o", "json"], ["-z", "-o", "yaml"], ["-z", "-o", "junit"], ["-z", "-o", "sarif"], ["-o", "vouch-json"], []):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.validate("-r", "x.guard", "-d", "ids.json", *arguments).returncode, 19)
        report = json.loads(self.validate("-r", "x.guard", "-d", "ids.json", "-z", "-o", "json").stdout)[0]
        found = [each["Clause"]["Unary"]["check"]["UnResolved"]["value"]["traversed_to"]["path"] for each in report["not_compliant"][0]["Rule"]["checks"]]
        self.assertEqual(sorted(found), sorted(f"/Resources/{name}" for name in ids))

    def test_duplicate_key_is_refused(self):
        self.write(d_yaml="Resources: {}\nResources: {}\n")
        done = self.validate("-r", "good.guard", "-d", "d.yaml")
        self.assertEqual(done.returncode, 5)
        self.assertIn("d.yaml:2:1", done.stderr)

    def test_deep_rules_and_documents_are_refused_without_a_crash(self):
        self.refused("rule a { " + "b { " * 5000 + "c exists" + " }" * 5001 + "\n", "deep blocks")
        self.write(deep_json="[" * 100000 + "]" * 100000)
        self.assertEqual(self.validate("-r", "good.guard", "-d", "deep.json").returncode, 5)


if __name__ == "__main__":
    main()
