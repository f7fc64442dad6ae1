// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/resource_policy.h"

#include <gtest/gtest.h>

#include "facts/testing/policies.h"

namespace vouch::facts {
namespace {

using testing::verdict;

void is_public(const Policy& policy, Reasons& out) { allows_public(policy, {}, out); }

std::string for_everyone(std::string_view conditions) {
    return std::string(R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": )")
        .append(conditions)
        .append("}");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "the meaning of public"
TEST(Public, FixedSourcesAreNotPublic) {
    EXPECT_EQ(verdict(for_everyone("{}"), is_public), "yes");
    for (const std::string_view narrow :
         {R"({"StringEquals": {"aws:SourceVpc": "vpc-91237329"}})", R"({"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}})",
          R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})",
          R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}})", R"({"StringEquals": {"kms:CallerAccount": "111122223333"}})",
          R"({"StringEquals": {"aws:SourceAccount": {"Unknown": "Ref:P"}}})", R"({"Bool": {"aws:PrincipalIsAWSService": "true"}})",
          R"({"StringEquals": {"kms:ViaService": "sns.us-east-1.amazonaws.com", "kms:CallerAccount": "1"}})"})
        EXPECT_EQ(verdict(for_everyone(narrow), is_public), "no") << narrow;
    for (const std::string_view wide :
         {R"({"StringLike": {"aws:SourceVpc": "vpc-*"}})", R"({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})",
          R"({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}})",
          R"({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})", R"({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}})",
          R"({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})", R"({"Bool": {"aws:SecureTransport": "true"}})",
          R"({"StringLike": {"aws:Referer": "https://example.com/*"}})", R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}})"})
        EXPECT_EQ(verdict(for_everyone(wide), is_public), "yes") << wide;
    EXPECT_EQ(verdict(for_everyone(R"({"StringLike": {"aws:SourceVpc": {"Unknown": "Ref:P"}}})"), is_public), "unknown");
}

TEST(Public, DenyOfStrangersKeepsThemOut) {
    const std::string deny =
        R"(, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}})";
    EXPECT_EQ(verdict(for_everyone("{}") + deny, is_public), "no");
    const std::string other =
        R"(, {"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}})";
    EXPECT_EQ(verdict(for_everyone("{}") + other, is_public), "yes");
    const std::string tls =
        R"(, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})";
    EXPECT_EQ(verdict(for_everyone("{}") + tls, is_public), "yes");
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
TEST(Public, NotPrincipalWithAllowIsEveryoneElse) {
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"})", is_public),
              "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"})", is_public),
              "no");
}

TEST(Public, NamedPrincipalsAreNot) {
    for (const std::string_view principal :
         {R"({"AWS": "111122223333"})", R"({"Service": "sns.amazonaws.com"})", R"({"CanonicalUser": "79a59d"})",
          R"({"AWS": {"Unknown": "GetAtt:Role.Arn"}})", R"({"CanonicalUser": {"Unknown": "Ref:P"}})"})
        EXPECT_EQ(verdict(std::string(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": )").append(principal).append("}"),
                          is_public),
                  "no")
            << principal;
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": {"Unknown": "Ref:P"}}})", is_public),
              "unknown");
}

TEST(OtherAccount, IsToldByTheAccountOfTheStack) {
    const auto judge = [](const Policy& policy, Reasons& out) { allows_other_account(policy, "111122223333", out); };
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": "444455556666"}})", judge), "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": "111122223333"}})", judge), "no");
}

TEST(ForeignAdministration, OfPolicyAclAndEncryption) {
    const auto judge = [](const Policy& policy, Reasons& out) { allows_foreign_administration(policy, "111122223333", out); };
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "s3:Put*", "Resource": "*", "Principal": {"AWS": "444455556666"}})", judge), "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Principal": {"AWS": "444455556666"}})", judge),
              "no");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": "111122223333"}})", judge), "no");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"})", judge), "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "NotAction": "s3:Delete*", "Resource": "*", "Principal": {"AWS": "111122223333"}})", judge),
              "yes");
}

struct Tls {
    value::Unknown reference{value::Unknown::Cause::attribute, "not known", "Ref:B", "B"};
    std::string operator()(std::string_view statements) const {
        const Thing bucket = Thing::of(value::Value::unknown(&reference, 0), "s3");
        const std::vector<Pattern> all{Pattern::of_text("s3:*", Reading::action)};
        return verdict(statements, [&](const Policy& policy, Reasons& out) { enforces_tls(policy, bucket, all, true, out); });
    }
};

std::string deny_without_tls(std::string_view resources, std::string_view conditions = R"({"Bool": {"aws:SecureTransport": "false"}})",
                             std::string_view rest = R"("Principal": "*", "Action": "s3:*")") {
    return std::string(R"({"Effect": "Deny", "Resource": )")
        .append(resources)
        .append(R"(, "Condition": )")
        .append(conditions)
        .append(", ")
        .append(rest)
        .append("}");
}

constexpr std::string_view kBoth = R"j([{"Unknown": "GetAtt:B.Arn"}, {"Unknown": "Concat(GetAtt:B.Arn,\"/*\")"}])j";

TEST(EnforcesTls, OnTheBucketAndItsObjectsHoweverTheyAreNamed) {
    const Tls tls;
    EXPECT_EQ(tls(deny_without_tls(kBoth)), "yes");
    EXPECT_EQ(tls(deny_without_tls(R"("*")")), "yes");
    EXPECT_EQ(tls(deny_without_tls(
                  R"j([{"Unknown": "Concat(\"arn:aws:s3:::\",Ref:B)"}, {"Unknown": "Concat(\"arn:aws:s3:::\",Ref:B,\"/*\")"}])j")),
              "yes");
    EXPECT_EQ(
        tls(deny_without_tls(
            R"j([{"Unknown": "Concat(\"arn:\",Ref:AWS::Partition,\":s3:::\",Ref:B)"}, {"Unknown": "Concat(\"arn:\",Ref:AWS::Partition,\":s3:::\",Ref:B,\"/*\")"}])j")),
        "yes");
    EXPECT_EQ(tls(deny_without_tls(R"({"Unknown": "GetAtt:B.Arn"})")), "no");
    EXPECT_EQ(tls(deny_without_tls(R"({"Unknown": "GetAtt:B.Arn"})") + ", " +
                  deny_without_tls(R"j({"Unknown": "Concat(GetAtt:B.Arn,\"/*\")"})j")),
              "yes");
    EXPECT_EQ(tls(deny_without_tls(R"j([{"Unknown": "GetAtt:Other.Arn"}, {"Unknown": "Concat(GetAtt:Other.Arn,\"/*\")"}])j")), "no");
    EXPECT_EQ(tls(deny_without_tls(R"({"Unknown": "Ref:P"})")), "unknown");
}

TEST(EnforcesTls, WithEverySpellingOfTheConditionThatWorks) {
    const Tls tls;
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"Bool": {"aws:SecureTransport": false}})")), "yes");
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"BoolIfExists": {"AWS:securetransport": ["false"]}})")), "yes");
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"Bool": {"aws:SecureTransport": "true"}})")), "no");
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"NumericLessThan": {"s3:TlsVersion": "1.2"}})")), "no");
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:SourceAccount": "1"}})")),
              "no");
    EXPECT_EQ(tls(deny_without_tls(kBoth, R"({"Bool": {"aws:SecureTransport": "false"}})",
                                   R"("Principal": {"AWS": "111122223333"}, "Action": "s3:*")")),
              "no");
    EXPECT_EQ(
        tls(deny_without_tls(kBoth, R"({"Bool": {"aws:SecureTransport": "false"}})", R"("Principal": "*", "Action": "s3:GetObject")")),
        "no");
    EXPECT_EQ(tls(""), "no");
}

TEST(EnforcesTls, QueueNamedByItsArn) {
    const std::vector<Pattern> send{Pattern::of_text("sqs:SendMessage", Reading::action)};
    const value::Value url = value::Value::string("https://sqs.eu-west-1.amazonaws.com/111122223333/orders", 0);
    const Thing queue = Thing::of(url, "sqs");
    const auto judge = [&](const Policy& policy, Reasons& out) { enforces_tls(policy, queue, send, false, out); };
    constexpr std::string_view kRest = R"("Principal": "*", "Action": "sqs:*")";
    constexpr std::string_view kOff = R"({"Bool": {"aws:SecureTransport": "false"}})";
    EXPECT_EQ(verdict(deny_without_tls(R"("arn:aws:sqs:eu-west-1:111122223333:orders")", kOff, kRest), judge), "yes");
    EXPECT_EQ(verdict(deny_without_tls(R"("arn:aws:sqs:eu-west-1:111122223333:other")", kOff, kRest), judge), "no");
}

TEST(EnforcesEncryption, DeniesTheWrongHeader) {
    const auto judge = [](const Policy& policy, Reasons& out) { enforces_encryption(policy, Thing::itself(), out); };
    const auto put = [](std::string_view conditions) {
        return std::string(R"({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*", "Condition": )")
            .append(conditions)
            .append("}");
    };
    EXPECT_EQ(verdict(put(R"({"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})"), judge), "yes");
    EXPECT_EQ(verdict(put(R"({"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": ["aws:kms", "AES256"]}})"), judge), "yes");
    EXPECT_EQ(
        verdict(
            put(R"({"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}, "Null": {"s3:x-amz-server-side-encryption": "false"}})"),
            judge),
        "yes");
    EXPECT_EQ(verdict(put(R"({"Null": {"s3:x-amz-server-side-encryption": "true"}})"), judge), "yes");
    EXPECT_EQ(verdict(put(R"({"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})"), judge), "no");
    EXPECT_EQ(verdict(put(R"({"Bool": {"aws:SecureTransport": "false"}})"), judge), "no");
}

TEST(DeniesEveryone, AllOfTheActions) {
    const std::vector<Pattern> actions{Pattern::of_text("backup:DeleteRecoveryPoint", Reading::action),
                                       Pattern::of_text("backup:PutBackupVaultAccessPolicy", Reading::action)};
    const auto judge = [&](const Policy& policy, Reasons& out) { denies_everyone(policy, actions, out); };
    EXPECT_EQ(
        verdict(R"({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["backup:Delete*", "backup:Put*"], "Resource": "*"})", judge),
        "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["backup:Delete*"], "Resource": "*"})", judge), "no");
    EXPECT_EQ(verdict(R"({"Effect": "Deny", "Principal": {"AWS": "1"}, "Action": "*", "Resource": "*"})", judge), "no");
}

TEST(AllowsService, AllOfTheActions) {
    const std::vector<Pattern> actions{Pattern::of_text("s3:GetBucketAcl", Reading::action),
                                       Pattern::of_text("s3:PutObject", Reading::action)};
    const auto judge = [&](const Policy& policy, Reasons& out) { allows_service(policy, "config.amazonaws.com", actions, out); };
    EXPECT_EQ(
        verdict(R"({"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "s3:GetBucketAcl", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "*"})",
                judge),
        "yes");
    EXPECT_EQ(
        verdict(R"({"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "s3:GetBucketAcl", "Resource": "*"})",
                judge),
        "no");
}

}  // namespace
}  // namespace vouch::facts
