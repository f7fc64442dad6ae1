// SPDX-License-Identifier: Apache-2.0
// What calls are made with: settings, credentials and one network for all accounts.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "aws/client.h"
#include "aws/credentials/source.h"
#include "aws/environment.h"
#include "aws/http.h"
#include "aws/limiter.h"
#include "aws/models.h"
#include "aws/settings.h"
#include "base/error.h"
#include "cli/live.h"

namespace vouch::cli {

inline constexpr std::string_view kHome = "us-east-1";  // where nobody says

// Errors: those of the AWS configuration.
base::Result<aws::Settings> read_settings(World& world, const LiveOptions& options);

class Network {
public:
    // At most `per_host` requests of one host are under way at once.
    Network(World& world, aws::Settings settings, std::size_t per_host = aws::HttpOptions().concurrency_per_host);

    aws::CurlHttp& http() { return http_; }
    aws::Models& models() { return models_; }
    const std::shared_ptr<aws::Provider>& provider() { return provider_; }
    // Credentials of that account: in the role of the options, or where it is empty those that we have.
    std::shared_ptr<aws::Provider> provider_for(const LiveOptions& options, const std::string& account);
    // Finds the credentials of all of these at the same time. Who gets none says so when they are needed.
    void find_credentials(std::span<const std::shared_ptr<aws::Provider>> providers);
    std::string home() const { return settings_.region.empty() ? std::string(kHome) : settings_.region; }
    // `account` tells lanes apart. The provider must outlive it.
    aws::Client client(aws::Provider& provider, const std::string& account);
    // Asks for the pages of a listing and waits for them; `on_page` says whether to go on. Errors: those of the call.
    base::Result<void> pages(aws::Client& client, aws::Call first, const std::function<bool(const aws::Answer&)>& on_page);

private:
    std::mutex random_;  // the world's numbers are for one at a time
    aws::Environment environment_;
    aws::Settings settings_;
    aws::HttpOptions options_;
    aws::CurlHttp http_;
    aws::Models models_;
    aws::Lanes lanes_;
    aws::Outside outside_;
    std::shared_ptr<aws::Provider> provider_;
};

}  // namespace vouch::cli
