// SPDX-License-Identifier: Apache-2.0
#include "value/value.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

Value map_of(base::Arena& arena, int count) {
    std::vector<Member> members;
    for (int i = 0; i < count; ++i) members.push_back({make_string(arena, "key" + std::to_string(i), 0), Value::integer(i, 0)});
    return make_map(arena, members, 0);
}

// Sizes around the eight hashes that are compared at once.
TEST(Value, EveryMemberIsFoundInMapsOfEverySize) {
    for (int count = 0; count < 40; ++count) {
        base::Arena arena;
        const Value map = map_of(arena, count);
        for (int i = 0; i < count; ++i) {
            const Value* found = map.find("key" + std::to_string(i));
            ASSERT_NE(found, nullptr) << count << " " << i;
            EXPECT_EQ(found->as_integer(), i);
        }
        EXPECT_EQ(map.find("key" + std::to_string(count)), nullptr);
        EXPECT_EQ(map.find(""), nullptr);
    }
}

TEST(Value, MembersOfOneHashAreToldApartByTheirKeys) {
    base::Arena arena;
    const Value map = map_of(arena, 12);
    EXPECT_EQ(map.find("other", key_hash("key3")), nullptr);
    EXPECT_EQ(map.find_member("key3", key_hash("key3"))->name(), "key3");
}

TEST(Value, FindInWhatIsNoMapIsNull) {
    EXPECT_EQ(Value::integer(1, 0).find("a"), nullptr);
    EXPECT_EQ(Value().find("a"), nullptr);
}

TEST(KeyHash, DiffersForTextsOfAllLengthsThatDifferInOneByte) {
    std::set<std::uint32_t> seen;
    std::size_t made = 0;
    for (std::size_t length = 0; length <= 40; ++length) {
        const std::string text(length, 'a');
        ++made;
        seen.insert(key_hash(text));
        for (std::size_t i = 0; i < length; ++i, ++made) {
            std::string other = text;
            other[i] = 'b';
            seen.insert(key_hash(other));
        }
    }
    EXPECT_EQ(seen.size(), made);
}

TEST(KeyHash, SpreadsNumberedKeysOverItsRange) {
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 20000; ++i) seen.insert(key_hash("Resource" + std::to_string(i)));
    EXPECT_GT(seen.size(), 19990U);
}

struct Pair {
    const char* a;
    const char* b;
    bool equal;
};

TEST(Value, EqualityIsByContent) {
    const Pair pairs[] = {
        {"1", "1", true},
        {"1", "1.0", false},
        {"1", "true", false},
        {"null", "null", true},
        {"\"a\"", "\"a\"", true},
        {"[1,2]", "[2,1]", false},
        {"[1]", "[1,1]", false},
        {R"({"a":1,"b":[2]})", R"({"b":[2],"a":1})", true},
        {R"({"a":1,"b":2})", R"({"a":1,"c":2})", false},
        {R"({"a":1})", R"({"a":1,"b":2})", false},
        {"123456789012345678901234567890", "123456789012345678901234567890", true},
        {"{}", "[]", false},
    };
    for (const Pair& pair : pairs) {
        const auto a = testing::json(pair.a);
        const auto b = testing::json(pair.b);
        EXPECT_EQ(a->root == b->root, pair.equal) << pair.a << " " << pair.b;
    }
}

TEST(Value, LargeMapsInAnotherOrderAreEqual) {
    base::Arena arena;
    const Value map = map_of(arena, 5000);
    std::vector<Member> members(map.as_map().rbegin(), map.as_map().rend());
    EXPECT_TRUE(map == make_map(arena, members, 0));
    members.back().value = Value::integer(77, 0);
    EXPECT_FALSE(map == make_map(arena, members, 0));
}

TEST(Value, UnknownsAreEqualOnlyWithTheSameIdentity) {
    base::Arena arena;
    const auto unknown = [&](std::string_view identity) {
        return make_unknown(arena, {Unknown::Cause::parameter, "why", identity, "p"}, 0);
    };
    EXPECT_TRUE(unknown("Ref:A") == unknown("Ref:A"));
    EXPECT_FALSE(unknown("Ref:A") == unknown("Ref:B"));
    EXPECT_FALSE(unknown("") == unknown(""));
}

TEST(Value, MadeStringsAndUnknownsAreCopies) {
    base::Arena arena;
    std::string text = "text";
    const Value string = make_string(arena, text, 5);
    const Value unknown = make_unknown(arena, {Unknown::Cause::denied, text, text, text}, 6);
    text = "gone";
    EXPECT_EQ(string.as_string(), "text");
    EXPECT_EQ(unknown.as_unknown().reason, "text");
    EXPECT_EQ(unknown.as_unknown().subject, "text");
    EXPECT_EQ(string.position(), 5U);
}

TEST(Value, EveryKindHasAName) {
    for (int kind = 0; kind <= static_cast<int>(Kind::opaque); ++kind) EXPECT_FALSE(name(static_cast<Kind>(kind)).empty());
    EXPECT_EQ(name(Kind::opaque), "opaque");
}

}  // namespace
}  // namespace vouch::value
