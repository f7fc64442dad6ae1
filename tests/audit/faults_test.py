#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A network and services that fail now and then: 5 % throttled, 2 % internal errors, resets, answers that are lost, cut off or late change
no verdict."""
import case

# Every protocol, listings and what is asked of each resource, calls that are put together.
SERVICES = [word for name in ("iam", "sqs", "sns", "dynamodb", "rds") for word in ("--service", name)]
RATES = {"throttle": 0.05, "error": 0.02, "reset": 0.01, "lost": 0.01, "truncate": 0.01, "slow": 0.05, "slow_ms": 300}
TIMES = ("began", "ended", "time", "request_id", "seconds", "audit", "calls")


def timeless(value):
    if isinstance(value, dict):
        return {key: timeless(each) for key, each in value.items() if key not in TIMES}
    return [timeless(each) for each in value] if isinstance(value, list) else value


class Faults(case.Disturbed):
    OPTIONS = (*case.Disturbed.OPTIONS, *SERVICES)

    def test_a_bad_network_changes_no_verdict(self):
        self.disturb(**RATES)
        audit = self.run_audit()
        counts = case.account.get(self.proxy.url + "/__counts?totals=1")
        print({kind: counts[kind] for kind in ("calls", *RATES) if kind in counts})
        for kind in ("throttle", "error", "reset", "truncate", "slow"):
            self.assertGreater(counts[kind], 0, "the proxy did nothing")
        self.assertEqual(audit.verdicts, self.plain.verdicts)
        self.assertEqual(timeless(audit.findings), timeless(self.plain.findings))
        self.assertGreater(len(audit.findings), 400)
        self.assertEqual(audit.code, self.plain.code)

    def test_what_fails_for_good_is_told(self):
        """That the test above can fail: two operations never answer."""
        self.disturb(first={"dynamodb:DescribeTable": [1000, "error"], "sns:ListTopics": [1000, "reset"]})
        audit = self.run_audit()
        self.assert_unknown_only(audit, ["dynamodb-", "sns-"])
        self.assertEqual(len(self.fresh_errors(audit)), 2, audit.stderr)
        self.assert_incomplete(audit)


if __name__ == "__main__":
    case.main()
