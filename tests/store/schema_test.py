#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a store holds follows its schemas, and the schemas can fail."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
import mini_schema  # noqa: E402

RUN, EXCHANGE = (json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text()) for name in ("run", "exchange"))
tool = sys.argv.pop(1)


class Schemas(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        subprocess.run([tool, self.folder.name], check=True)
        self.runs = sorted(pathlib.Path(self.folder.name).glob("runs/*"))

    def test_records_and_calls_follow_them(self):
        self.assertEqual(len(self.runs), 2)
        for run in self.runs:
            record = json.loads((run / "run.json").read_text())
            self.assertEqual(list(mini_schema.problems(record, RUN)), [])
            lines = (run / "111122223333.ndjson").read_text().splitlines()
            self.assertEqual(len(lines), 2)
            for line in lines:
                self.assertEqual(list(mini_schema.problems(json.loads(line), EXCHANGE)), [])

    def test_they_can_fail(self):
        record = json.loads((self.runs[0] / "run.json").read_text())
        for change in ({"state": "done"}, {"began": -1}, {"more": 1}, {"files": [{}]}):
            self.assertTrue(list(mini_schema.problems({**copy.deepcopy(record), **change}, RUN)), change)
        self.assertTrue(list(mini_schema.problems({"service": 1}, EXCHANGE)))

    def test_files_are_listed_with_their_sizes(self):
        record = json.loads((self.runs[0] / "run.json").read_text())
        sizes = {path.name: path.stat().st_size for path in self.runs[0].iterdir() if path.name != "run.json"}
        self.assertEqual({file["name"]: file["bytes"] for file in record["files"]}, sizes)


if __name__ == "__main__":
    unittest.main()
