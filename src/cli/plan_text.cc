// SPDX-License-Identifier: Apache-2.0
// Tested by tests/fix/live_test.py.
#include "cli/plan_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "report/aws_cli.h"
#include "report/markup.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::cli {

using remedy::Change;
using remedy::Manual;
using remedy::Plan;
using remedy::PlannedCall;

namespace {

std::string time_text(std::int64_t seconds) { return base::to_string(base::Time(std::chrono::seconds(seconds))); }

std::string command_of(const PlannedCall& call) {
    return report::cli_command({call.service, call.operation, call.region, call.input.empty() ? "{}" : call.input});
}

// What is asked before the call; the call is made where nothing is found.
std::string question_of(const PlannedCall& call) {
    return report::cli_command({call.service, call.finds->operation, call.region, call.finds->input});
}

std::string shown_call(const PlannedCall& call) {
    return command_of(call) + (call.finds ? fmt::format("\n           unless this finds it: {}", question_of(call)) : std::string());
}

// JSON as it is to be read: "nothing" where there is none.
std::string shown(const std::string& json) { return json.empty() || json == "{}" ? "nothing" : base::escape(json); }

std::string risk_of(const Change& change) {
    return change.risk == remedy::Risk::none ? std::string() : fmt::format("{}: {}", name(change.risk), base::escape(change.warning));
}

std::string listed(const std::vector<std::string>& all) { return fmt::format("{}", fmt::join(all, ", ")); }

std::string described(const Change& change) {
    std::string out = fmt::format("{}  {}\n    {} {}{}\n    fails: {}\n", base::escape(change.id), base::escape(change.title),
                                  base::escape(change.type), base::escape(change.resource),
                                  change.region.empty() ? "" : fmt::format(" in {}", base::escape(change.region)), listed(change.controls));
    out += fmt::format("    now:   {}\n    then:  {}\n", change.before.empty() ? "not there" : shown(change.before), shown(change.after));
    if (const std::string risk = risk_of(change); !risk.empty()) out += fmt::format("    risk:  {}\n", risk);
    for (const PlannedCall& call : change.calls) out += fmt::format("    call:  {}\n", shown_call(call));
    for (const PlannedCall& call : change.undo)
        out += fmt::format("    undo:  {}\n", call.waits.empty()
                                                  ? command_of(call)
                                                  : fmt::format("{}:{} with what the call answers", call.service, call.operation));
    if (change.undo.empty()) out += "    undo:  none is known\n";
    return out;
}

std::string described(const Manual& manual) {
    std::string out =
        fmt::format("{}  {}{}\n    {}\n", base::escape(manual.control), base::escape(manual.resource),
                    manual.region.empty() ? "" : fmt::format(" in {}", base::escape(manual.region)), base::escape(manual.why));
    for (const std::string& step : manual.steps) out += fmt::format("    - {}\n", base::escape(step));
    return out;
}

std::string cell(std::string_view text) { return fmt::format("<td>{}</td>", report::markup(text)); }

std::string calls_html(const std::vector<PlannedCall>& calls) {
    std::string out = "<td>";
    for (const PlannedCall& call : calls) out += fmt::format("<code>{}</code><br>", report::markup(shown_call(call)));
    return out + "</td>";
}

// The first words of `aws:executeAwsApi`: the service as boto3 calls it, the operation as it is.
std::string step_of(const PlannedCall& call, const std::string& id, std::size_t number) {
    std::string out = R"(    {"name": )";
    std::string step;
    for (const char letter : fmt::format("{}_{}", id, number)) step += letter == '-' || letter == '.' ? '_' : letter;
    value::write_json_string(out, step);
    out += R"(, "action": "aws:executeAwsApi", "inputs": {"Service": )";
    value::write_json_string(out, call.service);
    out += R"(, "Api": )";
    value::write_json_string(out, call.operation);
    const std::string inner = call.input.size() > 2 ? ", " + call.input.substr(1, call.input.size() - 2) : "";
    return out + inner + "}}";
}

bool is_automatic(const Change& change, const Plan& plan) {
    return change.risk == remedy::Risk::none && change.account == plan.changes.front().account &&
           change.region == plan.changes.front().region &&
           std::ranges::all_of(change.calls, [](const PlannedCall& call) { return call.waits.empty(); });
}

constexpr std::string_view kStyle =
    "body{font:14px/1.4 system-ui,sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.4em;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}code{font-size:12px}.risk{color:#a40000}del{background:#fdd;"
    "text-decoration:none}ins{background:#dfd;text-decoration:none}";

std::string html_of(const Change& change) {
    return fmt::format("<tr>{}<td>{}<br>{}<br><span class=risk>{}</span></td><td><del>{}</del><br><ins>{}</ins></td>{}{}</tr>\n",
                       cell(change.id), report::markup(change.title), report::markup(change.resource), report::markup(risk_of(change)),
                       report::markup(change.before.empty() ? "not there" : change.before), report::markup(change.after),
                       calls_html(change.calls), calls_html(change.undo));
}

}  // namespace

std::string to_text(const Plan& plan) {
    std::string out = fmt::format("plan of run {}, until {}, digest {}\n\n", base::escape(plan.run), time_text(plan.expires), plan.digest);
    for (const Change& change : plan.changes) out += described(change) + "\n";
    if (!plan.manual.empty()) out += "left to a person:\n\n";
    for (const Manual& manual : plan.manual) out += described(manual) + "\n";
    return out;
}

std::string to_html(const Plan& plan) {
    std::string out = fmt::format(
        "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Plan</title>\n<style>{}</style>\n<h1>Plan of run {}</h1>\n<p>For {}, "
        "until "
        "{}, digest <code>{}</code></p>\n<table><tr><th>change<th>what<th>now and then<th>calls<th>undo</tr>\n",
        kStyle, report::markup(plan.run), report::markup(listed(plan.accounts)), time_text(plan.expires), plan.digest);
    for (const Change& change : plan.changes) out += html_of(change);
    out += "</table>\n<h2>Left to a person</h2>\n<table><tr><th>control<th>resource<th>why<th>steps</tr>\n";
    for (const Manual& manual : plan.manual)
        out += fmt::format("<tr>{}{}{}{}</tr>\n", cell(manual.control), cell(manual.resource), cell(manual.why),
                           cell(fmt::format("{}", fmt::join(manual.steps, "; "))));
    return out + "</table>\n</html>\n";
}

std::string to_script(const Plan& plan) {
    std::string out =
        fmt::format("#!/bin/sh\n# Plan of run {}, digest {}, until {}. Commented out: what may interrupt or lock out.\nset -eu\n",
                    base::escape(plan.run), plan.digest, time_text(plan.expires));
    for (const Change& change : plan.changes) {
        const bool quiet = change.risk == remedy::Risk::none;
        out += fmt::format("\n# {}: {} ({})\n", base::escape(change.id), base::escape(change.title), base::escape(change.resource));
        if (!quiet) out += fmt::format("# {}\n", risk_of(change));
        for (const PlannedCall& call : change.calls) {
            if (call.waits.empty())
                out += fmt::format("{}{}{}\n", quiet ? "" : "# ", call.finds ? question_of(call) + " || " : "", command_of(call));
            else
                out += fmt::format("# {}:{} with what the call before answers\n", call.service, call.operation);
        }
    }
    return out;
}

std::string to_automation(const Plan& plan) {
    std::string steps;
    std::vector<std::string> left;
    for (const Change& change : plan.changes) {
        if (!is_automatic(change, plan)) {
            left.push_back(change.id);
            continue;
        }
        for (std::size_t i = 0; i < change.calls.size(); ++i)
            steps += (steps.empty() ? "\n" : ",\n") + step_of(change.calls[i], change.id, i + 1);
    }
    std::string out = R"({
  "schemaVersion": "0.3",
  "description": )";
    value::write_json_string(
        out, fmt::format("Plan of run {}, digest {}. Left out: {}", plan.run, plan.digest, left.empty() ? "nothing" : listed(left)));
    return out +
           ",\n  \"assumeRole\": \"{{ AutomationAssumeRole }}\",\n  \"parameters\": {\"AutomationAssumeRole\": {\"type\": \"String\"}},\n"
           "  \"mainSteps\": [" +
           steps + "\n  ]\n}\n";
}

}  // namespace vouch::cli
