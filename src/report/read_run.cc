// SPDX-License-Identifier: Apache-2.0
// A run out of the JSON report. Fields that are not known are left alone: later versions add some. Tested by diff_test.cc and diff_fuzz.cc.
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "report/diff.h"
#include "value/read.h"

namespace vouch::report {

using value::Value;

namespace {

// About a million findings with a reason each.
constexpr value::Limits kLimits{.bytes = std::size_t{512} << 20U, .depth = 64, .nodes = 50'000'000, .alias_nodes = 0};

std::string_view text(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
}

std::span<const Value> items(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    return found != nullptr && found->is_list() ? found->as_list() : std::span<const Value>();
}

// What the first reason says.
std::string_view first_reason(const Value& finding) {
    const auto reasons = items(finding, "reasons");
    if (reasons.empty()) return {};
    const std::string_view unknown = text(reasons.front(), "unknown");
    return unknown.empty() ? text(reasons.front(), "message") : unknown;
}

class Reader {
public:
    explicit Reader(const value::Document& document) : document_(document) {}

    base::Result<PastRun> read() {
        const Value& root = document_.root;
        if (text(root, "format") != "vouch-findings/1")
            return wrong(root, "the document is no report of findings: its `format` is not `vouch-findings/1`");
        if (const Value* audit = root.find("audit")) run_.name = text(*audit, "run");
        for (const Value& each : items(root, "controls")) run_.controls.emplace(text(each, "id"));
        for (const Value& each : items(root, "units")) run_.units.emplace(text(each, "name"));
        for (const Value& each : items(root, "findings")) VOUCH_CHECK(finding(each));
        put_in_order(run_);
        return std::move(run_);
    }

private:
    std::unexpected<base::Error> wrong(const Value& at, std::string message) const {
        return base::fail(base::Code::invalid_value, std::move(message), document_.location(at),
                          "give the JSON report of an audit: `--format json`");
    }

    base::Result<void> finding(const Value& each) {
        RunFinding finding{std::string(text(each, "unit")),
                           std::string(text(each, "resource")),
                           std::string(text(each, "control")),
                           std::string(text(each, "type")),
                           std::string(text(each, "severity")),
                           std::string(first_reason(each)),
                           model::Verdict::pass};
        const auto verdict = model::verdict_from(text(each, "verdict"));
        if (!verdict)
            return wrong(each, fmt::format("a finding has the verdict `{}`, which is none", base::excerpt(text(each, "verdict"))));
        if (finding.control.empty() || finding.unit.empty()) return wrong(each, "a finding names no control or no unit");
        finding.verdict = *verdict;
        run_.findings.push_back(std::move(finding));
        return {};
    }

    const value::Document& document_;
    PastRun run_;
};

}  // namespace

base::Result<PastRun> read_run(base::SourcePtr json) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(json), {.limits = kLimits}));
    return Reader(document).read();
}

}  // namespace vouch::report
