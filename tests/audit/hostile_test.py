#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers that are none: pages of HTML, nothing, halves, trees without end, other types than the model's, listings that go in circles, 10 MB
of tags. Each is one sentence or none, what it keeps away is unverified, all else is judged as ever, and memory stays bounded."""
import resource

import case

CONTROLS = ("sqs-encrypted", "sqs-tls-only", "sns-encrypted", "sns-tls-only", "dynamodb-pitr", "dynamodb-deletion-protection",
            "lambda-runtime-supported", "ami-not-public", "nacl-custom-present", "s3-account-public-access-block", "iam-password-min-length-14", "iam-password-max-age-90", "kms-rotation")
JSON = ("sqs:ListQueues", "dynamodb:DescribeTable")
REST_JSON = ("lambda:ListFunctions",)
XML = ("sns:ListTopics", "ec2:DescribeSubnets", "iam:GetAccountPasswordPolicy")
TOUCHED = ("sqs-", "dynamodb-", "lambda-", "sns-", "nacl-", "iam-password-")
PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Your session<br>is over</body></html>"
XHTML = "<html><body><p>Sign in</p></body></html>"


def all_say(json, xml):
    return {name: {"body": json} for name in JSON + REST_JSON} | {name: {"body": xml} for name in XML}


class Hostile(case.Disturbed):
    OPTIONS = (*case.Disturbed.OPTIONS, "--fail-on", "none", *(word for name in CONTROLS for word in ("--control", name)))

    def incomplete(self, canned, touched=TOUCHED, words=()):
        """One sentence for each operation that was disturbed."""
        self.disturb(canned=canned)
        audit = self.run_audit(AWS_MAX_ATTEMPTS="1")
        errors = self.fresh_errors(audit)
        named = [name for name in canned if any(f"`{name}` failed" in error for error in errors)]
        self.assertEqual(named, list(canned), audit.stderr)
        self.assertEqual(len(errors), len(canned), audit.stderr)
        for error in errors:
            self.assertIn(case.account.REGION, error)
            self.assertIn("help: ", error)
            self.assertLess(len(error), 600)
            for word in words:
                self.assertIn(word, error)
        self.assert_unknown_only(audit, touched)
        self.assertEqual(audit.code, 3)
        return audit

    def test_undisturbed_nothing_is_missing(self):
        self.assertEqual((self.plain.code, self.plain.errors), (0, []))
        self.assertGreater(len(self.plain.findings), 30)

    def test_pages_for_people(self):
        self.incomplete(all_say(PAGE, PAGE))

    def test_pages_for_people_that_are_xml(self):
        self.incomplete(all_say(XHTML, XHTML))

    def test_nothing(self):
        self.incomplete(all_say("", ""))

    def test_halves(self):
        self.incomplete(all_say('{"QueueUrls": ["http', "<ListTopicsResponse><ListTopicsResult><Top"))

    def test_trees_without_end(self):
        self.incomplete(all_say('{"a":' + "[" * 300_000, "<a>" * 300_000))

    def test_trees_that_end_far_down(self):
        self.incomplete(all_say("[" * 100_000 + "]" * 100_000, "<a>" * 100_000 + "</a>" * 100_000))

    def test_other_types(self):
        for answers in ({"sqs:ListQueues": {"QueueUrls": 7}, "dynamodb:DescribeTable": {"Table": ["a"]}, "lambda:ListFunctions": {"Functions": [7]}},
                        {"sqs:ListQueues": {"QueueUrls": [["a"]]}, "dynamodb:DescribeTable": {"Table": {"TableName": {"a": 1}}},
                         "lambda:ListFunctions": {"Functions": {"a": 1}}},
                        {"sqs:ListQueues": "null", "dynamodb:DescribeTable": "[]", "lambda:ListFunctions": '"text"'}):
            self.incomplete({name: {"body": body} for name, body in answers.items()}, ("sqs-", "dynamodb-", "lambda-"), ["UnreadableAnswer"])
        policy = "<PasswordPolicy><MinimumPasswordLength>long</MinimumPasswordLength></PasswordPolicy>"
        result = f"<GetAccountPasswordPolicyResult>{policy}</GetAccountPasswordPolicyResult>"
        self.incomplete({"iam:GetAccountPasswordPolicy": {"body": f"<GetAccountPasswordPolicyResponse>{result}</GetAccountPasswordPolicyResponse>"}},
                        ("iam-password-",), ["UnreadableAnswer", "MinimumPasswordLength"])

    def test_null_and_what_nobody_knows_yet_change_nothing(self):
        self.disturb(canned={"sqs:ListQueues": {"edit": [r"^\{", '{"Brand": {"new": [1, null, {"a": []}]}, "NextToken": null, ']},
                             "dynamodb:DescribeTable": {"edit": [r'^\{"Table": ?\{', '{"Table": {"Later": [[{}]], "RestoreSummary": null, ']},
                             "sns:ListTopics": {"edit": ["<Topics>", "<Brand><new a='b'/></Brand><Topics>"]},
                             "ec2:DescribeSubnets": {"edit": ["<subnetSet>", "<brandSet><item>1</item></brandSet><subnetSet>"]}})
        audit = self.run_audit()
        self.assertEqual((audit.code, audit.errors), (0, []))
        self.assertEqual(audit.verdicts, self.plain.verdicts)
        for name in ("sqs:ListQueues", "dynamodb:DescribeTable", "sns:ListTopics", "ec2:DescribeSubnets"):
            self.assertGreater(self.calls()[name]["canned"], 0)

    def test_listings_that_go_in_circles(self):
        page = "<ListTopicsResult><Topics/><NextToken>again</NextToken></ListTopicsResult>"
        self.incomplete({"sqs:ListQueues": {"edit": [r"^\{", '{"NextToken": "again", ']},
                         "sns:ListTopics": {"body": f"<ListTopicsResponse>{page}</ListTopicsResponse>"},
                         "lambda:ListFunctions": {"edit": [r"^\{", '{"NextMarker": "again", ']}},
                        ("sqs-", "sns-", "lambda-"), ["leads to a page that was read before"])

    def test_ten_megabytes_of_tags(self):
        tags = "".join(f"<item><key>k{i}</key><value>{'v' * 80}</value></item>" for i in range(90_000))
        self.assertGreater(len(tags), 10_000_000)
        self.disturb(canned={"ec2:DescribeSubnets": {"edit": ["<subnetId>", f"<tagSet>{tags}</tagSet><subnetId>"]}})
        audit = self.run_audit()
        self.assertEqual((audit.code, audit.errors), (0, []))
        self.assertEqual(audit.verdicts, self.plain.verdicts)
        self.assertGreater(self.calls()["ec2:DescribeSubnets"]["canned"], 0)

    def test_z_memory_was_bounded(self):
        """Of all runs of this program together: the largest."""
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"at most {most:.0f} MB")
        self.assertLess(most, 600)


if __name__ == "__main__":
    case.main()
