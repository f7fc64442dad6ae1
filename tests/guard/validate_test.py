# SPDX-License-Identifier: Apache-2.0
"""Exit codes and inputs of `vouch guard validate`. Usage: validate_test.py VOUCH"""
import json
import os
import unittest

from program import NAMED, TEMPLATE, WRONG, InFolder, main


class ExitCodes(InFolder):
    def setUp(self):
        super().setUp()
        self.write(good_guard=NAMED, bad_guard=WRONG, t_yaml=TEMPLATE, broken_guard="rule x { a == }\n", empty_guard="# nothing\n")

    def test_code_follows_rules_and_inputs(self):
        rows = [
            (0, "-r good.guard -d t.yaml"),
            (19, "-r bad.guard -d t.yaml"),
            (19, "-r good.guard bad.guard -d t.yaml"),
            (19, "-r good.guard -r bad.guard -d t.yaml"),
            (5, "-r broken.guard -d t.yaml"),
            (5, "-r broken.guard good.guard -d t.yaml"),
            (5, "-r broken.guard bad.guard -d t.yaml"),
            (5, "-r empty.guard -d t.yaml"),
            (5, "-r missing.guard -d t.yaml"),
            (5, "-r good.guard -d missing.yaml"),
            (5, "-r good.guard -d missing.yaml t.yaml"),
            (5, "-d t.yaml"),
            (5, "-r good.guard -d t.yaml -P"),
            (5, "-r good.guard -d t.yaml -a -m"),
            (5, "-r good.guard -d t.yaml -z -o json -S all"),
            (5, "-r good.guard -d t.yaml -z"),
            (5, "-r good.guard -d t.yaml -z -o json -v"),
            (5, "-r good.guard -d t.yaml -z -o json -p"),
            (5, "-r good.guard -d t.yaml -o junit"),
            (5, "-r good.guard -d t.yaml -o sarif"),
            (2, "-r good.guard -d t.yaml -o docx"),
            (2, "-r good.guard -d t.yaml --no-such-option"),
            (2, "-r good.guard -d t.yaml -t Terraform"),
            (0, "-r good.guard -d t.yaml -t CFNTemplate"),
            (0, "-r good.guard -d t.yaml -z -o json -S none"),
            (0, "-r good.guard -d t.yaml -z -o json"),
        ]
        for code, line in rows:
            with self.subTest(line=line):
                done = self.validate(*line.split())
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertEqual(bool(done.stderr), code in (2, 5), done.stderr)

    def test_empty_folder_of_rules_or_documents_is_an_error(self):
        (self.folder / "none").mkdir()
        for line in ("-r none -d t.yaml", "-r good.guard -d none"):
            with self.subTest(line=line):
                done = self.validate(*line.split())
                self.assertEqual(done.returncode, 5)
                self.assertIn("`none` has no file that ends in", done.stderr)

    def test_empty_document_is_an_error(self):
        self.write(nothing_yaml="")
        self.assertEqual(self.validate("-r", "good.guard", "-d", "nothing.yaml").returncode, 5)

    @unittest.skipIf(os.geteuid() == 0, "root reads every file")
    def test_unreadable_rule_file_is_an_error(self):
        (self.folder / "good.guard").chmod(0)
        self.assertEqual(self.validate("-r", "good.guard", "-d", "t.yaml").returncode, 5)

    def test_rule_that_cannot_be_evaluated_is_an_error_and_the_others_are_judged(self):
        self.write(odd_guard="rule odd { Resources.Bucket.Properties.N empty }\n" + WRONG, n_yaml=TEMPLATE + "      N: 5\n")
        done = self.validate("-r", "odd.guard", "-d", "n.yaml", "-z", "-o", "json")
        self.assertEqual(done.returncode, 5)
        self.assertIn("odd.guard:1:12", done.stderr)
        report = json.loads(done.stdout)[0]
        self.assertEqual([each["Rule"]["name"] for each in report["not_compliant"]], ["wrong"])
        self.assertIn("rule `odd` over n.yaml", report["errors"][0]["context"])


class Inputs(InFolder):
    def setUp(self):
        super().setUp()
        self.write(good_guard=NAMED, bad_guard=WRONG, t_yaml=TEMPLATE)

    def names(self, *arguments, stdin=""):
        done = self.validate(*arguments, "-z", "-o", "json", stdin=stdin)
        return [each["name"].replace(str(self.folder) + "/", "") for each in json.loads(done.stdout)]

    def test_document_comes_from_standard_input_without_data(self):
        self.assertEqual(self.names("-r", "good.guard", stdin=TEMPLATE), ["STDIN"])

    def test_folders_give_files_of_their_extensions_by_name(self):
        self.write(**{f"d__{name}": TEMPLATE for name in ("b_yaml", "a_template", "c_jsn", "e_yml", "x_txt", "sub__f_yaml")}, d__j_json="{}")
        expected = ["d/a.template", "d/b.yaml", "d/c.jsn", "d/e.yml", "d/j.json", "d/sub/f.yaml"]
        self.assertEqual(self.names("-r", "good.guard", "-d", "d"), expected)
        self.assertEqual(self.names("-r", "good.guard", "-d", "t.yaml", "d", "-a"), ["t.yaml", *expected])

    def test_last_modified_orders_by_time(self):
        self.write(d__a_yaml=TEMPLATE, d__b_yaml=TEMPLATE)
        os.utime(self.folder / "d/a.yaml", (2000, 2000))
        os.utime(self.folder / "d/b.yaml", (1000, 1000))
        self.assertEqual(self.names("-r", "good.guard", "-d", "d", "-m"), ["d/b.yaml", "d/a.yaml"])

    def test_rules_come_from_folders_by_extension(self):
        self.write(rules__a_guard=NAMED, rules__b_ruleset=WRONG, rules__c_txt="no rules")
        done = self.validate("-r", "rules", "-d", "t.yaml", "-z", "-o", "json")
        report = json.loads(done.stdout)[0]
        self.assertEqual((report["compliant"], report["not_compliant"][0]["Rule"]["name"]), (["named"], "wrong"))

    def test_parameters_are_merged_into_every_document(self):
        self.write(p_yaml="Wanted: abc\n", q_json='{"Other": 1}', uses_guard="rule uses { Resources.*.Properties.Name == Wanted\n Other == 1 }\n")
        for flag in ("-i", "--input-params", "--input-parameters"):
            done = self.validate("-r", "uses.guard", "-d", "t.yaml", flag, "p.yaml", "q.json")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_failure_in_a_parameter_file_names_that_file(self):
        self.write(p_yaml="# first\nWanted: abc\n", uses_guard="rule uses { Wanted == 'xyz' }\n")
        done = self.validate("-r", "uses.guard", "-d", "t.yaml", "-i", "p.yaml")
        self.assertEqual(done.returncode, 19)
        self.assertIn("at p.yaml:2:9", done.stdout)

    def test_key_in_document_and_parameters_is_an_error_of_that_document_alone(self):
        self.write(p_yaml="Extra: 1\n", twice_yaml="Extra: 2\n")
        done = self.validate("-r", "good.guard", "-d", "twice.yaml", "t.yaml", "-i", "p.yaml", "-z", "-o", "json")
        self.assertEqual(done.returncode, 5)
        self.assertIn("twice.yaml:1:1: key `Extra`", done.stderr)
        self.assertEqual([each["status"] for each in json.loads(done.stdout)], ["ERROR", "PASS"])

    def test_payload_brings_rules_and_documents(self):
        payload = json.dumps({"rules": [NAMED, WRONG], "data": [TEMPLATE, '{"Resources": {}}']})
        done = self.validate("-P", "-z", "-o", "json", stdin=payload)
        self.assertEqual(done.returncode, 19, done.stderr)
        self.assertEqual([each["name"] for each in json.loads(done.stdout)], ["DATA_STDIN[1]", "DATA_STDIN[2]"])

    def test_payload_of_another_shape_is_an_error(self):
        for payload in ("", "[]", '{"rules": [1], "data": []}', '{"rules": []}', '{"rules": ["rule a { b exists }"], "data": []}'):
            with self.subTest(payload=payload):
                self.assertEqual(self.validate("-P", stdin=payload).returncode, 5)

    def test_document_beyond_max_bytes_is_refused(self):
        done = self.validate("-r", "good.guard", "-d", "t.yaml", "--max-bytes", "10")
        self.assertEqual(done.returncode, 5)
        self.assertIn("10 bytes", done.stderr)


class SyntaxErrors(InFolder):
    def test_all_errors_of_all_rule_files_are_shown_with_carets(self):
        self.write(t_yaml=TEMPLATE, a_guard="rule one { a == }\nrule two { b exists }\nrule three { c !! 5 }\n", b_guard="\xefnope {\n", good_guard=NAMED)
        done = self.validate("-r", "a.guard", "b.guard", "good.guard", "-d", "t.yaml", "-z", "-o", "json")
        self.assertEqual(done.returncode, 5)
        lines = done.stderr.splitlines()
        places = [line.split(": ")[0] for line in lines if line.startswith(("a.guard", "b.guard"))]
        self.assertIn("a.guard:1:17", places)
        self.assertTrue(any(place.startswith("a.guard:3:") for place in places), places)
        self.assertTrue(any(place.startswith("b.guard:1:") for place in places), places)
        at = next(i for i, line in enumerate(lines) if line.startswith("a.guard:1:17"))
        self.assertEqual(lines[at + 1], "    1 | rule one { a == }")
        self.assertEqual(lines[at + 2], "      |                 ^")
        report = json.loads(done.stdout)[0]
        self.assertEqual((report["status"], report["compliant"]), ("ERROR", ["named"]))


if __name__ == "__main__":
    main()
