// SPDX-License-Identifier: Apache-2.0
// Every account has a client of its own; all share one network, so that they are asked at the same time. Tested by tests/audit.
#include "cli/live.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "aws/client.h"
#include "aws/credentials/program.h"
#include "aws/credentials/source.h"
#include "aws/credentials/sts.h"
#include "aws/fetch.h"
#include "base/text.h"
#include "cli/version.h"
#include "collect/live_line.h"
#include "collect/recorded_line.h"
#include "store/redact.h"

namespace vouch::cli {

using base::Code;

void LiveOptions::declare(CLI::App& parser) {
    const char* group = "Which accounts, and how to reach them";
    parser.add_option("--profile", profile, "profile of the AWS configuration")->type_name("NAME")->group(group);
    parser.add_option("--region", region, "region of calls that belong to none (that of the profile)")->type_name("NAME")->group(group);
    parser.add_option("--regions", regions, "regions to audit (all that are enabled)")->delimiter(',')->type_name("NAME,...")->group(group);
    parser.add_option("--accounts", accounts, "accounts to audit (that of the credentials)")
        ->delimiter(',')
        ->type_name("ID,...")
        ->group(group);
    parser.add_flag("--organization", organization, "audit every active account of the organization")->group(group);
    parser.add_option("--role", role, "role to assume in each of these accounts: a name, or an ARN with {account} in it")
        ->type_name("NAME")
        ->group(group);
    parser.add_option("--external-id", external_id, "external id to assume it with")->type_name("ID")->group(group);
    parser.add_option("--endpoint-url", endpoint_url, "address that answers instead of AWS")->type_name("URL")->group(group);
    parser.add_option("--ca-bundle", ca_bundle, "file of certificates to trust")->type_name("FILE")->group(group);
    parser.add_flag("--allow-plain-http", plain_http, "take an endpoint without TLS on another machine")->group(group);
}

namespace {

std::optional<std::string> given(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

aws::SettingsOptions settings_options(const LiveOptions& options) {
    return {.profile = given(options.profile),
            .region = given(options.region),
            .endpoint_url = given(options.endpoint_url),
            .ca_bundle = given(options.ca_bundle),
            .allow_plain_http = options.plain_http};
}

constexpr std::string_view kHome = "us-east-1";  // where nobody says

// What calls are made with, for all accounts together.
class Network {
public:
    Network(World& world, aws::Settings settings)
        : environment_{world.variables(), world.files(), world.clock(), [&world] { return world.random(); },
                       [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }},
          settings_(std::move(settings)),
          options_{.ca_bundle = settings_.ca_bundle,
                   .proxies = {settings_.http_proxy, settings_.https_proxy, settings_.no_proxy},
                   .stop = &world.stop()},
          http_(options_),
          lanes_(settings_.retry_mode == aws::RetryMode::adaptive ? aws::adaptive() : aws::pacing()),
          outside_{environment_,
                   aws::curl_fetch(options_),
                   [this](const std::vector<std::string>& words) { return aws::run_program(environment_, words); },
                   {}},
          provider_(aws::chain_provider(outside_, settings_)) {}

    aws::CurlHttp& http() { return http_; }
    aws::Models& models() { return models_; }
    const std::shared_ptr<aws::Provider>& provider() { return provider_; }
    std::string home() const { return settings_.region.empty() ? std::string(kHome) : settings_.region; }

    std::unique_ptr<aws::Provider> assuming(const std::string& arn, const std::string& external_id) {
        return aws::role_provider(outside_, settings_, provider_, {.arn = arn, .external_id = external_id});
    }
    aws::Client client(aws::Provider& provider, const std::string& account) {
        return aws::Client({environment_, settings_, http_, models_, lanes_, provider, account, fmt::format("vouch/{}", kVersion)});
    }

private:
    aws::Environment environment_;
    aws::Settings settings_;
    aws::HttpOptions options_;
    aws::CurlHttp http_;
    aws::Models models_;
    aws::Lanes lanes_;
    aws::Outside outside_;
    std::shared_ptr<aws::Provider> provider_;
};

// One account that is asked. Its parts refer to one another: it stays where it is.
class Asked {
public:
    Asked(Network& network, std::shared_ptr<aws::Provider> with, const collect::Catalog& tables, const collect::Plan& plan,
          collect::AccountOptions options, const LiveListeners& listeners)
        : provider_(std::move(with)),
          client_(network.client(*provider_, options.expected)),
          line_(client_, network.http(), network.models()),
          listeners_(listeners),
          collection_(tables, plan, line_, hearing(std::move(options))) {}

    collect::AccountCollection& collection() { return collection_; }

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
    collect::LiveLine line_;
    const LiveListeners& listeners_;
    std::vector<model::Exchange> first_;
    collect::AccountCollection collection_;
};

// "audit" or "arn:aws:iam::{account}:role/audit" in that account.
std::string role_arn(const std::string& role, const std::string& account, const std::string& region) {
    if (!role.starts_with("arn:")) {
        const std::string_view partition = region.starts_with("cn-") ? "aws-cn" : region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
        return fmt::format("arn:{}:iam::{}:role/{}", partition, account, role);
    }
    std::string arn = role;
    if (const std::size_t at = arn.find("{account}"); at != std::string::npos)
        arn.replace(at, std::string_view("{account}").size(), account);
    return arn;
}

// The active accounts of the organization, sorted.
base::Result<std::vector<std::string>> accounts_of_organization(Network& network) {
    aws::Client client = network.client(*network.provider(), {});
    std::vector<std::string> found;
    std::optional<base::Error> error;
    client.pages(
        {.service = "organizations", .operation = "ListAccounts", .region = network.home()},
        [&](const aws::Answer& page) {
            const value::Value* list = page.output.document.root.find("Accounts");
            if (list == nullptr || !list->is_list()) return true;
            for (const value::Value& each : list->as_list()) {
                const value::Value* id = each.find("Id");
                const value::Value* status = each.find("Status");
                const bool active = status == nullptr || !status->is_string() || status->as_string() == "ACTIVE";
                if (id != nullptr && id->is_string() && active) found.emplace_back(id->as_string());
            }
            return true;
        },
        [&](const std::expected<std::size_t, aws::CallFailure>& ended) {
            if (!ended) error = ended.error().error;
        });
    network.http().run();
    if (error) return std::unexpected(*std::move(error));
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

}  // namespace

base::Result<Gathered> gather(World& world, const LiveOptions& options, const collect::Catalog& tables, const collect::Plan& plan,
                              const LiveListeners& listeners) {
    Gathered gathered;
    const aws::Environment reading{world.variables(), world.files(), world.clock(), {}, {}};
    VOUCH_TRY(aws::Settings settings, aws::read_settings(reading, settings_options(options)));
    gathered.warnings = settings.warnings;
    Network network(world, std::move(settings));
    VOUCH_TRY(const std::vector<std::string> accounts, wanted_accounts(options, network));
    std::vector<std::unique_ptr<Asked>> all;
    for (const std::string& account : accounts) {
        std::shared_ptr<aws::Provider> provider = network.provider();
        if (!account.empty()) provider = network.assuming(role_arn(options.role, account, network.home()), options.external_id);
        collect::AccountOptions asking{.expected = account, .home = network.home(), .regions = options.regions, .on_exchange = {}};
        all.push_back(std::make_unique<Asked>(network, std::move(provider), tables, plan, std::move(asking), listeners));
        all.back()->collection().start();
    }
    const auto tell = [&] {
        LiveProgress now{.accounts = all.size()};
        for (const auto& each : all) {
            now.asked += each->collection().caller().counts().asked;
            now.answered += each->collection().caller().counts().answered;
        }
        listeners.progress(now);
        return now.asked == now.answered;
    };
    std::function<void()> again = [&] {
        if (!tell()) network.http().after(aws::Seconds(0.2), [&again] { again(); });
    };
    again();
    network.http().run();
    for (const auto& each : all) gathered.accounts.push_back(each->collection().finish());
    return gathered;
}

Gathered replay(const collect::Catalog& tables, const collect::Plan& plan, std::map<std::string, std::vector<model::Exchange>> exchanges,
                const std::vector<model::AuditedAccount>& accounts) {
    Gathered gathered;
    for (auto& [account, recorded] : exchanges) {
        const auto known = std::ranges::find(accounts, account, &model::AuditedAccount::account);
        // Who asked was asked at home.
        const auto who = std::ranges::find(recorded, std::string("GetCallerIdentity"),
                                           [](const model::Exchange& each) { return each.made->question.operation; });
        collect::AccountOptions options{.expected = account,
                                        .home = who == recorded.end() ? std::string(kHome) : who->made->question.region,
                                        .regions = known == accounts.end() ? std::vector<std::string>() : known->regions};
        collect::RecordedLine line(std::move(recorded));
        collect::AccountCollection collection(tables, plan, line, options);
        collection.start();
        line.run();
        gathered.accounts.push_back(collection.finish());
    }
    return gathered;
}

}  // namespace vouch::cli
