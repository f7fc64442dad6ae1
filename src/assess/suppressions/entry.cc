// SPDX-License-Identifier: Apache-2.0
// Tested by suppressions_test.cc.
#include "assess/suppressions/entry.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "base/wildcard.h"

namespace vouch::assess {

using base::Code;

namespace {

// The number of letters to change, add or take out (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({change, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

std::string nearest(std::string_view id, std::span<const model::Control> known) {
    constexpr std::size_t kLongest = 200;
    std::string best;
    std::size_t least = id.size() / 3 + 1;
    if (id.size() > kLongest) return best;
    for (const model::Control& control : known)
        if (const std::size_t away = distance(id, control.id); away < least) {
            least = away;
            best = control.id;
        }
    return best;
}

}  // namespace

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const char* const end = text.data() + at + length;
        const auto [stop, error] = std::from_chars(text.data() + at, end, value);
        return error == std::errc() && stop == end ? value : -1;
    };
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (number(0, 4) < 0 || month < 1 || day < 1) return false;
    return std::chrono::year_month_day(std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)))
        .ok();
}

namespace {

base::Error wrong(Code code, std::string message, std::string help = {}) {
    return base::Error{code, std::move(message), {}, {}, std::move(help)};
}

// Keys that there are not, and texts that are none: what is not read would be taken for not written, and hold for ever.
std::optional<base::Error> check_keys(const value::Value& written, std::initializer_list<std::string_view> keys) {
    if (!written.is_map()) return std::nullopt;
    for (const value::Member& member : written.as_map()) {
        if (std::ranges::find(keys, member.name()) == keys.end())
            return wrong(Code::invalid_value, fmt::format("a suppression has no key `{}`", base::excerpt(member.name())),
                         fmt::format("its keys are {}", fmt::join(keys, ", ")));
        const bool is_text = member.name() == "reason" || member.name() == "owner" || member.name() == "until";
        if (is_text && !member.value.is_string())
            return wrong(Code::invalid_value, fmt::format("`{}` of a suppression is a string, written out", member.name()));
    }
    return std::nullopt;
}

std::optional<base::Error> check_patterns(const Entry& entry) {
    constexpr std::size_t kLongest = 500;
    for (const auto* patterns : {&entry.controls, &entry.paths, &entry.resources})
        for (const std::string& pattern : *patterns)
            if (pattern.size() > kLongest)
                return wrong(Code::too_large, fmt::format("`{}` is longer than the limit of {} bytes", base::excerpt(pattern), kLongest));
    return std::nullopt;
}

}  // namespace

std::optional<base::Error> check_entry(const Entry& entry, const value::Value& written, std::initializer_list<std::string_view> keys,
                                       std::span<const model::Control> known, std::size_t& guesses) {
    if (auto error = check_keys(written, keys)) return error;
    if (entry.what.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return wrong(Code::invalid_value, "a suppression needs a reason", "say in `reason` why the finding is accepted");
    const bool has_last_day = !entry.what.until.empty() || written.find("until") != nullptr;
    if (has_last_day && !is_date(entry.what.until))
        return wrong(Code::invalid_value, fmt::format("`{}` is no date", base::excerpt(entry.what.until)), "write it as YYYY-MM-DD");
    if (auto error = check_patterns(entry)) return error;
    for (const std::string& id : entry.controls) {
        const bool found =
            std::ranges::any_of(known, [&](const model::Control& control) { return base::matches_wildcard(id, control.id); });
        if (found) continue;
        const std::string meant = guesses > 0 ? nearest(id, known) : std::string();
        guesses -= guesses > 0 ? 1 : 0;
        return wrong(Code::undefined_name, fmt::format("no control is called `{}`", base::excerpt(id)),
                     meant.empty() ? "`vouch list controls` names them all" : fmt::format("is `{}` meant?", meant));
    }
    return std::nullopt;
}

}  // namespace vouch::assess
