// SPDX-License-Identifier: Apache-2.0
// A pattern of the command line: CloudWatch Logs's or EventBridge's.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/error.h"
#include "cli/command.h"
#include "pattern/event_pattern.h"
#include "pattern/filter.h"

namespace vouch::cli {

using AnyPattern = std::variant<pattern::Filter, pattern::EventPattern>;

// The option and argument that `vouch pattern` commands share.
struct PatternOptions {
    std::string pattern;
    std::string kind = "auto";

    void declare(CLI::App& parser);
};

// The pattern, or where it begins with `@` what the file of that name holds. A JSON object is EventBridge's unless the options say
// otherwise. Errors: invalid_usage with the place under the pattern; those of the file.
base::Result<AnyPattern> read_pattern(World& world, const PatternOptions& options);

// A problem of a pattern with a caret under its place.
std::string shown_with_place(const base::Error& error, std::string_view text);

}  // namespace vouch::cli
