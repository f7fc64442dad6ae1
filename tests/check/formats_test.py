# SPDX-License-Identifier: Apache-2.0
"""The formats for CI systems, reviews and auditors: golden files, names that attack, shapes that their readers need, linear cost."""
import csv
import io
import json
import os
import re
import resource
import xml.etree.ElementTree as ElementTree

import hostile
import vouch
from vouch import SOURCE, InFolder, run

GOLDEN = SOURCE / "tests/golden/check"
FILES = {"asff": "report.asff.ndjson", "checklist": "report.checklist.txt", "csv": "report.csv", "github": "report.github.txt", "gitlab": "report.gitlab.json", "html": "report.html", "json": "report.json",
         "junit": "report.junit.xml", "markdown": "report.md", "ocsf": "report.ocsf.ndjson", "sarif": "report.sarif", "text": "report.txt"}
TIME = "1767225600"
CONTROLS = ("--controls", "controls", "--control", "bucket-public", "--control", "bucket-named", "--control", "topic-encrypted")
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def everything(name):
    return run("check", "everything.yaml", "broken.yaml", *CONTROLS, "--format", name, folder=GOLDEN, SOURCE_DATE_EPOCH=TIME, GITHUB_STEP_SUMMARY="")


class Golden(vouch.unittest.TestCase):
    def test_every_format_has_its_file(self):
        names = {line.split()[0] for line in run("list", "formats").stdout.decode().splitlines()}
        self.assertEqual(names, set(FILES))

    def test_reports_are_what_they_were(self):
        for name, file in FILES.items():
            done = everything(name)
            self.assertEqual(done.returncode, 1, done.stderr)
            if os.environ.get("VOUCH_UPDATE_GOLDEN") and os.environ.get("CI") != "true":
                (GOLDEN / file).write_bytes(done.stdout)
            with self.subTest(format=name):
                self.assertEqual(done.stdout.decode(), (GOLDEN / file).read_bytes().decode(), f"VOUCH_UPDATE_GOLDEN=1 rewrites {file}")

    def test_the_five_answers_are_told_apart_in_every_format(self):
        """Failed, not verified, suppressed, passed and not read each leave their mark."""
        marks = {"asff": ('"FAILED"', '"WARNING"', '"PASSED"', '"NOT_AVAILABLE"'), "checklist": ("fails: ", "could not be verified", " pass", "1 problem"),
                 "ocsf": ('"status":"Fail"', '"status":"Warning"', '"status":"Pass"', "E0108"), "csv": (",fail,", ",unverified,", ",pass,", ",error,"), "github": ("the bucket is public", "not verified: ", "pass", "E0108"),
                 "gitlab": ("the bucket is public", "not verified: ", "[", "not read or evaluated: "),
                 "html": ('data-verdict="fail"', 'data-verdict="unverified"', 'data-verdict="pass"', "Not read or evaluated"),
                 "json": ('"fail"', '"unverified"', '"pass"', '"problems"'), "junit": ("<failure", 'type="unverified"', '"/>', 'type="E0108"'),
                 "markdown": ("### Failed", "### Not verified", " pass", "### Not read"), "sarif": ('"fail"', '"review"', "{", "toolExecutionNotifications"),
                 "text": ("== critical", "== not verified", " pass", "1 problem")}
        self.assertEqual(set(marks), set(FILES))
        for name, wanted in marks.items():
            text = everything(name).stdout.decode()
            for mark in wanted:
                self.assertIn(mark, text, name)


class Documented(vouch.unittest.TestCase):
    def test_examples_are_lines_of_the_golden_files(self):
        sections = re.split(r"^## ", (SOURCE / "docs/formats.md").read_text(), flags=re.MULTILINE)[1:]
        self.assertEqual({section.split()[0] for section in sections}, set(FILES))
        for section in sections:
            golden = (GOLDEN / FILES[section.split()[0]]).read_text().splitlines()
            for example in re.findall(r"```\w*\n(.*?)```", section, flags=re.DOTALL):
                for line in example.splitlines():
                    self.assertTrue(any(other.startswith(line.removesuffix("...")) for other in golden), line)


class Hostile(InFolder):
    """Rows 20 to 24 of the threats: markup, formulas, terminals, CI commands, paths, in every place where a name can stand."""

    def setUp(self):
        super().setUp()
        self.names = hostile.payloads(200)
        self.write("t.json", hostile.template(self.names))
        for name, text in hostile.assembly(self.names).items():
            self.write(f"cdk.out/{name}", text)

    def reports(self, name, *more):
        for paths in (("t.json",), ("cdk.out",)):
            done = self.check(*paths, "--service", "s3", "--format", name, *more, GITHUB_STEP_SUMMARY="")
            self.assertIn(done.returncode, (1, 3), done.stderr[-500:])
            yield done.stdout.decode(), done.stderr.decode()

    def test_nothing_hidden_reaches_a_terminal(self):
        for name in FILES:
            for out, errors in self.reports(name, "--verbose"):
                found = HIDDEN.search(errors) or (name not in ("asff", "json", "ocsf", "sarif", "gitlab", "csv") and HIDDEN.search(out.replace("\r\n", "\n")))
                self.assertFalse(found, (name, found))
                self.assertFalse(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", out), name)

    def test_no_line_is_a_command_that_we_did_not_write(self):
        ours = re.compile(r"::(error|warning|notice) (file=[^,:\n]*,)?(line=\d+,col=\d+,endLine=\d+,)?title=[^,:\n]*::[^\n]*\Z")
        for name in FILES:
            for out, errors in self.reports(name):
                for line in (out + errors).splitlines():
                    if line.strip().startswith("::"):
                        self.assertEqual(name, "github", line)
                        self.assertRegex(line, ours)
                    if name not in ("asff", "json", "ocsf", "sarif", "gitlab"):
                        self.assertNotIn("##[", line)

    def test_csv_holds_no_formula(self):
        for out, _ in self.reports("csv"):
            rows = list(csv.reader(io.StringIO(out, newline="")))
            self.assertGreater(len(rows), 100)
            for row in rows:
                self.assertEqual(len(row), len(rows[0]))
                for cell in row:
                    self.assertNotRegex(cell, r"\A *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

    def test_csv_raw_holds_names_as_they_are(self):
        out, _ = next(self.reports("csv", "--csv-raw"))
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual({row["resource_id"] for row in rows}, set(self.names))

    def test_json_holds_names_as_they_are(self):
        out, _ = next(self.reports("json"))
        self.assertEqual({finding["resource"] for finding in json.loads(out)["findings"]}, set(self.names))

    def test_junit_is_well_formed_and_keeps_markup_as_text(self):
        out, _ = next(self.reports("junit"))
        names = {case.get("name") for case in ElementTree.fromstring(out).iter("testcase")}
        for name in hostile.MARKUP[::2]:
            self.assertIn(name, names)

    def test_markdown_has_our_tags_only_and_no_links(self):
        for out, _ in self.reports("markdown"):
            self.assertLess(len(out), 65_536)
            prose = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", out)
            self.assertLessEqual(set(re.findall(r"</?([a-z]+)", prose)), {"details", "summary", "code"})
            for sign in ("](", "://", "@everyone", "@team"):
                self.assertNotIn(sign, re.sub("<code>.*?</code>", "", prose))

    def test_sarif_and_gitlab_name_files_inside_only(self):
        for out, _ in self.reports("sarif"):
            for result in json.loads(out)["runs"][0]["results"]:
                uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                self.assertRegex(uri, r"\A(?!/|\.\.)[\w.~%-]+(/[\w.~%-]+)*\Z")
        for out, _ in self.reports("gitlab"):
            for issue in json.loads(out):
                self.assertTrue((self.folder / issue["location"]["path"]).is_file(), issue)


class Gitlab(InFolder):
    def issues(self, text):
        self.write("in/t.yaml", text)
        return json.loads(run("check", "in/t.yaml", "--format", "gitlab", folder=self.folder).stdout)

    def test_fingerprints_differ_and_survive_moved_lines(self):
        text = "Resources:\n" + "".join(f"  B{i}: {{Type: AWS::S3::Bucket}}\n" for i in range(20))
        before, after = self.issues(text), self.issues("# one\n# two\n" + text)
        prints = [issue["fingerprint"] for issue in before]
        self.assertEqual(len(prints), len(set(prints)))
        self.assertEqual(prints, [issue["fingerprint"] for issue in after])
        self.assertEqual([issue["location"]["lines"]["begin"] + 2 for issue in before], [issue["location"]["lines"]["begin"] for issue in after])

    def test_fields_are_those_that_gitlab_needs(self):
        for issue in json.loads(everything("gitlab").stdout):
            self.assertEqual(set(issue), {"description", "check_name", "fingerprint", "severity", "location"})
            self.assertIn(issue["severity"], ("info", "minor", "major", "critical", "blocker"))
            self.assertNotRegex(issue["location"]["path"], r"\A(/|\./|\.\.)")
            self.assertGreaterEqual(issue["location"]["lines"]["begin"], 1)

    def test_a_file_outside_the_folder_has_a_relative_path_all_the_same(self):
        self.write("out.yaml", vouch.OPEN)
        self.write("in/x", "")
        done = run("check", "../out.yaml", "--format", "gitlab", folder=self.folder / "in")
        self.assertEqual({issue["location"]["path"] for issue in json.loads(done.stdout)}, {"out.yaml"})


class Junit(vouch.unittest.TestCase):
    # element: required attributes, optional attributes, children; as the schema that CI systems share has it
    SHAPE = {"testsuites": ({"name", "tests", "failures", "errors", "skipped"}, {"time"}, {"testsuite"}),
             "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"timestamp", "time"}, {"testcase"}),
             "testcase": ({"name", "classname"}, {"file", "line"}, {"failure", "error", "skipped"}),
             "failure": ({"message", "type"}, set(), set()), "error": ({"message", "type"}, set(), set()), "skipped": ({"message"}, set(), set())}

    def test_elements_and_counts_agree(self):
        for text in (everything("junit").stdout, run("check", "--format", "junit", "examples/cdk/legacy/cdk.out").stdout):
            root = ElementTree.fromstring(text)
            self.assertEqual(root.tag, "testsuites")
            for element in root.iter():
                required, optional, children = self.SHAPE[element.tag]
                self.assertLessEqual(required, set(element.attrib))
                self.assertLessEqual(set(element.attrib), required | optional)
                self.assertLessEqual({child.tag for child in element}, children)
            for suite in (root, *root):
                cases = list(suite.iter("testcase"))
                self.assertEqual(int(suite.get("tests")), len(cases))
                for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                    self.assertEqual(int(suite.get(count)), sum(case.find(tag) is not None for case in cases))

    def test_time_is_in_seconds(self):
        done = run("check", "--format", "junit", "examples/templates")
        self.assertRegex(ElementTree.fromstring(done.stdout).get("time"), r"\A\d{1,2}\.\d{3}\Z")


class Github(InFolder):
    def test_ten_of_a_kind_the_gravest_first_and_the_rest_below(self):
        self.write("t.yaml", "Resources:\n" + "".join(f"  B{i}: {{Type: AWS::S3::Bucket}}\n" for i in range(30)))
        lines = self.check("t.yaml", "--service", "s3", "--format", "github", GITHUB_STEP_SUMMARY="").stdout.decode().splitlines()
        for kind in ("error", "warning", "notice"):
            self.assertEqual(sum(line.startswith(f"::{kind} ") for line in lines), 10, kind)
        self.assertIn("file=t.yaml,line=2,", lines[0])
        found, _ = vouch.report("t.yaml", "--service", "s3", folder=self.folder)
        self.assertEqual(len(lines), found["summary"]["fail"] + 2)

    def test_a_page_is_appended_to_the_summary_of_the_step(self):
        summary = self.write("summary.md", "before\n")
        self.write("t.yaml", vouch.OPEN)
        for name in ("github", "text"):
            self.check("t.yaml", "--format", name, GITHUB_STEP_SUMMARY=str(summary))
        text = summary.read_text()
        self.assertTrue(text.startswith("before\n## vouch: "), text)
        self.assertEqual(text.count("## vouch: "), 1)
        done = self.check("t.yaml", "--format", "github", GITHUB_STEP_SUMMARY=str(self.folder / "no/such"))
        self.assertIn(b"could not be written", done.stderr)
        self.assertEqual(done.returncode, 1)


class Csv(vouch.unittest.TestCase):
    def test_rows_end_as_the_standard_says_and_time_is_the_given_one(self):
        text = everything("csv").stdout.decode()
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        self.assertEqual({row["run_time_utc"] for row in rows}, {"2026-01-01T00:00:00.000Z"})
        self.assertTrue(all(re.fullmatch("[0-9a-f]{64}", row["control_sha256"]) for row in rows if row["status"] != "error"))


class Estate(InFolder):
    def test_what_is_missing_everywhere_names_no_file_that_is_not_there(self):
        self.write("t.yaml", vouch.BUCKET)
        self.write("mine/control.guard", "# ---\n# id: somewhere\n# title: A title\n# resources: [Vouch::Estate]\n# severity: low\n# ---\n"
                   "rule r { Resources.*[ Type == 'AWS::SNS::Topic' ] !empty <<there is no topic>> }\n")
        arguments = ("t.yaml", "--whole-estate", "--controls", "mine", "--control", "somewhere")
        run_of = json.loads(self.check(*arguments, "--format", "sarif").stdout)["runs"][0]
        for result in run_of["results"]:
            self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "t.yaml")
        self.assertTrue(run_of["results"])
        for issue in json.loads(self.check(*arguments, "--format", "gitlab").stdout):
            self.assertEqual(issue["location"]["path"], ".")
        self.assertNotIn(b"file=", self.check(*arguments, "--format", "github", GITHUB_STEP_SUMMARY="").stdout)
        for name in FILES:
            self.assertNotIn(b"estate:1", self.check(*arguments, "--format", name, GITHUB_STEP_SUMMARY="").stdout, name)


class Linear(InFolder):
    def cost(self, count, name):
        self.write("t.json", json.dumps({"Resources": {f"Bucket{i}": {"Type": "AWS::S3::Bucket"} for i in range(count)}}))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = self.check("t.json", "--service", "s3", "--format", name, "--jobs", "1", "--verbose", GITHUB_STEP_SUMMARY="")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertEqual(done.returncode, 1)
        return after.ru_utime - before.ru_utime, len(done.stdout)

    def test_four_times_the_findings_cost_no_more_than_about_four_times_as_much(self):
        """5,200 buckets are more than 25,000 findings."""
        for name in FILES:
            small, large = self.cost(1300, name)[0], self.cost(5200, name)[0]
            self.assertLess(large, 8 * small + 0.2, name)


if __name__ == "__main__":
    vouch.main()
