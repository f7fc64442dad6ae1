# SPDX-License-Identifier: Apache-2.0
"""`vouch baseline init` and `vouch baseline synth` as a user meets them: files, what is never replaced, what is refused.
Usage: command_test.py SOURCE_DIR VOUCH"""
import json
import os
import re

from made import MAILS, SETTINGS, STACKS, InFolder, main, run, synthesize


class Baseline(InFolder):
    def baseline(self, code, *arguments):
        done = run("baseline", *arguments, folder=self.folder)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return done

    def error(self, code, *arguments):
        return self.baseline(code, *arguments).stderr.decode()

    def test_init_writes_settings_that_lack_only_the_addresses(self):
        self.baseline(0, "init")
        said = self.error(3, "synth", "-o", "out").splitlines()
        self.assertEqual(len(said), 2, said)
        self.assertRegex(said[0], r"^error: vouch-baseline.yaml:\d+:\d+: `security_email` is one e-mail address")
        self.assertFalse((self.folder / "out").exists())
        path = self.folder / "vouch-baseline.yaml"
        path.write_text(path.read_text().replace("_email: ''", "_email: team@example.com"))
        self.baseline(0, "synth", "-o", "out")

    def test_init_writes_elsewhere_and_to_standard_output(self):
        self.baseline(0, "init", "-o", "sub/b.yaml")
        self.assertEqual((self.folder / "sub/b.yaml").read_bytes(), self.baseline(0, "init", "-o", "-").stdout)

    def test_synth_writes_nine_stacks_and_what_stands_beside(self):
        self.write("vouch-baseline.yaml", MAILS)
        listed = self.baseline(0, "synth", "-o", "out").stdout.decode().splitlines()
        expected = [f"{stack}.yaml" for stack in STACKS]
        expected += ["README.md", "baseline.ts", "parameters.json", "stacksets.json", "modules/bucket.yaml", "modules/database.yaml"]
        self.assertEqual(sorted(listed), sorted(f"out/{path}" for path in expected))
        for path in listed:
            self.assertTrue((self.folder / path).is_file(), path)

    def test_a_hook_without_its_stack_is_a_contradiction(self):
        self.write("vouch-baseline.yaml", MAILS + "hooks: warn\n")
        self.assertIn("3:8: `hooks` is warn, but `stacks` leaves the stack `hooks` out", self.error(3, "synth", "-o", "out"))

    def test_the_same_settings_give_the_same_bytes(self):
        for settings in SETTINGS.values():
            first, second = (synthesize(self.folder, settings, name) for name in ("one", "two"))
            for path in first.rglob("*"):
                if path.is_file():
                    self.assertEqual(path.read_bytes(), (second / path.relative_to(first)).read_bytes(), path)
            for folder in (first, second):
                for path in sorted(folder.rglob("*"), reverse=True):
                    path.unlink() if path.is_file() else path.rmdir()

    def test_what_is_there_is_replaced_only_by_force(self):
        self.write("vouch-baseline.yaml", MAILS)
        trail = self.write("out/trail.yaml", "mine\n")
        self.assertIn("`out/trail.yaml` is there already", self.error(2, "synth", "-o", "out"))
        self.assertEqual([path.name for path in (self.folder / "out").iterdir()], ["trail.yaml"])
        self.baseline(0, "synth", "-o", "out", "--force")
        self.assertIn("AWS::CloudTrail::Trail", trail.read_text())
        self.assertIn("is there already", self.error(2, "init"))
        self.baseline(0, "init", "--force")

    def test_a_link_is_not_followed(self):
        self.write("vouch-baseline.yaml", MAILS)
        kept = self.write("kept", "mine\n")
        (self.folder / "out").mkdir()
        os.symlink(kept, self.folder / "out/trail.yaml")
        self.error(3, "synth", "-o", "out", "--force")
        self.assertEqual(kept.read_text(), "mine\n")

    def test_what_cannot_be_written_is_said(self):
        self.write("vouch-baseline.yaml", MAILS)
        self.write("out", "a file")
        self.assertIn("could not be written", self.error(3, "synth", "-o", "out"))

    def test_settings_that_are_not_there(self):
        said = self.error(3, "synth", "-o", "out")
        self.assertIn("vouch-baseline.yaml", said)
        self.assertIn("vouch baseline init", said)

    def test_bad_settings_write_nothing(self):
        for settings, place in (("retention: 1\n", "3:1: there is no setting `retention`"),
                                ("trail_scope: organization\n", "3:14: `trail_scope` is organization, but `accounts` is single"),
                                ("regions: [us-east-1, moon-1]\n", "3:22: `moon-1`"),
                                ("trail_retention_days: 364\n", "3:23: `trail_retention_days` is from 365"),
                                ("a: [", "syntax"), ("prefix: a\nprefix: b\n", "4:1: ")):
            self.write("b.yaml", MAILS + settings)
            said = self.error(3, "synth", "--settings", "b.yaml", "-o", "out")
            if place != "syntax":
                self.assertIn(f"error: b.yaml:{place}", said)
                self.assertEqual(said.count("error: "), 1, said)
            self.assertFalse((self.folder / "out").exists())

    def test_a_folder_has_to_be_named(self):
        self.baseline(2, "synth")

    def test_parameters_are_the_defaults_of_every_stack(self):
        for name, settings in SETTINGS.items():
            folder = synthesize(self.folder, settings, name.replace(" ", ""))
            values = {row["ParameterKey"]: row["ParameterValue"] for row in json.loads((folder / "parameters.json").read_text())}
            found = set()
            for path in folder.glob("*.yaml"):
                for key, value in re.findall(r"^  (\w+):\n(?:    .*\n)*?    Default: (.*)  # setting: ", path.read_text(), re.M):
                    self.assertEqual(value.strip("'"), values[key], f"{path}: {key}")
                    found.add(key)
            self.assertEqual(found, set(values))

    def test_stack_sets_are_inputs_of_the_service(self):
        for name, settings in SETTINGS.items():
            sets = json.loads((synthesize(self.folder, settings, name.replace(" ", "")) / "stacksets.json").read_text())["stack-sets"]
            for each in sets:
                self.assertEqual(each["create-stack-set"]["StackSetName"], each["create-stack-instances"]["StackSetName"])
                for parameter in each["create-stack-set"]["Parameters"]:
                    self.assertEqual(sorted(parameter), ["ParameterKey", "ParameterValue"])
            self.assertEqual(len(sets), {"organization": 7, "single": 9, "other values": 10}[name])


if __name__ == "__main__":
    main()
