// SPDX-License-Identifier: Apache-2.0
// Configuration files as the AWS CLI reads them.
#include "aws/ini.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

using base::Code;

base::Result<std::vector<IniSection>> read(std::string text, const IniLimits& limits = {}) {
    return parse_ini(base::Source("config", std::move(text)), limits);
}

std::string value(const std::vector<IniSection>& sections, std::size_t section, const char* name) {
    const auto found = sections.at(section).settings.find(name);
    return found == sections.at(section).settings.end() ? "(none)" : found->second.text;
}

TEST(ParseIni, SectionsAndSettingsAreReadWithNamesInLowerCase) {
    const auto ini = read("# comment\n[default]\nRegion=eu-west-1\r\n; another\n[profile \"a b\"]\n output : json = text # kept\n");
    ASSERT_TRUE(ini);
    ASSERT_EQ(ini->size(), 2U);
    EXPECT_EQ((*ini)[0].name, "default");
    EXPECT_EQ(value(*ini, 0, "region"), "eu-west-1");
    EXPECT_EQ((*ini)[1].name, "profile \"a b\"");
    EXPECT_EQ(value(*ini, 1, "output"), "json = text # kept");
    EXPECT_EQ((*ini)[1].settings.at("output").line, 6U);
}

TEST(ParseIni, ByteOrderMarkAndEmptyValuesAreAccepted) {
    const auto ini = read("\xEF\xBB\xBF[default]\nregion =\n");
    ASSERT_TRUE(ini);
    EXPECT_EQ(value(*ini, 0, "region"), "");
}

TEST(ParseIni, DeeperLinesContinueASettingAndAreItsNestedSettings) {
    const auto ini = read("[services local]\ns3 =\n  endpoint_url = http://a\n  # no\n\n  Other=1\nec2 =\n  endpoint_url = http://b\n");
    ASSERT_TRUE(ini);
    const auto nested = nested_settings(value(*ini, 0, "s3"));
    EXPECT_EQ(nested.at("endpoint_url"), "http://a");
    EXPECT_EQ(nested.at("other"), "1");
    EXPECT_EQ(nested_settings(value(*ini, 0, "ec2")).at("endpoint_url"), "http://b");
    EXPECT_TRUE(nested_settings("plain = 1").empty());
}

TEST(ParseIni, SettingsThatAreAllIndentedAreSettings) {
    const auto ini = read("[a]\n  x = 1\n  y = 2\n[b]\n");
    ASSERT_TRUE(ini);
    EXPECT_EQ(value(*ini, 0, "y"), "2");
    EXPECT_EQ(ini->size(), 2U);
}

TEST(ParseIni, WhatIsWrongIsSaidWithItsLineAndWithoutTheText) {
    const struct {
        const char* text;
        Code code;
        std::uint32_t line;
    } cases[] = {
        {"[a]\naws_secret_access_key wJalrXUtn\n", Code::syntax, 2},
        {"wJalrXUtn = 1\n", Code::syntax, 1},
        {"[a]\n= wJalrXUtn\n", Code::syntax, 2},
        {"[]\n", Code::syntax, 1},
        {"[wJalrXUtn\n", Code::syntax, 1},
        {"[a]\n[b]\n[a]\n", Code::duplicate_key, 3},
        {"[a]\nk = wJalrXUtn\nK = wJalrXUtn\n", Code::duplicate_key, 3},
    };
    for (const auto& each : cases) {
        const auto ini = read(each.text);
        ASSERT_FALSE(ini) << each.text;
        EXPECT_EQ(ini.error().code, each.code) << each.text;
        EXPECT_EQ(ini.error().where->line, each.line) << each.text;
        EXPECT_EQ(base::render(ini.error(), true).find("wJalrXUtn"), std::string::npos) << each.text;
    }
}

TEST(ParseIni, NulByteIsRefused) { EXPECT_EQ(read(std::string("[a]\nk = \0", 9)).error().code, Code::invalid_encoding); }

TEST(ParseIni, LimitsAreKept) {
    EXPECT_TRUE(read("[a]\n[b]\n", {.bytes = 8, .lines = 2}));
    EXPECT_EQ(read("[a]\n[b]\n", {.bytes = 7, .lines = 2}).error().code, Code::too_large);
    EXPECT_EQ(read("[a]\n[b]\n", {.bytes = 8, .lines = 1}).error().code, Code::too_large);
}

}  // namespace
}  // namespace vouch::aws
