// SPDX-License-Identifier: Apache-2.0
#include "assess/catalog.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/metadata.h"

namespace vouch::assess {
namespace {

const Catalog& built_in() {
    static const Catalog catalog = read_catalog(base::embedded_catalog());
    return catalog;
}

TEST(Catalog, EveryBuiltInControlReadsAndCompiles) {
    EXPECT_TRUE(built_in().problems.empty());
    EXPECT_GT(built_in().controls.size(), 30U);
    EXPECT_TRUE(check_rules(built_in().controls).empty());
}

TEST(Catalog, ControlsAreSortedAndKnowTheirService) {
    EXPECT_TRUE(std::ranges::is_sorted(built_in().controls, {}, &model::Control::id));
    const model::Control* control = find_control(built_in(), "s3-versioning");
    ASSERT_NE(control, nullptr);
    EXPECT_EQ(control->service, "s3");
    EXPECT_EQ(find_control(built_in(), "nothing"), nullptr);
}

TEST(Catalog, StandardsHaveTheirCriteria) {
    for (const auto& [id, size] : {std::pair<std::string_view, std::size_t>{"soc2", 61}, {"rows", 22}}) {
        const auto standard = read_standard(base::embedded_catalog(), id);
        ASSERT_TRUE(standard) << id;
        EXPECT_EQ(standard->criteria.size(), size);
    }
    EXPECT_FALSE(read_standard(base::embedded_catalog(), "none"));
}

TEST(Select, KindsNarrowAndValuesWiden) {
    const auto s3 = select(built_in(), {.services = {"s3"}});
    const auto both = select(built_in(), {.services = {"s3", "kms"}});
    const auto narrow = select(built_in(), {.rows = {"A8"}, .services = {"s3"}});
    ASSERT_TRUE(s3 && both && narrow);
    EXPECT_GT(both->size(), s3->size());
    EXPECT_LT(narrow->size(), s3->size());
}

TEST(Select, AValueThatChoosesNothingIsAnError) {
    for (const Selection& selection :
         {Selection{.controls = {"nope"}}, Selection{.services = {"s3", "nope"}}, Selection{.criteria = {"CC6.11"}}}) {
        const auto chosen = select(built_in(), selection);
        ASSERT_FALSE(chosen);
        EXPECT_EQ(chosen.error().code, base::Code::empty_set);
    }
}

std::string with(std::string_view lines) { return "# SPDX\n# ---\n" + std::string(lines) + "# ---\nrule r { a exists }\n"; }

TEST(ReadControl, AllKeysArriveWhereTheyBelong) {
    const auto control =
        read_control(std::make_shared<base::Source>("c", with("# id: x\n# title: T\n# resources: [A, B]\n# criteria: [CC6.1]\n# severity: "
                                                              "high\n# phase: advanced\n# fix: >-\n#   one\n#   two\n")),
                     "s3");
    ASSERT_TRUE(control) << control.error().message;
    EXPECT_EQ(control->id, "x");
    EXPECT_EQ(control->service, "s3");
    EXPECT_EQ(control->resources, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(control->severity, model::Severity::high);
    EXPECT_EQ(control->phase, model::Phase::advanced);
    EXPECT_EQ(control->fix, "one two");
}

TEST(ReadControl, EachFaultNamesItsLineAndColumn) {
    struct Row {
        std::string text;
        std::string where;
        std::string message;
    };
    const std::vector<Row> rows{
        {"rule r { a exists }", "c:1:1", "the control has no metadata block"},
        {"# ---\n# id: x\n", "c:1:1", "the metadata block has no end"},
        {"# ---\n# id: x\nrule", "c:3:1", "a line of the metadata block does not begin with `# `"},
        {with("# id: x\n# colour: red\n"), "c:4:3", "the metadata has an unknown key `colour`"},
        {with("# id: x\n"), "c:3:3", "the metadata lacks `title`"},
        {with("# id: [x]\n"), "c:3:7", "`id` must be text"},
        {with("# resources: x\n"), "c:3:14", "`resources` must be a list"},
        {with("# id: a b\n"), "c:3:7", "`a b` is no id: letters, digits, `-`, `_` and `.`"},
        {with("# id: \"a\\e\"\n"), "c:3:7", "`id` holds a character that cannot be seen: `a\\u{1b}`"},
        {with("# title: \"a\\nb\"\n"), "c:3:10", "`title` holds a character that cannot be seen: `a\\u{a}b`"},
        {with("# title: " + std::string(301, 'x') + "\n"), "c:3:10", "`title` is longer than the limit of 300 bytes"},
        {with("# rows: [\"\"]\n"), "c:3:10", "`rows` is empty"},
        {with("# references: [\"javascript:x\"]\n"), "c:3:16", "`javascript:x` is no address that begins with https://"},
        {with("# severity: huge\n"), "c:3:13", "`huge` is no severity: low, medium, high, critical"},
    };
    for (const Row& row : rows) {
        const auto control = read_control(std::make_shared<base::Source>("c", row.text), "");
        ASSERT_FALSE(control) << row.text;
        EXPECT_EQ(control.error().message, row.message);
        ASSERT_TRUE(control.error().where);
        EXPECT_EQ(base::to_string(*control.error().where), row.where) << row.text;
    }
}

}  // namespace
}  // namespace vouch::assess
