// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

std::string fact_in(const std::string& resources, const std::string& id, const std::string& analyser, const std::string& fact) {
    EstateBuilder builder;
    builder.stack("S", "{\"Resources\": {" + resources + "}}");
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "S", id), analyser, fact);
}

std::string bucket(const std::string& properties) { return R"("B": {"Type": "AWS::S3::Bucket", "Properties": {)" + properties + "}}"; }
std::string with_policy(const std::string& properties, const std::string& statement) {
    return bucket(properties) +
           R"(, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "B"}, "PolicyDocument": {"Statement": )" +
           statement + "}}}";
}

const std::string kOpen =
    R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["B", "Arn"]}, "/*"]]}})";
const std::string kTls = R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [{"Fn::GetAtt": ["B", "Arn"]},
    {"Fn::Join": ["", [{"Fn::GetAtt": ["B", "Arn"]}, "/*"]]}], "Condition": {"Bool": {"aws:SecureTransport": "false"}}})";
const std::string kBlock = R"("PublicAccessBlockConfiguration": {"RestrictPublicBuckets": true, "IgnorePublicAcls": "true"})";

TEST(BucketAnalyser, PublicPolicyCountsUnlessTheBlockRestrictsIt) {
    EXPECT_EQ(fact_in(with_policy("", kOpen), "B", "Bucket", "PublicRead"), R"(["statement 1 allows `s3:GetObject` to everyone"])");
    EXPECT_EQ(fact_in(with_policy("", kOpen), "B", "Bucket", "PublicWrite"), "[]");
    EXPECT_EQ(fact_in(with_policy(kBlock, kOpen), "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(with_policy(kBlock, kOpen), "P", "ResourcePolicy", "PublicRead"), "[]");
    EXPECT_NE(fact_in(with_policy("", kOpen), "P", "ResourcePolicy", "PublicRead"), "[]");
    const std::string unknown = R"("PublicAccessBlockConfiguration": {"RestrictPublicBuckets": {"Fn::Unknown": "a parameter"}})";
    EXPECT_NE(fact_in(with_policy(unknown, kOpen), "B", "Bucket", "PublicRead").find("Vouch::Unknown"), std::string::npos);
}

TEST(BucketAnalyser, TheBlockOfItsAccountHoldsForABucketToo) {
    const auto account = [](const std::string& on) {
        return R"(, "A": {"Type": "Vouch::AccountPublicAccessBlock", "Properties": {"PublicAccessBlockConfiguration": {)" + on + "}}}";
    };
    const std::string all = account(R"("RestrictPublicBuckets": true, "IgnorePublicAcls": true)");
    EXPECT_EQ(fact_in(with_policy("", kOpen) + all, "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(with_policy("", kOpen) + all, "P", "ResourcePolicy", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(bucket(R"("AccessControl": "PublicRead")") + all, "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(bucket("") + all, "B", "Bucket", "BlockedByAccount"), R"(["IgnorePublicAcls","RestrictPublicBuckets"])");
    EXPECT_NE(fact_in(with_policy("", kOpen) + account(R"("RestrictPublicBuckets": false)"), "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(bucket(""), "B", "Bucket", "BlockedByAccount"), "[]");
}

TEST(BucketAnalyser, PublicAclCountsUnlessItIsIgnoredOrAclsAreOff) {
    const std::string acl = R"("AccessControl": "PublicRead")";
    const std::string owned = R"("OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})";
    EXPECT_EQ(fact_in(bucket(acl), "B", "Bucket", "PublicRead"), R"(["its ACL PublicRead lets strangers read it"])");
    EXPECT_EQ(fact_in(bucket(acl), "B", "Bucket", "PublicWrite"), "[]");
    EXPECT_EQ(fact_in(bucket(R"("AccessControl": "PublicReadWrite")"), "B", "Bucket", "PublicWrite"),
              R"(["its ACL PublicReadWrite lets strangers write to it"])");
    EXPECT_EQ(fact_in(bucket(acl + ", " + kBlock), "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(bucket(acl + ", " + owned), "B", "Bucket", "PublicRead"), "[]");
    EXPECT_EQ(fact_in(bucket(R"("AccessControl": "LogDeliveryWrite")"), "B", "Bucket", "PublicWrite"), "[]");
}

TEST(BucketAnalyser, TlsIsEnforcedByThePolicyThatNamesTheBucket) {
    EXPECT_EQ(fact_in(with_policy("", kTls), "B", "Bucket", "EnforcesTls"), R"(["statement 1 refuses requests without TLS"])");
    EXPECT_EQ(fact_in(with_policy("", kTls), "P", "ResourcePolicy", "EnforcesTls"), R"(["statement 1 refuses requests without TLS"])");
    EXPECT_EQ(fact_in(with_policy("", kOpen), "B", "Bucket", "EnforcesTls"), "[]");
    EXPECT_EQ(fact_in(bucket(""), "B", "Bucket", "EnforcesTls"), "[]");
}

TEST(BucketAnalyser, PolicyInAnotherStackByName) {
    EstateBuilder builder;
    builder.stack("A", R"({"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "data"}}}})");
    builder.stack("C",
                  R"({"Resources": {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "data", "PolicyDocument": {"Statement":
        {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
         "Condition": {"Bool": {"aws:SecureTransport": false}}}}}}}})");
    const Estate estate(builder.inventory());
    EXPECT_EQ(fact_of(estate, EstateBuilder::node(estate, "A", "B"), "Bucket", "EnforcesTls"),
              R"(["statement 1 refuses requests without TLS"])");
}

TEST(LogBucketAnalyser, TellsWhatLeavesTheBucketOfATrailOpen) {
    const std::string trail = R"("T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": {"Ref": "B"}}}, )";
    const std::string closed =
        R"("PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true})";
    EXPECT_EQ(fact_in(trail + bucket(closed), "T", "LogBucket", "Exposed"), "[]");
    EXPECT_NE(fact_in(trail + bucket(""), "T", "LogBucket", "Exposed").find("RestrictPublicBuckets"), std::string::npos);
    EXPECT_NE(fact_in(R"("T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "of-another-account"}})", "T", "LogBucket",
                      "Exposed")
                  .find("Vouch::Unknown"),
              std::string::npos);
}

TEST(LogBucketAnalyser, TellsWhetherConfigMayDeliver) {
    const std::string channel = R"("D": {"Type": "AWS::Config::DeliveryChannel", "Properties": {"S3BucketName": {"Ref": "B"}}}, )";
    const std::string allowed =
        R"({"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"], "Resource": "*"})";
    EXPECT_NE(fact_in(channel + with_policy("", allowed), "D", "LogBucket", "AllowsConfig"), "[]");
    EXPECT_EQ(fact_in(channel + with_policy("", kTls), "D", "LogBucket", "AllowsConfig"), "[]");
    const std::string recorder =
        R"(, "R": {"Type": "AWS::Config::ConfigurationRecorder", "Properties": {"RoleARN": {"Fn::GetAtt": ["Role", "Arn"]}}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}}]}})";
    EXPECT_NE(fact_in(channel + bucket("") + recorder, "D", "LogBucket", "RoleMayWrite"), "[]");
}

TEST(KeyAnalyser, TellsWhoUsesIt) {
    const std::string key =
        R"("K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}}}},
        "A": {"Type": "AWS::KMS::Alias", "Properties": {"TargetKeyId": {"Ref": "K"}}}, "Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Ref": "K"}}})";
    EXPECT_EQ(fact_in(key, "K", "Key", "UsedBy"), R"(["AWS::SQS::Queue Q uses it"])");
    EXPECT_EQ(fact_in(key, "K", "Key", "Public"), R"(["statement 1 allows `kms:*` to everyone"])");
}

TEST(ResourcePolicyAnalyser, CoversEveryQueueThatItHangsOn) {
    const auto queues = [](const std::string& resources) {
        return R"("Q": {"Type": "AWS::SQS::Queue"}, "R": {"Type": "AWS::SQS::Queue"}, "P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Q"}, {"Ref": "R"}],
            "PolicyDocument": {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": )" +
               resources + R"(, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}}})";
    };
    EXPECT_NE(fact_in(queues(R"([{"Fn::GetAtt": ["Q", "Arn"]}, {"Fn::GetAtt": ["R", "Arn"]}])"), "P", "ResourcePolicy", "EnforcesTls"),
              "[]");
    EXPECT_EQ(fact_in(queues(R"([{"Fn::GetAtt": ["Q", "Arn"]}])"), "P", "ResourcePolicy", "EnforcesTls"), "[]");
    EXPECT_EQ(fact_in(queues(R"([{"Fn::GetAtt": ["R", "Arn"]}])"), "P", "ResourcePolicy", "EnforcesTls"), "[]");
}

TEST(ResourcePolicyAnalyser, LambdaPermissionIsOneStatement) {
    const auto permission = [](const std::string& rest) {
        return R"("P": {"Type": "AWS::Lambda::Permission", "Properties": {"FunctionName": "f", "Action": "lambda:InvokeFunction", )" +
               rest + "}}";
    };
    EXPECT_EQ(fact_in(permission(R"("Principal": "*")"), "P", "ResourcePolicy", "Public"),
              R"(["statement 1 allows `lambda:InvokeFunction` to everyone"])");
    EXPECT_EQ(fact_in(permission(R"("Principal": "*", "PrincipalOrgID": "o-1")"), "P", "ResourcePolicy", "Public"), "[]");
    EXPECT_NE(fact_in(permission(R"("Principal": "sns.amazonaws.com")"), "P", "ResourcePolicy", "ServiceWithoutSource"), "[]");
    EXPECT_EQ(
        fact_in(permission(R"("Principal": "sns.amazonaws.com", "SourceArn": {"Ref": "T"})") + R"(, "T": {"Type": "AWS::SNS::Topic"})", "P",
                "ResourcePolicy", "ServiceWithoutSource"),
        "[]");
}

TEST(ResourcePolicyAnalyser, EventBusPolicyInBothForms) {
    EXPECT_NE(
        fact_in(
            R"("P": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "a", "Principal": "*", "Action": "events:PutEvents"}})",
            "P", "ResourcePolicy", "Public"),
        "[]");
    EXPECT_EQ(
        fact_in(
            R"("P": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "a", "Principal": "*", "Action": "events:PutEvents",
        "Condition": {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"}}})",
            "P", "ResourcePolicy", "Public"),
        "[]");
    EXPECT_NE(
        fact_in(
            R"("P": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "a", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "*"}}})",
            "P", "ResourcePolicy", "Public"),
        "[]");
}

TEST(ResourcePolicyAnalyser, VaultKeepsItsRecoveryPoints) {
    const std::string vault =
        R"("V": {"Type": "AWS::Backup::BackupVault", "Properties": {"AccessPolicy": {"Statement": {"Effect": "Deny", "Principal": {"AWS": "*"},
        "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"], "Resource": "*"}}}})";
    EXPECT_NE(fact_in(vault, "V", "ResourcePolicy", "DeniesDeletion"), "[]");
    EXPECT_EQ(fact_in(vault, "V", "ResourcePolicy", "ProtectsItself"), "[]");
}

TEST(ServiceControlAnalyser, TellsWhatItDenies) {
    const auto scp = [](const std::string& content) {
        return R"("P": {"Type": "AWS::Organizations::Policy", "Properties": {"Content": )" + content + "}}";
    };
    const std::string all =
        R"({"Statement": {"Effect": "Deny", "Action": ["cloudtrail:*", "config:*", "guardduty:*", "securityhub:*"], "Resource": "*",
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/security"}}}})";
    EXPECT_EQ(fact_in(scp(all), "P", "ServiceControl", "LeavesAuditTrailOpen"), "[]");
    EXPECT_NE(fact_in(scp(R"({"Statement": {"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}})"), "P",
                      "ServiceControl", "LeavesAuditTrailOpen"),
              "[]");
    const std::string regions =
        R"({"Statement": {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}})";
    EXPECT_NE(fact_in(scp(regions), "P", "ServiceControl", "DeniesRegions"), "[]");
    EXPECT_EQ(fact_in(scp(all), "P", "ServiceControl", "DeniesRegions"), "[]");
}

}  // namespace
}  // namespace vouch::facts
