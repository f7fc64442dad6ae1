// SPDX-License-Identifier: Apache-2.0
// Filters compiled for matching.cc: selectors as a tree of keys, tests that occur once, and which filters a literal lets through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pattern/matcher.h"

namespace vouch::pattern {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// A place of the tree of selectors. What an event holds there goes to its slot, if a selector ends there.
struct Place {
    struct Edge {
        std::string key;
        std::uint32_t to = kNone;
    };
    std::uint32_t slot = kNone;
    std::vector<Edge> keys;     // by key_slot(), with empty places, so that most look-ups are one comparison
    std::size_t key_count = 0;  // of `keys`, without the empty ones
    std::uint32_t any = kNone;  // `[*]`
    std::vector<std::pair<std::size_t, std::uint32_t>> elements;  // `[3]`

    bool is_leaf() const { return key_count == 0 && any == kNone && elements.empty(); }

    // Where to look for a key first, among 2^n places.
    static std::size_t key_slot(std::string_view key, std::size_t places) {
        if (key.empty()) return 0;
        const std::size_t first = static_cast<unsigned char>(key.front());
        const std::size_t last = static_cast<unsigned char>(key.back());
        return (key.size() * 7 + first * 3 + last * 13) & (places - 1);
    }
    std::uint32_t find(std::string_view key) const {
        if (keys.empty()) return kNone;
        for (std::size_t at = key_slot(key, keys.size());; at = (at + 1) & (keys.size() - 1)) {
            if (keys[at].to == kNone) return kNone;
            if (keys[at].key == key) return keys[at].to;
        }
    }
};

using Bits = std::vector<std::uint64_t>;

// Texts are looked up without a copy.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// Filters that can only match where a slot holds one of their texts.
struct Gate {
    std::uint32_t slot = 0;
    Bits open;  // filters that do not ask for a text here
    std::unordered_map<std::string, Bits, TextHash, std::equal_to<>> texts;
};

struct Matcher::Program {
    std::vector<Filter> filters;
    std::vector<std::vector<std::uint32_t>> tests;  // per filter and its test: the number of the test among `all`
    std::vector<Test> all;                          // with slots as subjects
    std::vector<Place> places;                      // the first is the event
    std::vector<std::uint32_t> fields;              // slots
    std::size_t slots = 0;
    Bits json;                          // filters that want an object
    std::vector<std::uint32_t> others;  // filters of the other forms
    std::vector<Gate> gates;
};

}  // namespace vouch::pattern
