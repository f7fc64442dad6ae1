#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Services that cannot be reached or do not take who asks: an endpoint that is down, a certificate that nobody knows, credentials that are
expired or wrong, a clock that is off, a region that is not there."""
import datetime
import http.server
import os
import ssl
import tempfile
import threading

import case

CONTROLS = ("sqs-encrypted", "sqs-tls-only", "sns-encrypted", "dynamodb-pitr", "lambda-runtime-supported", "iam-password-min-length-14", "kms-rotation",
            "ami-not-public", "s3-account-public-access-block", "nacl-custom-present")
CREDENTIALS = {"ExpiredToken": "log in again", "InvalidClientTokenId": "AWS_ACCESS_KEY_ID", "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY"}
HOUR = 3600


def self_signed(folder):
    """The path of a certificate for 127.0.0.1 with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256()))
    path = os.path.join(folder, "self.pem")
    with open(path, "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.write(made.public_bytes(serialization.Encoding.PEM))
    return path


class Refused(case.Disturbed):
    OPTIONS = (*case.Disturbed.OPTIONS, "--fail-on", "none", *(word for name in CONTROLS for word in ("--control", name)))

    def one_sentence(self, audit, *words):
        errors = self.fresh_errors(audit)
        self.assertEqual(len(errors), 1, audit.stderr)
        for word in (*words, "help: "):
            self.assertIn(word, errors[0])
        self.assertEqual(audit.code, 3, audit.stderr)

    def test_an_endpoint_that_is_down(self):
        audit = self.run_audit(AWS_ENDPOINT_URL_SQS="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="2")
        self.one_sentence(audit, "`sqs:ListQueues` failed", "no connection can be made", case.account.REGION, "network")
        self.assert_unknown_only(audit, ["sqs-"])

    def test_a_certificate_that_nobody_knows(self):
        with tempfile.TemporaryDirectory() as folder:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self_signed(folder))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            audit = self.run_audit(AWS_ENDPOINT_URL_SNS=f"https://127.0.0.1:{server.server_port}")
            server.shutdown()
            server.server_close()
        self.one_sentence(audit, "`sns:ListTopics` failed", "certificate is not trusted", case.account.REGION, "--ca-bundle")
        self.assert_unknown_only(audit, ["sns-"])

    def test_credentials_that_are_not_taken(self):
        for code, help_text in CREDENTIALS.items():
            with self.subTest(code):
                self.disturb(canned={"sts:GetCallerIdentity": {"error": code, "status": 403, "message": "no"}})
                audit = self.run_audit()
                self.one_sentence(audit, "`sts:GetCallerIdentity` failed", code, case.account.REGION, help_text)
                self.assertEqual(audit.findings, [])

    def test_credentials_that_expire_on_the_way(self):
        no = {"error": "ExpiredToken", "status": 403, "message": "The security token included in the request is expired"}
        self.disturb(canned={"sqs:*": no, "sns:*": no, "dynamodb:*": no})
        audit = self.run_audit()
        self.one_sentence(audit, "and 2 more operations failed: ExpiredToken", case.account.REGION, "log in again")
        self.assert_unknown_only(audit, ["sqs-", "sns-", "dynamodb-"])

    def test_a_clock_that_is_off_is_corrected(self):
        for ahead in (HOUR, -HOUR):
            with self.subTest(ahead):
                self.disturb(clock=ahead)
                audit = self.run_audit()
                skewed = sum(each.get("skewed", 0) for each in self.calls().values())
                self.assertGreater(skewed, 0)
                self.assertLess(skewed, 20)  # the first ones only
                self.assertEqual((audit.code, audit.errors), (0, []), audit.stderr)
                self.assertEqual(audit.verdicts, self.plain.verdicts)

    def test_a_region_that_is_not_there(self):
        audit = self.run_audit("--regions", "xx-nowhere-1")
        self.one_sentence(audit, "region `xx-nowhere-1` does not exist or is not enabled", "--regions")
        self.assertEqual(audit.verdicts, self.plain.verdicts)
        self.assertEqual(audit.report["audit"]["accounts"][0]["regions"], [case.account.REGION])


if __name__ == "__main__":
    case.main()
