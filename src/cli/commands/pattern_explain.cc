// SPDX-License-Identifier: Apache-2.0
// vouch pattern explain: what a filter or event pattern says, what AWS may refuse in it, and which detections it catches.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "cli/any_pattern.h"
#include "cli/check_options.h"
#include "pattern/detections.h"
#include "pattern/explain.h"

namespace vouch::cli {
namespace {

bool sample_matches(const AnyPattern& any, const pattern::Sample& sample) {
    if (const auto* events = std::get_if<pattern::EventPattern>(&any))
        return !sample.read_only && pattern::matches(*events, sample.delivered);
    const auto answer = pattern::matches(std::get<pattern::Filter>(any), sample.event);
    return answer && *answer;
}

// "Catches root-usage; of vpc-changes 2 of 8 samples."
void tell_detections(World& world, const AnyPattern& any) {
    std::string whole;
    std::string part;
    const pattern::Detections detections = pattern::read_detections(base::embedded_catalog());
    for (const pattern::Detection& detection : detections.all) {
        const auto hits =
            std::ranges::count_if(detection.match, [&](const pattern::Sample& sample) { return sample_matches(any, sample); });
        if (hits == 0) continue;
        if (static_cast<std::size_t>(hits) == detection.match.size())
            whole += fmt::format("{}{}", whole.empty() ? "" : ", ", detection.id);
        else
            part += fmt::format("{}{} ({} of {} samples)", part.empty() ? "" : ", ", detection.id, hits, detection.match.size());
    }
    world.write_out(whole.empty() && part.empty() ? "Catches no detection of ours.\n" : "");
    if (!whole.empty()) world.write_out(fmt::format("Catches: {}\n", whole));
    if (!part.empty()) world.write_out(fmt::format("Catches in part: {}\n", part));
}

int pattern_explain(World& world, const PatternOptions& options) {
    const auto any = read_pattern(world, options);
    if (!any) {
        print_errors(world, {&any.error(), 1}, "error");
        return any.error().code == base::Code::invalid_usage ? kUsage : kIncomplete;
    }
    const auto* filter = std::get_if<pattern::Filter>(&*any);
    world.write_out(filter != nullptr ? pattern::explain(*filter) : pattern::explain(std::get<pattern::EventPattern>(*any)));
    if (filter != nullptr)
        for (const base::Error& warning : filter->warnings) world.write_out(fmt::format("Warning: {}\n", warning.message));
    tell_detections(world, *any);
    return kClean;
}

std::function<int(World&)> declare_pattern_explain(CLI::App& parser) {
    auto options = std::make_shared<PatternOptions>();
    options->declare(parser);
    return [options](World& world) { return pattern_explain(world, *options); };
}

}  // namespace

extern const Command pattern_explain_command;
constinit const Command pattern_explain_command{
    .name = "pattern explain", .summary = "say what a filter or event pattern matches", .declare = declare_pattern_explain};

}  // namespace vouch::cli
