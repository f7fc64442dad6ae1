// SPDX-License-Identifier: Apache-2.0
// A walk over one resource, only made for values that are reported. Depth is that of the document. Tested by describe_test.cc.
#include "assess/path.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace vouch::assess {

using value::Value;

namespace {

// One step down: into a member of a map, or, where that is null, to an element of a list.
struct Step {
    const value::Member* member;
    std::size_t index;
};

// The steps from `at` to what matches, the last one first: text is only made for what is found.
template <class Matches>
bool find(const Value& at, const Matches& matches, std::vector<Step>& steps) {
    if (matches(at)) return true;
    if (at.is_map()) {
        for (const value::Member& member : at.as_map()) {
            if (!matches(member.key) && !find(member.value, matches, steps)) continue;
            steps.push_back({&member, 0});
            return true;
        }
    } else if (at.is_list()) {
        for (std::size_t i = 0; i < at.length(); ++i) {
            if (!find(at.as_list()[i], matches, steps)) continue;
            steps.push_back({nullptr, i});
            return true;
        }
    }
    return false;
}

template <class Matches>
std::optional<Path> path_of(const Value& root, const Matches& matches) {
    std::vector<Step> steps;
    if (!find(root, matches, steps)) return std::nullopt;
    Path path;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        path.has_key = step->member != nullptr;
        if (!path.has_key) {
            path.text += fmt::format("/{}", step->index);
            continue;
        }
        append_key(path.text, step->member->name());
        path.key = step->member->key.position();
    }
    return path;
}

}  // namespace

void append_key(std::string& path, std::string_view key) {
    path += '/';
    while (!key.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if(key, [](char c) { return c == '~' || c == '/'; }) - key.begin());
        path.append(key.substr(0, plain));
        if (plain == key.size()) return;
        path += key[plain] == '~' ? "~0" : "~1";
        key.remove_prefix(plain + 1);
    }
}

std::optional<Path> path_to_node(const Value& root, const Value& wanted) {
    return path_of(root, [&](const Value& value) { return value.same_node(wanted); });
}

std::optional<Path> path_to(const Value& root, const Value& wanted) {
    if (auto exact = path_to_node(root, wanted)) return exact;
    if (wanted.position() == 0) return std::nullopt;
    return path_of(root, [&](const Value& value) { return value.position() == wanted.position(); });
}

const Value* find_unknown(const Value& root) {
    if (root.is_unknown()) return &root;
    if (root.is_map()) {
        for (const value::Member& member : root.as_map())
            if (const Value* found = find_unknown(member.value)) return found;
    } else if (root.is_list()) {
        for (const Value& item : root.as_list())
            if (const Value* found = find_unknown(item)) return found;
    }
    return nullptr;
}

}  // namespace vouch::assess
