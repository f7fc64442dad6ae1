// SPDX-License-Identifier: Apache-2.0
// Tested by settings_test.cc.
#include "baseline/settings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/cidr.h"
#include "base/text.h"
#include "baseline/regions.h"
#include "baseline/stacks.h"
#include "value/read.h"

namespace vouch::baseline {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z'); }

bool is_prefix(std::string_view text) {
    return text.size() >= 2 && text.size() <= 16 && is_lower(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c); });
}

// What SNS takes and a shell, JSON and YAML leave alone.
bool is_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.size() > 254) return false;
    const std::string_view host = text.substr(at + 1);
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos || dot == 0 || host.ends_with('.') || host.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text.substr(0, at), [](char c) { return is_word(c) || std::string_view("._+-").contains(c); }) &&
           std::ranges::all_of(host, [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

bool begins_an_id(std::string_view text, std::string_view start, std::size_t least) {
    return text.starts_with(start) && text.size() >= start.size() + least && text.size() <= 68 &&
           std::ranges::all_of(text.substr(start.size()), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}
bool is_organization(std::string_view text) { return begins_an_id(text, "o-", 10) && text.size() <= 34; }
bool is_root(std::string_view text) { return begins_an_id(text, "r-", 4) || begins_an_id(text, "ou-", 13); }
bool is_role(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::ranges::all_of(text, [](char c) { return is_word(c) || std::string_view("_+=,.@-").contains(c); });
}
bool is_private_block(std::string_view text) {
    const auto block = base::parse_block(text);
    if (!block || block->ipv6 || block->prefix != 16 || !block->starts_block()) return false;
    return std::ranges::any_of(std::array{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"},
                               [&](std::string_view range) { return base::parse_block(range)->contains(*block); });
}
bool is_account(std::string_view text) { return text.size() == 12 && std::ranges::all_of(text, is_digit); }
bool is_account_choice(std::string_view text) { return text == "single" || text == "organization"; }
bool is_scope(std::string_view text) { return text == "account" || text == "organization"; }
bool is_log_retention(std::string_view text) {
    constexpr std::array kOffered{"365", "400", "545", "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653"};
    return std::ranges::find(kOffered, text) != kOffered.end();
}
bool is_hook_mode(std::string_view text) { return text == "disabled" || text == "warn" || text == "fail"; }
bool is_stack(std::string_view text) { return find_stack(text) != nullptr; }

struct Row {
    std::string_view key;
    SettingKind kind;
    std::string_view initial;  // items of a list with a blank between; empty: has to be given where it is needed
    double least = 0;
    double most = 0;
    bool (*fits)(std::string_view) = nullptr;
    std::string_view wanted;  // "`key` is ..."
};
constexpr std::string_view kAddress = "one e-mail address, such as team@example.com: without it nobody is told";
constexpr std::string_view kRegion = "a region of AWS, such as eu-central-1";
constexpr std::array kRows{
    Row{"prefix", SettingKind::text, "soc2", 0, 0, is_prefix, "2 to 16 lower-case letters and digits, a letter first"},
    Row{"accounts", SettingKind::text, "single", 0, 0, is_account_choice, "single or organization"},
    Row{"account", SettingKind::text, "", 0, 0, is_account, "the twelve digits of an account, in quotes"},
    Row{"organization_id", SettingKind::text, "", 0, 0, is_organization, "the identifier of an organization, such as o-a1b2c3d4e5"},
    Row{"organization_root", SettingKind::text, "", 0, 0, is_root, "a root or organizational unit, such as r-a1b2"},
    Row{"trail_scope", SettingKind::text, "account", 0, 0, is_scope, "account or organization"},
    Row{"home_region", SettingKind::text, "us-east-1", 0, 0, is_region, kRegion},
    Row{"regions", SettingKind::list, "us-east-1", 0, 0, is_region, kRegion},
    Row{"copy_region", SettingKind::text, "us-west-2", 0, 0, is_region, kRegion},
    Row{"security_email", SettingKind::text, "", 0, 0, is_address, kAddress},
    Row{"operations_email", SettingKind::text, "", 0, 0, is_address, kAddress},
    Row{"trail_retention_days", SettingKind::number, "400", 365, 36500, nullptr,
        "from 365 to 36500: the auditor looks at a year of the trail"},
    Row{"log_retention_days", SettingKind::number, "365", 365, 3653, is_log_retention,
        "365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653: what CloudWatch Logs offers from a year on"},
    Row{"password_max_age_days", SettingKind::number, "90", 1, 90, nullptr, "from 1 to 90"},
    Row{"security_role", SettingKind::text, "SecurityAdministrator", 0, 0, is_role, "the name of a role"},
    Row{"unauthorized_calls", SettingKind::number, "5", 1, 100'000, nullptr, "from 1 to 100000"},
    Row{"sign_in_failures", SettingKind::number, "3", 1, 100'000, nullptr, "from 1 to 100000"},
    Row{"error_rate_percent", SettingKind::number, "1", 0, 100, nullptr, "from 0 to 100"},
    Row{"latency_milliseconds", SettingKind::number, "5000", 1, 86'400'000, nullptr, "from 1 to 86400000"},
    Row{"vpc_cidr", SettingKind::text, "10.20.0.0/16", 0, 0, is_private_block, "a private /16 block, such as 10.20.0.0/16"},
    Row{"requests_per_address", SettingKind::number, "2000", 100, 2'000'000, nullptr, "from 100 to 2000000"},
    Row{"hooks", SettingKind::text, "disabled", 0, 0, is_hook_mode, "disabled, warn or fail"},
    Row{"stacks", SettingKind::list, "data-protection trail monitoring iam network backup automation config scanning", 0, 0, is_stack,
        "data-protection, trail, monitoring, iam, network, backup, automation, config, scanning or hooks"},
};

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

class SettingsReader {
public:
    explicit SettingsReader(const value::Document& document) : document_(document) {}

    std::expected<Settings, std::vector<base::Error>> run() {
        const Value& root = document_.root;
        if (!root.is_map() && !root.is_null()) {
            fault(root, "the settings are no map");
            return std::unexpected(std::move(problems_));
        }
        if (root.is_map())
            for (const value::Member& member : root.as_map()) take(member);
        for (const Row& row : kRows)
            if (!settings_.values.contains(row.key)) settings_.values.emplace(row.key, initial(row));
        if (problems_.empty()) judge();
        if (!problems_.empty()) return std::unexpected(std::move(problems_));
        return std::move(settings_);
    }

private:
    static std::vector<std::string> initial(const Row& row) {
        if (row.kind == SettingKind::list) return words(row.initial);
        return {std::string(row.initial)};
    }

    void fault(const Value& at, std::string message) {
        problems_.push_back({Code::invalid_value, std::move(message), document_.location(at), {}, {}});
    }
    // At the setting, or at the beginning of the file where it is left out.
    void fault(std::string_view key, std::string message) {
        const Value* found = document_.root.find(key);
        fault(found != nullptr ? *found : document_.root, std::move(message));
    }

    void take(const value::Member& member) {
        const auto* const row = std::ranges::find(kRows, member.name(), &Row::key);
        if (row == kRows.end()) return fault(member.key, fmt::format("there is no setting `{}`", excerpt(member.name())));
        std::vector<std::string> values;
        if (row->kind == SettingKind::list) {
            if (!member.value.is_list() || member.value.length() == 0)
                return fault(member.value, fmt::format("`{}` is a list of one or more", row->key));
            for (const Value& each : member.value.as_list()) {
                if (!item(*row, each, values)) return;
            }
        } else if (!item(*row, member.value, values)) {
            return;
        }
        settings_.values.emplace(row->key, std::move(values));
    }

    bool item(const Row& row, const Value& each, std::vector<std::string>& values) {
        std::string text;
        if (row.kind == SettingKind::number) {
            const bool whole = each.kind() == value::Kind::integer;
            const double number = whole ? static_cast<double>(each.as_integer()) : each.kind() == value::Kind::real ? each.as_real() : NAN;
            text = whole ? fmt::format("{}", each.as_integer()) : fmt::format("{}", number);
            const bool may_be_broken = row.key == "error_rate_percent";
            if (!(number >= row.least && number <= row.most) || (!whole && !may_be_broken)) text.clear();
        } else if (each.is_string()) {
            text = each.as_string();
        }
        if (text.empty() || (row.fits != nullptr && !row.fits(text))) {
            const std::string what = each.is_string() && each.length() > 0 ? fmt::format("`{}`: ", excerpt(each.as_string())) : "";
            fault(each, fmt::format("{}`{}` is {}", what, row.key, row.wanted));
            return false;
        }
        if (std::ranges::find(values, text) != values.end()) {
            fault(each, fmt::format("`{}` stands twice in `{}`", excerpt(text), row.key));
            return false;
        }
        values.push_back(std::move(text));
        return true;
    }

    bool given(std::string_view key) const { return !settings_.one(key).empty(); }

    // What only shows when all settings are known.
    void judge() {
        for (const std::string_view key : {"security_email", "operations_email"})
            if (!given(key)) fault(key, fmt::format("`{}` is {}", key, kAddress));
        for (const std::string_view key : {"organization_id", "organization_root"}) {
            if (settings_.of_organization() && !given(key))
                fault("accounts", fmt::format("`accounts` is organization, but `{}` is not given", key));
            if (!settings_.of_organization() && given(key))
                fault(key, fmt::format("`{}` is given, but `accounts` is single: a single account has no organization", key));
        }
        if (!settings_.of_organization() && settings_.one("trail_scope") == "organization")
            fault("trail_scope",
                  "`trail_scope` is organization, but `accounts` is single: a single account cannot have a trail of the organization");
        judge_regions();
        judge_stacks();
    }

    void judge_regions() {
        const std::string& home = settings_.one("home_region");
        const std::string& copies = settings_.one("copy_region");
        const std::vector<std::string>& regions = settings_.all("regions");
        if (std::ranges::find(regions, home) == regions.end())
            fault(document_.root.find("regions") != nullptr ? "regions" : "home_region",
                  fmt::format("`home_region` {} is not among `regions`", home));
        if (home == copies) fault("copy_region", fmt::format("`copy_region` is the home region {}: copies lie in another", copies));
        const std::set<std::string_view> parts = [&] {
            std::set<std::string_view> all{partition_of(home), partition_of(copies)};
            for (const std::string& each : regions) all.insert(partition_of(each));
            return all;
        }();
        if (parts.size() > 1)
            fault("regions", fmt::format("the regions lie in {}: no account has regions of several partitions", fmt::join(parts, " and ")));
    }

    void judge_stacks() {
        const std::vector<std::string>& chosen = settings_.all("stacks");
        const auto has = [&](std::string_view name) { return std::ranges::find(chosen, name) != chosen.end(); };
        for (const std::string& name : chosen)
            for (const std::string_view needed : find_stack(name)->needs)
                if (!needed.empty() && !has(needed))
                    fault("stacks", fmt::format("the stack `{}` takes values from `{}`, which `stacks` leaves out", name, needed));
        if (settings_.one("hooks") != "disabled" && !has("hooks"))
            fault("hooks", fmt::format("`hooks` is {}, but `stacks` leaves the stack `hooks` out", settings_.one("hooks")));
        if (!has("network")) return;
        for (const std::string& region : settings_.all("regions"))
            if (has_two_zones(region))
                fault("regions", fmt::format("`{}` offers two zones to new accounts, and the stack `network` needs three", region));
    }

    const value::Document& document_;
    Settings settings_;
    std::vector<base::Error> problems_;
};

}  // namespace

const SettingKind* kind_of(std::string_view key) {
    const auto* const row = std::ranges::find(kRows, key, &Row::key);
    return row == kRows.end() ? nullptr : &row->kind;
}

std::expected<Settings, std::vector<base::Error>> read_settings(base::SourcePtr source) {
    constexpr value::Limits kLimits{.bytes = std::size_t{1} << 20U, .depth = 8};
    auto document = value::read_yaml(std::move(source), {.limits = kLimits});
    if (!document) return std::unexpected(std::vector{std::move(document).error()});
    return SettingsReader(*document).run();
}

}  // namespace vouch::baseline
