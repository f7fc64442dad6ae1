// SPDX-License-Identifier: Apache-2.0
// Tested by tests/audit.
#include "cli/network.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "aws/credentials/program.h"
#include "aws/credentials/sts.h"
#include "aws/fetch.h"
#include "cli/version.h"

namespace vouch::cli {
namespace {

constexpr std::size_t kAtOnce = 16;  // roles that are assumed

std::optional<std::string> given(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

aws::SettingsOptions settings_options(const LiveOptions& options) {
    return {.profile = given(options.profile),
            .region = given(options.region),
            .endpoint_url = given(options.endpoint_url),
            .ca_bundle = given(options.ca_bundle),
            .allow_plain_http = options.plain_http};
}

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

}  // namespace

base::Result<aws::Settings> read_settings(World& world, const LiveOptions& options) {
    const aws::Environment reading{world.variables(), world.files(), world.clock(), {}, {}};
    return aws::read_settings(reading, settings_options(options));
}

Network::Network(World& world, aws::Settings settings, std::size_t per_host)
    : environment_{world.variables(), world.files(), world.clock(),
                   [this, &world] {
                       const std::scoped_lock lock(random_);
                       return world.random();
                   },
                   [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }},
      settings_(std::move(settings)),
      options_{.ca_bundle = settings_.ca_bundle,
               .proxies = {settings_.http_proxy, settings_.https_proxy, settings_.no_proxy},
               .concurrency_per_host = per_host,
               .stop = &world.stop()},
      http_(options_),
      lanes_(settings_.retry_mode == aws::RetryMode::adaptive ? aws::adaptive() : aws::pacing()),
      outside_{environment_,
               aws::curl_fetch(options_),
               [this](const std::vector<std::string>& words) { return aws::run_program(environment_, words); },
               {}},
      provider_(aws::chain_provider(outside_, settings_)) {}

std::shared_ptr<aws::Provider> Network::provider_for(const LiveOptions& options, const std::string& account) {
    if (account.empty()) return provider_;
    return aws::role_provider(outside_, settings_, provider_,
                              {.arn = role_arn(options.role, account, home()), .external_id = options.external_id});
}

void Network::find_credentials(std::span<const std::shared_ptr<aws::Provider>> providers) {
    if (providers.size() < 2 || !provider_->get()) return;  // those that the others are asked for with
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < providers.size(); i = next++) static_cast<void>(providers[i]->get());
    };
    std::vector<std::jthread> threads;
    while (threads.size() < std::min(kAtOnce, providers.size())) threads.emplace_back(work);
}

base::Result<void> Network::pages(aws::Client& client, aws::Call first, const std::function<bool(const aws::Answer&)>& on_page) {
    base::Result<void> done;
    client.pages(
        std::move(first), [&](const aws::Answer& page) { return on_page(page); },
        [&](const std::expected<std::size_t, aws::CallFailure>& ended) {
            if (!ended) done = std::unexpected(ended.error().error);
        });
    http_.run();
    return done;
}

aws::Client Network::client(aws::Provider& provider, const std::string& account) {
    return aws::Client({environment_, settings_, http_, models_, lanes_, provider, account, fmt::format("vouch/{}", kVersion)});
}

}  // namespace vouch::cli
