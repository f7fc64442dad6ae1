# SPDX-License-Identifier: Apache-2.0
"""Hostile vouch.yaml files, suppressions in templates, baselines and folders of controls: nothing is accepted by what cannot be read or is
not as it must be, each is told with its place, ends in time, and reaches no report as anything but text."""
import csv
import io
import json
import os
import re
from xml.etree import ElementTree

import hostile
import vouch
from vouch import BUCKET, SOURCE, InFolder, spent

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
LOGGING = ("--control", "s3-access-logging")
DAY = {"SOURCE_DATE_EPOCH": "1780000000", "GITHUB_STEP_SUMMARY": ""}  # 2026-05-28
ENTRY = "suppressions: [{controls: s3-access-logging, reason: r%s}]\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))
CONTROL = "# ---\n# id: %s\n# title: %s\n# resources: [AWS::S3::Bucket]\n# severity: low\n%s# ---\nrule r { Resources.*.Properties.X exists }\n"
FORMATS = sorted(path.stem for path in (SOURCE / "src/report/formats").glob("*.cc"))


class Accepting(InFolder):
    def setUp(self):
        super().setUp()
        (self.folder / ".git").mkdir()
        self.write("t.yaml", BUCKET)

    def judged(self, *arguments, seconds=10, where="."):
        """The verdict on the bucket, the exit code when findings do not decide it, and what standard error says."""
        before = spent()
        done = vouch.run("check", self.folder / "t.yaml", *LOGGING, "--fail-on", "none", "--format", "json", *arguments, folder=self.folder / where, **DAY)
        self.assertLess(spent() - before, seconds)
        errors = done.stderr.decode()
        self.assertFalse(HIDDEN.search(errors), errors[:500])
        self.assertNotIn("\n::", errors)
        return json.loads(done.stdout)["findings"][0]["verdict"], done.returncode, errors

    def refused(self, words, *arguments, **more):
        verdict, code, errors = self.judged(*arguments, **more)
        self.assertEqual((verdict, code), ("fail", 3), errors[:500])
        self.assertIn(words, errors)


class File(Accepting):
    TEXTS = {
        "alias bomb": (BOMB + ENTRY % "", "vouch.yaml:7:8"), "deep list": ("suppressions: " + "[" * 10_000, "`depth` of 256"),
        "deep map": ("suppressions: " + "{a: " * 10_000, "`depth` of 256"), "no UTF-8": (b'suppressions: [{controls: s3-access-logging, reason: "\xff"}]\n', "vouch.yaml:1:55"),
        "UTF-16": ((ENTRY % "").encode("utf-16"), "vouch.yaml"), "NUL": ((ENTRY % "").encode() + b"\0", "vouch.yaml:2:1"),
        "key twice": (ENTRY % "" + ENTRY % "", "vouch.yaml:2:1"), "key of an entry twice": (ENTRY % ", reason: s", "stands at 1:46 and again"),
        "two documents": (ENTRY % "" + "---\n" + ENTRY % "", "vouch.yaml:2:1"), "empty": ("", "empty document"), "a number": ("42", "is a map"),
        "huge": ("#" + "x" * (17 << 20), "more than the limit"), "null": ("suppressions:\n", "is a list"), "text": ("suppressions: abc\n", "is a list"),
        "an entry is a list": ("suppressions: [[]]\n", "is a map"), "alias of itself": ("suppressions: &a [*a]\n", "vouch.yaml:1:"),
        "tag of a language": (ENTRY % ", owner: !!python/object/apply:os.system [id]", "vouch.yaml:1:"), "unknown key": ('suppressions: [{"\\e[2J\\n::error::x": 1, controls: s3-*, reason: r}]', "no key"),
        "control is a number": ("suppressions: [{controls: 5, reason: r}]", "list of strings"), "control in a list in a list": ("suppressions: [{controls: [[s3-*]], reason: r}]", "list of strings"),
        "reason is a list": ("suppressions: [{controls: s3-*, reason: [r]}]", "is a string"), "reason is a function": ("suppressions: [{controls: s3-*, reason: !Ref x}]", "is a string"),
        "reason is a number": ("suppressions: [{controls: s3-*, reason: 5}]", "is a string"), "reason is empty": ("suppressions: [{controls: s3-*, reason: \" \\n\"}]", "needs a reason"),
        "owner is a list": (ENTRY % ", owner: [a]", "is a string"), "paths name nothing": (ENTRY % ", paths: []", "`paths` names nothing"),
        "resources name nothing": (ENTRY % ", resources: []", "`resources` names nothing"), "resources are null": (ENTRY % ", resources: ", "list of strings"),
        "a pattern without end": (ENTRY % (", resources: ['" + "*a" * 100_000 + "']"), "longer than"),
        **{f"until {day}": (ENTRY % f", until: {day}", "vouch.yaml:1:") for day in
           ("9999-99-99", "2026-02-30", "0000-00-00", "20260101", "2026.5", "''", "[2026-01-01]", "{a: b}", "", "2026-05-28T00:00:00Z", "!Ref x", "-999-01-01", "2026-1-1", "99999-01-01")},
    }

    def test_each_is_an_error_with_its_place_and_accepts_nothing(self):
        for name, (text, words) in self.TEXTS.items():
            with self.subTest(name):
                self.write("vouch.yaml", text)
                self.refused(words)

    def test_the_texts_accept_but_for_what_is_wrong_in_them(self):
        self.write("vouch.yaml", ENTRY % ", owner: o, until: 9999-12-31, paths: ['*'], resources: ['*']")
        self.assertEqual(self.judged(), ("suppressed", 0, ""))

    def test_what_is_no_file_is_told_and_not_waited_for(self):
        def link(target):
            return lambda path: os.symlink(target, path)
        for name, make, words in (("pipe", os.mkfifo, "is a pipe"), ("folder", os.mkdir, "is a folder"), ("loop", link("vouch.yaml"), "symbolic links"),
                                  ("nothing", link("none"), "no such file"), ("device", link("/dev/zero"), "leads out"), ("outside", link("../../../../../../../etc/passwd"), "leads out"),
                                  ("absolute", link("/etc/passwd"), "leads out")):
            with self.subTest(name):
                path = self.folder / "vouch.yaml"
                make(path)
                self.refused(words)
                self.assertNotIn("root:", self.judged()[2])
                path.rmdir() if name == "folder" else path.unlink()

    def test_a_link_within_the_repository_is_followed_and_one_out_of_it_is_not(self):
        self.write("app/x", "")
        self.write("shared/v.yaml", ENTRY % "")
        os.symlink("../shared/v.yaml", self.folder / "app/vouch.yaml")
        self.assertEqual(self.judged(where="app")[:2], ("suppressed", 0))
        (self.folder / "app/.git").mkdir()
        self.refused("leads out", where="app")

    def test_files_that_are_named_must_be_files(self):
        for path in ("/dev/zero", "/dev/null", ".", "none.yaml", "/proc/self/mem"):
            for option in ("--suppressions", "--baseline", "--controls"):
                if (path, option) != (".", "--controls"):
                    with self.subTest((path, option)):
                        self.refused(path, option, path)

    def test_thirty_thousand_entries_are_answered_in_time(self):
        for name, entry, code in (("misspelt", "- {controls: s3-acces-loging%d, reason: r}\n", 3), ("matching nothing", "- {controls: s3-access-logging, resources: [nope%d], reason: r}\n", 0)):
            with self.subTest(name):
                self.write("vouch.yaml", "suppressions:\n" + "".join(entry % i for i in range(30_000)))
                verdict, found, errors = self.judged(seconds=10)
                self.assertEqual((verdict, found), ("fail", code))
                self.assertEqual(errors.count("vouch.yaml:"), 30_000)

    def test_entries_times_findings_are_bounded_and_that_is_told(self):
        self.write("t.yaml", "Resources:\n" + "".join(f"  B{i}: {{Type: AWS::S3::Bucket}}\n" for i in range(10_000)))
        self.write("vouch.yaml", "suppressions:\n" + "".join("- {controls: s3-access-logging, resources: ['*%s%d'], reason: r}\n" % ("x" * 40, i) for i in range(50_000)))
        self.refused("so many suppressions", seconds=30)


class Template(Accepting):
    def metadata(self, text):
        self.write("t.yaml", "Parameters: {P: {Type: String}}\n" + BUCKET + f"    Metadata: {{vouch: {text}}}\n")

    def test_a_last_day_an_owner_or_a_reason_that_is_no_text_accepts_nothing(self):
        for written in ("until: 20200101", "until: [2020-01-01]", "until: {}", "until: ", "until: ''", "until: !Ref P", "until: !Ref AWS::Region", "until: 9999-99-99",
                        "owner: [x]", "owner: !Ref P", "owner: 5"):
            with self.subTest(written):
                self.metadata("{suppress: [{id: s3-access-logging, reason: r, %s}]}" % written)
                self.refused("t.yaml:5:")
        for written in ("reason: 5", "reason: !Ref P", "reason: [r]", "reason: {}"):
            with self.subTest(written):
                self.metadata("{suppress: [{id: s3-access-logging, %s}]}" % written)
                self.refused("t.yaml:5:")

    def test_what_is_no_list_of_suppressions_is_told(self):
        for text in ("[]", "abc", "{supress: [{id: s3-access-logging, reason: r}]}", "{suppress: {a: b}}", "{suppress: }", "{suppress: [{id: [s3-*], reason: r}]}",
                     "{suppress: [[]]}", "{suppress: [null]}", "{suppress: !Ref P}", "{suppress: [!Ref P]}"):
            with self.subTest(text):
                self.metadata(text)
                self.refused("t.yaml:5:")

    def test_thirty_thousand_misspelt_ids_are_answered_in_time(self):
        self.metadata("{suppress: [%s]}" % ", ".join("{id: s3-acces-loging%d, reason: r}" % i for i in range(30_000)))
        self.refused("no control is called", seconds=10)

    def test_twenty_thousand_acknowledgements_of_one_construct_each_are_answered_in_time(self):
        count = 20_000
        resources = {f"B{i}": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": f"App/B{i}/Resource"}} for i in range(count)}
        metadata = {f"/App/B{i}": [{"type": "aws:cdk:acknowledged-rules", "data": {"vouch::s3-access-logging": "r"}}] for i in range(count)}
        self.write("cdk.out/t.json", json.dumps({"Resources": resources}))
        self.write("cdk.out/manifest.json", json.dumps({"version": "36.0.0", "artifacts": {"App": {
            "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "t.json"}, "metadata": metadata}}}))
        before = spent()
        done = self.check("cdk.out", *LOGGING, "--summary-only", **DAY)
        self.assertLess(spent() - before, 10)
        self.assertEqual(done.returncode, 0, done.stderr[-300:])
        self.assertIn(b"20000 suppressed", done.stdout)

    def test_an_acknowledged_path_is_no_pattern(self):
        self.write("cdk.out/t.json", json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket", "Metadata": {"aws:cdk:path": "App/Store/Resource"}}}}))
        self.write("cdk.out/manifest.json", json.dumps({"version": "36.0.0", "artifacts": {"App": {
            "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "t.json"},
            "metadata": {"/App/*": [{"type": "aws:cdk:acknowledged-rules", "data": {"vouch::s3-access-logging": "r"}}]}}}}))
        self.assertEqual(self.check("cdk.out", *LOGGING, **DAY).returncode, 1)


class Baseline(Accepting):
    def test_what_is_none_is_an_error_with_its_place(self):
        good = '{"version": 1, "findings": [%s]}'
        for name, text in {"open": "[", "deep": "[" * 10_000, "deep below": '{"version": 1, "findings": ' + "[" * 10_000, "of another version": '{"version": 2, "findings": []}',
                           "of no version": '{"findings": []}', "version in words": '{"version": "1", "findings": []}', "version twice": '{"version": 1, "version": 1, "findings": []}',
                           "findings twice": '{"version": 1, "findings": [], "findings": []}', "null": "null", "empty": "", "no UTF-8": good.encode() % b'"\xff"', "NUL": good % "" + "\0",
                           "a number": good % '{"fingerprint": 5}', "texts": good % '"a"', "YAML": "findings: []", "a map": '{"version": 1, "findings": {}}', "no fingerprint": good % "{}",
                           "not a fingerprint": good % '{"fingerprint": ""}', "hostile": '{"version": 1, "\\u001b[2J\\n::error::x": 1, "findings": 1}'}.items():
            with self.subTest(name):
                self.write("base.json", text)
                self.refused("base.json", "--baseline", "base.json")

    def test_a_report_is_no_baseline(self):
        """What passed then would be accepted when it fails now."""
        for text in (BUCKET, BUCKET + "    Properties: {LoggingConfiguration: {DestinationBucketName: logs-of-all}}\n", "Resources: {Q: {Type: AWS::SQS::Queue}}\n"):
            self.write("t.yaml", text)
            for name in ("json", "sarif", "gitlab"):
                self.write("base.json", self.check("t.yaml", *LOGGING, "--format", name, **DAY).stdout)
                self.write("t.yaml", BUCKET)
                self.refused("--write-baseline", "--baseline", "base.json")

    def test_one_with_half_a_million_findings_is_answered_in_time(self):
        self.write("base.json", json.dumps({"version": 1, "findings": [{"fingerprint": f"{i:064x}"} for i in range(500_000)]}))
        self.assertEqual(self.judged("--baseline", "base.json")[:2], ("fail", 0))

    def test_what_is_no_file_is_told(self):
        os.mkfifo(self.folder / "pipe")
        os.symlink("loop", self.folder / "loop")
        for path in ("pipe", "loop"):
            self.refused(path, "--baseline", path)


class Controls(Accepting):
    # what stands for the id, the title, and further lines
    METADATA = {
        "escape in the id": ('"a\\e[2J"', "T", ""), "line end in the id": ('"a\\nb"', "T", ""), "direction in the id": ('"\\u202ea"', "T", ""), "path as id": ("../../x", "T", ""),
        "markup as id": ("<b>", "T", ""), "formula as id": ('"=1+1"', "T", ""), "two ids": ('"a,b"', "T", ""), "pattern as id": ('"s3-*"', "T", ""), "long id": ("a" * 101, "T", ""),
        "escape in the title": ("a", '"T\\e[2J"', ""), "line end in the title": ("a", '"x\\n::error::y"', ""), "C1 in the title": ("a", '"x\\x9by"', ""), "direction in the title": ("a", '"x\\u202ey"', ""),
        "long title": ("a", "t" * 301, ""), "NUL in the title": ("a", '"x\\0"', ""), "escape in a criterion": ("a", "T", '# criteria: ["\\e[2J"]\n'), "escape in a fix": ("a", "T", '# fix: "\\e]0;x\\a"\n'),
        "escape in a rationale": ("a", "T", '# rationale: "\\e[2J"\n'), "line end in a row": ("a", "T", '# rows: ["a\\nb"]\n'), "direction in a clause": ("a", "T", '# iso27001: ["\\u202e"]\n'),
        "script as reference": ("a", "T", '# references: ["javascript:alert(1)"]\n'), "empty reference": ("a", "T", '# references: [""]\n'), "number as row": ("a", "T", "# rows: [1]\n"),
        "map as rows": ("a", "T", "# rows: {a: b}\n"), "list as phase": ("a", "T", "# phase: [1]\n"), "key twice": ("a", "T", "# id: b\n"), "escape in what it covers": ("a", "T", '# covers: ["\\n"]\n'),
    }

    def test_metadata_that_is_not_plain_text_is_refused_with_its_place(self):
        for name, parts in self.METADATA.items():
            with self.subTest(name):
                self.write("mine/control.guard", CONTROL % parts)
                self.refused("mine/control.guard:", "--controls", "mine")

    def test_types_that_are_not_plain_text_are_refused(self):
        for written in ('"\\e[2J"', '""', "5", "{a: b}"):
            self.write("mine/control.guard", (CONTROL % ("a", "T", "")).replace("AWS::S3::Bucket", written))
            self.refused("mine/control.guard:4:", "--controls", "mine")

    def test_texts_in_other_scripts_and_of_several_lines_are_taken(self):
        self.write("mine/control.guard", "\ufeff" + CONTROL % ("a.b_C-9", "Тише, 読め, größer", "# rationale: |-\n#   one\n#   two\n"))
        done = self.check("t.yaml", "--controls", "mine", "--control", "a.b_C-9", **DAY)
        self.assertEqual((done.returncode, done.stderr), (1, b""))
        self.assertIn("Тише, 読め, größer".encode(), done.stdout)

    def test_files_that_are_none_are_told_and_not_waited_for(self):
        def link(target):
            return lambda path: os.symlink(target, path)
        for name, make in (("pipe", os.mkfifo), ("loop", link("control.guard")), ("outside", link("/etc/passwd")), ("device", link("/dev/zero"))):
            with self.subTest(name):
                path = self.folder / "mine/control.guard"
                path.parent.mkdir(exist_ok=True)
                make(path)
                self.refused("mine/control.guard: ", "--controls", "mine")
                path.unlink()

    def test_folders_in_folders_end_at_the_limit_and_links_to_folders_are_not_entered(self):
        path = self.folder / "mine"
        path.mkdir()
        os.symlink("..", path / "up")
        self.refused("no control was found", "--controls", "mine")
        for _ in range(70):
            path /= "d"
            path.mkdir()
        (path / "control.guard").write_text(CONTROL % ("a", "T", ""))
        self.refused("limit of 64", "--controls", "mine")

    def test_texts_that_are_no_controls_are_told(self):
        good = CONTROL % ("a", "T", "")
        for name, text in {"empty": "", "huge": good + "#" + "x" * (2 << 20), "no UTF-8": b"# \xff\n" + good.encode(), "NUL": good.replace("rule r", "rule r\0"), "UTF-16": good.encode("utf-16")}.items():
            with self.subTest(name):
                self.write("mine/control.guard", text)
                done = self.check("t.yaml", "--controls", "mine", *(("--control", "a") if name in ("no UTF-8", "NUL") else LOGGING), "--fail-on", "none", **DAY)
                self.assertNotEqual(done.returncode, 0, done.stdout)
                self.assertIn(b"mine/control.guard", done.stderr)

    def test_eight_thousand_controls_are_answered_in_time(self):
        for i in range(8_000):
            self.write(f"mine/c{i}/control.guard", CONTROL % (f"c{i}", "T", ""))
        self.assertEqual(self.judged("--controls", "mine", seconds=10)[:2], ("fail", 0))


class Reports(Accepting):
    """Reasons and owners that attack whoever prints them, in every format."""

    def setUp(self):
        super().setUp()
        self.names = [name for name in hostile.payloads(150) if name.strip()]
        resources = {}
        for i, name in enumerate(self.names):
            resources[f"B{i}"] = {"Type": "AWS::S3::Bucket", "Metadata": {"vouch": {"suppress": [{"id": "s3-access-logging", "reason": name, "owner": self.names[-i - 1], "until": "2999-01-01"}]},
                                                                          "cdk_nag": {"rules_to_suppress": [{"id": "AwsSolutions-S10", "reason": name}]}, "checkov": {"skip": [{"id": name, "comment": name}]}}}
        for i in range(len(self.names)):
            resources[f"F{i}"] = {"Type": "AWS::S3::Bucket"}
        self.write("t.json", json.dumps({"Resources": resources}))
        self.write("vouch.yaml", json.dumps({"suppressions": [{"controls": ["s3-access-logging"], "resources": [f"F{i}"], "reason": name, "owner": name} for i, name in enumerate(self.names)]}))

    def report(self, name, *more):
        done = self.check("t.json", "--service", "s3", "--verbose", "--format", name, *more, **DAY)
        self.assertEqual(done.returncode, 1, done.stderr[-500:])
        return done.stdout.decode(), done.stderr.decode()

    def accepted(self, text):
        return {f["suppression"]["reason"] for f in json.loads(text)["findings"] if f["verdict"] == "suppressed"}

    def test_none_reaches_a_terminal_or_a_runner_raw(self):
        for name in FORMATS:
            out, errors = self.report(name)
            with self.subTest(name):
                self.assertFalse(HIDDEN.search(errors))
                if name not in ("json", "sarif", "gitlab", "csv", "ocsf", "asff"):
                    found = HIDDEN.search(out.replace("\r\n", "\n"))
                    self.assertFalse(found, found and out[found.start() - 80:found.end() + 20])
                    self.assertNotIn("##[", out)
                self.assertFalse(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", out))
                for line in (out + errors).splitlines():
                    self.assertFalse(line.strip().startswith("::") and name != "github", line)
                    self.assertNotRegex(line, r"^::(?!(error|warning|notice) [^:\n]*title=)")

    def test_data_formats_hold_them_as_they_are(self):
        self.assertEqual(self.accepted(self.report("json")[0]), set(self.names))
        justified = {each["justification"] for result in json.loads(self.report("sarif")[0])["runs"][0]["results"] for each in result.get("suppressions", [])}
        for name in hostile.MARKUP + hostile.FORMULAS + hostile.COMMANDS[1:]:
            if name.strip():
                self.assertTrue(any(text.endswith(name) for text in justified), name)
        raw, _ = self.report("csv", "--csv-raw")
        self.assertGreaterEqual({cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row}, set(hostile.FORMULAS) - {"\t=1", "\r=1", "\n=1"})

    def test_tables_hold_no_formula_and_markup_is_text(self):
        for row in csv.reader(io.StringIO(self.report("csv")[0], newline="")):
            for cell in row:
                self.assertNotRegex(cell, r"\A *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
        junit = ElementTree.fromstring(self.report("junit")[0])
        self.assertLessEqual({each.tag for each in junit.iter()}, {"testsuites", "testsuite", "testcase", "failure", "error", "skipped"})
        told = " ".join(each.get("message") for each in junit.iter("skipped"))
        for name in hostile.MARKUP:
            self.assertIn(name, told)
        html, _ = self.report("html")
        for name in ("<script>window.__x", "<img src=x", "<svg/onload", "<iframe", "<base href", "<meta http-equiv=refresh", "<object", "<link rel=stylesheet"):
            self.assertNotIn(name, html)
        markdown, _ = self.report("markdown")
        prose = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown)
        self.assertLessEqual(set(re.findall(r"</?([a-z]+)", prose)), {"details", "summary", "code"})
        for sign in ("](", "@everyone", "@team"):
            self.assertNotIn(sign, re.sub("<code>.*?</code>", "", prose))


if __name__ == "__main__":
    vouch.main()
