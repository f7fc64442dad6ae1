// SPDX-License-Identifier: Apache-2.0
// What the emitters write is read back by our own readers.
#include <gtest/gtest.h>

#include "guard/report/emit_json.h"
#include "guard/report/emit_yaml.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::guard::report {
namespace {

value::Document read(std::string text) { return *value::read_any(std::make_shared<const base::Source>("t", std::move(text))); }

constexpr const char* kDocuments[] = {
    R"({})",
    R"([])",
    R"([[], {}, [[]], [[1, 2], [3]], {"a": []}])",
    R"({"a": {"b": {"c": [1, 2.5, true, null, "x"]}}, "d": [{"e": 1, "f": [{"g": {}}]}]})",
    R"({"": "", "true": "true", "null": "null", "1": "1", "- a": "- a", "k: v": "a: b", "#": "# x", "yes": "1e5"})",
    R"(["a\nb", "\t", "\u0000", "\u007f", "\u0085", "\u009f", "\u2028", "\ufeff", "\ufffe", "\"\\", " lead", "trail ", "~", "é", "😀"])",
};

TEST(EmitJson, ReadsBackAsItself) {
    for (const char* text : kDocuments) {
        const auto document = read(text);
        std::string out;
        EmitJson(out).value(document.root);
        EXPECT_EQ(value::to_json(read(out).root), value::to_json(document.root)) << out;
    }
}

TEST(EmitYaml, ReadsBackAsItself) {
    for (const char* text : kDocuments) {
        const auto document = read(text);
        std::string out;
        EmitYaml(out).value(document.root);
        EXPECT_EQ(value::to_json(read("# yaml\n" + out).root), value::to_json(document.root)) << out;
    }
}

TEST(EmitJson, LayoutIsTwoSpacesALevelAndEmptyContainersOnOneLine) {
    std::string out;
    EmitJson(out).value(read(R"({"a": [1, {}], "b": []})").root);
    EXPECT_EQ(out, "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

std::string with_list(int count) {
    std::string elements;
    for (int i = 0; i < count; ++i) EmitJson(elements, 2, elements.empty()).string("x");
    std::string out;
    EmitJson emit(out);
    emit.begin_map();
    emit.key("list");
    emit.list_of(elements);
    emit.key("after");
    emit.number(1);
    emit.end_map();
    return out;
}

TEST(EmitJson, ListWrittenElsewhereFitsIn) {
    EXPECT_EQ(value::to_json(read(with_list(2)).root), R"({"list":["x","x"],"after":1})");
    EXPECT_EQ(value::to_json(read(with_list(0)).root), R"({"list":[],"after":1})");
}

TEST(AppendLarge, KeepsTheOrderWhicheverIsLarger) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}}) {
        std::string out = "0123456789";
        std::string text(size, 'x');
        append_large(out, text);
        EXPECT_EQ(out, "0123456789" + std::string(size, 'x'));
        EXPECT_TRUE(text.empty());
    }
}

}  // namespace
}  // namespace vouch::guard::report
