// SPDX-License-Identifier: Apache-2.0
// Tested by change_set_test.cc and tests/baseline/deploy_test.py.
#include "baseline/change_set.h"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::baseline {

using base::Code;
using value::text_at;
using value::Value;

namespace {

constexpr std::size_t kMostPages = 100;  // a stack has at most 500 resources

// A stack that is as it should be makes a change set fail, with one of these.
bool says_nothing_to_change(std::string_view reason) {
    return reason.contains("didn't contain changes") || reason.contains("No updates are to be performed");
}

std::string request(const Target& target, Way way, const std::string& name) {
    std::vector<std::string> parameters;
    for (const auto& [key, value] : target.parameters)
        parameters.push_back(fmt::format(R"({{"ParameterKey": {}, "ParameterValue": {}}})", json_of(key), json_of(value)));
    return fmt::format(
        R"({{"StackName": {}, "ChangeSetName": {}, "ChangeSetType": "{}", "TemplateBody": {}, "Parameters": [{}], "Capabilities": ["CAPABILITY_NAMED_IAM"]}})",
        json_of(target.name), json_of(name), way == Way::create ? "CREATE" : "UPDATE", json_of(target.text), fmt::join(parameters, ", "));
}

std::string which(const Target& target, const ChangeSet& set, const std::string& token = {}) {
    return fmt::format(R"({{"StackName": {}, "ChangeSetName": {}{}}})", json_of(target.name), json_of(set.id),
                       token.empty() ? "" : fmt::format(R"(, "NextToken": {})", json_of(token)));
}

// What of the resource is modified, each once.
std::vector<std::string> about(const Value& change) {
    std::vector<std::string> all;
    const Value* details = change.find("Details");
    if (details == nullptr || !details->is_list()) return all;
    for (const Value& each : details->as_list()) {
        const Value* at = each.find("Target");
        if (at == nullptr) continue;
        std::string name = text_at(*at, "Name");
        if (name.empty()) name = text_at(*at, "Attribute");
        if (!name.empty() && std::ranges::find(all, name) == all.end()) all.push_back(std::move(name));
    }
    return all;
}

void add_changes(const Value& page, std::vector<ResourceChange>& all) {
    const Value* changes = page.find("Changes");
    if (changes == nullptr || !changes->is_list()) return;
    for (const Value& each : changes->as_list()) {
        const Value* change = each.find("ResourceChange");
        if (change == nullptr) continue;
        all.push_back({text_at(*change, "Action"), text_at(*change, "LogicalResourceId"), text_at(*change, "ResourceType"),
                       text_at(*change, "Replacement"), about(*change)});
    }
}

// Waits until CloudFormation has worked it out, and reads it. False: there is nothing to change.
base::Result<bool> read_change_set(const Formation& formation, const Target& target, ChangeSet& set) {
    std::string token;
    for (std::size_t pages = 0; pages < kMostPages;) {
        Reply reply = formation.ask({"DescribeChangeSet", target.region, which(target, set, token)});
        if (!reply) return refused(target, std::move(reply).error());
        const Value& page = (*reply)->root;
        const std::string status = text_at(page, "Status");
        if (status.ends_with("_PENDING") || status.ends_with("_IN_PROGRESS")) {
            constexpr double kSeconds = 2;
            if (!formation.wait(kSeconds)) return base::fail(Code::cancelled, "stopped before anything was changed");
            continue;
        }
        if (status != "CREATE_COMPLETE") {
            const std::string reason = text_at(page, "StatusReason");
            if (says_nothing_to_change(reason)) return false;
            return base::fail(Code::refused, fmt::format("`{}` cannot be changed so: {}", shown(target),
                                                         base::excerpt(reason.empty() ? status : reason, 400)));
        }
        add_changes(page, set.changes);
        token = text_at(page, "NextToken");
        ++pages;
        if (token.empty()) return true;
    }
    return base::fail(Code::too_large, fmt::format("the change set of `{}` has more than {} pages", shown(target), kMostPages));
}

char sign_of(const ResourceChange& change) {
    if (change.action == "Add" || change.action == "Import") return '+';
    return change.action == "Remove" ? '-' : '~';
}

}  // namespace

base::Result<ChangeSet> make_change_set(const Formation& formation, const Target& target, const StackNow& now, Way way,
                                        const std::string& name) {
    ChangeSet set;
    set.way = way;
    set.brought_stack = way == Way::create && now.id.empty();
    Reply made = formation.ask({"CreateChangeSet", target.region, request(target, way, name)});
    if (!made) {
        if (says_nothing_to_change(made.error().error.message)) return set;
        return refused(target, std::move(made).error());
    }
    set.id = text_at((*made)->root, "Id");
    set.stack_id = text_at((*made)->root, "StackId");
    auto read = read_change_set(formation, target, set);
    if (read && *read) return set;
    const auto dropped = drop_change_set(formation, target, set);
    if (!read) {
        base::Error error = std::move(read).error();
        if (!dropped) error.help = fmt::format("the change set `{}` is left behind", base::excerpt(name));
        return std::unexpected(std::move(error));
    }
    VOUCH_CHECK(dropped);
    set.id.clear();
    return set;
}

base::Result<void> drop_change_set(const Formation& formation, const Target& target, const ChangeSet& set) {
    if (Reply dropped = formation.ask({"DeleteChangeSet", target.region, which(target, set)}); !dropped)
        return refused(target, std::move(dropped).error());
    if (!set.brought_stack) return {};
    // Only while nothing was made in it: somebody else may have gone on with it.
    VOUCH_TRY(const StackNow now, stack_now(formation, target));
    if (now.id != set.stack_id || now.status != "REVIEW_IN_PROGRESS") return {};
    if (Reply gone = formation.ask({"DeleteStack", target.region, fmt::format(R"({{"StackName": {}}})", json_of(set.stack_id))}); !gone)
        return refused(target, std::move(gone).error());
    return {};
}

base::Result<std::vector<ResourceChange>> resources_of(const Target& target) {
    VOUCH_TRY(const value::Document document, value::read_yaml(std::make_shared<const base::Source>(target.name, target.text)));
    std::vector<ResourceChange> all;
    const Value* resources = document.root.find("Resources");
    if (resources == nullptr || !resources->is_map()) return all;
    for (const value::Member& each : resources->as_map())
        all.push_back({"Add", std::string(each.name()), text_at(each.value, "Type"), {}, {}, text_at(each.value, "Condition")});
    return all;
}

std::string as_text(const std::vector<ResourceChange>& changes) {
    std::string text;
    for (const ResourceChange& each : changes) {
        text += fmt::format("  {} {}  {}", sign_of(each), base::escape(each.logical), base::escape(each.type));
        if (!each.condition.empty()) text += fmt::format("  where {}", base::escape(each.condition));
        if (!each.about.empty()) text += fmt::format(": {}", base::escape(fmt::format("{}", fmt::join(each.about, ", "))));
        if (each.replacement == "True") text += "  (is replaced)";
        if (each.replacement == "Conditional") text += "  (may be replaced)";
        text += '\n';
    }
    return text;
}

}  // namespace vouch::baseline
