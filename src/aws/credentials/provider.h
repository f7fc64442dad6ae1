// SPDX-License-Identifier: Apache-2.0
// Who hands out credentials, and renews them before they expire.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "aws/credentials/credentials.h"
#include "base/clock.h"
#include "base/error.h"

namespace vouch::aws {

// An interface, so that a client can be tried with fixed keys.
class Provider {
public:
    Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;
    virtual ~Provider() = default;

    // Credentials that are good now. Errors: those of finding or renewing them.
    virtual base::Result<Credentials> get() = 0;
    // The same after a service has refused them as expired: asks for new ones in any case.
    virtual base::Result<Credentials> renew() = 0;
};

class FixedProvider final : public Provider {
public:
    explicit FixedProvider(Credentials credentials) : credentials_(std::move(credentials)) {}

    base::Result<Credentials> get() override { return credentials_; }
    base::Result<Credentials> renew() override { return credentials_; }

private:
    Credentials credentials_;
};

// Keeps what `load` gave. From 15 minutes before it expires on it asks for more and lives with a failure, at most every 10 seconds; from
// 10 minutes before on a failure counts. The clock must outlive it. Thread-safe: who asks while others load waits for what they get.
class RenewingProvider final : public Provider {
public:
    using Load = std::function<base::Result<Credentials>()>;

    RenewingProvider(const base::Clock& clock, Load load) : clock_(clock), load_(std::move(load)) {}

    base::Result<Credentials> get() override;
    base::Result<Credentials> renew() override;

private:
    base::Result<Credentials> load();

    const base::Clock& clock_;
    Load load_;
    std::mutex mutex_;
    std::optional<Credentials> kept_;
    base::Time next_try_{};
};

}  // namespace vouch::aws
