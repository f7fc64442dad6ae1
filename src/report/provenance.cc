// SPDX-License-Identifier: Apache-2.0
// The path of a reason names the property, the resource the property's calls. Tested by audit_test.cc.
#include "report/provenance.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/clock.h"
#include "model/estate.h"
#include "model/stack.h"
#include "report/groups.h"
#include "report/page.h"

namespace vouch::report {

using model::CallMade;
using model::Finding;
using model::Reason;
using model::Resource;

namespace {

// A key of a path as it was before `/` and `~` were escaped in it (RFC 6901).
std::string unescaped(std::string_view key) {
    std::string out;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const bool escape = key[i] == '~' && i + 1 < key.size() && (key[i + 1] == '0' || key[i + 1] == '1');
        out += escape ? (key[++i] == '0' ? '~' : '/') : key[i];
    }
    return out;
}

// The first key of `path`, which is taken off it.
std::string take_key(std::string_view& path) {
    path.remove_prefix(std::min<std::size_t>(path.size(), 1));
    const std::size_t end = std::min(path.find('/'), path.size());
    std::string key = unescaped(path.substr(0, end));
    path.remove_prefix(end);
    return key;
}

// What a path of a reason is about.
struct Subject {
    const Resource* resource = nullptr;
    std::vector<std::string> properties;  // that it may be, the most likely first; none: the resource as a whole
};

// In the document of an estate resources stand as "unit/id".
const Resource* in_estate(const Report& report, std::string_view key) {
    for (const model::UnitPtr& unit : report.inventory.units) {
        if (!key.starts_with(unit->name) || key.substr(unit->name.size(), 1) != "/") continue;
        if (const Resource* found = unit->find(key.substr(unit->name.size() + 1))) return found;
    }
    return nullptr;
}

// "%buckets.Properties.BucketEncryption exists": its words.
std::vector<std::string> words_of(std::string_view clause) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::vector<std::string> words;
    while (clause.find_first_of(kLetters) != std::string_view::npos) {
        clause.remove_prefix(clause.find_first_of(kLetters));
        words.emplace_back(clause.substr(0, clause.find_first_not_of(kLetters)));
        clause.remove_prefix(words.back().size());
    }
    return words;
}

Subject subject_of(const Report& report, const Finding& finding, const Reason& reason) {
    constexpr std::string_view kResources = "/Resources/";
    Subject subject{&resource_of(report, finding), {}};
    std::string_view path = reason.path;
    if (path.starts_with(kResources)) {
        path.remove_prefix(kResources.size() - 1);
        const std::string key = take_key(path);
        if (model::is_estate(unit_of(report, finding)))
            if (const Resource* other = in_estate(report, key)) subject.resource = other;
    }
    const std::string kind = take_key(path);
    if (kind == "Properties" && !path.empty())
        subject.properties.push_back(take_key(path));
    else if (kind == "Properties")
        subject.properties = words_of(reason.clause);  // the property is not there: only the clause names it
    if (kind == "Vouch") {
        const std::string analyser = "Vouch." + take_key(path);
        subject.properties = {analyser + "." + take_key(path), analyser};
    }
    return subject;
}

void add_calls(Calls& calls, const std::vector<model::CallMadePtr>& more) {
    for (const model::CallMadePtr& call : more)
        if (call != nullptr && std::ranges::find(calls, call.get()) == calls.end()) calls.push_back(call.get());
}

Calls all_of(const Resource& resource) {
    Calls calls;
    for (const model::PropertyOrigin& origin : resource.origins) add_calls(calls, origin.calls);
    return calls;
}

// The calls that gave what the reason is about; none where it is about no single property.
Calls own_calls(const Subject& subject) {
    Calls calls;
    for (const std::string& property : subject.properties) {
        const auto origin = std::ranges::find(subject.resource->origins, property, &model::PropertyOrigin::property);
        if (origin == subject.resource->origins.end()) continue;
        add_calls(calls, origin->calls);
        break;
    }
    return calls;
}

void add_calls(Calls& calls, const Calls& more) {
    for (const CallMade* call : more)
        if (std::ranges::find(calls, call) == calls.end()) calls.push_back(call);
}

}  // namespace

Calls calls_of(const Report& report, const Finding& finding, const Reason& reason) {
    const Subject subject = subject_of(report, finding, reason);
    const Calls own = own_calls(subject);
    return own.empty() ? all_of(*subject.resource) : own;
}

Calls calls_of(const Report& report, const Finding& finding) {
    Calls own;
    Calls whole;  // of reasons that are about no single property: they would hide what the others say
    for (const Reason* reason : distinct(finding)) {
        const Subject subject = subject_of(report, finding, *reason);
        const Calls calls = own_calls(subject);
        add_calls(calls.empty() ? whole : own, calls.empty() ? all_of(*subject.resource) : calls);
    }
    if (!own.empty()) return own;
    return whole.empty() ? all_of(resource_of(report, finding)) : whole;
}

const CallMade* call_of(const Report& report, const Finding& finding, const Reason& reason) {
    const Calls calls = calls_of(report, finding, reason);
    return calls.empty() ? nullptr : calls.back();
}

std::string operation_of(const CallMade& call) { return fmt::format("{}:{}", call.question.service, call.question.operation); }

std::string told(const CallMade& call) {
    std::string text = operation_of(call);
    if (!call.question.region.empty()) text += " " + call.question.region;
    if (!call.request_id.empty()) text += ", request " + call.request_id;
    return text;
}

std::string moment(std::int64_t seconds) {
    constexpr std::int64_t kLatest = 253'402'300'799;  // the year 9999
    if (seconds <= 0 || seconds > kLatest) return {};
    return base::to_string(base::Time(std::chrono::seconds(seconds)));
}

std::vector<Grant> grants(const Report& report) {
    std::map<std::string, std::size_t> counts;
    for (const Finding& finding : report.assessment.findings) {
        if (finding.verdict != model::Verdict::unverified) continue;
        std::set<std::string_view> actions;
        for (const Reason& reason : finding.reasons)
            if (!reason.action.empty()) actions.insert(reason.action);
        for (const std::string_view action : actions) ++counts[std::string(action)];
    }
    std::vector<Grant> all;
    for (const auto& [action, findings] : counts) all.push_back({action, findings});
    return all;
}

std::string population(const Report& report) {
    const std::string resources = counted(report.inventory.resource_count(), "resource");
    if (report.audit == nullptr) return fmt::format("{} in {}", resources, counted(report.inventory.units.size(), "template"));
    std::set<std::string_view> regions;
    for (const model::AuditedAccount& account : report.audit->accounts) regions.insert(account.regions.begin(), account.regions.end());
    return fmt::format("{} in {} of {}", resources, counted(regions.size(), "region"), counted(report.audit->accounts.size(), "account"));
}

std::vector<std::string> unseen_accounts(const Report& report) {
    std::vector<std::string> unseen;
    if (report.audit == nullptr) return unseen;
    std::set<std::string_view> seen;
    for (const model::UnitPtr& unit : report.inventory.units)
        if (model::resource_count(*unit) > 0) seen.insert(unit->environment.account);
    for (const model::AuditedAccount& account : report.audit->accounts)
        if (!seen.contains(account.account)) unseen.push_back(account.account);
    return unseen;
}

}  // namespace vouch::report
