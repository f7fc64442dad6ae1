#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the tests of the catalog can fail: a small catalog that keeps every promise, and the same with one broken."""
import argparse
import contextlib
import io
import pathlib
import shutil
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve()
CATALOG = HERE.parents[2] / "catalog"
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "support")]
import catalog_files  # noqa: E402
import catalog_oracle  # noqa: E402
import check_catalog  # noqa: E402

CONTROL = "controls/kms/kms-rotation"
GUARD, CASES = CONTROL + "/control.guard", CONTROL + "/cases.yaml"
DETECTION = "detections/mfa-removed.yaml"
cfn_guard = ""

# (what is broken, file, old text, new text, part of the message)
BROKEN = [
    ("IdIsNotTheFolder", GUARD, "# id: kms-rotation", "# id: kms-spin", "is not the folder's name"),
    ("CriterionDoesNotExist", GUARD, "CC6.1", "CC6.9", "`CC6.9` is not known"),
    ("CriterionNeedsPeople", GUARD, "CC6.1", "CC1.1", "`CC1.1` cannot be shown by configuration"),
    ("OwnIdIsNotCovered", GUARD, "covers: [kms-rotation]", "covers: [kms-cmk-used]", "does not name the control's own id"),
    ("KeyIsMissing", GUARD, "# severity: medium\n", "", "metadata keys are"),
    ("SeverityIsUnknown", GUARD, "severity: medium", "severity: bad", "is not of the vocabulary"),
    ("RuleIsAboutAnotherType", GUARD, "== 'AWS::KMS::Key'", "== 'AWS::KMS::Alias'", "no rule selects `AWS::KMS::Key`"),
    ("NoMessage", GUARD, "<<the key never rotates>>", "", "no clause has a message"),
    ("VerdictHasNoCase", CASES, "unverified", "fail", "no case for ['unverified']"),
    ("ResourceHasNoExpectation", CASES, "expect: {K: pass}", "expect: {}", "but the control is about ['K']"),
    ("DetectionsCriterionDoesNotExist", DETECTION, "CC6.2", "CC6.9", "mfa-removed.yaml: criteria: `CC6.9` is not known"),
    ("DetectionsRowDoesNotExist", DETECTION, "A3", "A99", "mfa-removed.yaml: rows: `A99` is not known"),
    ("AlarmWithoutAControl", DETECTION, "alarm: false", "alarm: true", "an alarm and the control `cw-alarm-mfa-removed` belong together"),
]


def copy_of_one_control(folder):
    for name in ("criteria", CONTROL):
        shutil.copytree(CATALOG / name, folder / name)
    shutil.copy(CATALOG / "universe.tsv", folder)
    (folder / "detections").mkdir()
    shutil.copy(CATALOG / DETECTION, folder / DETECTION)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"`{old}` is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(main, *arguments):
    """(exit code, output) of a script's main()."""
    output, before = io.StringIO(), sys.argv
    sys.argv = ["test", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(output):
            return main(), output.getvalue()
    finally:
        sys.argv = before


class ShapeOfACatalog(unittest.TestCase):
    def test_WholeCatalogIsAccepted(self):
        with tempfile.TemporaryDirectory() as name:
            copy_of_one_control(pathlib.Path(name))
            self.assertEqual(said(check_catalog.main, "--catalog", name)[0], 0)

    def test_CatalogThatPromisesAllIsHeldToIt(self):
        with tempfile.TemporaryDirectory() as name:
            copy_of_one_control(pathlib.Path(name))
            (pathlib.Path(name) / "not_shown.yaml").write_text("kms-rotation: it is shown\n", encoding="utf-8")
            code, text = said(check_catalog.main, "--catalog", name)
        self.assertEqual(code, 1)
        for words in ("no control covers `s3-versioning`", "no control answers row `A5`", "not_shown.yaml: `kms-rotation` has a control"):
            self.assertIn(words, text)

    def test_EmptyCatalogIsRefused(self):
        with tempfile.TemporaryDirectory() as name:
            copy_of_one_control(pathlib.Path(name))
            shutil.rmtree(pathlib.Path(name) / "controls")
            self.assertEqual(said(check_catalog.main, "--catalog", name)[0], 1)

    def test_BrokenPromiseIsNamed(self):
        for what, path, old, new, message in BROKEN:
            with self.subTest(what), tempfile.TemporaryDirectory() as name:
                copy_of_one_control(pathlib.Path(name))
                edit(pathlib.Path(name) / path, old, new)
                code, output = said(check_catalog.main, "--catalog", name)
                self.assertEqual(code, 1)
                self.assertIn(message, output)


class Oracle(unittest.TestCase):
    def setUp(self):
        if not shutil.which(cfn_guard):
            self.skipTest("no cfn-guard")

    def judged(self, path, old, new):
        with tempfile.TemporaryDirectory() as name:
            copy_of_one_control(pathlib.Path(name))
            edit(pathlib.Path(name) / path, old, new)
            return said(catalog_oracle.main, "--catalog", name, "--cfn-guard", cfn_guard)

    def test_WrongRuleIsFound(self):
        code, output = self.judged(GUARD, "EnableKeyRotation in", "EnableKeyRotation not in")
        self.assertEqual(code, 1)
        self.assertIn("expected pass, cfn-guard says fail", output)

    def test_WrongExpectationIsFound(self):
        code, output = self.judged(CASES, "expect: {K: not_applicable}", "expect: {K: pass}")
        self.assertEqual(code, 1)
        self.assertIn("expected pass, cfn-guard says not_applicable", output)

    def test_RuleFileThatCannotBeReadIsFound(self):
        code, output = self.judged(GUARD, "rule kms_rotation when", "rule kms_rotation whenever")
        self.assertEqual(code, 1)
        self.assertIn("kms-rotation: ", output)

    def test_NoBinaryIsASkip(self):
        self.assertEqual(said(catalog_oracle.main, "--cfn-guard", "/nowhere/cfn-guard")[0], 77)


class Templates(unittest.TestCase):
    def test_ParameterWithDefaultIsResolved(self):
        self.assertEqual(catalog_oracle.resolve({"A": [{"Ref": "P"}]}, {"P": {"Default": 7}}), {"A": [7]})

    def test_ParameterWithoutDefaultStaysUnknown(self):
        self.assertTrue(catalog_oracle.has_unknown(catalog_oracle.resolve({"A": [{"Ref": "P"}]}, {"P": {"Type": "String"}})))

    def test_DynamicReferenceIsUnknown(self):
        self.assertTrue(catalog_oracle.has_unknown({"Password": "{{resolve:secretsmanager:db}}"}))

    def test_VersionDateStaysText(self):
        self.assertEqual(catalog_files.yaml.load("v: 2012-10-17", catalog_files.TemplateLoader), {"v": "2012-10-17"})

    def test_ShortFormsBecomeMaps(self):
        read = catalog_files.yaml.load("[!Ref A, !GetAtt B.C.D, !Sub x]", catalog_files.TemplateLoader)
        self.assertEqual(read, [{"Ref": "A"}, {"Fn::GetAtt": ["B", "C.D"]}, {"Fn::Sub": "x"}])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cfn-guard", default="")
    options, rest = parser.parse_known_args()
    cfn_guard = options.cfn_guard
    unittest.main(argv=[sys.argv[0], *rest])
