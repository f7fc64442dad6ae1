# SPDX-License-Identifier: Apache-2.0
"""`vouch fix --template` as a user meets it: diffs, files, exit codes, what is refused. Usage: command_test.py SOURCE_DIR VOUCH"""
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "check"))
from vouch import GOOD, OPEN, VALIDATION, InFolder, run  # noqa: E402

TWO = """# the template
Resources:
  # keeps the trail
  T:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: b   # where to
      IsLogging: true

  # names nothing
  K:
    Type: AWS::KMS::Key
"""
BOTH = ("--control", "cloudtrail-log-file-validation", "--control", "kms-rotation")


class Fix(InFolder):
    def fix(self, code, *arguments, **more):
        done = run("fix", *arguments, folder=self.folder, **more)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return done

    def test_a_diff_leaves_the_file_alone_and_patch_takes_it(self):
        path = self.write("sub/t.yaml", TWO)
        done = self.fix(0, "--template", "sub/t.yaml", *BOTH)
        self.assertEqual(path.read_text(), TWO)
        self.assertIn(b"2 fixed, 0 left", done.stderr)
        removed = [line for line in done.stdout.decode().splitlines()[2:] if line.startswith("-")]
        self.assertEqual(removed, [])
        if shutil.which("patch"):
            subprocess.run(["patch", "-p1", "-s"], input=done.stdout, cwd=self.folder, check=True)
            self.assertEqual(self.check("sub/t.yaml", *BOTH).returncode, 0)

    def test_what_is_accepted_is_left_as_it_is(self):
        self.write(".git/HEAD", "")
        path = self.write("t.yaml", TWO)
        self.write("vouch.yaml", "suppressions: [{controls: kms-rotation, reason: the key signs}]\n")
        self.fix(0, "--template", "t.yaml", "--write", *BOTH)
        self.assertNotIn("EnableKeyRotation", path.read_text())
        self.fix(0, "--template", "t.yaml", "--write", "--no-suppressions", *BOTH)
        self.assertIn("EnableKeyRotation", path.read_text())

    def test_write_makes_what_the_diff_says_and_keeps_the_mode(self):
        path = self.write("t.yaml", TWO)
        path.chmod(0o640)
        done = self.fix(0, "--template", "t.yaml", "--write", *BOTH)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(path.read_text(), TWO.replace("IsLogging: true\n", "IsLogging: true\n      EnableLogFileValidation: true\n")
                         + "    Properties:\n      EnableKeyRotation: true\n")
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["t.yaml"])
        self.assertIn(b"0 fixed, 0 left", self.fix(0, "--template", "t.yaml", "--write", *BOTH).stderr)

    def test_standard_input_prints_the_text(self):
        done = self.fix(0, "--template", "-", *VALIDATION, stdin=OPEN.encode())
        self.assertEqual(done.stdout.decode(), GOOD)
        self.assertEqual(self.fix(0, "--template", "-", *VALIDATION, stdin=GOOD.encode()).stdout.decode(), GOOD)

    def test_what_is_left_is_told_with_the_reason_and_is_1(self):
        self.write("t.yaml", "Parameters: {P: {Type: String, Default: 'false'}}\n" + OPEN.replace("false}", "!Ref P}"))
        done = self.fix(1, "--template", "t.yaml", *VALIDATION)
        self.assertIn(b"`Properties.EnableLogFileValidation` is decided by `Ref P`", done.stderr)
        self.assertEqual(done.stdout, b"")
        self.fix(0, "--template", "t.yaml", *VALIDATION, "--fail-on", "critical")
        self.write("b.yaml", "Resources: {B: {Type: 'AWS::S3::Bucket'}}\n")
        self.assertIn(b"there is no remedy", self.fix(1, "--template", "b.yaml", "--control", "s3-access-logging").stderr)

    def test_risky_changes_need_the_word(self):
        text = "Resources: {D: {Type: 'AWS::RDS::DBInstance', Properties: {Engine: postgres}}}\n"
        self.write("t.yaml", text)
        done = self.fix(1, "--template", "t.yaml", "--control", "rds-storage-encrypted")
        self.assertIn(b"may interrupt: the instance is replaced", done.stderr)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"StorageEncrypted: true", self.fix(0, "--template", "t.yaml", "--control", "rds-storage-encrypted", "--risky").stdout)

    def test_a_loop_is_left(self):
        self.write("t.yaml", "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Keys:\n    - N\n    - [A, B]\n"
                             "    - Key${N}: {Type: 'AWS::KMS::Key'}\n")
        self.assertIn(b"a loop or a macro makes it", self.fix(1, "--template", "t.yaml", "--control", "kms-rotation").stderr)

    def test_what_the_cdk_wrote_is_refused_and_the_construct_named(self):
        self.write("t.json", '{"Resources":{"K":{"Type":"AWS::KMS::Key","Metadata":{"aws:cdk:path":"App/Key/Resource"}}}}')
        done = self.fix(3, "--template", "t.json", "--control", "kms-rotation", "--write")
        self.assertIn(b"App/Key/Resource", done.stderr)
        self.assertIn(b"change the application", done.stderr)
        self.assertNotIn("EnableKeyRotation", (self.folder / "t.json").read_text())

    def test_links_are_not_replaced(self):
        path = self.write("t.yaml", OPEN)
        (self.folder / "link.yaml").symlink_to("t.yaml")
        self.assertIn(b"symbolic link", self.fix(3, "--template", "link.yaml", "--write", *VALIDATION).stderr)
        self.assertEqual(path.read_text(), OPEN)

    def test_what_cannot_be_read_is_3(self):
        self.fix(3, "--template", "missing.yaml")
        self.fix(3, "--template", ".")
        self.write("bad.yaml", "Resources: [")
        self.fix(3, "--template", "bad.yaml", "--write")
        self.write("none.yaml", "Resources: {}\n")
        self.assertIn(b"nothing to judge", self.fix(3, "--template", "none.yaml").stderr)

    def test_wrong_usage_is_2(self):
        for arguments in ([], ["--template"], ["--template", "t.yaml", "--fail-on", "huge"], ["--template", "t.yaml", "--parameter", "x"]):
            with self.subTest(arguments=arguments):
                self.fix(2, *arguments)

    def test_carriage_returns_and_the_byte_order_mark_stay(self):
        text = b"\xef\xbb\xbf" + TWO.replace("\n", "\r\n").encode()
        path = self.write("t.yaml", text)
        self.fix(0, "--template", "t.yaml", "--write", *BOTH)
        after = path.read_bytes()
        self.assertTrue(after.startswith(b"\xef\xbb\xbf# the"))
        self.assertEqual(after.count(b"\n"), after.count(b"\r\n"))
        self.assertIn(b"EnableKeyRotation: true", after)

    def test_names_full_of_escapes_do_not_reach_the_terminal(self):
        self.write("t.yaml", 'Resources:\n  "R\\e[31m":\n    Type: AWS::S3::Bucket\n')
        self.assertNotIn(b"\x1b", self.fix(1, "--template", "t.yaml", "--control", "s3-access-logging").stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
