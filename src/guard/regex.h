// SPDX-License-Identifier: Apache-2.0
// Regular expressions of rules: compiled once, matched with limits, so that a hostile pattern ends in an error and not in a hang.
// The dialect is that of Guard (Rust's, with look-around and back-references): UTF-8, `$` only at the very end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::guard {

enum class RegexMatch : std::uint8_t { no, yes, too_expensive };

// Immutable; may be used from several threads at once.
class Regex {
public:
    // Errors: regex (with PCRE2's reason and the offset in the pattern).
    static base::Result<std::unique_ptr<Regex>> compile(std::string_view pattern);
    ~Regex();
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    // Whether the pattern occurs in `text`. Gives up after kMaxSteps backtracking steps.
    RegexMatch search(std::string_view text) const;

    // Every match of the pattern in `text`, each replaced by `replacement` ($1, ${1}, ${name} stand for groups), one after the
    // other, what stands between them left out: Guard's regex_replace. Errors: regex.
    base::Result<std::string> extract(std::string_view text, std::string_view replacement) const;

    const std::string& pattern() const { return pattern_; }

    static constexpr std::uint32_t kMaxSteps = 1'000'000;

private:
    struct Code;
    Regex(std::string pattern, std::unique_ptr<Code> code);

    std::string pattern_;
    std::unique_ptr<Code> code_;
};

// Whether `part` stands in every text in which `pattern` is found. Cautious: no where that takes more than a look at the letters of the
// pattern (alternatives, flags, look-around, classes).
bool always_has(std::string_view pattern, std::string_view part);

// The text that every match of a pattern with `^` in front begins with; empty where nobody can tell, with the same caution.
std::string certain_beginning(std::string_view pattern);

}  // namespace vouch::guard
