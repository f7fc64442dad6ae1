// SPDX-License-Identifier: Apache-2.0
// Who is asking, which regions there are, then the plan. Tested by account_test.cc.
#include "collect/account.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"

namespace vouch::collect {
namespace {

using value::Value;

constexpr std::size_t kMostRegions = 3;  // that are told by name

std::string text(const Value& map, std::string_view name) {
    const Value* found = map.is_map() ? map.find(name) : nullptr;
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// "arn:aws-cn:iam::...": what stands between the first two colons.
std::string partition_of(std::string_view arn) {
    const std::size_t first = arn.find(':');
    const std::size_t second = arn.find(':', first + 1);
    if (!arn.starts_with("arn:") || second == std::string_view::npos) return "aws";
    return std::string(arn.substr(first + 1, second - first - 1));
}

bool is_account(std::string_view id) { return id.size() == 12 && id.find_first_not_of("0123456789") == std::string_view::npos; }

// "eu-west-1, us-east-1" or how many.
std::string places(const std::set<std::string>& regions) {
    if (regions.size() > kMostRegions) return fmt::format("{} regions", regions.size());
    return fmt::format("{}", fmt::join(regions, ", "));
}

std::string told(const Refused& refused) {
    const bool often = refused.questions > refused.regions.size();
    return fmt::format("{} ({}{})", reason_of(refused.first), places(refused.regions),
                       often ? fmt::format(", {} times", refused.questions) : "");
}

}  // namespace

AccountCollection::AccountCollection(const Catalog& catalog, const Plan& plan, Line& line, AccountOptions options)
    : catalog_(catalog), plan_(plan), line_(line), options_(std::move(options)), caller_(line_, catalog.denied, options_.on_exchange) {
    account_.account = options_.expected;
}

const Call& AccountCollection::always(std::string_view service) const {
    return **std::ranges::find(catalog_.always, service, [](const Call* call) { return std::string_view(call->service); });
}

void AccountCollection::problem(base::Code code, std::string message, std::string help) {
    base::Error error;
    error.code = code;
    error.message = std::move(message);
    error.help = std::move(help);
    problems_.push_back(std::move(error));
}

void AccountCollection::start() {
    caller_.ask(always("sts"), options_.home, Value::map(nullptr, 0, 0), {}, [this](const Answer& answer) { identify(answer); });
}

void AccountCollection::identify(const Answer& answer) {
    if (answer.outcome != Outcome::given) return;  // finish() says why
    const std::string account = text(answer.value, "Account");
    if (!is_account(account)) return problem(base::Code::refused, "sts:GetCallerIdentity did not say which account this is");
    if (!options_.expected.empty() && account != options_.expected)
        return problem(base::Code::refused, fmt::format("the credentials are of account {}, not of {}", account, options_.expected));
    account_.account = account;
    account_.caller = text(answer.value, "Arn");
    account_.partition = partition_of(account_.caller);
    if (!options_.regions.empty()) return collect(options_.regions);
    caller_.ask(always("ec2"), options_.home, Value::map(nullptr, 0, 0), {}, [this](const Answer& regions) { find_regions(regions); });
}

void AccountCollection::find_regions(const Answer& answer) {
    std::vector<std::string> regions;
    if (answer.outcome == Outcome::given && answer.value.is_map())
        if (const Value* list = answer.value.find("Regions"); list != nullptr && list->is_list())
            for (const Value& each : list->as_list())
                if (std::string name = text(each, "RegionName"); !name.empty() && text(each, "OptInStatus") != "not-opted-in")
                    regions.push_back(std::move(name));
    std::ranges::sort(regions);
    if (regions.empty()) {
        problem(base::Code::refused,
                fmt::format("account {}: which regions are enabled is not known, only {} is audited", account_.account, options_.home),
                "name them with `--regions`");
        regions.push_back(options_.home);
    }
    collect(std::move(regions));
}

void AccountCollection::collect(std::vector<std::string> regions) {
    account_.regions = regions;
    Place home{.account = account_.account, .region = options_.home, .partition = account_.partition};
    collector_.emplace(plan_, caller_, CollectOptions{.home = std::move(home), .regions = std::move(regions)});
    collector_->start();
}

AccountCollection::Result AccountCollection::finish() {
    Result result;
    std::vector<Refused> all = caller_.refused();
    std::ranges::sort(all, {}, [](const Refused& each) { return std::tie(each.first.made->question, each.first.code); });
    for (const Refused& refused : all) {
        account_.failed.push_back(told(refused));
        if (refused.first.outcome == Outcome::failed)
            problem(refused.first.code == kNoAnswer ? base::Code::network : base::Code::refused, told(refused));
    }
    std::ranges::sort(account_.failed);
    if (!collector_ && problems_.empty() && !account_.failed.empty()) problem(base::Code::refused, account_.failed.front());
    account_.calls = caller_.counts().answered;
    if (collector_) result.inventory.units = collector_->finish();
    result.inventory.problems = std::move(problems_);
    result.account = std::move(account_);
    return result;
}

}  // namespace vouch::collect
