// SPDX-License-Identifier: Apache-2.0
// A plain one-pass JSON recogniser that knows where it is: the reader calls it when it has failed, to say why. It accepts exactly
// what the reader accepts (json_fuzz.cc holds the two against each other). Tested by read_json_test.cc.
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "value/detail/encoding.h"
#include "value/detail/json_text.h"

namespace vouch::value::detail {
namespace {

class Explainer {
public:
    Explainer(const base::Source& source, const Limits& limits)
        : source_(source), limits_(limits), text_(source.text()), at_(byte_order_mark(text_)) {}

    base::Error run() {
        skip_space();
        if (at_ == text_.size()) return fault(at_, "the document is empty");
        if (auto error = value()) return *std::move(error);
        while (!open_.empty())
            if (auto error = continue_container()) return *std::move(error);
        skip_space();
        if (at_ < text_.size()) return fault(at_, fmt::format("unexpected {} after the end of the document", here()));
        return base::fail(base::Code::internal, "the reader rejected a document that has no fault", source_.location(0)).error();
    }

private:
    using Fault = std::optional<base::Error>;

    base::Error fault(std::size_t at, std::string message) const {
        return base::fail(base::Code::syntax, std::move(message), source_.location(at)).error();
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    // The character at the current place, as a message names it.
    std::string here() const {
        if (at_ == text_.size()) return "end of the text";
        std::size_t end = at_ + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
        return fmt::format("`{}`", base::escape(text_.substr(at_, end - at_)));
    }

    void skip_space() {
        while (at_ < text_.size() && is_json_space(text_[at_])) ++at_;
    }

    base::Error unexpected(std::string_view wanted) const {
        if (at_ == text_.size() && !open_.empty()) {
            const base::LineColumn begin = source_.line_column(open_.back());
            return fault(
                at_, fmt::format("the text ends inside the {} that begins at {}:{}", in_map() ? "map" : "list", begin.line, begin.column));
        }
        return fault(at_, fmt::format("expected {}, found {}", wanted, here()));
    }

    bool in_map() const { return text_[open_.back()] == '{'; }

    Fault continue_container() {
        skip_space();
        const char close = in_map() ? '}' : ']';
        if (peek() == close) {
            ++at_;
            open_.pop_back();
            return std::nullopt;
        }
        if (peek() != ',') return unexpected(in_map() ? "`,` or `}`" : "`,` or `]`");
        ++at_;
        skip_space();
        if (peek() == close && at_ < text_.size()) return fault(at_, fmt::format("a comma before `{}`: JSON allows none there", close));
        if (in_map())
            if (auto error = key()) return error;
        return value();
    }

    // Goes past a scalar or an empty container, or into containers down to the first scalar.
    Fault value() {
        for (;;) {
            skip_space();
            const char c = peek();
            if (c == '"') return string();
            if (c != '{' && c != '[') return scalar();
            if (open_.size() == limits_.depth) {
                return base::fail(base::Code::too_large, fmt::format("nested deeper than the limit `depth` of {}", limits_.depth),
                                  source_.location(at_))
                    .error();
            }
            open_.push_back(at_++);
            skip_space();
            if (peek() == (c == '{' ? '}' : ']')) {
                ++at_;
                open_.pop_back();
                return std::nullopt;
            }
            if (c == '{')
                if (auto error = key()) return error;
        }
    }

    Fault key() {
        skip_space();
        if (peek() != '"') return unexpected("a key in double quotes");
        if (auto error = string()) return error;
        skip_space();
        if (peek() != ':') return unexpected("`:` after the key");
        ++at_;
        return std::nullopt;
    }

    Fault string() {
        const std::size_t begin = at_++;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20)
                return fault(at_, fmt::format("control character {} in a string must be escaped", here()));
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        if (at_ >= text_.size()) return fault(begin, "this string has no closing quote");
        const std::string_view raw = text_.substr(begin + 1, at_ - begin - 1);
        std::string copy(raw.size(), '\0');
        std::size_t bad = 0;
        if (unescape(raw, copy.data(), bad) == nullptr) return bad_escape(raw, begin + 1, bad);
        ++at_;
        return std::nullopt;
    }

    Fault bad_escape(std::string_view raw, std::size_t begin, std::size_t bad) const {
        const std::string_view escape = raw.substr(bad, 6);
        const bool surrogate = escape.size() == 6 && (escape.starts_with("\\ud") || escape.starts_with("\\uD")) &&
                               escape.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
        if (surrogate) return fault(begin + bad, fmt::format("`{}` is half of a surrogate pair, which stands for no character", escape));
        return fault(begin + bad, fmt::format("`{}` is no escape that JSON has", base::escape(escape.substr(0, 2))));
    }

    Fault scalar() {
        if (at_ == text_.size()) return unexpected("a value");
        std::size_t end = at_;
        while (end < text_.size() && !ends_json_word(text_[end])) ++end;
        const std::string_view word = text_.substr(at_, end - at_);
        const bool known = word == "true" || word == "false" || word == "null" || is_number(word);
        if (!known) return word.empty() ? unexpected("a value") : bad_word(word);
        at_ = end;
        return std::nullopt;
    }

    static bool is_number(std::string_view word) {
        const std::string copy(word);
        Value ignored;
        return read_number(copy.c_str(), 0, ignored) == copy.c_str() + copy.size();
    }

    Fault bad_word(std::string_view word) const {
        const bool numeric = word.find_first_of("0123456789") != std::string_view::npos &&
                             word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
        return fault(at_, fmt::format("`{}` is no {}", base::excerpt(word), numeric ? "number that JSON has" : "JSON value"));
    }

    const base::Source& source_;
    const Limits& limits_;
    std::string_view text_;
    std::size_t at_;
    std::vector<std::size_t> open_;  // offsets of the brackets that are open
};

}  // namespace

base::Error explain_json(const base::Source& source, const Limits& limits) {
    if (auto encoding = check_utf8(source); !encoding) return std::move(encoding).error();
    return Explainer(source, limits).run();
}

}  // namespace vouch::value::detail
