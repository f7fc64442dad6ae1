// SPDX-License-Identifier: Apache-2.0
#include "remedy/catalog.h"

#include <gtest/gtest.h>

#include "remedy/testing/drafts.h"

namespace vouch::remedy {
namespace {

std::string problem(const std::string& edits, const std::string& head = "id: x\ntitle: t\ncontrols: [c]\nrisk: none\n") {
    const auto made = testing::remedy(edits, head);
    return made ? "" : base::render(made.error());
}

TEST(ReadRemedy, WithEveryKeyIsRead) {
    const auto made = testing::remedy(
        "  - {set: 'A?.B', to: 1, for: [T], unless: [2], 'at least': 3, when: absent, with: {P: [x]}, without: [Q]}\n  - {add: L, to: "
        "[a]}\n",
        "id: x\ntitle: t\ncontrols: [c, d]\nrisk: may lock out\nwarning: w\n");
    ASSERT_TRUE(made) << base::render(made.error());
    EXPECT_EQ(made->risk, Risk::lock_out);
    EXPECT_EQ(made->warning, "w");
    EXPECT_EQ(made->controls.size(), 2U);
    ASSERT_EQ(made->edits.size(), 2U);
    const Edit& edit = made->edits.front();
    EXPECT_TRUE(edit.path.front().optional);
    EXPECT_EQ(edit.to.as_integer(), 1);
    EXPECT_EQ(edit.types, std::vector<std::string>{"T"});
    EXPECT_EQ(edit.unless.size(), 1U);
    EXPECT_EQ(edit.at_least, 3.0);
    EXPECT_EQ(edit.when, Edit::When::absent);
    EXPECT_EQ(edit.requirements.size(), 2U);
    EXPECT_TRUE(made->edits[1].adds);
}

TEST(ReadRemedy, ThatIsWrongNamesThePlace) {
    EXPECT_NE(problem("  - {set: A, to: 1, nope: 2}\n").find("x.yaml:6:21: the edit has no key `nope`"), std::string::npos)
        << problem("  - {set: A, to: 1, nope: 2}\n");
    EXPECT_NE(problem("  - {set: A}\n").find("the edit lacks `to`"), std::string::npos);
    EXPECT_NE(problem("  - {to: 1}\n").find("either `set` or `add`"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, add: A, to: 1}\n").find("either `set` or `add`"), std::string::npos);
    EXPECT_NE(problem("  - {add: A, to: 1}\n").find("is a list"), std::string::npos);
    EXPECT_NE(problem("  - {set: 'A[', to: 1}\n").find("x.yaml:6:11: the path `A[` is wrong"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1, when: never}\n").find("`when` is absent or present"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1, with: {B: x}}\n").find("`with`"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1, without: ['B[*]']}\n").find("no brackets"), std::string::npos);
    EXPECT_NE(problem("  []\n").find("`template` is a list"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1}\n", "id: x\ntitle: t\ncontrols: []\nrisk: none\n").find("`controls`"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1}\n", "id: x\ntitle: t\ncontrols: [c]\nrisk: some\n").find("`risk` is"), std::string::npos);
    EXPECT_NE(problem("  - {set: A, to: 1}\n", "id: x\ntitle: t\ncontrols: [c]\nrisk: may interrupt\n").find("`warning`"),
              std::string::npos);
}

TEST(ReadCatalog, OfRemediesTellsWrongIdsControlsAndNames) {
    const std::string good = "id: a\ntitle: t\ncontrols: [c]\nrisk: none\ntemplate: [{set: A, to: 1}]\n";
    const std::vector<base::EmbeddedFile> files{
        {"remedies/a.yaml", good}, {"remedies/b.yaml", good}, {"controls/x.yaml", "["}, {"remedies/bad.yaml", "["}};
    const std::vector<std::string> controls{"other"};
    const Catalog catalog = read_catalog(files, controls);
    EXPECT_EQ(catalog.remedies.size(), 1U);
    ASSERT_EQ(catalog.problems.size(), 3U);
    EXPECT_NE(catalog.problems[0].message.find("but the file is called `b`"), std::string::npos);
    EXPECT_NE(catalog.problems[2].message.find("there is no control `c`"), std::string::npos);
    EXPECT_NE(remedy_for(catalog, "c"), nullptr);
    EXPECT_EQ(remedy_for(catalog, "d"), nullptr);
}

TEST(ReadCatalog, OfTwoRemediesForOneControlIsAProblem) {
    const std::string tail = "\ntitle: t\ncontrols: [c]\nrisk: none\ntemplate: [{set: A, to: 1}]\n";
    const std::string a = "id: a" + tail;
    const std::string b = "id: b" + tail;
    const std::vector<base::EmbeddedFile> files{{"remedies/a.yaml", a}, {"remedies/b.yaml", b}};
    const Catalog catalog = read_catalog(files);
    ASSERT_EQ(catalog.problems.size(), 1U);
    EXPECT_NE(catalog.problems[0].message.find("already has the remedy `a`"), std::string::npos);
}

TEST(ReadCatalog, ThatIsBuiltInHasNoProblemsAndKnownControlsOnly) {
    std::vector<std::string> controls;
    for (const base::EmbeddedFile& file : base::embedded_catalog()) {
        if (!file.path.ends_with("/control.guard")) continue;
        const std::string_view folder = file.path.substr(0, file.path.rfind('/'));
        controls.emplace_back(folder.substr(folder.rfind('/') + 1));
    }
    const Catalog catalog = read_catalog(base::embedded_catalog(), controls);
    for (const base::Error& error : catalog.problems) ADD_FAILURE() << base::render(error);
    EXPECT_GE(catalog.remedies.size(), 100U);
}

}  // namespace
}  // namespace vouch::remedy
