// SPDX-License-Identifier: Apache-2.0
// Every example of docs/guard-language.md is a rule file that loads, and the document names every function.
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "guard/function.h"
#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

std::string language_document() {
    std::ifstream stream(VOUCH_SOURCE_DIR "/docs/guard-language.md");
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> examples() {
    constexpr std::string_view kOpen = "\n```guard\n";
    const std::string text = language_document();
    std::vector<std::string> out;
    for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at + 1)) {
        const std::size_t begin = at + kOpen.size();
        out.push_back(text.substr(begin, text.find("\n```", begin) - begin));
    }
    return out;
}

TEST(LanguageDocument, EachExampleLoads) {
    const auto all = examples();
    EXPECT_GE(all.size(), 6U);
    for (const std::string& each : all) EXPECT_EQ(testing::errors_of(each), "") << each;
}

TEST(LanguageDocument, NamesEveryFunction) {
    const std::string text = language_document();
    for (const Function* each : functions()) EXPECT_NE(text.find("`" + std::string(each->name)), std::string::npos) << each->name;
}

}  // namespace
}  // namespace vouch::guard
