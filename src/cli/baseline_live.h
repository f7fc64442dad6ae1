// SPDX-License-Identifier: Apache-2.0
// What the commands share that compare the stacks of a baseline with an account, or deploy them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/error.h"
#include "baseline/change_set.h"
#include "baseline/formation.h"
#include "cli/command.h"
#include "cli/live.h"
#include "cli/network.h"

namespace vouch::cli {

// The settings in a file. False where they cannot be read, which is told.
std::optional<baseline::Settings> read_baseline_settings(World& world, const std::string& path);

struct BaselineLiveOptions {
    std::string settings = "vouch-baseline.yaml";
    std::vector<std::string> stacks;  // of these names alone
    std::string account;              // that it has to be
    LiveOptions live;

    void declare(CLI::App& parser);
};

// The account that a baseline is for, and the stacks that belong there. It stays where it is: `formation` refers to it.
class BaselineLive {
public:
    // nullptr with the exit code where it cannot begin, which is told: settings, credentials, another account.
    static std::unique_ptr<BaselineLive> begin(World& world, const BaselineLiveOptions& options, int& code);

    const std::vector<baseline::Target>& targets() const { return targets_; }
    const baseline::Formation& formation() const { return formation_; }
    const std::string& account() const { return account_; }
    const std::string& caller() const { return caller_; }

private:
    BaselineLive(World& world, const BaselineLiveOptions& options, aws::Settings settings);
    base::Result<void> log_in(const std::string& expected);
    baseline::Reply ask(std::string_view service, const baseline::Question& question);

    Network network_;
    std::shared_ptr<aws::Provider> provider_;
    aws::Client client_;
    baseline::Formation formation_;
    std::vector<baseline::Target> targets_;
    std::string account_;
    std::string caller_;
};

// One that no change set has yet: by the time of day.
std::string change_set_name(const World& world);
// What is to be done to a stack, for people.
std::string told_new(const baseline::Target& target, const std::vector<baseline::ResourceChange>& resources);
std::string told(const baseline::Target& target, const baseline::ChangeSet& set);

}  // namespace vouch::cli
