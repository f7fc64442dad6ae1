# SPDX-License-Identifier: Apache-2.0
"""The CDK plugin: built with tsc, added to real applications, run against the built program. What the CDK then says, and what stands
in validation-report.json, is judged. Usage: cdk_test.py SOURCE_DIR VOUCH"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
PLUGIN = SOURCE / "integrations/cdk"
APPLICATION = PLUGIN / "test/app"
TWO = ("--control", "s3-versioning", "--control", "s3-bucket-public-access-block")
STAND_IN = json.dumps({"format": "vouch-findings/1", "tool": {"name": "vouch", "version": "9"}, "exit_code": 0, "summary": {}, "units": [],
                       "controls": [], "findings": [], "problems": [], "warnings": []})


def compiled(project):
    command = ["node", str(PLUGIN / "node_modules/typescript/bin/tsc"), "-p", project]
    done = subprocess.run(command, cwd=PLUGIN, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


class Synthesis:
    """One run of an application with the plugin, and what it left behind."""

    def __init__(self, application, *further, binary=PROGRAM, environment=(), **options):
        with tempfile.TemporaryDirectory() as folder:
            if binary:
                options["binary"] = str(binary)
            known = {name: value for name, value in os.environ.items() if name not in ("VOUCH", "NODE_ENV")}
            done = subprocess.run(["node", str(PLUGIN / "test/dist/synth.js"), application, folder, json.dumps(options), *further], cwd=APPLICATION,
                                  env={**known, "CDK_VALIDATION": "false", "NO_COLOR": "1", **dict(environment)}, capture_output=True, text=True, timeout=300)
            self.failed = done.returncode != 0
            self.said = done.stdout + done.stderr
            path = pathlib.Path(folder) / "validation-report.json"
            self.reports = {one["pluginName"]: one for one in json.loads(path.read_text())["pluginReports"]} if path.exists() else {}

    @property
    def ours(self):
        return self.reports["vouch"]

    def violations(self, **wanted):
        return [one for one in self.ours["violations"] if all(one.get(key) == value for key, value in wanted.items())]

    def paths(self, rule):
        """Construct and property paths of the violations of a rule."""
        return {(one["constructPath"], *one["cloudFormationResource"].get("propertyPaths", ())) for violation in self.violations(ruleName=rule)
                for one in violation["violatingConstructs"]}


class Small(unittest.TestCase):
    """A stack, a nested stack and a Stage."""

    def test_findings_stand_in_the_report_with_construct_and_property(self):
        run = Synthesis("open", arguments=TWO)
        self.assertTrue(run.failed)
        self.assertIn("Validation failed", run.said)
        self.assertEqual(run.ours["conclusion"], "failure")
        self.assertEqual(run.paths("s3-versioning"), {(f"{scope}/Data/Resource", "Properties.VersioningConfiguration.Status")
                                                      for scope in ("Plain", "Plain/Inner", "Prod/Store")})
        [one] = run.violations(ruleName="s3-versioning")
        self.assertEqual(one["severity"], "error")
        self.assertEqual(one["ruleMetadata"]["severity"], "medium")
        self.assertIn("CC7.4", one["ruleMetadata"]["criteria"])
        self.assertIn("CDK: versioned: true", one["suggestedFix"])
        self.assertIn("versioning is not enabled", one["description"])
        places = {construct["cloudFormationResource"]["templatePath"] for construct in one["violatingConstructs"]}
        self.assertIn("Plain.template.json", places)
        self.assertTrue(any(place.startswith("assembly-Prod/") for place in places), places)

    def test_a_hardened_application_passes_and_says_nothing(self):
        run = Synthesis("closed", arguments=TWO)
        self.assertEqual((run.failed, run.said, run.reports), (False, "", {}))

    def test_findings_below_the_threshold_are_warnings_and_do_not_fail(self):
        run = Synthesis("open", failOn="high", arguments=TWO[:2])
        self.assertFalse(run.failed, run.said)
        self.assertEqual(run.ours["conclusion"], "success")
        self.assertEqual({one["severity"] for one in run.ours["violations"]}, {"warning"})

    def test_an_acknowledged_rule_is_no_violation_where_it_is_acknowledged(self):
        run = Synthesis("acknowledged", arguments=TWO[:2])
        self.assertEqual({path for path, _ in run.paths("s3-versioning")}, {"Prod/Store/Data/Resource"})
        kept = run.ours.get("suppressedViolations", [])
        self.assertTrue(kept or int(run.ours["metadata"]["suppressed"]) > 0)

    def test_acknowledging_one_rule_does_not_make_the_others_pass(self):
        run = Synthesis("acknowledged", failOn="high", arguments=TWO)
        self.assertTrue(run.failed)
        self.assertEqual(run.ours["conclusion"], "failure")
        self.assertEqual(run.violations(severity="error")[0]["ruleName"], "s3-bucket-public-access-block")

    def test_on_a_stage_only_its_stacks_are_judged(self):
        run = Synthesis("open", "stage", arguments=TWO[:2])
        self.assertEqual({path for path, _ in run.paths("s3-versioning")}, {"Prod/Store/Data/Resource"})

    def test_what_must_exist_somewhere_is_judged_on_request(self):
        chosen = ("--control", "access-analyzer-enabled")
        run = Synthesis("open", wholeEstate=True, arguments=chosen)
        [one] = run.violations(ruleName="access-analyzer-enabled")
        self.assertEqual(one["violatingConstructs"], [{"constructPath": ""}])
        self.assertFalse(Synthesis("open", arguments=(*chosen, *TWO[:2]), failOn="critical").violations(ruleName="access-analyzer-enabled"))

    def test_the_program_may_be_named_by_the_environment(self):
        run = Synthesis("open", binary=None, environment={"VOUCH": PROGRAM}, arguments=TWO)
        self.assertEqual(run.ours["metadata"]["fail"], "6")
        folder = str(pathlib.Path(PROGRAM).parent)
        run = Synthesis("open", binary=None, environment={"PATH": folder + os.pathsep + os.environ["PATH"]}, arguments=TWO)
        self.assertEqual(run.ours["metadata"]["fail"], "6")


class Broken(unittest.TestCase):
    """Whatever is no answer fails the synthesis and says why."""

    def stand_in(self, script):
        path = pathlib.Path(self.scratch.name) / "vouch"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)

    def expect(self, run, *words):
        self.assertTrue(run.failed, run.said)
        if run.reports:
            self.assertEqual(run.ours["conclusion"], "failure")
            run.said += json.dumps(run.ours)
        for word in words:
            self.assertIn(word, run.said)

    def test_a_missing_program_fails(self):
        self.expect(Synthesis("closed", binary="/no/such/vouch"), "/no/such/vouch", "was not found: nothing was checked")

    def test_a_file_that_may_not_be_run_fails(self):
        path = pathlib.Path(self.scratch.name) / "vouch"
        path.write_text("")
        self.expect(Synthesis("closed", binary=path), "could not be run", "EACCES")

    def test_another_program_fails(self):
        rows = [("exit 0", "exit code 0 and no report"), ("echo '{'", "no JSON"), ("echo null", "not in the form"), ("echo '{}'", "not in the form"), ("kill -SEGV $$", "signal SIGSEGV"),
                ("echo reason >&2; exit 2", "does not understand its arguments: reason"), ("echo reason >&2; exit 70", "exit code 70 and no report: reason"),
                ("echo '" + '{"format": "vouch-findings/1", "exit_code": 0}' + "'", "has no `units`"),
                (f"echo '{STAND_IN}'; exit 3", "says exit code 0, the process ended with 3"),
                (f"echo '{STAND_IN.replace(': 0', ': 1')}'; exit 1", "does not agree with its findings"),
                (f"echo '{STAND_IN.replace(': 0', ': 3')}'; exit 3", "does not agree with its findings")]
        for script, word in rows:
            with self.subTest(script=script):
                self.expect(Synthesis("closed", binary=self.stand_in(script)), word)

    def test_what_it_says_reaches_no_terminal_raw(self):
        run = Synthesis("closed", binary=self.stand_in(r"printf 'a\033[31mb' >&2; exit 70"))
        self.expect(run, "no report: a [31mb")
        self.assertNotIn("\x1b[31mb", run.said)

    def test_a_program_that_hangs_is_ended(self):
        self.expect(Synthesis("closed", binary=self.stand_in("exec sleep 60"), timeoutSeconds=0.5), "took longer than 0.5 s")

    def test_an_endless_report_is_cut(self):
        self.expect(Synthesis("closed", binary=self.stand_in("exec yes"), maxReportMiB=1), "longer than 1 MiB")

    def test_nothing_to_judge_is_no_pass(self):
        run = Synthesis("empty")
        self.expect(run, "fatal")
        self.assertTrue(run.violations(severity="fatal"))

    def test_a_control_that_does_not_exist_is_no_pass(self):
        self.expect(Synthesis("closed", arguments=["--control", "no-such-control"]), "no-such-control")

    def test_options_without_meaning_are_refused(self):
        rows = [({"failOn": "hihg"}, "failOn is `hihg`"), ({"arguments": ["--format=text"]}, "gives `--format` itself"), ({"timeoutSeconds": -1}, "timeoutSeconds is -1")]
        for options, word in rows:
            self.expect(Synthesis("closed", **options), word)

    def test_no_shell_sees_the_arguments(self):
        trace = pathlib.Path(self.scratch.name) / "words"
        script = self.stand_in(f'printf "%s\\n" "$@" > {trace}; exit 70')
        Synthesis("closed", binary=script, arguments=["--parameter", "A=$(touch x); `id`"])
        words = trace.read_text().splitlines()
        self.assertEqual(words[-2:], ["--parameter", "A=$(touch x); `id`"])
        self.assertEqual((words[0], words[2:6]), ("check", ["--format", "json", "--fail-on", "low"]))


class Whole(unittest.TestCase):
    """The application of the bundled assemblies: 24 stacks, Stages, nested stacks, loops, SAM, an imported template."""

    @classmethod
    def setUpClass(cls):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            legacy = pool.submit(Synthesis, "legacy", "nag")
            cls.hardened = pool.submit(Synthesis, "hardened", failOn="high").result()
            cls.legacy = legacy.result()

    def test_the_old_one_fails_with_every_finding_of_the_command(self):
        self.assertTrue(self.legacy.failed)
        found = [construct for violation in self.legacy.ours["violations"] if violation.get("ruleMetadata", {}).get("verdict") == "fail"
                 for construct in violation["violatingConstructs"]]
        self.assertEqual(len(found), int(self.legacy.ours["metadata"]["fail"]))
        self.assertGreater(len(found), 200)
        self.assertGreater(int(self.legacy.ours["metadata"]["units"]), 20)

    def test_known_faults_are_named_by_construct(self):
        self.assertIn("ConditionsStack/Database", {path for path, *_ in self.legacy.paths("rds-not-public")})
        self.assertIn("CloudTrailStack/CloudTrail", {path for path, *_ in self.legacy.paths("cloudtrail-log-file-validation")})

    def test_only_what_the_application_does_not_make_itself_has_no_construct(self):
        without = {construct["cloudFormationResource"]["templatePath"] for violation in self.legacy.ours["violations"]
                   for construct in violation["violatingConstructs"] if not construct["constructPath"] and "cloudFormationResource" in construct}
        self.assertEqual(without, {"LoopStack.template.json", "SamStack.template.json"})

    def test_it_stands_beside_other_plugins(self):
        self.assertEqual(self.legacy.reports["AwsSolutions"]["conclusion"], "failure")

    def test_the_hardened_one_passes(self):
        self.assertFalse(self.hardened.failed, self.hardened.said[-3000:])
        self.assertEqual(self.hardened.ours["conclusion"], "success")
        self.assertGreater(int(self.hardened.ours["metadata"]["pass"]), 500)


if __name__ == "__main__":
    if not (PLUGIN / "node_modules/aws-cdk-lib").exists():
        print("skipped: integrations/cdk/node_modules is not installed (npm unreachable?); `./dev test` installs it")
        sys.exit(77)
    for project in ("tsconfig.json", "tsconfig.test.json"):
        compiled(project)
    unittest.main(argv=sys.argv[:1])
