// SPDX-License-Identifier: Apache-2.0
// Tests for made_by_cdk.h.
#include "cfn/made_by_cdk.h"

#include <gtest/gtest.h>

namespace vouch::cfn {
namespace {

TEST(MadeByCdk, HelpersAreToldFromTheUsersResources) {
    struct Row {
        const char* type;
        const char* id;
        const char* path;
        bool made;
    };
    const Row rows[] = {
        {"AWS::CDK::Metadata", "CDKMetadata", "", true},
        {"AWS::Lambda::Function", "X", "Site/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler", true},
        {"AWS::IAM::Role", "X", "Net/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role", true},
        {"AWS::Lambda::Function", "X", "S/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/Resource", true},
        {"AWS::IAM::Role", "X", "S/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/ServiceRole/Resource", true},
        {"AWS::Lambda::Function", "X", "S/AWS679f53fac002430cb0da5b7982bd2287/Resource", true},
        {"AWS::Lambda::Function", "X", "S/AWSb4cf1abd4e4f4bc699441af7ccd9ec38/Resource", false},  // a singleton with the user's code
        {"AWS::Lambda::Function", "X", "S/Provider/framework-onEvent/Resource", true},
        {"AWS::Lambda::Function", "X", "S/framework-onEventually/Resource", false},
        {"AWS::Lambda::Function", "X", "S/AWSCDK.TriggerCustomResourceProviderCustomResourceProvider/Handler", true},
        {"AWS::IAM::Role", "X", "S/@aws-cdk--aws-dynamodb.ReplicaProvider/Provider/Role", true},
        {"Custom::S3AutoDeleteObjects", "X", "S/Bucket/AutoDeleteObjectsCustomResource/Default", true},
        {"Custom::ECRAutoDeleteImages", "X", "S/Images/AutoDeleteImagesCustomResource/Default", true},
        {"Custom::VpcRestrictDefaultSG", "X", "S/Vpc/RestrictDefaultSecurityGroupCustomResource/Default", true},
        {"AWS::Lambda::LayerVersion", "X", "S/Deploy/AwsCliLayer/Resource", true},
        {"AWS::Lambda::Function", "X", "S/Certificate/CertificateRequestorFunction/Resource", true},
        {"AWS::Lambda::Function", "X", "S/Fleet/DrainECSHook/Function/Resource", true},
        {"AWS::Lambda::Function", "X", "S/DrainECSHooks/Resource", false},
        {"AWS::S3::Bucket", "X", "Custom::MineCustomResourceProvider/Bucket", false},  // the first segment is the stack
        {"AWS::S3::Bucket", "X", "S/LogRetention/Bucket", false},
        {"AWS::Lambda::Function", "AWS679f53fac002430cb0da5b7982bd22872D164C4C", "", true},
        {"AWS::S3::Bucket", "LogRetentionBucket", "", false},
        {"AWS::S3::Bucket", "X", "", false},
        {"", "", "/", false},
    };
    for (const Row& row : rows) EXPECT_EQ(made_by_cdk(row.type, row.id, row.path), row.made) << row.path << " " << row.id;
}

}  // namespace
}  // namespace vouch::cfn
