// SPDX-License-Identifier: Apache-2.0
// The table of the singletons and providers that aws-cdk-lib adds. Matching is by whole segments of the construct path,
// because a bucket of the user may well be called "CustomResourceProvider" something. Tested by made_by_cdk_test.cc.
#include "cfn/made_by_cdk.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace vouch::cfn {
namespace {

// A segment `begin`...`end`, with exactly `hex` hexadecimal digits between them where that is not 0. The first
// segment of a path is the stack and never matches.
struct Segment {
    std::string_view begin;
    std::string_view end;
    std::size_t hex;
    std::string_view what;
};

constexpr std::array kSegments{
    Segment{"Custom::", "CustomResourceProvider", 0,
            "handlers of custom resources in the framework's core: S3AutoDeleteObjects, VpcRestrictDefaultSG, CrossRegionExport..."},
    Segment{"Custom::CDKBucketDeployment", "", 32, "uploads of BucketDeployment"},
    Segment{"CDKBucketDeployment", "", 32, "the same, of older versions"},
    Segment{"LogRetention", "", 32, "sets the retention of log groups"},
    Segment{"BucketNotificationsHandler", "", 32, "sets notifications of buckets"},
    Segment{"AWS", "", 32, "calls of AwsCustomResource and AwsApi; only the digests below"},
    Segment{"framework-onEvent", "", 0, "custom-resources.Provider"},
    Segment{"framework-isComplete", "", 0, "custom-resources.Provider"},
    Segment{"framework-onTimeout", "", 0, "custom-resources.Provider"},
    Segment{"waiter-state-machine", "", 0, "custom-resources.Provider"},
    Segment{"@aws-cdk--aws-eks.", "Provider", 0, "nested stacks of EKS clusters"},
    Segment{"@aws-cdk--aws-dynamodb.", "Provider", 0, "nested stack that makes replicas of tables"},
    Segment{"AWSCDK.", "CustomResourceProvider", 0, "triggers"},
    Segment{"AutoDeleteObjectsCustomResource", "", 0, "empties a bucket before it is deleted"},
    Segment{"AutoDeleteImagesCustomResource", "", 0, "empties a registry before it is deleted"},
    Segment{"RestrictDefaultSecurityGroupCustomResource", "", 0, "closes the default security group of a VPC"},
    Segment{"AwsCliLayer", "", 0, "the layer of BucketDeployment"},
    Segment{"CertificateRequestorFunction", "", 0, "DnsValidatedCertificate"},
    Segment{"DrainECSHook", "", 0, "drains the instances of an ECS cluster"},
    Segment{"CDKMetadata", "", 0, "usage metadata"},
};

// The digests that "AWS" + 32 digits stands for: AwsCustomResource, and AwsApi as the target of a rule. Singletons of the user of
// the same shape have others.
constexpr std::array<std::string_view, 2> kAwsCalls{"AWS679f53fac002430cb0da5b7982bd2287", "AWSb4cf1abd4e4f4bc699441af7ccd9ec37"};

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

bool matches(const Segment& row, std::string_view segment) {
    if (!segment.starts_with(row.begin) || !segment.ends_with(row.end)) return false;
    if (row.begin == "AWS") return std::ranges::find(kAwsCalls, segment) != kAwsCalls.end();
    const std::size_t fixed = row.begin.size() + row.end.size();
    if (segment.size() < fixed) return false;
    if (row.hex == 0) return !row.end.empty() || segment.size() == fixed;
    return segment.size() == fixed + row.hex && is_hex(segment.substr(row.begin.size()));
}

// Logical ids of the same, for assemblies without paths: the segments without punctuation, then eight digits of a hash.
constexpr std::array<std::string_view, 6> kIds{
    "CustomS3AutoDeleteObjectsCustomResourceProvider",
    "CustomVpcRestrictDefaultSGCustomResourceProvider",
    "CustomCrossRegionExport",
    "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a",
    "BucketNotificationsHandler050a0587b7544547bf325f094a3db834",
    "AWS679f53fac002430cb0da5b7982bd2287",
};

}  // namespace

bool made_by_cdk(std::string_view type, std::string_view logical_id, std::string_view construct_path) {
    if (type == "AWS::CDK::Metadata") return true;
    if (construct_path.empty()) return std::ranges::any_of(kIds, [&](std::string_view id) { return logical_id.starts_with(id); });
    std::size_t start = construct_path.find('/');
    while (start != std::string_view::npos) {
        const std::size_t end = construct_path.find('/', start + 1);
        const std::string_view segment = construct_path.substr(start + 1, end == std::string_view::npos ? end : end - start - 1);
        if (std::ranges::any_of(kSegments, [&](const Segment& row) { return matches(row, segment); })) return true;
        start = end;
    }
    return false;
}

}  // namespace vouch::cfn
