// SPDX-License-Identifier: Apache-2.0
#include "collect/catalog.h"

#include <gtest/gtest.h>

#include "aws/models.h"
#include "base/embedded.h"
#include "base/files.h"
#include "collect/local_line.h"
#include "collect/transform.h"

namespace vouch::collect {
namespace {

// The error of a file, with its place.
std::string fault(std::string_view text) {
    auto table = read_service("test", std::make_shared<base::Source>("test.yaml", std::string(text)));
    if (table) return "none";
    return (table.error().where ? base::to_string(*table.error().where) + ": " : "") + table.error().message;
}

TEST(ReadCollectors, BuiltInTablesHaveNoProblems) {
    const Catalog catalog = read_catalog(base::embedded_catalog());
    for (const base::Error& each : catalog.problems) ADD_FAILURE() << base::render(each);
    EXPECT_NE(catalog.row("AWS::S3::Bucket"), nullptr);
    EXPECT_TRUE(catalog.denied.contains("AccessDenied"));
}

TEST(ReadCollectors, CallsThatDependOnTheResourceAreTold) {
    const Catalog catalog = read_catalog(base::embedded_catalog());
    const ServiceTable& s3 = *catalog.row("AWS::S3::Bucket")->table;
    EXPECT_TRUE(s3.call("GetBucketPolicy")->per_resource);
    EXPECT_FALSE(s3.call("ListBuckets")->per_resource);
    EXPECT_FALSE(s3.call("AccountPublicAccessBlock")->per_resource);
}

TEST(Transforms, DocumentationNamesEach) {
    base::DiskFiles files;
    const auto page = files.read(VOUCH_SOURCE_DIR "/docs/collectors.md");
    ASSERT_TRUE(page);
    for (const Transform& each : transforms())
        EXPECT_NE((*page)->text().find("| `" + std::string(each.name) + "` | " + std::string(each.summary) + " |"), std::string::npos)
            << each.name;
}

struct Fault {
    std::string_view text;
    std::string_view message;
};

class Faults : public ::testing::TestWithParam<Fault> {};

TEST_P(Faults, NamePlaceAndReason) { EXPECT_EQ(fault(GetParam().text), GetParam().message); }

INSTANTIATE_TEST_SUITE_P(
    ReadCollectors, Faults,
    ::testing::Values(
        Fault{"service: other\n", "test.yaml:1:10: `service` must be the name of the file"},
        Fault{"service: test\nmore: 1\n", "test.yaml:2:1: the file has no key `more`"},
        Fault{"service: test\ncalls: {A: {}}\n", "test.yaml:2:12: a call needs `actions`; an empty list where anybody may make it"},
        Fault{"service: test\ncalls: {A: {actions: ['s3:*']}}\n", "test.yaml:2:22: `s3:*` is no action"},
        Fault{"service: test\ntypes: {Bucket: {}}\n", "test.yaml:2:9: a type is called like `AWS::S3::Bucket` or `Vouch::Name`"},
        Fault{"service: test\ntypes:\n  A::B:\n    scope: world\n", "test.yaml:4:12: `scope` is account, global or region"},
        Fault{"service: test\ntypes:\n  A::B:\n    scope: region\n    list: None\n", "test.yaml:5:11: there is no call `None`"},
        Fault{"service: test\ntypes:\n  A::B: {scope: region, id: $item.A, properties: {P: $Nobody.X}}\n",
              "test.yaml:3:51: there is no call `Nobody`"},
        Fault{"service: test\ntypes:\n  A::B: {scope: region, id: $item..A, properties: {}}\n",
              "test.yaml:3:29: the path `$item..A` has a step that is no name"},
        Fault{"service: test\ntypes:\n  A::B:\n    scope: region\n    id: $id\n    properties:\n      P: {from: $item.A, as: magic}\n",
              "test.yaml:7:30: there is no such transform"},
        Fault{"service: test\ntypes:\n  A::B: {scope: region, id: 'a${item.A as magic}', properties: {}}\n",
              "test.yaml:3:29: there is no such transform"},
        Fault{"service: test\ntypes:\n  A::B:\n    scope: region\n    id: $id\n    properties:\n      P: {from: $item.A, to: x}\n",
              "test.yaml:7:26: there is no step `to`"}));

TEST(ReadCollectors, TypeInTwoFilesNamesTheOther) {
    constexpr std::string_view kRow = "types: {A::B: {scope: region, id: $id, properties: {}}}\n";
    const std::string one = "service: one\n" + std::string(kRow);
    const std::string two = "service: two\n" + std::string(kRow);
    const std::array files{base::EmbeddedFile{"collectors/one.yaml", one}, base::EmbeddedFile{"collectors/two.yaml", two}};
    const Catalog catalog = read_catalog(files);
    ASSERT_EQ(catalog.problems.size(), 1U);
    EXPECT_EQ(catalog.problems[0].message, "the type `A::B` stands in the table of `one` too");
}

// A call that the client cannot make would only show in an account that has such a resource.
TEST(Catalog, EveryCallIsAnOperationWithTheseMembers) {
    aws::Models models;
    const auto check = [&](const std::string& service, const std::string& operation, const std::vector<std::string_view>& members) {
        const auto found = models.operation(service, operation);
        ASSERT_TRUE(found) << found.error().message;
        for (const std::string_view member : members)
            EXPECT_TRUE((*found)->input && (*found)->input->shape->find(member) != nullptr) << service << ':' << operation << ' ' << member;
    };
    for (const auto& table : read_catalog(base::embedded_catalog()).services)
        for (const auto& [name, call] : table->calls) {
            if (call.service == kOwnService) continue;  // no service of AWS
            std::vector<std::string_view> members;
            for (const MappedMember& member : call.input.members) members.push_back(member.name);
            if (call.batch) members.push_back(call.batch->member);
            check(call.service, call.operation, members);
            if (call.preparation) check(call.service, call.preparation->operation, {});
        }
}

}  // namespace
}  // namespace vouch::collect
