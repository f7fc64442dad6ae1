// SPDX-License-Identifier: Apache-2.0
// PCRE2 behind regex.h. The documented dialect is letters, digits, some signs and the operators ^ $ ? [ ] { } | \ * + . without
// parentheses; everything else is refused before PCRE2 sees it. Matching is bounded in steps. Tested by filter_test.cc.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern/regex.h"

#include <array>

#include <fmt/format.h>
#include <pcre2.h>

#include "base/handle.h"
#include "base/text.h"

namespace vouch::pattern {
namespace {

using CompiledPattern = base::Handle<pcre2_code, pcre2_code_free>;
using MatchData = base::Handle<pcre2_match_data, pcre2_match_data_free>;
using MatchContext = base::Handle<pcre2_match_context, pcre2_match_context_free>;

constexpr std::string_view kSigns = ":_#=@/;,- ";
constexpr std::string_view kOperators = "^$?[]{}|\\*+.";

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

PCRE2_SPTR bytes(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

struct Regex::Code {
    CompiledPattern compiled;
    MatchContext limits;
};

Regex::Regex(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Regex::~Regex() = default;

std::size_t Regex::first_forbidden(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0x80U) {
            ++i;  // an escaped sign stands for itself, whatever it is
        } else if (!is_alphanumeric(text[i]) && !kSigns.contains(text[i]) && !kOperators.contains(text[i])) {
            return i;
        }
    }
    return std::string_view::npos;
}

base::Result<std::shared_ptr<const Regex>> Regex::compile(std::string_view text) {
    if (const std::size_t at = first_forbidden(text); at != std::string_view::npos)
        return base::fail(base::Code::regex, fmt::format("`{}` may not stand in the regular expression of a filter pattern",
                                                         base::escape(text.substr(at, 1))));
    auto code = std::make_unique<Code>();
    int error = 0;
    PCRE2_SIZE offset = 0;
    code->compiled.reset(pcre2_compile(bytes(text), text.size(), PCRE2_NEVER_BACKSLASH_C, &error, &offset, nullptr));
    if (!code->compiled) {
        std::array<PCRE2_UCHAR, 256> reason{};
        pcre2_get_error_message(error, reason.data(), reason.size());
        return base::fail(base::Code::regex, fmt::format("the regular expression `{}` does not compile: {} at offset {}",
                                                         base::excerpt(text), reinterpret_cast<const char*>(reason.data()), offset));
    }
    code->limits.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(code->limits.get(), kMaxSteps);
    pcre2_set_depth_limit(code->limits.get(), kMaxSteps);
    pcre2_set_heap_limit(code->limits.get(), 64U * 1024U);
    return std::shared_ptr<const Regex>(new Regex(std::move(code)));
}

RegexMatch Regex::search(std::string_view text) const {
    thread_local const MatchData found(pcre2_match_data_create(1, nullptr));
    const int count = pcre2_match(code_->compiled.get(), bytes(text), text.size(), 0, 0, found.get(), code_->limits.get());
    if (count >= 0) return RegexMatch::yes;
    return count == PCRE2_ERROR_NOMATCH ? RegexMatch::no : RegexMatch::too_expensive;
}

}  // namespace vouch::pattern
