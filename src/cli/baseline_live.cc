// SPDX-License-Identifier: Apache-2.0
// Tested by tests/baseline/deploy_test.py.
#include "cli/baseline_live.h"

#include <array>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/judged.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::cli {

using base::Code;

std::optional<baseline::Settings> read_baseline_settings(World& world, const std::string& path) {
    constexpr std::size_t kMost = std::size_t{1} << 20U;
    const auto source = world.files().read(path, kMost);
    if (!source) {
        base::Error error = source.error();
        if (error.code == Code::not_found) error.help = "make one to begin with: vouch baseline init";
        print_errors(world, {&error, 1}, "error");
        return std::nullopt;
    }
    auto settings = baseline::read_settings(*source);
    if (settings) return *std::move(settings);
    print_errors(world, settings.error(), "error");
    return std::nullopt;
}

void BaselineLiveOptions::declare(CLI::App& parser) {
    parser.add_option("--settings", settings, "the settings file")->type_name("FILE")->capture_default_str();
    parser.add_option("--stack", stacks, "these stacks alone")->delimiter(',')->type_name("NAME,...");
    parser.add_option("--account", account, "the account that it has to be: with another nothing is asked or changed")->type_name("ID");
    live.declare_way(parser);
}

BaselineLive::BaselineLive(World& world, const BaselineLiveOptions& options, aws::Settings settings)
    : network_(world, std::move(settings)),
      provider_(network_.provider_for(options.live, options.live.role.empty() ? std::string() : options.account)),
      client_(network_.client(*provider_, options.account)) {
    formation_.ask = [this](const baseline::Question& question) { return ask("cloudformation", question); };
    formation_.wait = [this](double seconds) {
        network_.http().after(aws::Seconds(seconds), [] {});
        network_.http().run();
        return !network_.http().cancelled();
    };
}

baseline::Reply BaselineLive::ask(std::string_view service, const baseline::Question& question) {
    auto input = value::read_json(std::make_shared<base::Source>("input", question.input));
    if (!input) return std::unexpected(baseline::Refusal{{}, std::move(input).error()});
    baseline::Reply reply;
    const auto take = [&](aws::CallResult result) {
        if (result)
            reply = std::make_shared<const value::Document>(std::move(result->output.document));
        else
            reply = std::unexpected(
                baseline::Refusal{result.error().api ? result.error().api->code : std::string(), std::move(result).error().error});
    };
    client_.call({.service = std::string(service),
                  .operation = std::string(question.operation),
                  .region = question.region,
                  .input = std::make_shared<const value::Document>(*std::move(input))},
                 take);
    network_.http().run();
    return reply;
}

base::Result<void> BaselineLive::log_in(const std::string& expected) {
    const baseline::Reply who = ask("sts", {"GetCallerIdentity", network_.home(), "{}"});
    if (!who) return std::unexpected(who.error().error);
    account_ = value::text_at((*who)->root, "Account");
    caller_ = value::text_at((*who)->root, "Arn");
    if (expected.empty() || account_ == expected) return {};
    return base::fail(Code::refused,
                      fmt::format("the baseline is for account {}, but these credentials are of account {}", base::excerpt(expected),
                                  base::excerpt(account_)),
                      std::nullopt, "use credentials of that account, or name the role to assume there with `--role`");
}

std::unique_ptr<BaselineLive> BaselineLive::begin(World& world, const BaselineLiveOptions& options, int& code) {
    code = kIncomplete;
    const auto settings = read_baseline_settings(world, options.settings);
    if (!settings) return nullptr;
    const auto stop = [&](const base::Error& error) -> std::unique_ptr<BaselineLive> {
        print_errors(world, {&error, 1}, "error");
        if (error.code == Code::invalid_usage) code = kUsage;
        return nullptr;
    };
    auto targets = baseline::targets(base::embedded_catalog(), *settings, options.stacks);
    if (!targets) return stop(targets.error());
    BaselineLiveOptions meant = options;
    const std::string& said = settings->one("account");
    if (!said.empty() && !options.account.empty() && said != options.account)
        return stop({Code::invalid_usage,
                     fmt::format("`--account` is {}, but the settings are for {}", base::excerpt(options.account), said),
                     {},
                     {},
                     {}});
    if (meant.account.empty()) meant.account = said;
    if (meant.live.region.empty()) meant.live.region = settings->one("home_region");
    if (!options.live.role.empty() && meant.account.empty())
        return stop({Code::invalid_usage, "`--role` is assumed in an account: name it with `--account`", {}, {}, {}});
    auto aws_settings = read_settings(world, meant.live);
    if (!aws_settings) return stop(aws_settings.error());
    std::unique_ptr<BaselineLive> live(new BaselineLive(world, meant, *std::move(aws_settings)));
    if (const auto in = live->log_in(meant.account); !in) return stop(in.error());
    live->targets_ = *std::move(targets);
    return live;
}

std::string change_set_name(const World& world) { return fmt::format("vouch-{}", seconds_of(world.clock().now())); }

std::string told_new(const baseline::Target& target, const std::vector<baseline::ResourceChange>& resources) {
    return fmt::format("new       {}: {} resources\n{}", shown(target), resources.size(), baseline::as_text(resources));
}

std::string told(const baseline::Target& target, const baseline::ChangeSet& set) {
    if (set.id.empty()) return fmt::format("equal     {}: nothing to change\n", shown(target));
    if (set.way == baseline::Way::create) return told_new(target, set.changes);
    if (set.changes.empty()) return fmt::format("changes   {}: no resource, but parameters, outputs or metadata\n", shown(target));
    return fmt::format("changes   {}: {} {}\n{}", shown(target), set.changes.size(), set.changes.size() == 1 ? "resource" : "resources",
                       baseline::as_text(set.changes));
}

}  // namespace vouch::cli
