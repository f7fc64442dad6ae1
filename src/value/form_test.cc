// SPDX-License-Identifier: Apache-2.0
// What is of the form is given; what is not is told with its place.
#include "value/form.h"

#include <array>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::value {
namespace {

Document read(std::string text) { return *read_yaml(std::make_shared<base::Source>("form.yaml", std::move(text))); }

std::string told(const base::Error& error) { return base::to_string(*error.where) + " " + error.message; }

constexpr std::array<std::string_view, 2> kKeys{"name", "tags"};

TEST(Form, GivesTextsAndListsOfThem) {
    const Document document = read("name: a\ntags: [b, c]\n");
    const Form form(document);
    EXPECT_TRUE(form.keys(document.root, kKeys, "file"));
    EXPECT_EQ(form.text(document.root, "name").value(), "a");
    EXPECT_EQ(form.texts(document.root, "tags").value(), (std::vector<std::string>{"b", "c"}));
    EXPECT_TRUE(form.texts(document.root, "missing").value().empty());
}

TEST(Form, NamesAKeyThatItDoesNotKnow) {
    const Document document = read("name: a\nnmae: b\n");
    EXPECT_EQ(told(Form(document).keys(document.root, kKeys, "file").error()), "form.yaml:2:1 the file has no key `nmae`");
    EXPECT_EQ(Form(document).keys(*document.root.find("name"), kKeys, "file").error().message, "the file is no map");
}

TEST(Form, RefusesWhatIsNoTextOrNoListOfTexts) {
    const Document document = read("name: ''\nnumber: 1\ntags: [a, 2]\n");
    const Form form(document);
    for (const std::string_view key : {"name", "number", "missing"})
        EXPECT_EQ(form.text(document.root, key).error().message, "`" + std::string(key) + "` must be a text");
    EXPECT_EQ(told(form.texts(document.root, "tags").error()), "form.yaml:3:11 `tags` must be a list of texts");
    EXPECT_EQ(told(form.texts(document.root, "number").error()), "form.yaml:2:9 `number` must be a list of texts");
}

}  // namespace
}  // namespace vouch::value
