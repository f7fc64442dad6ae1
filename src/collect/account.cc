// SPDX-License-Identifier: Apache-2.0
// Who is asking, which regions there are, then the plan. Tested by account_test.cc.
#include "collect/account.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/complaint.h"
#include "value/text_at.h"

namespace vouch::collect {
namespace {

using value::Value;

// "arn:aws-cn:iam::...": what stands between the first two colons.
std::string partition_of(std::string_view arn) {
    const std::size_t first = arn.find(':');
    const std::size_t second = arn.find(':', first + 1);
    if (!arn.starts_with("arn:") || second == std::string_view::npos) return "aws";
    return std::string(arn.substr(first + 1, second - first - 1));
}

// Those that are enabled, sorted.
std::vector<std::string> regions_of(const Answer& answer) {
    std::vector<std::string> regions;
    if (answer.outcome == Outcome::given && answer.value.is_map())
        if (const Value* list = answer.value.find("Regions"); list != nullptr && list->is_list())
            for (const Value& each : list->as_list())
                if (std::string name = text_at(each, "RegionName"); !name.empty() && text_at(each, "OptInStatus") != "not-opted-in")
                    regions.push_back(std::move(name));
    std::ranges::sort(regions);
    return regions;
}

bool is_account(std::string_view id) { return id.size() == 12 && id.find_first_not_of("0123456789") == std::string_view::npos; }

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
    const std::string account = text_at(answer.value, "Account");
    if (!is_account(account)) return problem(base::Code::refused, "sts:GetCallerIdentity did not say which account this is");
    if (!options_.expected.empty() && account != options_.expected)
        return problem(base::Code::refused, fmt::format("the credentials are of account {}, not of {}", account, options_.expected));
    account_.account = account;
    account_.caller = text_at(answer.value, "Arn");
    account_.partition = partition_of(account_.caller);
    if (options_.regions_are_enabled) return collect(options_.regions);
    caller_.ask(always("ec2"), options_.home, Value::map(nullptr, 0, 0), {}, [this](const Answer& regions) { find_regions(regions); });
}

void AccountCollection::find_regions(const Answer& answer) {
    std::vector<std::string> enabled = regions_of(answer);
    if (enabled.empty() && !options_.regions.empty()) return collect(options_.regions);
    if (enabled.empty()) {
        problem(base::Code::refused,
                fmt::format("account {}: which regions are enabled is not known, only {} is audited", account_.account, options_.home),
                "name them with `--regions`");
        enabled.push_back(options_.home);
    }
    collect(options_.regions.empty() ? std::move(enabled) : without_closed(enabled));
}

// Those that were asked for and are there.
std::vector<std::string> AccountCollection::without_closed(const std::vector<std::string>& enabled) {
    std::vector<std::string> open;
    for (const std::string& region : options_.regions) {
        if (std::ranges::find(enabled, region) != enabled.end())
            open.push_back(region);
        else
            problem(base::Code::refused,
                    fmt::format("account {}: region `{}` does not exist or is not enabled: it is not audited", account_.account,
                                base::excerpt(region)),
                    "enable it, or leave it out of `--regions`");
    }
    return open;
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
    for (const Refused& refused : all) account_.failed.push_back(told(refused));
    std::ranges::sort(account_.failed);
    for (base::Error& error : complaints(all)) {
        if (options_.one_of_many) error.message = fmt::format("account {}: {}", account_.account, error.message);
        problems_.push_back(std::move(error));
    }
    if (!collector_ && problems_.empty() && !account_.failed.empty()) problem(base::Code::refused, account_.failed.front());
    account_.calls = caller_.counts().answered;
    if (collector_) result.inventory.units = collector_->finish();
    result.inventory.problems = std::move(problems_);
    result.inventory.named = &catalog_.named;
    result.account = std::move(account_);
    return result;
}

}  // namespace vouch::collect
