// SPDX-License-Identifier: Apache-2.0
// PCRE2 behind regex.h. A pattern that is only text between optional anchors (half of those in public rules) is matched without
// PCRE2 at all. Others are compiled by PCRE2's JIT on their kJitAfter-th use: compiling costs as much as hundreds of matches.
// Tested by regex_test.cc.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "guard/regex.h"

#include <array>
#include <atomic>
#include <charconv>
#include <mutex>

#include <fmt/format.h>
#include <pcre2.h>

#include "base/handle.h"

namespace vouch::guard {
namespace {

using CompiledPattern = base::Handle<pcre2_code, pcre2_code_free>;
using MatchData = base::Handle<pcre2_match_data, pcre2_match_data_free>;
using MatchContext = base::Handle<pcre2_match_context, pcre2_match_context_free>;

constexpr std::uint32_t kJitAfter = 32;
constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;

std::string reason(int code) {
    std::array<PCRE2_UCHAR, 256> text{};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

bool is_plain(std::string_view text) { return text.find_first_of("\\^$.|?*+()[]{}#") == std::string_view::npos; }

PCRE2_SPTR bytes(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

struct Regex::Code {
    CompiledPattern compiled;
    MatchContext limits;
    mutable std::atomic<std::uint32_t> uses{0};
    mutable std::once_flag jit;

    std::string begins;  // what certain_beginning() tells
    bool plain = false;  // the pattern is `literal` between anchors
    bool at_start = false;
    bool at_end = false;
    std::string literal;

    const pcre2_code* ready() const {
        if (uses.fetch_add(1, std::memory_order_relaxed) == kJitAfter)
            std::call_once(jit, [this] { pcre2_jit_compile(compiled.get(), PCRE2_JIT_COMPLETE); });
        return compiled.get();
    }

    bool find_literal(std::string_view text) const {
        if (at_start && at_end) return text == literal;
        if (at_start) return text.starts_with(literal);
        if (at_end) return text.ends_with(literal);
        return text.find(literal) != std::string_view::npos;
    }
};

Regex::Regex(std::string pattern, std::unique_ptr<Code> code) : pattern_(std::move(pattern)), code_(std::move(code)) {}
Regex::~Regex() = default;

base::Result<std::unique_ptr<Regex>> Regex::compile(std::string_view pattern) {
    auto code = std::make_unique<Code>();
    std::string_view inner = pattern;
    code->at_start = inner.starts_with('^');
    if (code->at_start) inner.remove_prefix(1);
    code->at_end = inner.ends_with('$');
    if (code->at_end) inner.remove_suffix(1);
    code->plain = is_plain(inner);
    code->literal = inner;
    if (!code->plain) {
        code->begins = certain_beginning(pattern);
        int error = 0;
        PCRE2_SIZE offset = 0;
        code->compiled.reset(pcre2_compile(bytes(pattern), pattern.size(), kOptions, &error, &offset, nullptr));
        if (!code->compiled)
            return base::fail(base::Code::regex,
                              fmt::format("the regular expression `{}` does not compile: {} at offset {}", pattern, reason(error), offset));
        code->limits.reset(pcre2_match_context_create(nullptr));
        pcre2_set_match_limit(code->limits.get(), kMaxSteps);
        pcre2_set_depth_limit(code->limits.get(), kMaxSteps);
        pcre2_set_heap_limit(code->limits.get(), 64U * 1024U);
    }
    return std::unique_ptr<Regex>(new Regex(std::string(pattern), std::move(code)));
}

RegexMatch Regex::search(std::string_view text) const {
    if (code_->plain) return code_->find_literal(text) ? RegexMatch::yes : RegexMatch::no;
    if (!text.starts_with(code_->begins)) return RegexMatch::no;
    const pcre2_code* pattern = code_->ready();
    thread_local const MatchData found(pcre2_match_data_create(1, nullptr));
    const int count = pcre2_match(pattern, bytes(text), text.size(), 0, 0, found.get(), code_->limits.get());
    if (count >= 0) return RegexMatch::yes;
    return count == PCRE2_ERROR_NOMATCH ? RegexMatch::no : RegexMatch::too_expensive;
}

namespace {

// One group reference of a replacement: "1", "{1}", "name", "{name}" behind a `$`.
struct GroupReference {
    std::string_view name;
    std::size_t length = 0;  // of the reference with its braces, without the `$`
};

bool names_group(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

GroupReference group_reference(std::string_view rest) {
    if (rest.starts_with('{')) {
        const std::size_t end = rest.find('}');
        if (end == std::string_view::npos) return {};
        return {rest.substr(1, end - 1), end + 1};
    }
    std::size_t length = 0;
    while (length < rest.size() && names_group(rest[length])) ++length;
    return {rest.substr(0, length), length};
}

std::string_view group_text(std::string_view text, const pcre2_code* pattern, const MatchData& found, std::string_view name) {
    int number = -1;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (failed != std::errc() || end != name.data() + name.size())
        number = pcre2_substring_number_from_name(pattern, bytes(std::string(name)));
    const auto count = static_cast<int>(pcre2_get_ovector_count(found.get()));
    if (number < 0 || number >= count) return {};
    const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(found.get()) + 2 * static_cast<std::ptrdiff_t>(number);
    if (bounds[0] == PCRE2_UNSET) return {};
    return text.substr(bounds[0], bounds[1] - bounds[0]);
}

void expand(std::string& out, std::string_view replacement, std::string_view text, const pcre2_code* pattern, const MatchData& found) {
    while (!replacement.empty()) {
        const std::size_t dollar = replacement.find('$');
        out += replacement.substr(0, dollar);
        if (dollar == std::string_view::npos) return;
        replacement.remove_prefix(dollar + 1);
        if (replacement.starts_with('$')) {
            out += '$';
            replacement.remove_prefix(1);
            continue;
        }
        const GroupReference group = group_reference(replacement);
        if (group.length == 0) {
            out += '$';
            continue;
        }
        out += group_text(text, pattern, found, group.name);
        replacement.remove_prefix(group.length);
    }
}

}  // namespace

base::Result<std::string> Regex::extract(std::string_view text, std::string_view replacement) const {
    CompiledPattern own;
    const pcre2_code* pattern = code_->compiled.get();
    if (pattern == nullptr) {  // a plain pattern was never compiled
        int error = 0;
        PCRE2_SIZE offset = 0;
        own.reset(pcre2_compile(bytes(pattern_), pattern_.size(), kOptions, &error, &offset, nullptr));
        pattern = own.get();
        if (pattern == nullptr)
            return base::fail(base::Code::regex, fmt::format("the regular expression `{}` does not compile: {}", pattern_, reason(error)));
    }
    const MatchData found(pcre2_match_data_create_from_pattern(pattern, nullptr));
    std::string out;
    std::size_t at = 0;
    while (at <= text.size()) {
        const int count = pcre2_match(pattern, bytes(text), text.size(), at, 0, found.get(), code_->limits.get());
        if (count == PCRE2_ERROR_NOMATCH) break;
        if (count < 0)
            return base::fail(base::Code::regex,
                              fmt::format("the regular expression `{}` took too many steps: {}", pattern_, reason(count)));
        expand(out, replacement, text, pattern, found);
        const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(found.get());
        at = offsets[1] > offsets[0] ? offsets[1] : offsets[1] + 1;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return out;
}

}  // namespace vouch::guard
