// SPDX-License-Identifier: Apache-2.0
// Tested by pieces_test.cc.
#include "report/words.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"

namespace vouch::report {
namespace {

// The elements of a list as describe() writes it; `text` itself where it is none.
std::vector<std::string> elements(std::string_view text) {
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') return {std::string(text)};
    text = text.substr(1, text.size() - 2);
    std::vector<std::string> out;
    std::string current;
    int depth = 0;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == '\\' && quote == '"') {
                current += c;
                if (++i < text.size()) current += text[i];
                continue;
            }
            if (c == quote) quote = 0;
        } else if (c == '"' || (c == '/' && current.empty())) {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            out.push_back(std::move(current));
            current.clear();
            if (i + 1 < text.size() && text[i + 1] == ' ') ++i;
            continue;
        }
        current += c;
    }
    if (!current.empty()) out.push_back(std::move(current));
    return out;
}

std::string folded(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '"') out += base::to_lower(c);
    return out;
}

// Short enough to stand behind an excerpt.
std::string shortened(const std::string& text) {
    constexpr std::size_t kMost = 60;
    return text.size() <= kMost ? text : base::excerpt(text, kMost);
}

}  // namespace

std::string choices(const std::string& expected) {
    std::vector<std::string> kept;
    for (std::string& each : elements(expected))
        if (std::ranges::none_of(kept, [&](const std::string& other) { return folded(other) == folded(each); }))
            kept.push_back(std::move(each));
    if (kept.empty()) return expected;
    std::string text = kept.front();
    for (std::size_t i = 1; i < kept.size(); ++i) text += (i + 1 == kept.size() ? " or " : ", ") + kept[i];
    return text;
}

std::string compared(const model::Reason& reason) {
    if (!reason.why.empty()) return reason.why;
    // A selection says nothing about the value, and that it is no text is only how a rule puts that it is there.
    if (reason.relation.starts_with("to select") || reason.relation.starts_with("not to be text")) return {};
    std::string wanted;
    if (reason.relation == "to be" || reason.relation == "to be one of") {
        wanted = choices(reason.expected);
    } else if (reason.relation == "not to be" || reason.relation == "not to be one of") {
        wanted = fmt::format("anything but {}", choices(reason.expected));
    } else if (!reason.relation.empty()) {
        wanted =
            reason.expected.empty() ? fmt::format("it {}", reason.relation) : fmt::format("it {} {}", reason.relation, reason.expected);
    }
    if (reason.missing) {
        const std::string& key = reason.lacks.empty() ? reason.path : reason.lacks;
        if (wanted.empty() || reason.relation == "to be given" || reason.relation == "not to be empty")
            return fmt::format("{} is not given", key);
        return fmt::format("{} is not given, expected {}", key, wanted);
    }
    if (wanted.empty() || reason.found.empty()) return {};
    const bool large = reason.found.front() == '{' || reason.found.front() == '[';
    return large && reason.expected.empty() ? fmt::format("expected {}", wanted)
                                            : fmt::format("found {}, expected {}", shortened(reason.found), wanted);
}

std::string resource_name(const model::Resource& resource) {
    if (resource.construct_path.empty()) return resource.id;
    constexpr std::string_view kInner = "/Resource";
    std::string_view path = resource.construct_path;
    if (path.ends_with(kInner)) path.remove_suffix(kInner.size());
    return std::string(path);
}

std::string property(const model::Reason& reason) {
    constexpr std::string_view kResources = "/Resources/";
    if (!reason.path.starts_with(kResources)) return {};
    // The key may be longer than the id: a slash in it, as ARNs have, is escaped.
    const std::size_t end = reason.path.find('/', kResources.size());
    if (end == std::string::npos || end + 1 == reason.path.size()) return {};
    std::string text = reason.path.substr(end + 1);
    std::ranges::replace(text, '/', '.');
    return text;
}

}  // namespace vouch::report
