// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <cctype>
#include <set>

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Error, RenderedWithPlaceCodeContextAndHelp) {
    Error error = fail(Code::syntax, "no `:` after the key", Location{"a.json", 3, 7}, "add one").error();
    error = std::move(error).within("control x");
    EXPECT_EQ(render(error), "a.json:3:7: no `:` after the key [E0107]\n  help: add one");
    EXPECT_EQ(render(error, true), "a.json:3:7: no `:` after the key [E0107]\n  in control x\n  help: add one");
}

TEST(Error, LocationWithoutALineIsItsFile) { EXPECT_EQ(to_string(Location{"a.json", 0, 0}), "a.json"); }

TEST(Error, EveryCodeHasARowOfItsOwnInTheHouseStyle) {
    std::set<std::string_view> ids;
    for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
        const CodeRow& entry = row(static_cast<Code>(i));
        EXPECT_EQ(static_cast<int>(entry.code), i);
        EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
        EXPECT_EQ(find_code(entry.id), &entry);
        EXPECT_FALSE(entry.explanation.ends_with('.'));
    }
    EXPECT_EQ(find_code("E9999"), nullptr);
}

Result<int> half(int number) {
    if (number % 2 != 0) return fail(Code::invalid_value, "odd");
    return number / 2;
}

Result<int> quarter(int number) {
    VOUCH_TRY(const int once, half(number));
    VOUCH_CHECK(half(once));
    return once / 2;
}

TEST(Error, TryPassesTheErrorOnOrTheValueIn) {
    EXPECT_EQ(*quarter(8), 2);
    EXPECT_EQ(quarter(7).error().message, "odd");
    EXPECT_EQ(quarter(6).error().message, "odd");
}

}  // namespace
}  // namespace vouch::base
