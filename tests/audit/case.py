# SPDX-License-Identifier: Apache-2.0
"""What tests of a disturbed audit share: the seeded account behind the fault proxy, and how a report is compared with that of the
undisturbed run. Skips the program where moto is missing."""
import argparse
import json
import re
import sys
import unittest

try:
    import boto3  # noqa: F401
    import moto  # noqa: F401
except ImportError:
    print("skipped: moto and boto3 are not installed (tests/requirements.txt)")
    sys.exit(77)

import account

options = argparse.Namespace(vouch=None)

# What the emulator does not know would fail in every run: it is denied, so that what fails beside it is seen.
LACKING = ["iam:ListOrganizationsFeatures", "ec2:DescribeClientVpnEndpoints", "ec2:DescribeVpcBlockPublicAccessOptions",
           "ec2:GetInstanceMetadataDefaults", "ec2:GetSnapshotBlockPublicAccessState", "cloudtrail:ListEventDataStores",
           "backup:ListRestoreTestingPlans", "lambda:ListFunctionUrlConfigs", "config:DescribeConformancePacks"]


class Audit:
    """A run that ended, as people and programs see it."""

    def __init__(self, code, out, errors):
        self.code, self.out, self.stderr = code, out, errors
        self.report = json.loads(out) if out else {"findings": []}

    @property
    def errors(self):
        """The sentences, each with its help."""
        return [part.strip() for part in re.split(r"^(?=error: |warning: )", self.stderr, flags=re.M) if part.startswith("error: ")]

    @property
    def verdicts(self):
        return {(f["control"], f["resource"], f["unit"]): f["verdict"] for f in self.report["findings"]}

    @property
    def findings(self):
        return self.report["findings"]


class Disturbed(unittest.TestCase):
    """`OPTIONS` choose what is audited; `plain` is the run that nothing disturbs."""
    OPTIONS = ("--regions", account.REGION)
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.emulator = account.emulator()
        cls.proxy = None
        try:
            account.seed(cls.emulator.url)
            cls.proxy = account.proxy(cls.emulator.url)
            cls.settings = account.get(cls.proxy.url + "/__config") | {"deny": LACKING}
            cls.disturb()
            cls.plain = cls.run_audit()
            if not cls.plain.findings:
                raise RuntimeError(cls.plain.stderr)
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        for server in (cls.proxy, cls.emulator):
            if server:
                server.stop()

    def setUp(self):
        self.disturb()

    @classmethod
    def disturb(cls, **settings):
        """The proxy's settings are these and no others; `deny` adds to what is denied always."""
        settings["deny"] = LACKING + settings.get("deny", [])
        account.post(cls.proxy.url + "/__config", cls.settings | settings)
        account.post(cls.proxy.url + "/__reset")

    @classmethod
    def run_audit(cls, *more, store=(), url=None, timeout=120, **variables):
        words = [*cls.OPTIONS, *(store or ["--no-store"]), "--format", "json", *more]
        return Audit(*account.vouch(options.vouch, url or cls.proxy.url, *words, timeout=timeout, **variables))

    def calls(self):
        return account.get(self.proxy.url + "/__counts")

    def fresh_errors(self, audit):
        """What the undisturbed run does not say."""
        return [error for error in audit.errors if error not in self.plain.errors]

    def assert_unknown_only(self, audit, controls):
        """Whatever these controls say is unverified or what it was; all others say what they said."""
        got, before = audit.verdicts, self.plain.verdicts
        other = {key: verdict for key, verdict in before.items() if not key[0].startswith(tuple(controls))}
        self.assertEqual({key: verdict for key, verdict in got.items() if not key[0].startswith(tuple(controls))}, other)
        self.assertGreater(len(other), 5)
        changed = {key: verdict for key, verdict in got.items() if before.get(key) != verdict}
        self.assertEqual({key: v for key, v in changed.items() if v != "unverified"}, {})
        self.assertNotEqual(changed, {}, audit.stderr)

    def assert_incomplete(self, audit):
        """Findings are findings; without them the exit code says that something is missing."""
        self.assertEqual(audit.code, 1 if any(f["verdict"] == "fail" for f in audit.findings) else 3, audit.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", required=True)
    _, rest = parser.parse_known_args(namespace=options)
    unittest.main(argv=sys.argv[:1] + rest)
