#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A control that is chosen alone asks for less, and says the same: its verdicts on every resource of a recorded account are those of the audit
by all controls. What is compared is the example that anybody can replay; with VOUCH_RUN=DIR another recorded run."""
import argparse
import concurrent.futures
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import account  # noqa: E402

BINARY = None
NOBODY = "http://127.0.0.1:1"
EXAMPLE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "examples", "account", "run")
RUN = os.environ.get("VOUCH_RUN", EXAMPLE)


def replay(*options):
    code, out, errors = account.vouch(BINARY, NOBODY, "--replay", RUN, "--format", "json", *options)
    if not out:
        raise RuntimeError(f"{options} ended with {code}: {errors}")
    return json.loads(out)


def verdicts(report):
    """{control: {(unit, resource): verdict}}"""
    found = {control["id"]: {} for control in report["controls"]}
    for each in report["findings"]:
        found[each["control"]][each["unit"], each["resource"]] = each["verdict"]
    return found


def differences(control, whole):
    """What the control says of resources alone and with all others, where it is not the same."""
    alone = verdicts(replay("--control", control))[control]
    return [f"{control} {' '.join(key)}: {alone.get(key, 'nothing')} alone, {whole.get(key, 'nothing')} with all others"
            for key in sorted(alone.keys() | whole.keys()) if alone.get(key) != whole.get(key)]


class Alone(unittest.TestCase):
    def test_every_control_alone_says_what_it_says_with_all_others(self):
        whole = verdicts(replay())
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = [each for several in pool.map(lambda control: differences(control, whole[control]), whole) for each in several]
        print(f"{len(whole)} controls, each judged alone: {sum(map(len, whole.values()))} findings compared")
        self.assertEqual(found, [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    BINARY = options.vouch
    unittest.main(argv=sys.argv[:1] + rest)
