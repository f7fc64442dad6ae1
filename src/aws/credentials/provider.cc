// SPDX-License-Identifier: Apache-2.0
// The windows are botocore's: one in which renewing is worth a try, one in which it must work. Tested by provider_test.cc.
#include "aws/credentials/provider.h"

#include <fmt/format.h>

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

constexpr auto kAdvisory = 15min;
constexpr auto kMandatory = 10min;
constexpr auto kBetweenTries = 10s;

}  // namespace

base::Result<Credentials> RenewingProvider::renew() {
    const std::scoped_lock lock(mutex_);
    return load();
}

base::Result<Credentials> RenewingProvider::load() {
    VOUCH_TRY(Credentials fresh, load_());
    if (fresh.expires && *fresh.expires <= clock_.now())
        return base::fail(base::Code::invalid_value, fmt::format("the credentials from {} have expired", fresh.source));
    next_try_ = clock_.now() + kBetweenTries;
    kept_ = std::move(fresh);
    return *kept_;
}

base::Result<Credentials> RenewingProvider::get() {
    const std::scoped_lock lock(mutex_);
    if (!kept_) return load();
    if (!kept_->expires) return *kept_;
    const auto left = *kept_->expires - clock_.now();
    const bool tried = clock_.now() < next_try_ && left > 0s;
    if (left > kAdvisory || tried) return *kept_;
    auto fresh = load();
    if (fresh || left <= kMandatory) return fresh;
    next_try_ = clock_.now() + kBetweenTries;
    return *kept_;
}

}  // namespace vouch::aws
