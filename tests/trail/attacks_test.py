# SPDX-License-Identifier: Apache-2.0
"""What somebody with write access to the bucket may do, a test each, and what the AWS CLI says of the same bucket: where it passes what
it should not, vouch does not, and where it reports a fault, so does vouch. Usage: attacks_test.py --vouch VOUCH"""
import gzip
import shutil

import bucket


def plus_half_an_hour(text):
    return text[:14] + f"{(int(text[14:16]) + 30) % 60:02}" + text[16:]


class Attacks(bucket.TrailTest):
    def check(self, found, cli):
        """`found`: verdicts that vouch must give, of the bucket and of its copy; `cli`: the exit code of the AWS CLI 1.45.11."""
        code, report, errors = self.bucket.verify_copy()
        self.assertEqual(code, 4, errors)
        for verdict in found:
            self.assertIn(verdict, self.verdicts(report), "copy")
        with bucket.Server(self.bucket) as server:
            code, report, errors = self.bucket.verify_bucket(server.url)
            self.assertEqual(code, 4, errors)
            for verdict in found:
                self.assertIn(verdict, self.verdicts(report), "bucket")
            theirs, told = self.bucket.validate_logs(server.url)
        if theirs is not None:
            # Newer ones may know better; what they report we must, and do.
            self.assertIn(theirs, (cli, 1), told)

    def test_trail_that_nobody_touched_is_intact_to_both(self):
        code, report, errors = self.bucket.verify_copy()
        self.assertEqual((code, self.verdicts(report)), (0, []), errors)
        with bucket.Server(self.bucket) as server:
            code, report, errors = self.bucket.verify_bucket(server.url)
            self.assertEqual((code, self.verdicts(report)), (0, []), errors)
            theirs, told = self.bucket.validate_logs(server.url)
        self.assertIn(theirs, (0, None), told)

    def test_all_digests_deleted(self):
        self.bucket.remove(*self.bucket.digests)
        self.check(["gap time", "undigested object log"], 0)

    def test_bucket_emptied(self):
        shutil.rmtree(self.bucket.root / "AWSLogs")
        self.bucket.meta.clear()
        self.check(["gap time"], 0)

    def test_newest_two_digests_and_their_logs_deleted(self):
        for key in self.bucket.digests[-2:]:
            self.bucket.remove(*self.bucket.logs_of(key))
            self.bucket.remove(key)
        self.check(["gap time"], 0)

    def test_log_that_no_digest_lists(self):
        key = self.bucket.logs[5]
        self.bucket.write(key[:-12] + "ADDED" + key[-7:], self.bucket.read(key))
        self.check(["undigested object log"], 0)

    def test_second_gzip_member_behind_a_log(self):
        key = self.bucket.logs[5]
        self.bucket.write(key, self.bucket.read(key) + gzip.compress(b'{"Records":[{"eventName":"Forged"}]}'))
        self.check(["invalid log"], 0)

    def test_second_gzip_member_behind_a_digest(self):
        key = self.bucket.digests[5]
        self.bucket.write(key, self.bucket.read(key) + gzip.compress(b"{}"))
        self.check(["invalid digest"], 0)

    def test_gzip_trailer_cut_off(self):
        key = self.bucket.logs[5]
        self.bucket.write(key, self.bucket.read(key)[:-8])
        self.check(["invalid log"], 0)

    def test_half_an_hour_between_two_digests(self):
        self.bucket.edit(5, lambda digest: digest.update(digestStartTime=plus_half_an_hour(digest["digestStartTime"])))
        self.check(["gap time"], 0)

    def test_other_hash_of_the_digest_before(self):
        self.bucket.edit(5, lambda digest: digest.update(previousDigestHashValue="0" * 64))
        self.check(["invalid digest"], 0)

    def test_other_signature_of_the_digest_before(self):
        self.bucket.edit(5, lambda digest: digest.update(previousDigestSignature="0" * 512))
        self.check(["invalid digest"], 0)

    def test_signature_with_md5(self):
        key = self.bucket.digests[5]
        self.bucket.edit(5, lambda digest: None, bucket.hashes.MD5())
        self.bucket.meta[key]["signature-algorithm"] = "MD5withRSA"
        self.check(["invalid digest"], 0)

    def test_algorithm_none_in_metadata(self):
        self.bucket.meta[self.bucket.digests[5]]["signature-algorithm"] = "none"
        self.check(["invalid digest"], 0)

    def test_digest_of_another_account(self):
        self.bucket.edit(5, lambda digest: digest.update(awsAccountId="999999999999"))
        self.check(["invalid digest"], 0)

    def test_missing_digest_in_the_middle(self):
        self.bucket.remove(self.bucket.digests[5])
        self.check(["missing digest", "gap time"], 1)

    def test_empty_log_with_the_hash_of_nothing(self):
        key = self.bucket.logs_of(self.bucket.digests[5])[0]
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        self.bucket.write(key, b"")
        self.bucket.edit(5, lambda digest: digest["logFiles"][0].update(hashValue=empty))
        self.check(["invalid log"], 0)

    def test_log_that_was_changed(self):
        key = self.bucket.logs[5]
        self.bucket.write(key, gzip.compress(gzip.decompress(self.bucket.read(key)).replace(b"eventName", b"eventNames", 1)))
        self.check(["invalid log"], 1)


if __name__ == "__main__":
    bucket.main()
