// SPDX-License-Identifier: Apache-2.0
// Tested by tests/pattern.
#include "cli/any_pattern.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "value/read.h"

namespace vouch::cli {

using base::Code;
using base::Result;

namespace {

constexpr std::size_t kLongestPatternFile = std::size_t{1} << 20U;

bool is_json_object(const std::string& text) {
    const auto read = value::read_json(std::make_shared<base::Source>("<pattern>", text));
    return read && read->root.is_map();
}

template <class T>
Result<AnyPattern> usage_where_wrong(Result<T> parsed, const std::string& text) {
    if (parsed) return AnyPattern(*std::move(parsed));
    base::Error error = std::move(parsed).error();
    error.message = shown_with_place(error, text);
    error.code = Code::invalid_usage;
    error.where = std::nullopt;
    return std::unexpected(std::move(error));
}

}  // namespace

void PatternOptions::declare(CLI::App& parser) {
    parser.add_option("pattern", pattern, "the pattern, or @FILE that holds it")->type_name("PATTERN | @FILE")->required();
    parser
        .add_option("--kind", kind,
                    "of which service: logs (CloudWatch Logs), events (EventBridge), or auto, which takes a JSON object for EventBridge's")
        ->check(CLI::IsMember({"auto", "logs", "events"}))
        ->type_name("KIND")
        ->capture_default_str();
}

std::string shown_with_place(const base::Error& error, std::string_view text) {
    const std::string caret = pattern::caret(text, error);
    return caret.empty() ? error.message : fmt::format("{}\n{}", error.message, caret);
}

Result<AnyPattern> read_pattern(World& world, const PatternOptions& options) {
    std::string text = options.pattern;
    if (text.starts_with('@')) {
        VOUCH_TRY(const auto file, world.files().read(text.substr(1), kLongestPatternFile));
        text = file->text();
        while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    }
    const bool events = options.kind == "events" || (options.kind == "auto" && is_json_object(text));
    return events ? usage_where_wrong(pattern::parse_event_pattern(text), text) : usage_where_wrong(pattern::parse_filter(text), text);
}

}  // namespace vouch::cli
