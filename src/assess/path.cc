// SPDX-License-Identifier: Apache-2.0
// A walk over one resource, only made for values that are reported. Depth is that of the document. Tested by describe_test.cc.
#include "assess/path.h"

#include <fmt/format.h>

namespace vouch::assess {

using value::Value;

namespace {

template <class Matches>
bool find(const Value& at, const Matches& matches, Path& path) {
    if (matches(at)) return true;
    const std::size_t length = path.text.size();
    if (at.is_map()) {
        for (const value::Member& member : at.as_map()) {
            append_key(path.text, member.name());
            path.key = member.key.position();
            path.has_key = true;
            if (matches(member.key) || find(member.value, matches, path)) return true;
            path.text.resize(length);
        }
    } else if (at.is_list()) {
        for (std::size_t i = 0; i < at.length(); ++i) {
            path.text += fmt::format("/{}", i);
            path.has_key = false;
            if (find(at.as_list()[i], matches, path)) return true;
            path.text.resize(length);
        }
    }
    return false;
}

}  // namespace

void append_key(std::string& path, std::string_view key) {
    path += '/';
    for (const char c : key) {
        if (c == '~' || c == '/') {
            path += c == '~' ? "~0" : "~1";
        } else {
            path += c;
        }
    }
}

std::optional<Path> path_to_node(const Value& root, const Value& wanted) {
    Path path;
    if (find(root, [&](const Value& value) { return value.same_node(wanted); }, path)) return path;
    return std::nullopt;
}

std::optional<Path> path_to(const Value& root, const Value& wanted) {
    if (auto exact = path_to_node(root, wanted)) return exact;
    Path path;
    if (wanted.position() != 0 && find(root, [&](const Value& value) { return value.position() == wanted.position(); }, path)) return path;
    return std::nullopt;
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
