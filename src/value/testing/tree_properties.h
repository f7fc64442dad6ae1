// SPDX-License-Identifier: Apache-2.0
// What holds for every tree that a reader returns, for tests and fuzz targets.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "value/document.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::value::testing {

struct Measure {
    std::size_t nodes = 0;  // values, keys not counted, shared nodes as often as they are met
    std::uint32_t depth = 0;
    bool positions_in_range = true;
};

// Walks the whole tree with a stack of its own.
inline Measure measure(const Document& document, std::uint32_t position_base = 0) {
    struct Entry {
        Value value;
        std::uint32_t depth;
    };
    Measure found;
    const std::size_t size = document.source->text().size();
    const auto look = [&](const Value& value) {
        const std::size_t at = static_cast<std::size_t>(value.position()) - position_base;
        found.positions_in_range = found.positions_in_range && value.position() >= position_base && at <= size;
    };
    std::vector<Entry> todo{{document.root, 0}};
    while (!todo.empty()) {
        const Entry entry = todo.back();
        todo.pop_back();
        ++found.nodes;
        look(entry.value);
        const bool container = entry.value.is_list() || entry.value.is_map();
        found.depth = std::max(found.depth, entry.depth + (container ? 1 : 0));
        if (entry.value.is_list())
            for (const Value& item : entry.value.as_list()) todo.push_back({item, entry.depth + 1});
        if (entry.value.is_map()) {
            for (const Member& member : entry.value.as_map()) {
                look(member.key);
                todo.push_back({member.value, entry.depth + 1});
            }
        }
    }
    return found;
}

// Whether writing `document` as JSON and reading that again gives an equal tree.
inline bool survives_json(const Document& document, const Limits& limits, int indent) {
    auto again = read_json(std::make_shared<base::Source>("again.json", to_json(document.root, {indent})), {limits});
    return again && again->root == document.root;
}

}  // namespace vouch::value::testing
