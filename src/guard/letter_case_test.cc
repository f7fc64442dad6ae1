// SPDX-License-Identifier: Apache-2.0
// Spellings as the Rust crate Inflector 0.11.4 makes them: the table is that crate's own output for each name.
#include "guard/letter_case.h"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace vouch::guard {
namespace {

struct NameCase {
    std::string_view name;
    std::array<std::string_view, kLetterCases> spellings;  // camel, class, kebab, pascal, snake, title, train
};

constexpr NameCase kNameCases[] = {
    {"BucketName", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"bucketName", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"bucket_name", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"bucket-name", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"Bucket Name", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"BUCKET_NAME", {"bucketName", "BucketName", "bucket-name", "BucketName", "bucket_name", "Bucket Name", "Bucket-Name"}},
    {"KMSMasterKeyID",
     {"kmsmasterKeyID", "KmsmasterKeyID", "kms-master-key-id", "KmsmasterKeyID", "kms_master_key_id", "Kmsmaster Key I D",
      "Kmsmaster-Key-I-D"}},
    {"SSEAlgorithm", {"ssealgorithm", "Ssealgorithm", "sse-algorithm", "Ssealgorithm", "sse_algorithm", "Ssealgorithm", "Ssealgorithm"}},
    {"ServerSideEncryptionByDefault",
     {"serverSideEncryptionByDefault", "ServerSideEncryptionByDefault", "server-side-encryption-by-default",
      "ServerSideEncryptionByDefault", "server_side_encryption_by_default", "Server Side Encryption By Default",
      "Server-Side-Encryption-By-Default"}},
    {"VPCId", {"vpcid", "Vpcid", "vpc-id", "Vpcid", "vpc_id", "Vpcid", "Vpcid"}},
    {"Ipv6CidrBlock",
     {"ipv6CidrBlock", "Ipv6CidrBlock", "ipv-6-cidr-block", "Ipv6CidrBlock", "ipv_6_cidr_block", "Ipv6 Cidr Block", "Ipv6-Cidr-Block"}},
    {"CidrIpv6", {"cidrIpv6", "CidrIpv6", "cidr-ipv-6", "CidrIpv6", "cidr_ipv_6", "Cidr Ipv6", "Cidr-Ipv6"}},
    {"S3BucketName",
     {"s3BucketName", "S3BucketName", "s3-bucket-name", "S3BucketName", "s3_bucket_name", "S3 Bucket Name", "S3-Bucket-Name"}},
    {"EC2", {"ec2", "Ec2", "ec2", "Ec2", "ec2", "Ec2", "Ec2"}},
    {"a", {"a", "A", "a", "A", "a", "A", "A"}},
    {"A", {"a", "A", "a", "A", "a", "A", "A"}},
    {"aB", {"aB", "Ab", "a-b", "Ab", "a_b", "Ab", "Ab"}},
    {"Tags", {"tags", "Tag", "tags", "Tags", "tags", "Tags", "Tags"}},
    {"SecurityGroups",
     {"securityGroups", "SecurityGroup", "security-groups", "SecurityGroups", "security_groups", "Security Groups", "Security-Groups"}},
    {"Policies", {"policies", "Policy", "policies", "Policies", "policies", "Policies", "Policies"}},
    {"Statuses", {"statuses", "Statuse", "statuses", "Statuses", "statuses", "Statuses", "Statuses"}},
    {"Addresses", {"addresses", "Address", "addresses", "Addresses", "addresses", "Addresses", "Addresses"}},
    {"Boxes", {"boxes", "Box", "boxes", "Boxes", "boxes", "Boxes", "Boxes"}},
    {"Matches", {"matches", "Match", "matches", "Matches", "matches", "Matches", "Matches"}},
    {"Wolves", {"wolves", "Wof", "wolves", "Wolves", "wolves", "Wolves", "Wolves"}},
    {"Analyses", {"analyses", "Analyse", "analyses", "Analyses", "analyses", "Analyses", "Analyses"}},
    {"People", {"people", "People", "people", "People", "people", "People", "People"}},
    {"Children", {"children", "Children", "children", "Children", "children", "Children", "Children"}},
    {"Series", {"series", "Sery", "series", "Series", "series", "Series", "Series"}},
    {"Indices", {"indices", "Indice", "indices", "Indices", "indices", "Indices", "Indices"}},
    {"Data", {"data", "Daum", "data", "Data", "data", "Data", "Data"}},
    {"Buses", {"buses", "Buse", "buses", "Buses", "buses", "Buses", "Buses"}},
    {"DBClusters", {"dbclusters", "Dbcluster", "db-clusters", "Dbclusters", "db_clusters", "Dbclusters", "Dbclusters"}},
    {"Access", {"access", "Access", "access", "Access", "access", "Access", "Access"}},
    {"Class", {"class", "Class", "class", "Class", "class", "Class", "Class"}},
    {"aws:cdk:path", {"awsCdkPath", "AwsCdkPath", "aws-cdk-path", "AwsCdkPath", "aws_cdk_path", "Aws Cdk Path", "Aws-Cdk-Path"}},
    {"AWS::NoValue", {"awsNoValue", "AwsNoValue", "aws-no-value", "AwsNoValue", "aws_no_value", "Aws No Value", "Aws-No-Value"}},
    {"Fn::GetAtt", {"fnGetAtt", "FnGetAtt", "fn-get-att", "FnGetAtt", "fn_get_att", "Fn Get Att", "Fn-Get-Att"}},
    {"x--y", {"xY", "XY", "x-y", "XY", "x_y", "X Y", "X-Y"}},
    {"_leading", {"leading", "Leading", "leading", "Leading", "leading", "Leading", "Leading"}},
    {"trailing_", {"trailing", "Trailing", "trailing", "Trailing", "trailing", "Trailing", "Trailing"}},
    {"trailing--", {"trailing", "Trailing", "trailing", "Trailing", "trailing", "Trailing", "Trailing"}},
    {"9lives", {"9Lives", "9Lfe", "9lives", "9Lives", "9lives", "9Lives", "9Lives"}},
    {"Route53", {"route53", "Route53", "route-53", "Route53", "route_53", "Route53", "Route53"}},
    {"HTTPEndpoint", {"httpendpoint", "Httpendpoint", "http-endpoint", "Httpendpoint", "http_endpoint", "Httpendpoint", "Httpendpoint"}},
    {"MultiAZ", {"multiAZ", "MultiAZ", "multi-az", "MultiAZ", "multi_az", "Multi A Z", "Multi-A-Z"}},
    {"Quizzes", {"quizzes", "Quizze", "quizzes", "Quizzes", "quizzes", "Quizzes", "Quizzes"}},
    {"Oxen", {"oxen", "Oxen", "oxen", "Oxen", "oxen", "Oxen", "Oxen"}},
    {"Mice", {"mice", "Mice", "mice", "Mice", "mice", "Mice", "Mice"}},
    {"Women", {"women", "Women", "women", "Women", "women", "Women", "Women"}},
    {"Movies", {"movies", "Movy", "movies", "Movies", "movies", "Movies", "Movies"}},
    {"Shoes", {"shoes", "Sh", "shoes", "Shoes", "shoes", "Shoes", "Shoes"}},
    {"Crises", {"crises", "Crise", "crises", "Crises", "crises", "Crises", "Crises"}},
    {"Octopi", {"octopi", "Octopi", "octopi", "Octopi", "octopi", "Octopi", "Octopi"}},
    {"Aliases", {"aliases", "Aliase", "aliases", "Aliases", "aliases", "Aliases", "Aliases"}},
    {"Vertices", {"vertices", "Vertice", "vertices", "Vertices", "vertices", "Vertices", "Vertices"}},
    {"Heroes", {"heroes", "Her", "heroes", "Heroes", "heroes", "Heroes", "Heroes"}},
    {"Halves", {"halves", "Haf", "halves", "Halves", "halves", "Halves", "Halves"}},
    {"Cities", {"cities", "City", "cities", "Cities", "cities", "Cities", "Cities"}},
    {"Days", {"days", "Day", "days", "Days", "days", "Days", "Days"}},
    {"News", {"news", "New", "news", "News", "news", "News", "News"}},
    {"Rice", {"rice", "Rice", "rice", "Rice", "rice", "Rice", "Rice"}},
    {"Sheep", {"sheep", "Sheep", "sheep", "Sheep", "sheep", "Sheep", "Sheep"}},
    {"Status", {"status", "Statu", "status", "Status", "status", "Status", "Status"}},
    {"Virus", {"virus", "Viru", "virus", "Virus", "virus", "Virus", "Virus"}},
    {"Photos", {"photos", "Photo", "photos", "Photos", "photos", "Photos", "Photos"}},
    {"Keys", {"keys", "Key", "keys", "Keys", "keys", "Keys", "Keys"}},
    {"Zones", {"zones", "Zone", "zones", "Zones", "zones", "Zones", "Zones"}},
};

TEST(LetterCase, SpellsEachNameAsInflectorDoes) {
    for (const NameCase& row : kNameCases)
        for (std::size_t i = 0; i < kLetterCases; ++i)
            EXPECT_EQ(to_case(static_cast<LetterCase>(i), row.name), row.spellings[i]) << row.name << ", case " << i;
}

TEST(LetterCase, HasNothingToSayAboutAnEmptyName) {
    for (std::size_t i = 0; i < kLetterCases; ++i) EXPECT_EQ(to_case(static_cast<LetterCase>(i), ""), "");
}

}  // namespace
}  // namespace vouch::guard
