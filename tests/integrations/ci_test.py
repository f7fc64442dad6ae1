# SPDX-License-Identifier: Apache-2.0
"""The GitHub action, the GitLab template and the pre-commit hook: valid by the published schemas, and run as GitHub, GitLab and pre-commit
run them, as far as that goes without those services. Usage: ci_test.py SOURCE_DIR VOUCH"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import check_jsonschema  # noqa: F401  only asked whether it is there
    import pre_commit  # noqa: F401
    import yaml
except ImportError as missing:
    print(f"skipped: no Python package {missing.name}; `./dev test` installs it")
    sys.exit(77)

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
GITHUB = SOURCE / "integrations/github-action"
GITLAB = SOURCE / "integrations/gitlab/vouch.gitlab-ci.yml"
OPEN = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: {EnableLogFileValidation: false}\n"
GOOD = OPEN.replace("false", "true")
VALIDATION = ("--control", "cloudtrail-log-file-validation")


def call(*command, folder, **environment):
    unset = ("VOUCH", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GIT_DIR", "GIT_INDEX_FILE")
    known = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(list(map(str, command)), cwd=folder, env={**known, "NO_COLOR": "1", **environment}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120)


def documented(section, language):
    """The examples of one section of docs/integrations.md."""
    text = (SOURCE / "docs/integrations.md").read_text()
    [part] = [one for one in re.split(r"^## ", text, flags=re.MULTILINE)[1:] if one.startswith(section)]
    return re.findall(rf"```{language}\n(.*?)```", part, flags=re.DOTALL)


class InFolder(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / "repository"
        self.folder.mkdir()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def valid(self, schema, text, *more):
        path = self.write("given.yml", text)
        done = call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *more, path, folder=self.folder)
        return done.returncode == 0, done.stdout


class Action(InFolder):
    ACTION = yaml.safe_load((GITHUB / "action.yml").read_text())

    def test_the_action_and_the_documented_workflow_are_valid(self):
        text = (GITHUB / "action.yml").read_text()
        self.assertEqual(self.valid("github-actions", text), (True, "ok -- validation done\n"))
        self.assertFalse(self.valid("github-actions", text.replace("using:", "usign:"))[0])
        workflows = documented("GitHub", "yaml")
        self.assertTrue(workflows)
        for workflow in workflows:
            self.assertEqual(self.valid("github-workflows", workflow), (True, "ok -- validation done\n"))
            for step in yaml.safe_load(workflow)["jobs"]["templates"]["steps"]:
                if "vouch/integrations" in step.get("uses", ""):
                    self.assertLessEqual(set(step["with"]), set(self.ACTION["inputs"]))

    def test_other_actions_are_named_by_commit(self):
        for text in ((GITHUB / "action.yml").read_text(), *documented("GitHub", "yaml")):
            for name in re.findall(r"uses: (\S+)", text):
                self.assertRegex(name, r"@([0-9a-f]{40}|COMMIT)$")

    def test_inputs_are_declared_used_and_never_part_of_a_command(self):
        inputs = set(re.findall(r"inputs\.([\w-]+)", (GITHUB / "action.yml").read_text()))
        self.assertEqual(inputs, set(self.ACTION["inputs"]))
        for step in self.ACTION["runs"]["steps"]:
            self.assertNotIn("${{", step.get("run", ""))
        [check] = [step for step in self.ACTION["runs"]["steps"] if step.get("id") == "check"]
        self.assertEqual(set(check["env"]), set(re.findall(r"\$\{?(VOUCH_\w+)", (GITHUB / "check.sh").read_text())))

    def perform(self, **inputs):
        """The steps of the action with these inputs, as a runner performs them; its own actions are left out."""
        given = {name: row.get("default", "") for name, row in self.ACTION["inputs"].items()} | {"binary": PROGRAM} | inputs
        runner = pathlib.Path(self.folder).parent / "runner"
        shutil.rmtree(runner, ignore_errors=True)
        runner.mkdir()
        outputs, said = {}, ""
        for step in self.ACTION["runs"]["steps"]:
            if "uses" in step or (step["name"] == "Build vouch" and given["binary"]):
                continue
            environment = {name: re.sub(r"\$\{\{ (inputs|steps\.check\.outputs)\.([\w-]+) \}\}", lambda found: (given if found[1] == "inputs" else outputs)[found[2]], value)
                           for name, value in step.get("env", {}).items()}
            done = call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], folder=self.folder, RUNNER_TEMP=str(runner), GITHUB_ACTION_PATH=str(GITHUB),
                        GITHUB_OUTPUT=str(runner / "output"), GITHUB_STEP_SUMMARY=str(runner / "summary.md"), **environment)
            said += done.stdout + done.stderr
            if (runner / "output").exists():
                outputs = dict(line.split("=", 1) for line in (runner / "output").read_text().splitlines())
            if done.returncode:
                break
        self.summary = (runner / "summary.md").read_text() if (runner / "summary.md").exists() else ""
        return done.returncode, outputs, said

    def test_findings_fail_the_job_after_everything_was_written(self):
        self.write("a/t.yaml", OPEN)
        code, outputs, said = self.perform(path="a", options="\n".join(VALIDATION))
        self.assertEqual((code, outputs["exit-code"]), (1, "1"))
        self.assertIn("::error file=a/t.yaml,line=4,", said)
        self.assertIn("## vouch: ", self.summary)
        [result] = json.loads(pathlib.Path(outputs["sarif-file"]).read_text())["runs"][0]["results"]
        self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a/t.yaml")

    def test_a_clean_repository_passes(self):
        self.write("t.yaml", GOOD)
        code, outputs, said = self.perform(options="\n".join(VALIDATION))
        self.assertEqual((code, outputs["exit-code"]), (0, "0"), said)

    def test_the_threshold_several_paths_and_text(self):
        self.write("one/t.yaml", OPEN)
        self.write("two words/t.yaml", OPEN)
        code, _, said = self.perform(path="one\ntwo words\n", options="\n".join(VALIDATION), annotations="false", **{"fail-on": "critical"})
        self.assertEqual(code, 0)
        self.assertIn("two words/t.yaml:4:", said)
        self.assertNotIn("::error", said)

    def test_known_findings_do_not_fail(self):
        self.write("t.yaml", OPEN)
        call(PROGRAM, "check", *VALIDATION, "--write-baseline", "known.json", "t.yaml", folder=self.folder)
        code, outputs, said = self.perform(path="t.yaml", options="\n".join(VALIDATION), baseline="known.json")
        self.assertEqual((code, outputs["exit-code"]), (0, "0"), said)

    def test_what_cannot_be_checked_fails(self):
        self.assertEqual(self.perform(path="no-such-folder")[0], 3)
        self.assertEqual(self.perform(**{"fail-on": "hihg"})[0], 2)
        code, _, said = self.perform(binary="/no/such/vouch")
        self.assertEqual(code, 3)
        self.assertIn("nothing was checked", said)

    def test_inputs_are_no_commands(self):
        self.write("t.yaml", GOOD)
        self.perform(path="$(touch x1)\n`touch x2`; touch x3", options='"; touch x4; "', baseline="$(touch x5)")
        self.assertEqual(os.listdir(self.folder), ["t.yaml"])


class Gitlab(InFolder):
    JOB = yaml.safe_load(GITLAB.read_text())[".vouch"]

    def test_the_template_and_the_documented_job_are_valid(self):
        more = ("--data-transform", "gitlab-ci")
        shown = GITLAB.read_text().replace(".vouch:", "vouch:")  # the schema looks at no hidden job
        self.assertEqual(self.valid("gitlab-ci", shown, *more), (True, "ok -- validation done\n"))
        self.assertFalse(self.valid("gitlab-ci", shown.replace("when: always", "when: perhaps"), *more)[0])
        for job in documented("GitLab", "yaml"):
            self.assertEqual(self.valid("gitlab-ci", job, *more), (True, "ok -- validation done\n"))
            self.assertLessEqual(set(yaml.safe_load(job)["vouch"].get("variables", {})), set(self.JOB["variables"]))

    def perform(self, **variables):
        given = {**self.JOB["variables"], "VOUCH": PROGRAM, **variables}
        return call("sh", "-ec", "\n".join(self.JOB["script"]), folder=self.folder, **given)

    def test_findings_fail_the_job_and_stand_in_both_reports(self):
        self.write("t.yaml", OPEN)
        done = self.perform(VOUCH_OPTIONS=" ".join(VALIDATION))
        self.assertEqual(done.returncode, 1)
        self.assertIn("log file validation is off", done.stdout)
        reports = self.JOB["artifacts"]["reports"]
        [issue] = json.loads((self.folder / reports["codequality"]).read_text())
        self.assertEqual((issue["check_name"], issue["location"]["path"]), (VALIDATION[1], "t.yaml"))
        self.assertIn("<failure", (self.folder / reports["junit"]).read_text())

    def test_a_clean_repository_passes_and_a_broken_one_does_not(self):
        self.write("t.yaml", GOOD)
        self.assertEqual(self.perform(VOUCH_OPTIONS=" ".join(VALIDATION)).returncode, 0)
        self.assertEqual(self.perform(VOUCH_PATH="no-such-folder").returncode, 3)
        self.assertEqual(self.perform(VOUCH="/no/such/vouch").returncode, 127)


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class PreCommit(InFolder):
    """With the real pre-commit, in a repository of its own, and the hook from a repository as it will be cloned."""

    def git(self, *words, folder):
        done = call("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main", *words, folder=folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def setUp(self):
        super().setUp()
        hooks = self.folder.parent / "hooks"
        (hooks / "integrations").mkdir(parents=True)
        shutil.copy(SOURCE / ".pre-commit-hooks.yaml", hooks)
        shutil.copytree(SOURCE / "integrations/pre-commit", hooks / "integrations/pre-commit")
        self.git("init", "-q", folder=hooks)
        self.git("add", "-A", folder=hooks)
        self.git("commit", "-qm", "hooks", folder=hooks)
        [text] = documented("pre-commit", "yaml")
        self.documented = yaml.safe_load(text)
        self.repository = self.documented["repos"][0]
        self.repository.update(repo=str(hooks), rev=self.git("rev-parse", "HEAD", folder=hooks))
        self.repository["hooks"][0]["args"] = [*VALIDATION, "--"]
        self.git("init", "-q", folder=self.folder)

    def commit(self, **environment):
        self.write(".pre-commit-config.yaml", json.dumps(self.documented))
        self.git("add", "-A", folder=self.folder)
        return call(sys.executable, "-m", "pre_commit", "run", folder=self.folder, PRE_COMMIT_HOME=str(self.folder.parent / "home"), **{"VOUCH": PROGRAM, **environment})

    def test_a_bad_template_stops_the_commit_and_other_files_do_not(self):
        self.write("package.json", '{"name": "x"}')
        self.write("values.yaml", "resources: {limits: {}}\n")
        self.assertIn("Passed", self.commit().stdout)
        self.write("a/-t.yaml", OPEN)
        self.write("b c.json", json.dumps({"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": False}}}}))
        done = self.commit()
        self.assertEqual(done.returncode, 1)
        for place in ("a/-t.yaml:4:", "b c.json:1:"):
            self.assertIn(place, done.stdout)
        self.write("a/-t.yaml", GOOD)
        self.write("b c.json", json.dumps({"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EnableLogFileValidation": True}}}}))
        done = self.commit()
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_broken_template_stops_the_commit(self):
        self.write("t.yaml", "Resources: {a: [\n")
        done = self.commit()
        self.assertEqual(done.returncode, 1)
        self.assertIn("E0107", done.stdout)

    def test_without_the_program_or_the_closing_mark_the_commit_stops(self):
        self.write("t.yaml", GOOD)
        done = self.commit(VOUCH="/no/such/vouch")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing was checked", done.stdout)
        self.repository["hooks"][0]["args"] = ["--quiet"]
        done = self.commit()
        self.assertEqual(done.returncode, 1)
        self.assertIn("have to end with `--`", done.stdout)

    def test_the_manifest_and_the_documented_configuration_are_valid(self):
        for command, path in (("validate-manifest", SOURCE / ".pre-commit-hooks.yaml"), ("validate-config", self.write(".pre-commit-config.yaml", documented("pre-commit", "yaml")[0]))):
            done = call(sys.executable, "-m", "pre_commit", command, path, folder=self.folder)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))


class Snippets(unittest.TestCase):
    def test_the_documented_application_is_the_one_that_is_compiled(self):
        compiled = (SOURCE / "integrations/cdk/test/snippet.ts").read_text()
        for text in (*documented("AWS CDK", "ts"), *re.findall(r"```ts\n(.*?)```", (SOURCE / "integrations/cdk/README.md").read_text(), flags=re.DOTALL)):
            self.assertIn(text, compiled)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
