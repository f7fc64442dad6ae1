// SPDX-License-Identifier: Apache-2.0
// vouch pattern test: which events of a file a pattern matches. Exit codes as grep's: 0 some, 1 none; docs/patterns.md.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/any_pattern.h"
#include "cli/check_options.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::cli {
namespace {

using base::Result;
using value::Value;

constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

struct PatternTestOptions : PatternOptions {
    std::string file;
    bool invert = false;
    bool count = false;
};

struct Judge {
    const AnyPattern& any;
    std::size_t events = 0;
    std::size_t matched = 0;
    bool invert = false;
    std::string out;

    // `line` is the event's text, `event` what it holds where it is JSON.
    Result<void> judge(std::string_view line, const Value* event) {
        bool answer = false;
        if (const auto* events_pattern = std::get_if<pattern::EventPattern>(&any)) {
            answer = event != nullptr && pattern::matches(*events_pattern, *event);
        } else {
            const auto& filter = std::get<pattern::Filter>(any);
            const bool whole = event != nullptr && filter.form == pattern::Filter::Form::json;
            VOUCH_TRY(answer, whole ? pattern::matches(filter, *event) : pattern::matches(filter, line));
        }
        ++events;
        matched += answer ? 1U : 0U;
        if (answer != invert) out.append(line).append("\n");
        return {};
    }
};

Result<void> judge_line(Judge& judge, std::string_view line) {
    const auto event = value::read_json(std::make_shared<base::Source>("event", std::string(line)));
    return judge.judge(line, event ? &event->root : nullptr);
}

// A document that holds events: a list, `Records` or `events` (as the AWS CLI prints them) of a map, or one event.
Result<void> judge_document(Judge& judge, const Value& root) {
    const Value* list = root.is_list() ? &root : nullptr;
    for (const std::string_view name : {"Records", "events"})
        if (const Value* found = root.is_map() ? root.find(name) : nullptr; found != nullptr && found->is_list()) list = found;
    if (list == nullptr) return judge.judge(value::to_json(root), &root);
    for (const Value& each : list->as_list()) {
        const Value* message = each.is_map() ? each.find("message") : nullptr;  // of `aws logs filter-log-events`
        if (message != nullptr && message->is_string())
            VOUCH_CHECK(judge_line(judge, message->as_string()));
        else
            VOUCH_CHECK(judge.judge(value::to_json(each), &each));
    }
    return {};
}

Result<void> judge_lines(Judge& judge, std::string_view text) {
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        VOUCH_CHECK(judge_line(judge, line));
    }
    return {};
}

Result<Judge> judge_file(World& world, const PatternTestOptions& options, const AnyPattern& any) {
    std::string text;
    if (options.file == "-") {
        VOUCH_TRY(text, world.read_input(kMostBytes));
    } else {
        VOUCH_TRY(const auto file, world.files().read(options.file, kMostBytes));
        text = file->text();
    }
    Judge judge{.any = any, .invert = options.invert, .out = {}};
    value::ReadOptions reading;
    reading.limits.bytes = kMostBytes;
    const auto document = value::read_json(std::make_shared<base::Source>(options.file, text), reading);
    VOUCH_CHECK(document ? judge_document(judge, document->root) : judge_lines(judge, text));
    return judge;
}

int pattern_test(World& world, const PatternTestOptions& options) {
    const auto any = read_pattern(world, options);
    const auto judged = any ? judge_file(world, options, *any) : Result<Judge>(std::unexpected(any.error()));
    if (!judged) {
        print_errors(world, {&judged.error(), 1}, "error");
        return judged.error().code == base::Code::invalid_usage ? kUsage : kIncomplete;
    }
    world.write_out(options.count ? fmt::format("{} of {}\n", judged->matched, judged->events) : judged->out);
    return judged->matched > 0 ? kClean : kFindings;
}

std::function<int(World&)> declare_pattern_test(CLI::App& parser) {
    auto options = std::make_shared<PatternTestOptions>();
    options->declare(parser);
    parser
        .add_option(
            "file", options->file,
            "events: a line each, a JSON list, a log of CloudTrail, or what `aws logs filter-log-events` prints; - is standard input")
        ->type_name("FILE | -")
        ->required();
    parser.add_flag("--invert", options->invert, "print those that do not match");
    parser.add_flag("--count", options->count, "print how many match");
    return [options](World& world) { return pattern_test(world, *options); };
}

}  // namespace

extern const Command pattern_test_command;
constinit const Command pattern_test_command{.name = "pattern test",
                                             .summary = "print the events of a file that a filter or event pattern matches",
                                             .declare = declare_pattern_test};

}  // namespace vouch::cli
