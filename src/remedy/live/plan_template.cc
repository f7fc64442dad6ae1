// SPDX-License-Identifier: Apache-2.0
// A plan as a template. CloudFormation makes resources; what is there already is not its own, and it changes nothing of that. So the
// template has what the plan makes, of the types for which the input of the calls is, but for capitals, the properties of the type.
// Everything else is named in the template's metadata, with the reason. Tested by plan_template_test.cc and, by cfn-lint,
// tests/fix/account_test.py.
#include "remedy/live/plan_template.h"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "value/read.h"
#include "value/write.h"

namespace vouch::remedy {

using value::Value;

namespace {

struct Expressible {
    std::string_view type;
    std::string_view inside = {};  // the member of the input that holds the properties; empty: the input itself
    std::string_view never = {};   // a member of the input that has another form in templates
};
constexpr std::array kExpressible{
    Expressible{"AWS::AccessAnalyzer::Analyzer", {}, "configuration"},
    Expressible{"AWS::Backup::BackupVault"},
    Expressible{"AWS::CloudWatch::Alarm"},
    Expressible{"AWS::CloudWatch::Dashboard"},
    Expressible{"AWS::Config::ConfigRule", "ConfigRule"},
    Expressible{"AWS::Config::ConfigurationAggregator"},
    Expressible{"AWS::GuardDuty::Detector"},
    Expressible{"AWS::IAM::ServiceLinkedRole"},
    Expressible{"AWS::Logs::LogGroup"},
    Expressible{"AWS::Logs::MetricFilter"},
    Expressible{"AWS::Macie::Session"},
    Expressible{"AWS::RDS::EventSubscription"},
    Expressible{"AWS::SecurityHub::FindingAggregator"},
    Expressible{"AWS::SecurityHub::Hub"},
};

// The same with every name of a member beginning with a capital.
void write_properties(const Value& value, std::string& out) {
    if (value.is_map()) {
        std::string_view between = "{";
        for (const value::Member& each : value.as_map()) {
            out += between;
            std::string name(each.name());
            if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
            value::write_json_string(out, name);
            out += ": ";
            write_properties(each.value, out);
            between = ", ";
        }
        out += value.length() == 0 ? "{}" : "}";
    } else if (value.is_list()) {
        std::string_view between = "[";
        for (const Value& each : value.as_list()) {
            out += between;
            write_properties(each, out);
            between = ", ";
        }
        out += value.length() == 0 ? "[]" : "]";
    } else {
        value::write_json(out, value);
    }
}

// "config-rules-1": "ConfigRules1".
std::string logical_id_of(std::string_view id) {
    std::string made;
    bool first = true;
    for (const char c : id) {
        const bool lower = c >= 'a' && c <= 'z';
        const bool taken = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (taken) made += first && lower ? static_cast<char>(c - 'a' + 'A') : c;
        first = !taken;
    }
    return made;
}

// The properties of what the change makes, as members without brackets; nullopt where they cannot be told.
std::optional<std::string> made_properties(const Change& change, const Expressible& row) {
    std::string all;
    std::vector<std::string> seen;
    for (const PlannedCall& call : change.calls) {
        const auto input = value::read_json(std::make_shared<base::Source>("input", call.input));
        if (!input || !call.waits.empty() || !input->root.is_map()) return std::nullopt;
        const Value* properties = row.inside.empty() ? &input->root : input->root.find(row.inside);
        if (properties == nullptr || !properties->is_map()) return std::nullopt;
        for (const value::Member& each : properties->as_map()) {
            if (each.name() == row.never) return std::nullopt;
            // The second call names what it is about again.
            if (std::ranges::find(seen, each.name()) != seen.end()) continue;
            seen.emplace_back(each.name());
            std::string member;
            write_properties(each.value, member);
            std::string name(each.name());
            if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
            all += all.empty() ? "" : ", ";
            value::write_json_string(all, name);
            all += ": " + member;
        }
    }
    return all;
}

struct Template {
    std::string resources;
    std::vector<std::pair<std::string, std::string>> left;  // id of a change, why
};

// Why the change is not in the template; empty where it is.
std::string take(const Change& change, const Plan& plan, Template& made, std::string& before) {
    const Change& first = plan.changes.front();
    const auto* const row = std::ranges::find(kExpressible, change.type, &Expressible::type);
    if (change.account != first.account || change.region != first.region)
        return fmt::format("it is for {} {}, and a stack has one place", change.account, change.region);
    if (!change.before.empty()) return "it changes what is there, which no stack of yours has made";
    if (change.risk != Risk::none) return std::string(name(change.risk));
    if (row == kExpressible.end()) return fmt::format("its calls do more than the properties of {} say", change.type);
    const auto properties = made_properties(change, *row);
    if (!properties) return "its calls have a form that templates do not have";
    const std::string id = logical_id_of(change.id);
    std::string text = fmt::format("    \"{}\": {{\"Type\": \"{}\", ", id, row->type);
    if (!before.empty()) text += fmt::format("\"DependsOn\": \"{}\", ", before);
    made.resources += fmt::format("{}{}\"Properties\": {{{}}}}}", made.resources.empty() ? "" : ",\n", text, *properties);
    before = id;
    return {};
}

}  // namespace

std::string to_cloudformation(const Plan& plan) {
    Template made;
    std::string before;
    for (const Change& change : plan.changes)
        if (std::string why = take(change, plan, made, before); !why.empty()) made.left.emplace_back(change.id, std::move(why));
    std::string out = "{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Description\": ";
    value::write_json_string(out, fmt::format("What a plan of vouch makes (run {}); what is left out stands in the metadata", plan.run));
    out += ",\n  \"Metadata\": {\"VouchPlan\": {\"Digest\": ";
    value::write_json_string(out, plan.digest);
    out += ", \"LeftOut\": {";
    for (std::size_t i = 0; i < made.left.size(); ++i) {
        out += i == 0 ? "\n    " : ",\n    ";
        value::write_json_string(out, made.left[i].first);
        out += ": ";
        value::write_json_string(out, made.left[i].second);
    }
    return out + "}}},\n  \"Resources\": {\n" + made.resources + "\n  }\n}\n";
}

}  // namespace vouch::remedy
