# SPDX-License-Identifier: Apache-2.0
"""vouch pattern test and explain: every shape of a file of events, both kinds of patterns, and what goes wrong. Usage: command_test.py
SOURCE_DIR VOUCH"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "check"))
from vouch import InFolder, main, run  # noqa: E402

EVENTS = [{"eventName": "StopLogging", "size": 3}, {"eventName": "ListUsers", "size": 30}]


class Test(InFolder):
    def matched(self, pattern, text, *options, code=0):
        path = self.folder / "events"
        path.write_text(text, encoding="utf-8")
        done = run("pattern", "test", pattern, path, *options)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode().splitlines()

    def test_every_shape_of_a_file_gives_the_same_events(self):
        compact = [json.dumps(each, separators=(",", ":")) for each in EVENTS]
        for text in ("\n".join(compact), "\r\n".join(compact) + "\r\n", json.dumps(EVENTS), json.dumps({"Records": EVENTS}),
                     json.dumps({"events": [{"message": line, "timestamp": 1} for line in compact]})):
            with self.subTest(text=text):
                self.assertEqual(self.matched("{ $.size > 10 }", text), [compact[1]])
                self.assertEqual(self.matched("{ $.size > 10 }", text, "--invert"), [compact[0]])
                self.assertEqual(self.matched('{"size": [{"numeric": [">", 10]}]}', text), [compact[1]])
                self.assertEqual(self.matched("{ $.size > 10 }", text, "--count"), ["1 of 2"])
        self.assertEqual(self.matched("{ $.size > 100 }", json.dumps(EVENTS), code=1), [])

    def test_lines_that_are_no_json(self):
        lines = "127.0.0.1 GET 200\n127.0.0.1 PUT 404\n"
        self.assertEqual(self.matched("[ip, verb, status = 4*]", lines), ["127.0.0.1 PUT 404"])
        self.assertEqual(self.matched("GET", lines), ["127.0.0.1 GET 200"])
        self.assertEqual(self.matched("{ $.a = 1 }", lines, code=1), [])

    def test_standard_input_and_patterns_of_files(self):
        (self.folder / "pattern").write_text("{ $.size > 10 }\n", encoding="utf-8")
        done = run("pattern", "test", f"@{self.folder / 'pattern'}", "-", stdin=json.dumps(EVENTS).encode())
        self.assertEqual((done.returncode, json.loads(done.stdout)), (0, EVENTS[1]))

    def test_what_goes_wrong_is_told(self):
        for words, code, message in ((("{ $.a = }", "/dev/null"), 2, "^"), (("{ $.a = 1 }", self.folder / "none"), 3, "none"),
                                     (("@" + str(self.folder / "none"), "/dev/null"), 3, "none"),
                                     (('{"a": 1}', "/dev/null"), 2, "list"), (("--kind", "logs", '{"a": [1]}', "/dev/null"), 2, "selector")):
            with self.subTest(words=words):
                done = run("pattern", "test", *words)
                self.assertEqual(done.returncode, code)
                self.assertIn(message, done.stderr.decode())
                self.assertEqual(done.stdout, b"")


class Explain(InFolder):
    def explained(self, *words, code=0):
        done = run("pattern", "explain", *words)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode()

    def test_says_what_a_pattern_asks_for_and_what_it_catches(self):
        text = self.explained('{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }')
        self.assertIn("  all of these hold:\n    $.userIdentity.type is \"Root\"\n", text)
        self.assertRegex(text, r"\nCatches: .*root-usage")
        self.assertIn("Catches no detection of ours.", self.explained("nothing"))

    def test_says_what_an_event_pattern_asks_for_and_what_it_catches(self):
        text = self.explained('{"source": ["aws.cloudtrail"], "detail": {"eventName": ["StopLogging"]}}')
        self.assertIn('  detail.eventName is "StopLogging"\n', text)
        self.assertRegex(text, r"\nCatches in part: .*cloudtrail-changes \(1 of \d+ samples\)")

    def test_quotas_are_warnings(self):
        self.assertIn("Warning: ", self.explained("{ " + " || ".join(f"$.a{i}[*] = 1" for i in range(5)) + " }"))


if __name__ == "__main__":
    main()
