// SPDX-License-Identifier: Apache-2.0
// Regular expressions between percent signs in a filter pattern: the small dialect that CloudWatch Logs documents (no groups).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::pattern {

enum class RegexMatch : std::uint8_t { no, yes, too_expensive };

// Immutable; may be used from several threads at once.
class Regex {
public:
    // What stands between the percent signs. Errors: regex (what the dialect does not have, or what does not compile).
    static base::Result<std::shared_ptr<const Regex>> compile(std::string_view text);
    ~Regex();
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    // Whether the expression occurs in `text`. Gives up after kMaxSteps steps.
    RegexMatch search(std::string_view text) const;

    // The first character of `text` that the dialect does not have, or npos.
    static std::size_t first_forbidden(std::string_view text);

    static constexpr std::uint32_t kMaxSteps = 1'000'000;

private:
    struct Code;
    explicit Regex(std::unique_ptr<Code> code);
    std::unique_ptr<Code> code_;
};

}  // namespace vouch::pattern
