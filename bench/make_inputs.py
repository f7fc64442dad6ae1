#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the inputs of the benchmarks: t500.json (about 0.9 MB, 500 resources), t500.yaml, t500.short.yaml.

usage: make_inputs.py FOLDER
"""
import pathlib
import subprocess
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    generator = pathlib.Path(__file__).resolve().parent.parent / "tests/support/gen_template.py"
    subprocess.run(
        [sys.executable, str(generator), "--resources", "500", "--bytes", "900000", "--seed", "1", "--out", str(folder / "t500")],
        check=True,
    )


if __name__ == "__main__":
    main()
