// SPDX-License-Identifier: Apache-2.0
// For tests: an audit of one account with something of everything: a pass, fails, a denied call, a call that failed, an accepted fail, what
// does not apply, an estate, and a name that attacks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/format.h"

namespace vouch::report::testing {

class Live {
public:
    Live();
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    Report report() const;
    std::string written(std::string_view format, const View& view = {}) const;

    // A bucket of eu-west-1 with its verdict under bucket-encrypted.
    void add_bucket(const std::string& name, model::Verdict verdict);

    model::Inventory inventory;
    std::vector<model::Control> controls;
    model::Assessment assessment;
    model::Audit audit;
    std::vector<model::Standard> standards;
    std::vector<base::Error> problems;

private:
    void make_controls();
    void make_audit();
    model::Resource bucket(const std::string& name) const;
    void judge(std::size_t unit, std::size_t resource, std::size_t control, model::Verdict verdict, model::Reason reason = {});

    std::shared_ptr<model::Unit> regional_;
    model::CallMadePtr list_;
};

}  // namespace vouch::report::testing
