#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vouch audit against the seeded account: every verdict equals the ground truth, or differs for a reason that truth.yaml tells. Skipped where
moto is missing. With VOUCH_TRUTH=FILE what differs is written there, for whoever works on it."""
import argparse
import json
import os
import sys
import unittest

try:
    import boto3  # noqa: F401
    import moto  # noqa: F401
    import yaml
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import account  # noqa: E402

BINARY = None


def same(resource, truth):
    """Whether the resource of a finding is the one that the truth is about."""
    if truth["arn"]:
        return resource == truth["arn"] or resource == truth["arn"] + ":*"
    names = {truth["id"], truth["name"]} - {""}
    return any(resource == name or resource.endswith(("/" + name, ":" + name, ":" + name + ":*")) for name in names)


def verdict(findings, row, truth):
    found = [verdict for control in row["controls"] for resource, verdict in findings.get(control, ())
             if about(row.get("about"), resource, truth)]
    if "fail" in found:
        return "FAIL"
    if "unverified" in found:
        return "UNVERIFIED"
    return "PASS" if "pass" in found else row.get("none", "NA")


def about(how, resource, truth):
    if how == "account":
        return resource == "Estate"
    return same(resource, truth) or (how == "of" and inside(resource, truth))


def inside(resource, truth):
    """A part of it: an entry of a network ACL, a listener of a load balancer."""
    part = truth["arn"].partition(":loadbalancer/")[2] or truth["id"]
    return part in resource


class Truth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.truth = account.seed(cls.emulator.url)
        cls.code, out, cls.errors = account.vouch(BINARY, cls.emulator.url, "--format", "json", "--regions", ",".join(cls.truth["regions"]))
        cls.report = json.loads(out)
        with open(os.path.join(HERE, "truth.yaml"), encoding="utf-8") as file:
            cls.map = yaml.safe_load(file)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    def test_every_verdict(self):
        findings = {}
        for finding in self.report["findings"]:
            findings.setdefault(finding["control"], []).append((finding["resource"], finding["verdict"]))
        known = {(row["check"], row["resource"]): row for row in self.map.get("differences", ())}
        wrong, agreed, used = [], 0, set()
        for resource in self.truth["resources"]:
            for check, wanted in resource["checks"].items():
                row = self.map["checks"].get(check)
                if row is None:
                    continue
                got = verdict(findings, row, resource)
                difference = known.get((check, resource["name"])) or known.get((check, "*"))
                if got == wanted:
                    agreed += 1
                elif difference and difference["ours"] == got:
                    used.add((check, difference["resource"]))
                else:
                    wrong.append(f"{check} {resource['type']} {resource['name']} ({resource['id']}): {wanted}, ours {got}")
        print(f"{agreed} verdicts agree, {len(used)} kinds of difference are explained, {len(wrong)} are not")
        if os.environ.get("VOUCH_TRUTH"):
            with open(os.environ["VOUCH_TRUTH"], "w", encoding="utf-8") as file:
                file.write("\n".join(wrong))
        self.assertEqual(wrong, [])
        self.assertEqual(sorted(set(known) - used), [], "differences that are none any more")
        self.assertGreater(agreed, 600)

    def test_every_check_is_mapped_or_told(self):
        checks = {check for resource in self.truth["resources"] for check in resource["checks"]}
        told = set(self.map["checks"]) | set(self.map.get("not judged", ()))
        self.assertEqual(sorted(checks - told), [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    options, rest = parser.parse_known_args()
    BINARY = options.vouch
    unittest.main(argv=sys.argv[:1] + rest)
