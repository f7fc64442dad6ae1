# SPDX-License-Identifier: Apache-2.0
"""The formats of `vouch guard validate`: they parse, agree with each other, and hold what they promise. Usage: formats_test.py VOUCH"""
import json
import urllib.parse
import xml.etree.ElementTree as xml

from program import NAMED, TEMPLATE, WRONG, InFolder, main

try:
    import yaml
except ImportError:
    yaml = None
ODD = "\"a'b/c\\\"d\\u001b[2J\\u202e\\n::error::x%&<>\""


class Formats(InFolder):
    def setUp(self):
        super().setUp()
        self.write(good_guard=NAMED, bad_guard=WRONG + "Resources.*.Nope exists\nrule skipped when Resources.*.Nope exists { this exists }\n",
                   t_yaml=TEMPLATE, odd_json='{"Resources": {%s: {"Type": "T", "Properties": {"Name": "\\u001b\\u0000<&\\ufffe"}}}}' % ODD)

    def report(self, form, *documents, code=19):
        done = self.validate("-r", "good.guard", "bad.guard", "-d", *documents, "-z", "-o", form)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_json_has_the_documented_fields(self):
        report = json.loads(self.report("json", "t.yaml"))[0]
        self.assertEqual(list(report), ["name", "metadata", "status", "not_compliant", "not_applicable", "compliant"])
        self.assertEqual((report["status"], report["compliant"], report["not_applicable"]), ("FAIL", ["named"], ["skipped"]))
        self.assertEqual([each["Rule"]["name"] for each in report["not_compliant"]], ["bad.guard/default", "wrong"])
        check = report["not_compliant"][1]["Rule"]["checks"][0]["Clause"]["Binary"]
        self.assertEqual(check["messages"]["custom_message"], "call it xyz")
        self.assertEqual(check["check"]["Resolved"], {"from": {"path": "/Resources/Bucket/Properties/Name", "value": "abc"},
                                                     "to": {"path": "", "value": "xyz"}, "comparison": ["Eq", False]})

    def test_yaml_says_what_json_says(self):
        if yaml is None:
            self.skipTest("PyYAML is not installed; ./dev test installs it")
        for document in ("t.yaml", "odd.json"):
            self.assertEqual(yaml.safe_load(self.report("yaml", document)), json.loads(self.report("json", document)))

    def test_junit_counts_and_holds_no_illegal_character(self):
        text = self.report("junit", "t.yaml", "odd.json")
        root = xml.fromstring(text)
        self.assertEqual((root.get("tests"), root.get("failures"), root.get("errors")), ("4", "2", "0"))
        self.assertEqual(len(root.findall("testsuite/testcase/failure")), 2)
        self.assertFalse(set(text) & {chr(code) for code in range(32) if code not in (10,)})
        self.assertNotIn("\n::error", text)

    def test_sarif_places_results_by_relative_escaped_paths(self):
        self.write(**{"in here__a_yaml": TEMPLATE})
        run = json.loads(self.report("sarif", "t.yaml", "in here/a.yaml"))["runs"][0]
        places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
        uris = {each["artifactLocation"]["uri"] for each in places}
        self.assertEqual(uris, {"t.yaml", "in%20here/a.yaml"})
        self.assertEqual({each["artifactLocation"]["uriBaseId"] for each in places}, {"%SRCROOT%"})
        root = urllib.parse.unquote(run["originalUriBaseIds"]["%SRCROOT%"]["uri"])
        self.assertEqual(root, f"file://{self.folder}/")
        self.assertEqual({each["ruleId"] for each in run["results"]}, {"BAD", "WRONG"})
        wrong = next(each for each in run["results"] if each["ruleId"] == "WRONG")
        self.assertEqual(wrong["locations"][0]["physicalLocation"]["region"], {"startLine": 5, "startColumn": 13})
        self.assertTrue(run["invocations"][0]["executionSuccessful"])

    def test_what_could_not_be_judged_is_in_every_format(self):
        self.write(broken_yaml="a: [1\n")
        document = json.loads(self.report("json", "broken.yaml", code=5))[0]
        self.assertEqual(document["status"], "ERROR")
        self.assertIn("broken.yaml:", document["errors"][0]["location"])
        self.assertEqual(xml.fromstring(self.report("junit", "broken.yaml", code=5)).get("errors"), "1")
        invocation = json.loads(self.report("sarif", "broken.yaml", code=5))["runs"][0]["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertEqual(len(invocation["toolExecutionNotifications"]), 1)
        done = self.validate("-r", "good.guard", "-d", "broken.yaml")
        self.assertIn("broken.yaml: ERROR", done.stdout)

    def test_vouch_json_traces_clauses_to_both_places(self):
        done = self.validate("-r", "bad.guard", "-d", "t.yaml", "--format", "vouch-json")
        report = json.loads(done.stdout)
        rule = next(each for each in report["documents"][0]["rules"] if each["name"] == "wrong")
        check = rule["checks"][0]
        self.assertEqual(check["clause"], "Resources.*.Properties.Name == 'xyz'")
        self.assertEqual((check["location"]["file"], check["location"]["line"], check["location"]["column"]), ("bad.guard", 1, 14))
        self.assertEqual((check["found"]["location"]["line"], check["found"]["path"], check["found"]["value"]), (5, "/Resources/Bucket/Properties/Name", "abc"))
        self.assertEqual(check["expected"], [{"kind": "value", "value": "xyz"}])

    def test_console_shows_no_control_character_of_an_input(self):
        done = self.validate("-r", "bad.guard", "-d", "odd.json")
        self.assertEqual(done.returncode, 19)
        self.assertFalse(set(done.stdout) & ({chr(code) for code in (*range(32), *range(127, 160)) if code != 10} | {"\u202e"}))
        self.assertNotIn("\n::error", done.stdout)

    def test_console_lists_the_rules_that_are_asked_for(self):
        rows = {"all": "PASS FAIL SKIP", "pass": "PASS", "fail": "FAIL", "skip": "SKIP", "pass,skip": "PASS SKIP", "none": ""}
        for shown, expected in rows.items():
            with self.subTest(shown=shown):
                text = self.validate("-r", "good.guard", "bad.guard", "-d", "t.yaml", "-S", shown).stdout
                listed = {line.split()[0] for line in text.splitlines() if line.startswith("  ") and line.split()[0] in ("PASS", "FAIL", "SKIP")}
                self.assertEqual(listed, set(expected.split()))

    def test_json_without_structured_is_one_object_behind_the_table(self):
        done = self.validate("-r", "bad.guard", "-d", "t.yaml", "-o", "json")
        table, _, text = done.stdout.partition("\n{")
        self.assertIn("wrong", table)
        self.assertEqual(json.loads("{" + text)["status"], "FAIL")
        quiet = self.validate("-r", "good.guard", "-d", "t.yaml", "-o", "json")
        self.assertEqual(json.loads(quiet.stdout)["compliant"], ["named"])


if __name__ == "__main__":
    main()
