// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/writer.h"

#include <gtest/gtest.h>

#include "aws/models.h"
#include "base/embedded.h"
#include "remedy/testing/live.h"

namespace vouch::remedy {
namespace {

using testing::json;

const collect::Place kHere{"111122223333", "eu-west-1", "aws"};

std::string calls(const std::string& before, const std::string& after) {
    const Writers tables = testing::bucket_writers();
    const auto was = before.empty() ? nullptr : json(before);
    const auto is = after.empty() ? nullptr : json(after);
    const auto made = calls_for(tables, {"T", "arn:r", kHere, was ? was->root : value::Value(), is ? is->root : value::Value()});
    return made ? testing::said(*made) : made.error().message;
}

TEST(CallsFor, WhatDiffersAreMadeAndNothingElse) {
    EXPECT_EQ(calls(R"({"Name":"a"})", R"({"Name":"a","Versioning":"Enabled"})"),
              "s:SetVersioning eu-west-1 {\"Name\":\"a\",\"Status\":\"Enabled\"}\n");
    EXPECT_EQ(calls(R"({"Name":"a"})", R"({"Name":"a"})"), "");
}

TEST(CallsFor, TheWayBackAreThoseOfTheOtherDirection) {
    EXPECT_EQ(calls(R"({"Name":"a","Versioning":"Enabled"})", R"({"Name":"a"})"), "s:StopVersioning eu-west-1 {\"Name\":\"a\"}\n");
}

TEST(CallsFor, ACallThatWritesSeveralPropertiesIsMadeOnce) {
    EXPECT_EQ(calls(R"({"Name":"a","Owner":"o"})", R"({"Name":"a","Owner":"p","Tags":[1]})"),
              "s:Describe eu-west-1 {\"Name\":\"a\",\"Tags\":[1],\"Owner\":\"p\"}\n");
}

TEST(CallsFor, APropertyThatNoCallWritesIsAnError) {
    EXPECT_EQ(calls(R"({"Name":"a"})", R"({"Name":"a","Lock":true})"), "no call is known that sets `Lock` of a T");
}

TEST(CallsFor, WhatIsNotKnownIsAnError) {
    base::Arena arena;
    const value::Value unknown = value::make_unknown(arena, {value::Unknown::Cause::denied, "may not ask", {}, "s:Get"}, 0);
    const std::vector<value::Member> is{{value::make_string(arena, "Name", 0), unknown},
                                        {value::make_string(arena, "Versioning", 0), value::make_string(arena, "Enabled", 0)}};
    const std::vector<value::Member> was{{value::make_string(arena, "Name", 0), unknown.at(0)}};
    const auto made =
        calls_for(testing::bucket_writers(), {"T", "r", kHere, value::make_map(arena, was, 0), value::make_map(arena, is, 0)});
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("Name"), std::string::npos) << made.error().message;
}

TEST(CallsFor, SomethingNewWaitForTheAnswersBeforeThem) {
    EXPECT_EQ(calls("", R"({"Kind":"k"})"), "s:Make eu-west-1 {\"Kind\":\"k\"}\ns:Start eu-west-1 {} waits\n");
    collect::Answers answers;
    const auto answer = json(R"({"Id":"i-1"})");
    answers["Make"].outcome = collect::Outcome::given;
    answers["Make"].value = answer->root;
    const auto is = json(R"({"Kind":"k"})");
    const Writers tables = testing::bucket_writers();
    EXPECT_EQ(testing::said(*calls_for(tables, {"T", "r", kHere, {}, is->root}, answers)),
              "s:Make eu-west-1 {\"Kind\":\"k\"}\ns:Start eu-west-1 {\"Id\":\"i-1\"}\n");
    EXPECT_EQ(testing::said(*calls_for(tables, {"T", "r", kHere, is->root, {}}, answers)), "s:Take eu-west-1 {\"Id\":\"i-1\"}\n");
}

std::string fault_of(const std::string& row) {
    Writers made;
    const auto done = read_writers(made, "s", std::make_shared<base::Source>("s.yaml", "service: s\ntypes:\n  T:\n    - " + row + "\n"));
    return done ? "" : base::render(done.error());
}

TEST(ReadWriters, ThatAreWrongNameThePlace) {
    EXPECT_NE(fault_of("{sets: [A], call: Do, input: {}}").find("s.yaml:4:7: a call that writes needs `actions`"), std::string::npos);
    EXPECT_NE(fault_of("{call: Do, input: {}, actions: ['a:b']}").find("one of `sets`, `creates` and `removes`"), std::string::npos);
    EXPECT_NE(fault_of("{sets: [], call: Do, input: {}, actions: ['a:b']}").find("`sets` is a list of properties"), std::string::npos);
    EXPECT_NE(fault_of("{sets: [A], call: Do, actions: ['a:b']}").find("`input` must be a map"), std::string::npos);
    EXPECT_NE(fault_of("{sets: [A], call: Do, input: {}, actions: ['a:b'], nope: 1}").find("nope"), std::string::npos);
    const std::string found = "call: Do, input: {}, actions: ['a:b'], finds: ";
    EXPECT_NE(fault_of("{sets: [A], " + found + "{call: Get, input: {}, absent: [Gone]}}").find("makes something"), std::string::npos);
    EXPECT_NE(fault_of("{creates: true, " + found + "{call: Get, input: {}}}").find("needs `absent`"), std::string::npos);
    EXPECT_NE(fault_of("{creates: true, " + found + "{call: Get, absent: [Gone]}}").find("`input` must be a map"), std::string::npos);
    EXPECT_NE(fault_of("{creates: true, " + found + "{call: Get, input: {}, absent: [Gone], usable: {A: 1}}}").find("is a text"),
              std::string::npos);
}

TEST(ReadWriters, OfTheCatalogHaveNoProblems) {
    for (const base::Error& each : read_writers(base::embedded_catalog()).problems) ADD_FAILURE() << base::render(each);
}

// A call that the client cannot make would only show when somebody applies a plan.
TEST(ReadWriters, EveryCallOfTheCatalogIsAnOperationWithTheseMembers) {
    aws::Models models;
    for (const auto& [type, rows] : read_writers(base::embedded_catalog()).types)
        for (const Writer& row : rows) {
            const std::string asked = row.finds ? row.finds->operation : row.operation;
            EXPECT_TRUE(models.operation(row.service, asked)) << type << ": " << asked;
            const auto found = models.operation(row.service, row.operation);
            ASSERT_TRUE(found) << type << ": " << found.error().message;
            for (const collect::MappedMember& member : row.input.members)
                EXPECT_TRUE((*found)->input && (*found)->input->shape->find(member.name) != nullptr)
                    << type << ": " << row.service << ':' << row.operation << ' ' << member.name;
        }
}

}  // namespace
}  // namespace vouch::remedy
