// SPDX-License-Identifier: Apache-2.0
// Property: on random documents with multi-byte text, CRLF and a byte order mark, the source text at the position of each scalar
// and key is the text that the generator wrote there.
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

constexpr std::string_view kWords[] = {
    "plain", "caf\xC3\xA9", "\xE6\x97\xA5\xE6\x9C\xAC", "a b", "x\xF0\x9F\x98\x80y", "arn:aws:s3:::b", "12", "1.5", "true"};

// Writes a random document and remembers where each scalar and key began, in the order of the text.
class Generator {
public:
    Generator(unsigned seed, bool is_yaml) : random_(seed), is_yaml_(is_yaml), line_end_(random_() % 2 == 0 ? "\n" : "\r\n") {
        if (random_() % 3 == 0) text_ = "\xEF\xBB\xBF";
        if (is_yaml_)
            block(0, 3);
        else
            flow(4);
        text_ += line_end_;
    }

    std::string text_;
    std::vector<std::size_t> places_;

private:
    void scalar() {
        const std::string_view word = kWords[random_() % std::size(kWords)];
        const bool may_be_plain =
            is_yaml_ ? flow_depth_ == 0 || word.find(':') == std::string_view::npos : word == "12" || word == "1.5" || word == "true";
        if (is_yaml_ && random_() % 6 == 0) text_ += "!!str ";
        if (is_yaml_ && random_() % 6 == 0) text_ += "&a" + std::to_string(places_.size()) + " ";
        places_.push_back(text_.size());
        const char quote = may_be_plain && random_() % 2 == 0 ? '\0' : is_yaml_ && random_() % 2 == 0 ? '\'' : '"';
        if (quote != '\0') text_ += quote;
        text_ += word;
        if (quote != '\0') text_ += quote;
    }

    void key(int number) {
        places_.push_back(text_.size());
        const std::string name = "k\xC3\xA9y" + std::to_string(number);
        text_ += is_yaml_ && random_() % 2 == 0 ? name : '"' + name + '"';
    }

    void space() {
        if (random_() % 3 == 0) text_ += line_end_ + (is_yaml_ ? std::string(40, ' ') : "  ");
    }

    void flow(int depth) {
        const auto shape = depth == 0 ? 0U : random_() % 3;
        if (shape == 0) return scalar();
        ++flow_depth_;
        text_ += shape == 1 ? '[' : '{';
        const auto count = static_cast<int>(random_() % 4);
        for (int i = 0; i < count; ++i) {
            if (i > 0) text_ += ", ";
            space();
            if (shape == 2) {
                key(i);
                text_ += ": ";
            }
            flow(depth - 1);
        }
        text_ += shape == 1 ? ']' : '}';
        --flow_depth_;
    }

    void block(int indent, int depth) {
        const bool is_map = random_() % 2 == 0;
        for (int i = 0, count = 1 + static_cast<int>(random_() % 4); i < count; ++i) {
            text_ += std::string(static_cast<std::size_t>(indent), ' ');
            if (is_map) key(i);
            text_ += is_map ? ":" : "-";
            if (depth > 0 && random_() % 2 == 0) {
                text_ += " # comm\xC3\xA9nt" + line_end_;
                block(indent + 2, depth - 1);
                continue;
            }
            text_ += ' ';
            flow(2);
            text_ += line_end_;
        }
    }

    std::mt19937 random_;
    bool is_yaml_;
    std::string line_end_;
    int flow_depth_ = 0;
};

void collect(const Value& value, std::vector<std::size_t>& places) {
    if (value.is_list()) {
        for (const Value& item : value.as_list()) collect(item, places);
    } else if (value.is_map()) {
        for (const Member& member : value.as_map()) {
            places.push_back(member.key.position());
            collect(member.value, places);
        }
    } else {
        places.push_back(value.position());
    }
}

void expect_exact_positions(bool is_yaml) {
    std::size_t scalars = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        const Generator made(seed, is_yaml);
        const auto document = is_yaml ? testing::yaml(made.text_) : testing::json(made.text_);
        ASSERT_TRUE(document) << base::render(document.error()) << "\n" << made.text_;
        std::vector<std::size_t> places;
        collect(document->root, places);
        ASSERT_EQ(places, made.places_) << made.text_;
        scalars += places.size();
    }
    EXPECT_GT(scalars, 1000U);
}

TEST(Positions, OfJsonScalarsAreExact) { expect_exact_positions(false); }
TEST(Positions, OfYamlScalarsAreExact) { expect_exact_positions(true); }

}  // namespace
}  // namespace vouch::value
