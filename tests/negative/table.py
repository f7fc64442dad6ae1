# SPDX-License-Identifier: Apache-2.0
"""The table of mistakes, and how a finding of a report is told to be one of them."""
import argparse
import json
import os
import sys
import unittest

try:
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed (tests/requirements.txt)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
options = argparse.Namespace(vouch=None)


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return yaml.safe_load(file)


FAULTS = load("faults.yaml")


def rows(kind):
    """(number, row) of every row of that kind."""
    return [(fault["number"], row) for fault in FAULTS for row in fault.get(kind, ())]


def says(finding, text):
    return text in json.dumps(finding.get("reasons", ()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    _, rest = parser.parse_known_args(namespace=options)
    unittest.main(module="__main__", argv=sys.argv[:1] + rest)
