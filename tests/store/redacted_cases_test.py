#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every control judges what was redacted as it judges what was not: the cases of the catalog, without their secrets, get the same verdicts.
Cases with intrinsic functions are left out: answers of APIs have none."""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
import catalog_files  # noqa: E402

yaml = catalog_files.yaml
options = None


def has_functions(value):
    if isinstance(value, dict):
        return any(str(key) == "Ref" or str(key).startswith("Fn::") or has_functions(item) for key, item in value.items())
    return isinstance(value, list) and any(has_functions(item) for item in value)


def redacted(trees):
    lines = "".join(json.dumps(tree, default=str) + "\n" for tree in trees)
    done = subprocess.run([options.tool], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


class RedactedCases(unittest.TestCase):
    def test_get_the_same_verdicts(self):
        changed = []
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted((ROOT / "catalog" / "controls").glob("*/*/cases.yaml")):
                cases = yaml.load(path.read_text(encoding="utf-8"), catalog_files.TemplateLoader)
                plain = [case for case in cases if not has_functions(case["template"])]
                bodies = [case["template"]["Resources"] for case in plain]
                without = redacted(bodies)
                kept = []
                for case, before, after in zip(plain, bodies, without):
                    if json.loads(json.dumps(before, default=str)) != after:
                        kept.append({**case, "template": {**case["template"], "Resources": after}})
                if not kept:
                    continue
                changed.append(path.parent.name)
                target = pathlib.Path(folder) / path.parent.parent.name / path.parent.name
                target.mkdir(parents=True)
                shutil.copy(path.parent / "control.guard", target)
                (target / "cases.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")
            done = subprocess.run([options.vouch, "test", folder], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # The test looks at something.
        for control in ("secrets-not-in-plaintext", "codebuild-source-oauth", "iam-login-profile-no-plaintext"):
            self.assertIn(control, changed)
        print(f"{len(changed)} controls have cases with secrets: {', '.join(changed)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--tool", required=True)
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
