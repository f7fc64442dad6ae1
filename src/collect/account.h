// SPDX-License-Identifier: Apache-2.0
// One account from the first question, who is asking, to its resources. Front header of the live side.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "collect/caller.h"
#include "collect/collector.h"
#include "model/audit.h"
#include "model/inventory.h"

namespace vouch::collect {

struct AccountOptions {
    std::string expected = {};              // account, where it is known: another one is an error
    std::string home = {};                  // region of calls that belong to none
    std::vector<std::string> regions = {};  // empty: all that are enabled
    bool regions_are_enabled = false;       // as somebody has found out before; else the account is asked
    bool one_of_many = false;               // what failed is told with the account
    Caller::OnExchange on_exchange = {};
};

class AccountCollection {
public:
    // All must outlive it.
    AccountCollection(const Catalog& catalog, const Plan& plan, Line& line, AccountOptions options);

    // Asks the first questions; the rest follows from within the line's run().
    void start();

    struct Result {
        model::Inventory inventory;  // its problems say what was denied or failed, and whether nothing could be asked at all
        model::AuditedAccount account;
    };
    // To be called once everything has been answered.
    Result finish();

    const Caller& caller() const { return caller_; }
    // Twelve digits; empty until the account has said which it is, where nobody knew.
    const std::string& account() const { return account_.account; }

private:
    void identify(const Answer& answer);
    void find_regions(const Answer& answer);
    std::vector<std::string> without_closed(const std::vector<std::string>& enabled);
    void collect(std::vector<std::string> regions);
    const Call& always(std::string_view service) const;
    void problem(base::Code code, std::string message, std::string help = {});

    const Catalog& catalog_;
    const Plan& plan_;
    Line& line_;
    AccountOptions options_;
    Caller caller_;
    model::AuditedAccount account_;
    std::optional<Collector> collector_;
    std::vector<base::Error> problems_;
};

}  // namespace vouch::collect
