// SPDX-License-Identifier: Apache-2.0
// Answers in the form that the public documentation of the services gives them.
#include "collect/shape.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "collect/testing/stage.h"
#include "value/write.h"

namespace vouch::collect {
namespace {

using testing::Stage;
using value::Unknown;
using value::Value;

Value property(const Shaped& shaped, std::string_view name) {
    const Value properties = shaped.resource.properties();
    const Value* found = properties.find(name);
    return found != nullptr ? *found : Value();
}

constexpr std::string_view kOneBucket = R"({"Buckets": [{"Name": "logs", "BucketRegion": "eu-west-1"}]})";

TEST(ShapeBucket, AnswersBecomePropertiesOfTheTemplateType) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket)
        .gives("GetBucketEncryption", R"({"ServerSideEncryptionConfiguration": {"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:k"}, "BucketKeyEnabled": true}]}})")
        .gives("GetBucketVersioning", R"({"Status": "Enabled", "MFADelete": "Disabled"})")
        .gives("GetBucketLogging", R"({"LoggingEnabled": {"TargetBucket": "target", "TargetPrefix": "p/", "TargetGrants": []}})");
    const std::vector<Shaped> all = stage.shape("AWS::S3::Bucket");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].resource.id, "arn:aws:s3:::logs");
    EXPECT_EQ(all[0].resource.type, "AWS::S3::Bucket");
    EXPECT_EQ(value::to_json(property(all[0], "BucketEncryption")),
              R"({"ServerSideEncryptionConfiguration":[{"BucketKeyEnabled":true,"ServerSideEncryptionByDefault":)"
              R"({"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"arn:k"}}]})");
    EXPECT_EQ(value::to_json(property(all[0], "VersioningConfiguration")), R"({"Status":"Enabled"})");
    EXPECT_EQ(value::to_json(property(all[0], "LoggingConfiguration")), R"({"DestinationBucketName":"target","LogFilePrefix":"p/"})");
}

TEST(ShapeBucket, CodesThatMeanAbsentLeaveThePropertyOut) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).fails("GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration", "", 404);
    stage.gives("GetBucketVersioning", "{}");
    const Shaped bucket = stage.shape("AWS::S3::Bucket").front();
    EXPECT_TRUE(property(bucket, "PublicAccessBlockConfiguration").is_null());
    EXPECT_TRUE(property(bucket, "VersioningConfiguration").is_null());
}

TEST(ShapeBucket, DenialIsUnknownAndNamesTheAction) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket)
        .fails("GetBucketEncryption", "AccessDenied",
               "User: arn:aws:iam::1:user/a is not authorized to perform: s3:GetEncryptionConfiguration on resource: \"arn:aws:s3:::logs\" "
               "with an explicit deny in a service control policy",
               403);
    const Value encryption = property(stage.shape("AWS::S3::Bucket").front(), "BucketEncryption");
    ASSERT_TRUE(encryption.is_unknown()) << value::to_json(encryption);
    EXPECT_EQ(encryption.as_unknown().cause, Unknown::Cause::denied);
    EXPECT_EQ(encryption.as_unknown().subject, "s3:GetEncryptionConfiguration");
    EXPECT_EQ(encryption.as_unknown().reason, "`s3:GetEncryptionConfiguration` was denied (AccessDenied: a service control policy)");
}

TEST(ShapeBucket, FailureAndWhatWasNotAskedAreUnknownToo) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).fails("GetBucketEncryption", "InternalError", "try again", 500);
    const Shaped bucket = stage.shape("AWS::S3::Bucket").front();
    const Value encryption = property(bucket, "BucketEncryption");
    ASSERT_TRUE(encryption.is_unknown()) << value::to_json(encryption);
    EXPECT_EQ(encryption.as_unknown().cause, Unknown::Cause::failed);
    EXPECT_EQ(encryption.as_unknown().reason, "`s3:GetBucketEncryption` failed: InternalError: try again");
    ASSERT_TRUE(property(bucket, "LoggingConfiguration").is_unknown());
    EXPECT_EQ(property(bucket, "LoggingConfiguration").as_unknown().reason,
              "`GetBucketLogging` was not asked: no selected control needs it");
}

TEST(ShapeBucket, EveryPropertyKnowsItsCalls) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).gives("GetBucketVersioning", R"({"Status": "Enabled"})");
    const Shaped bucket = stage.shape("AWS::S3::Bucket").front();
    const auto found = std::ranges::find(bucket.resource.origins, "VersioningConfiguration", &model::PropertyOrigin::property);
    ASSERT_NE(found, bucket.resource.origins.end());
    ASSERT_EQ(found->calls.size(), 2U);
    EXPECT_EQ(found->calls[0]->question.operation, "ListBuckets");
    EXPECT_EQ(found->calls[1]->question.operation, "GetBucketVersioning");
    EXPECT_EQ(found->calls[1]->request_id, "request-GetBucketVersioning");
    EXPECT_EQ(found->calls[1]->question.region, "eu-west-1");
}

TEST(ShapeBucket, RegionComesFromTheListOrFromTheFurtherCall) {
    Stage stage;
    const Row& row = *stage.catalog().row("AWS::S3::Bucket");
    stage.gives("ListBuckets", R"({"Buckets": [{"Name": "a", "BucketRegion": "eu-north-1"}, {"Name": "b"}]})");
    const Listed listed = stage.shaper().listed(row, View{stage.place(), stage.answers(), {}, {}});
    ASSERT_EQ(listed.items.size(), 2U);
    EXPECT_EQ(stage.shaper().region(row, View{stage.place(), stage.answers(), listed.items[0], {}}), "eu-north-1");
    const View second{stage.place(), stage.answers(), listed.items[1], {}};
    EXPECT_EQ(stage.shaper().region(row, second), std::nullopt);
    EXPECT_EQ(row.region_calls, std::set<std::string>{"GetBucketLocation"});
    stage.gives("GetBucketLocation", R"({"LocationConstraint": null})");
    EXPECT_EQ(stage.shaper().region(row, second), "us-east-1");
    stage.gives("GetBucketLocation", R"({"LocationConstraint": "EU"})");
    EXPECT_EQ(stage.shaper().region(row, second), "eu-west-1");
}

TEST(ShapeBucketPolicy, PolicyIsAResourceOfItsOwn) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).gives("GetBucketPolicy", R"({"Policy": "{\"Statement\": [{\"Effect\": \"Deny\"}]}"})");
    EXPECT_EQ(stage.properties("AWS::S3::BucketPolicy"), R"({"Bucket":"logs","PolicyDocument":{"Statement":[{"Effect":"Deny"}]}})");
}

TEST(ShapeBucketPolicy, WithoutAPolicyThereIsNone) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).fails("GetBucketPolicy", "NoSuchBucketPolicy", "", 404);
    EXPECT_EQ(stage.properties("AWS::S3::BucketPolicy"), "none");
}

TEST(ShapeBucketPolicy, DenialLeavesAStandInWithTheActionInEveryProperty) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).fails("GetBucketPolicy", "AccessDenied", "", 403);
    const std::vector<Shaped> all = stage.shape("AWS::S3::BucketPolicy");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].resource.id, "AWS::S3::BucketPolicy of arn:aws:s3:::logs");
    EXPECT_EQ(all[0].resource.uncertain, "nobody knows which there are: `s3:GetBucketPolicy` was denied (AccessDenied)");
    ASSERT_TRUE(property(all[0], "PolicyDocument").is_unknown());
    EXPECT_EQ(property(all[0], "PolicyDocument").as_unknown().subject, "s3:GetBucketPolicy");
}

TEST(ShapeBucketPolicy, PolicyThatIsNoJsonIsUnknown) {
    Stage stage;
    stage.gives("ListBuckets", kOneBucket).gives("GetBucketPolicy", R"({"Policy": "{"})");
    const Value policy = property(stage.shape("AWS::S3::BucketPolicy").front(), "PolicyDocument");
    ASSERT_TRUE(policy.is_unknown());
    EXPECT_EQ(policy.as_unknown().reason, R"(an answer is not as the service describes it: `"{"` is no text of JSON)");
}

TEST(ShapeList, DeniedListLeavesAStandInForTheType) {
    Stage stage;
    stage.fails("ListBuckets", "AccessDenied", "", 403);
    const std::vector<Shaped> all = stage.shape("AWS::S3::Bucket");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].resource.id, "AWS::S3::Bucket in 123456789012/eu-west-1");
    EXPECT_TRUE(property(all[0], "BucketEncryption").is_unknown());
}

TEST(ShapeList, ListThatIsNoListIsUnknown) {
    Stage stage;
    stage.gives("ListBuckets", R"({"Buckets": [3]})");
    const std::vector<Shaped> all = stage.shape("AWS::S3::Bucket");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(property(all[0], "BucketName").is_unknown());
}

constexpr std::string_view kUsers = R"({"UserDetailList": [
    {"Arn": "arn:aws:iam::123456789012:user/ann", "UserName": "ann", "Path": "/", "GroupList": ["admins"],
     "UserPolicyList": [{"PolicyName": "inline", "PolicyDocument": "%7B%22Statement%22%3A%5B%5D%7D"}],
     "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::123456789012:policy/p"}]},
    {"Arn": "arn:aws:iam::123456789012:user/bob", "UserName": "bob", "Path": "/", "GroupList": [], "AttachedManagedPolicies": []}],
  "GroupDetailList": [],
  "RoleDetailList": [
    {"Arn": "arn:aws:iam::123456789012:role/aws-service-role/x/R", "RoleName": "R", "Path": "/aws-service-role/x/"},
    {"Arn": "arn:aws:iam::123456789012:role/app", "RoleName": "app", "Path": "/",
     "AssumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%7D",
     "InstanceProfileList": [{"Arn": "arn:ip", "InstanceProfileName": "ip", "Roles": [{"RoleName": "app"}]}]}],
  "Policies": [{"Arn": "arn:aws:iam::123456789012:policy/p", "PolicyName": "p", "AttachmentCount": 1, "PolicyVersionList": [
    {"VersionId": "v1", "IsDefaultVersion": false, "Document": "%7B%22v%22%3A1%7D"},
    {"VersionId": "v2", "IsDefaultVersion": true, "Document": "%7B%22v%22%3A2%7D"}]}]})";

TEST(ShapeIam, UsersHaveWhatIsAttachedToThem) {
    Stage stage;
    stage.gives("GetAccountAuthorizationDetails", kUsers).fails("GetLoginProfile", "NoSuchEntity", "", 404);
    stage.gives("ListMFADevices", R"({"MFADevices": []})");
    const std::vector<Shaped> all = stage.shape("AWS::IAM::User");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(value::to_json(all[0].resource.properties()),
              R"({"UserName":"ann","Path":"/","Groups":["admins"],"ManagedPolicyArns":["arn:aws:iam::123456789012:policy/p"],)"
              R"("Policies":[{"PolicyName":"inline","PolicyDocument":{"Statement":[]}}]})");
    EXPECT_EQ(value::to_json(all[1].resource.properties()), R"({"UserName":"bob","Path":"/"})");
}

TEST(ShapeIam, PolicyHasItsDefaultVersionAndWhoItIsAttachedTo) {
    Stage stage;
    stage.gives("GetAccountAuthorizationDetails", kUsers);
    EXPECT_EQ(stage.properties("AWS::IAM::ManagedPolicy"),
              R"({"ManagedPolicyName":"p","PolicyDocument":{"v":2},"Users":["ann"],"AttachmentCount":1})");
}

TEST(ShapeIam, RolesOfServicesAreLeftOut) {
    Stage stage;
    stage.gives("GetAccountAuthorizationDetails", kUsers);
    EXPECT_EQ(stage.properties("AWS::IAM::Role"), R"({"RoleName":"app","Path":"/","AssumeRolePolicyDocument":{"Version":"2012-10-17"}})");
    EXPECT_EQ(stage.properties("AWS::IAM::InstanceProfile"), R"({"InstanceProfileName":"ip","Roles":["app"]})");
}

TEST(ShapeIam, CredentialReportIsReadByRow) {
    Stage stage;
    // "user,arn,user_creation_time,password_enabled,mfa_active" with root and ann.
    stage.gives(
        "GetCredentialReport",
        R"({"Content": "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active\n<root_account>,arn:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T03:04:05+00:00,true\nann,arn:ann,2021-01-01T00:00:00+00:00,true,no_information,false\n"})");
    EXPECT_EQ(
        stage.properties("Vouch::CredentialReportUser"),
        R"({"UserName":"ann","Arn":"arn:ann","UserCreationTime":"2021-01-01T00:00:00+00:00","PasswordEnabled":true,"MfaActive":false})");
    stage.gives("GetAccountSummary",
                R"({"SummaryMap": {"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 1}})");
    stage.gives("ListVirtualMFADevices",
                R"({"VirtualMFADevices": [{"SerialNumber": "arn:aws:iam::123456789012:mfa/root-account-mfa-device"}]})");
    EXPECT_EQ(stage.properties("Vouch::RootUser"),
              R"({"MfaEnabled":true,"AccessKeysPresent":false,"PasswordPresent":true,"VirtualMfa":true,)"
              R"("UserCreationTime":"2020-01-01T00:00:00+00:00","PasswordLastUsed":"2026-01-02T03:04:05+00:00"})");
}

TEST(ShapeIam, AccountWithoutPasswordPolicyHasOneWithoutProperties) {
    Stage stage;
    stage.fails("GetAccountPasswordPolicy", "NoSuchEntity", "", 404);
    EXPECT_EQ(stage.properties("Vouch::AccountPasswordPolicy"), "{}");
}

TEST(ShapeAccount, ItsPlaceInTheOrganizationDecidesWhatItIsAsked) {
    Stage stage;
    stage.gives("DescribeOrganization", R"({"Organization": {"Id": "o-1", "MasterAccountId": "123456789012"}})");
    stage.gives("ListOrganizationsFeatures", R"({"OrganizationId": "o-1", "EnabledFeatures": ["RootSessions"]})");
    EXPECT_EQ(
        stage.properties("Vouch::Account"),
        R"({"OrganizationId":"o-1","ManagementAccountId":"123456789012","IsManagementAccount":true,"RootFeatures":["RootSessions"]})");
    stage.gives("DescribeOrganization", R"({"Organization": {"Id": "o-1", "MasterAccountId": "999999999999"}})");
    stage.fails("ListOrganizationsFeatures", "AccountNotManagementOrDelegatedAdministratorException");
    EXPECT_EQ(stage.properties("Vouch::Account"),
              R"({"OrganizationId":"o-1","ManagementAccountId":"999999999999","IsManagementAccount":false})");
    stage.fails("DescribeOrganization", "AWSOrganizationsNotInUseException");
    EXPECT_EQ(stage.properties("Vouch::Account"), "{}");
}

TEST(ShapeFindings, OpenOnesBelongToWhatLooksForThem) {
    Stage stage;
    stage.gives("ListAnalyzers", R"({"analyzers": [{"arn": "arn:a", "name": "a", "type": "ACCOUNT", "status": "ACTIVE"}]})")
        .gives("ListFindings", R"({"findings": []})");
    EXPECT_EQ(stage.properties("AWS::AccessAnalyzer::Analyzer"),
              R"({"AnalyzerName":"a","Type":"ACCOUNT","Status":"ACTIVE","ActiveFindings":[]})");
    stage.gives("ListDetectors", R"({"DetectorIds": ["d1"]})").gives("HighFindings", R"({"FindingIds": ["f1"]})");
    stage.gives("GetDetector", R"({"Status": "ENABLED"})");
    EXPECT_EQ(stage.properties("AWS::GuardDuty::Detector"), R"({"Enable":true,"HighFindings":["f1"]})");
}

TEST(ShapeZone, QueryLoggingIsFoundByTheIdOfTheZone) {
    Stage stage;
    stage.gives("ListHostedZones", R"({"HostedZones": [{"Id": "/hostedzone/Z1", "Name": "example.com."}]})")
        .gives("GetHostedZone", R"({"HostedZone": {"Id": "/hostedzone/Z1"}})")
        .gives("ListQueryLoggingConfigs", R"({"QueryLoggingConfigs": [{"HostedZoneId": "Z2", "CloudWatchLogsLogGroupArn": "arn:2"},
            {"HostedZoneId": "Z1", "CloudWatchLogsLogGroupArn": "arn:1"}]})");
    EXPECT_EQ(stage.shape("AWS::Route53::HostedZone").front().resource.id, "arn:aws:route53:::hostedzone/Z1");
    EXPECT_EQ(stage.properties("AWS::Route53::HostedZone"),
              R"({"Name":"example.com.","QueryLoggingConfig":{"CloudWatchLogsLogGroupArn":"arn:1"}})");
}

TEST(ShapeCatalog, RegionWithoutDatabasesHasNoneToEncrypt) {
    Stage stage;
    stage
        .gives("GetDataCatalogEncryptionSettings",
               R"({"DataCatalogEncryptionSettings": {"EncryptionAtRest": {"CatalogEncryptionMode": "DISABLED"}}})")
        .gives("GetDatabases", R"({"DatabaseList": []})");
    EXPECT_EQ(stage.properties("AWS::Glue::DataCatalogEncryptionSettings"), "none");
    stage.gives("GetDatabases", R"({"DatabaseList": [{"Name": "sales"}]})");
    EXPECT_EQ(stage.properties("AWS::Glue::DataCatalogEncryptionSettings"),
              R"({"DataCatalogEncryptionSettings":{"EncryptionAtRest":{"CatalogEncryptionMode":"DISABLED"}}})");
}

TEST(ShapeVault, PolicyOfAVaultIsReadOrAbsent) {
    Stage stage;
    stage.gives("ListVaults", R"({"VaultList": [{"VaultARN": "arn:v", "VaultName": "v"}]})")
        .fails("GetVaultAccessPolicy", "ResourceNotFoundException");
    EXPECT_EQ(stage.properties("Vouch::GlacierVault"), R"({"VaultName":"v"})");
    stage.gives("GetVaultAccessPolicy", R"({"policy": {"Policy": "{\"Statement\": []}"}})");
    EXPECT_EQ(stage.properties("Vouch::GlacierVault"), R"({"VaultName":"v","PolicyDocument":{"Statement":[]}})");
}

// A policy of API Gateway comes with a backslash before each of its quotes.
TEST(ShapeApi, PolicyOfAnApiIsReadAsItComes) {
    Stage stage;
    for (const char* policy :
         {R"({\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[]})", R"({\"Version\":\"2012-10-17\",\"Statement\":[]})"}) {
        stage.gives("GetRestApis", R"({"items": [{"id": "a1", "name": "shop", "policy": ")" + std::string(policy) + R"("}]})");
        EXPECT_EQ(stage.properties("AWS::ApiGateway::RestApi"), R"({"Name":"shop","Policy":{"Version":"2012-10-17","Statement":[]}})");
    }
}

TEST(ShapeTrail, StatusAndSelectorsJoinWhatTheListSays) {
    Stage stage;
    stage
        .gives("DescribeTrails",
               R"({"trailList": [{"Name": "t", "TrailARN": "arn:aws:cloudtrail:eu-west-1:1:trail/t", "S3BucketName": "logs",
            "LogFileValidationEnabled": true, "IsMultiRegionTrail": true, "IncludeGlobalServiceEvents": true, "IsOrganizationTrail": false}]})")
        .gives("GetTrailStatus", R"({"IsLogging": false, "LatestDeliveryError": ""})")
        .gives("GetEventSelectors",
               R"({"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": []}]})")
        .fails("GetInsightSelectors", "InsightNotEnabledException");
    EXPECT_EQ(stage.properties("AWS::CloudTrail::Trail"),
              R"({"TrailName":"t","S3BucketName":"logs","IncludeGlobalServiceEvents":true,"IsMultiRegionTrail":true,)"
              R"("IsOrganizationTrail":false,"EnableLogFileValidation":true,"IsLogging":false,)"
              R"("EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[]}]})");
}

TEST(ShapeSecurityGroup, EveryRangeBecomesARule) {
    Stage stage;
    stage.gives("DescribeSecurityGroups",
                R"({"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "Description": "d", "VpcId": "vpc-1",
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}, {"CidrIp": "10.0.0.0/8",
            "Description": "vpn"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": [], "UserIdGroupPairs": [{"GroupId": "sg-2",
            "UserId": "1"}]}],
        "IpPermissionsEgress": []}]})");
    const std::vector<Shaped> all = stage.shape("AWS::EC2::SecurityGroup");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(value::to_json(property(all[0], "SecurityGroupIngress")),
              R"([{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"0.0.0.0/0"},)"
              R"({"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"10.0.0.0/8","Description":"vpn"},)"
              R"({"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv6":"::/0"},)"
              R"({"IpProtocol":"tcp","FromPort":22,"ToPort":22,"SourceSecurityGroupId":"sg-2","SourceSecurityGroupOwnerId":"1"}])");
    EXPECT_EQ(value::to_json(property(all[0], "SecurityGroupEgress")), "[]");
    ASSERT_FALSE(all[0].identities.empty());
    EXPECT_EQ(all[0].identities[0].text, "sg-1");
}

TEST(ShapeNetwork, RoutesAndAssociationsStandBesideTheirTable) {
    Stage stage;
    stage.gives("DescribeRouteTables", R"({"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1",
        "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}, {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"}],
        "Associations": [{"Main": true, "RouteTableId": "rtb-1", "RouteTableAssociationId": "a1"},
                         {"Main": false, "RouteTableId": "rtb-1", "RouteTableAssociationId": "a2", "SubnetId": "subnet-1"}]}]})");
    EXPECT_EQ(stage.properties("AWS::EC2::Route"), R"({"RouteTableId":"rtb-1","DestinationIpv6CidrBlock":"::/0","GatewayId":"igw-1"})");
    EXPECT_EQ(stage.shape("AWS::EC2::Route")[0].resource.id, "rtb-1/::/0");
    EXPECT_EQ(stage.properties("AWS::EC2::SubnetRouteTableAssociation"), R"({"RouteTableId":"rtb-1","SubnetId":"subnet-1"})");
}

TEST(ShapeQueue, IsToldApartFromOthersWhereItsAttributesAreDenied) {
    Stage stage;
    stage.gives("ListQueues", R"({"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/123456789012/one", "https://q/123456789012/two"]})")
        .fails("GetQueueAttributes", "AccessDenied", "", 403);
    const std::vector<Shaped> all = stage.shape("AWS::SQS::Queue");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].resource.id, "arn:aws:sqs:eu-west-1:123456789012:one");
    EXPECT_EQ(all[1].resource.id, "arn:aws:sqs:eu-west-1:123456789012:two");
    EXPECT_TRUE(property(all[0], "KmsMasterKeyId").is_unknown());
}

TEST(Shape, PositionsAreDistinct) {
    Stage stage;
    stage.gives("GetAccountAuthorizationDetails", kUsers).fails("GetLoginProfile", "NoSuchEntity", "", 404);
    std::set<std::uint32_t> seen;
    for (const Shaped& each : stage.shape("AWS::IAM::User"))
        for (const value::Member& member : each.resource.properties().as_map()) EXPECT_TRUE(seen.insert(member.value.position()).second);
    EXPECT_FALSE(seen.empty());
}

}  // namespace
}  // namespace vouch::collect
