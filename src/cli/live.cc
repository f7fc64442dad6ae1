// SPDX-License-Identifier: Apache-2.0
// Every account has a client of its own; all share one network, so that they are asked at the same time. Tested by tests/audit.
#include "cli/live.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "aws/client.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cli/network.h"
#include "collect/live_line.h"
#include "collect/recorded_line.h"
#include "facts/analyser.h"
#include "store/redact.h"
#include "value/text_at.h"

namespace vouch::cli {

using base::Code;

namespace {
constexpr const char* kGroup = "Which accounts, and how to reach them";
}

void LiveOptions::declare(CLI::App& parser) {
    declare_way(parser);
    parser.add_option("--regions", regions, "regions to audit (all that are enabled)")
        ->delimiter(',')
        ->type_name("NAME,...")
        ->group(kGroup);
    parser.add_option("--accounts", accounts, "accounts to audit (that of the credentials)")
        ->delimiter(',')
        ->type_name("ID,...")
        ->group(kGroup);
    parser.add_flag("--organization", organization, "audit every active account of the organization")->group(kGroup);
}

void LiveOptions::declare_way(CLI::App& parser) {
    parser.add_option("--profile", profile, "profile of the AWS configuration")->type_name("NAME")->group(kGroup);
    parser.add_option("--region", region, "region of calls that belong to none (that of the profile)")->type_name("NAME")->group(kGroup);
    parser.add_option("--role", role, "role to assume in each of these accounts: a name, or an ARN with {account} in it")
        ->type_name("NAME")
        ->group(kGroup);
    parser.add_option("--external-id", external_id, "external id to assume it with")->type_name("ID")->group(kGroup);
    parser.add_option("--endpoint-url", endpoint_url, "address that answers instead of AWS")->type_name("URL")->group(kGroup);
    parser.add_option("--ca-bundle", ca_bundle, "file of certificates to trust")->type_name("FILE")->group(kGroup);
    parser.add_flag("--allow-plain-http", plain_http, "take an endpoint without TLS on another machine")->group(kGroup);
}

namespace {

// Of a call. The SDKs' 3 lose one call in a thousand where one answer in ten is a fault; an audit asks thousands, and has the time.
constexpr int kAttempts = 5;

// One account that is asked. Its parts refer to one another: it stays where it is.
class Asked {
public:
    Asked(Network& network, const base::Clock& clock, std::shared_ptr<aws::Provider> with, const collect::Catalog& tables,
          const collect::Plan& plan, collect::AccountOptions options, const LiveListeners& listeners)
        : provider_(std::move(with)),
          client_(network.client(*provider_, options.expected)),
          network_line_(client_, network.http(), network.models()),
          line_(network_line_, clock, listeners.own),
          listeners_(listeners),
          collection_(tables, plan, line_, hearing(std::move(options))) {}

    collect::AccountCollection& collection() { return collection_; }
    void add_to(LiveProgress& progress) const {
        const collect::CallCounts& counts = collection_.caller().counts();
        progress.places += counts.places;
        progress.done += counts.done;
        progress.asked += counts.asked;
        progress.answered += counts.answered;
        progress.throttled += client_.throttled();
    }

private:
    collect::AccountOptions hearing(collect::AccountOptions options) {
        options.on_exchange = [this](model::Exchange& exchange) { hear(exchange); };
        return options;
    }

    // Which account it is is the answer to the first question: that waits until it is known.
    void hear(model::Exchange& exchange) {
        store::redact(exchange);
        first_.push_back(exchange);
        if (collection_.account().empty()) return;
        for (const model::Exchange& each : first_) listeners_.exchange(collection_.account(), each);
        first_.clear();
    }

    std::shared_ptr<aws::Provider> provider_;
    aws::Client client_;
    collect::LiveLine network_line_;
    collect::LocalLine line_;
    const LiveListeners& listeners_;
    std::vector<model::Exchange> first_;
    collect::AccountCollection collection_;
};

// The active accounts of the organization, sorted.
base::Result<std::vector<std::string>> accounts_of_organization(Network& network) {
    aws::Client client = network.client(*network.provider(), {});
    std::vector<std::string> found;
    const auto take = [&](const aws::Answer& page) {
        const value::Value* list = page.output.document.root.find("Accounts");
        if (list == nullptr || !list->is_list()) return true;
        for (const value::Value& each : list->as_list()) {
            const std::string status = text_at(each, "Status");
            std::string id = text_at(each, "Id");
            if (!id.empty() && (status.empty() || status == "ACTIVE")) found.push_back(std::move(id));
        }
        return true;
    };
    VOUCH_CHECK(network.pages(client, {.service = "organizations", .operation = "ListAccounts", .region = network.home()}, take));
    std::ranges::sort(found);
    return found;
}

base::Result<std::vector<std::string>> wanted_accounts(const LiveOptions& options, Network& network) {
    std::vector<std::string> accounts = options.accounts;
    if (options.organization) {
        VOUCH_TRY(accounts, accounts_of_organization(network));
    }
    for (const std::string& account : accounts)
        if (account.size() != 12 || account.find_first_not_of("0123456789") != std::string::npos)
            return base::fail(Code::invalid_usage, fmt::format("`{}` is no account: it has twelve digits", base::excerpt(account)));
    if (!accounts.empty() && options.role.empty())
        return base::fail(Code::invalid_usage, "other accounts are audited in a role that they let you assume: name it with `--role`");
    std::ranges::sort(accounts);
    const auto again = std::ranges::unique(accounts);
    accounts.erase(again.begin(), again.end());
    if (accounts.empty()) accounts.emplace_back();  // that of the credentials
    return accounts;
}

// Where that was asked first; nullptr: nowhere.
const model::Question* first_of(const std::vector<model::Exchange>& exchanges, std::string_view operation) {
    const auto found =
        std::ranges::find_if(exchanges, [&](const model::Exchange& each) { return each.made->question.operation == operation; });
    return found == exchanges.end() ? nullptr : &found->made->question;
}

}  // namespace

collect::Catalog live_tables() {
    collect::Catalog tables = collect::read_catalog(base::embedded_catalog());
    for (const facts::Analyser* analyser : facts::analysers())
        for (const std::string_view type : analyser->types) tables.about[std::string(analyser->name)].emplace(type);
    return tables;
}

base::Result<Gathered> gather(World& world, const LiveOptions& options, const collect::Catalog& tables, const collect::Plan& plan,
                              const LiveListeners& listeners) {
    Gathered gathered;
    VOUCH_TRY(aws::Settings settings, read_settings(world, options));
    gathered.warnings = settings.warnings;
    if (!settings.max_attempts) settings.max_attempts = kAttempts;
    Network network(world, std::move(settings));
    VOUCH_TRY(const std::vector<std::string> accounts, wanted_accounts(options, network));
    std::vector<std::shared_ptr<aws::Provider>> providers;
    for (const std::string& account : accounts) providers.push_back(network.provider_for(options, account));
    network.find_credentials(providers);
    std::vector<std::unique_ptr<Asked>> all;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const std::string& account = accounts[i];
        collect::AccountOptions asking{.expected = account, .home = network.home(), .regions = options.regions};
        asking.one_of_many = accounts.size() > 1;
        all.push_back(std::make_unique<Asked>(network, world.clock(), std::move(providers[i]), tables, plan, std::move(asking), listeners));
        all.back()->collection().start();
    }
    const auto tell = [&] {
        LiveProgress now;
        for (const auto& each : all) each->add_to(now);
        listeners.progress(now);
        return now.asked == now.answered;
    };
    std::function<void()> again = [&] {
        if (!tell()) network.http().after(aws::Seconds(0.2), [&again] { again(); });
    };
    again();
    network.http().run();
    for (const auto& each : all) gathered.accounts.push_back(each->collection().finish());
    gathered.stopped = network.http().cancelled();
    return gathered;
}

Gathered replay(const collect::Catalog& tables, const collect::Plan& plan, std::map<std::string, std::vector<model::Exchange>> exchanges,
                const std::vector<model::AuditedAccount>& accounts) {
    Gathered gathered;
    for (auto& [account, recorded] : exchanges) {
        const auto known = std::ranges::find(accounts, account, &model::AuditedAccount::account);
        // Who asked was asked at home.
        const model::Question* who = first_of(recorded, "GetCallerIdentity");
        collect::AccountOptions options{.expected = account,
                                        .home = who == nullptr ? std::string(kHome) : who->region,
                                        .regions = known == accounts.end() ? std::vector<std::string>() : known->regions};
        options.regions_are_enabled = !options.regions.empty() && first_of(recorded, "DescribeRegions") == nullptr;
        options.one_of_many = exchanges.size() > 1;
        collect::RecordedLine line(std::move(recorded));
        collect::AccountCollection collection(tables, plan, line, options);
        collection.start();
        line.run();
        gathered.accounts.push_back(collection.finish());
    }
    return gathered;
}

}  // namespace vouch::cli
