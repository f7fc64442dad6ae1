// SPDX-License-Identifier: Apache-2.0
// A map is an array of members with the u32 hashes of their keys directly behind it: a look-up scans the hashes eight at a
// time and compares the key only where a hash agrees. Tested by value_test.cc.
#include "value/value.h"

#include <algorithm>
#include <array>
#include <vector>

namespace vouch::value {
namespace {

constexpr std::array<std::string_view, 10> kKindNames{"null",   "boolean", "integer", "real",    "decimal",
                                                      "string", "list",    "map",     "unknown", "opaque"};

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kMix0 = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kMix1 = 0xD6E8FEB86659FD93ULL;

std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

template <class Word>
std::uint64_t load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Keys whose hashes agree; mostly short, and mostly equal.
bool same_key(std::string_view a, std::string_view b) {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    const auto same = [&]<class Word>(Word, std::size_t at) { return load<Word>(a.data() + at) == load<Word>(b.data() + at); };
    if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
    if (size >= 8) return same(std::uint64_t{}, 0) && same(std::uint64_t{}, size - 8);
    if (size >= 4) return same(std::uint32_t{}, 0) && same(std::uint32_t{}, size - 4);
    return a == b;
}

// Maps of more members than this are compared by sorting, so that two hostile maps do not cost their product.
constexpr std::size_t kScanLimit = 32;

std::vector<const Member*> sorted_by_key(const Value& map) {
    std::vector<const Member*> order;
    order.reserve(map.length());
    for (const Member& member : map.as_map()) order.push_back(&member);
    std::ranges::sort(order, {}, &Member::name);
    return order;
}

bool equal_sorted(const Value& a, const Value& b) {
    const auto left = sorted_by_key(a);
    const auto right = sorted_by_key(b);
    return std::ranges::equal(left, right, [](const Member* x, const Member* y) { return x->name() == y->name() && x->value == y->value; });
}

bool equal_maps(const Value& a, const Value& b) {
    if (a.length() != b.length()) return false;
    const auto left = a.as_map();
    const auto right = b.as_map();
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i].name() == right[i].name()) {
            if (left[i].value == right[i].value) continue;
            return false;
        }
        if (left.size() > kScanLimit) return equal_sorted(a, b);
        const Value* other = b.find(left[i].name());
        if (other == nullptr || !(left[i].value == *other)) return false;
    }
    return true;
}

}  // namespace

std::string_view name(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::uint32_t key_hash(std::string_view key) {
    const char* at = key.data();
    std::size_t left = key.size();
    std::uint64_t state = kMix0 * (left + 1);  // so that no change of a byte cancels a change of length
    for (; left > 16; at += 16, left -= 16) state = multiply_fold(load<std::uint64_t>(at) ^ state, load<std::uint64_t>(at + 8) ^ kMix1);
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    if (left >= 8) {
        low = load<std::uint64_t>(at);
        high = load<std::uint64_t>(at + left - 8);
    } else if (left >= 4) {
        low = load<std::uint32_t>(at);
        high = load<std::uint32_t>(at + left - 4);
    } else if (left > 0) {
        low = static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) << 16U |
              static_cast<std::uint64_t>(static_cast<unsigned char>(at[left / 2])) << 8U | static_cast<unsigned char>(at[left - 1]);
    }
    const std::uint64_t mixed = multiply_fold(low ^ state, high ^ kMix1);
    return static_cast<std::uint32_t>(mixed ^ (mixed >> 32U));
}

Value Value::real(double value, std::uint32_t at, std::uint32_t text_length) {
    Value made(Kind::real, text_length, at);
    made.real_ = value;
    return made;
}

const Member* Value::find_member(std::string_view key, std::uint32_t hash) const {
    if (!is_map()) return nullptr;
    const std::size_t count = length();
    const auto* hashes = reinterpret_cast<const std::uint32_t*>(members_ + count);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        std::uint32_t any = 0;
        for (std::size_t lane = 0; lane < 8; ++lane) any |= static_cast<std::uint32_t>(hashes[i + lane] == hash);
        if (any == 0) continue;
        for (std::size_t lane = i; lane < i + 8; ++lane)
            if (hashes[lane] == hash && same_key(members_[lane].name(), key)) return &members_[lane];
    }
    for (; i < count; ++i)
        if (hashes[i] == hash && same_key(members_[i].name(), key)) return &members_[i];
    return nullptr;
}

const Value* Value::find(std::string_view key, std::uint32_t hash) const {
    const Member* member = find_member(key, hash);
    return member == nullptr ? nullptr : &member->value;
}

bool operator==(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case Kind::null: return true;
        case Kind::boolean: return a.as_boolean() == b.as_boolean();
        case Kind::integer: return a.as_integer() == b.as_integer();
        case Kind::real: return a.as_real() == b.as_real();
        case Kind::decimal:
        case Kind::string: return a.as_string() == b.as_string();
        case Kind::list: return std::ranges::equal(a.as_list(), b.as_list());
        case Kind::map: return equal_maps(a, b);
        case Kind::unknown: return !a.as_unknown().identity.empty() && a.as_unknown().identity == b.as_unknown().identity;
        case Kind::opaque: return a.as_opaque() == b.as_opaque();
    }
    return false;
}

Value make_map(base::Arena& arena, std::span<const Member> members, std::uint32_t at) {
    const std::size_t count = members.size();
    auto* bytes = static_cast<std::byte*>(arena.allocate(count * (sizeof(Member) + sizeof(std::uint32_t)), alignof(Member)));
    auto* copies = reinterpret_cast<Member*>(bytes);
    auto* hashes = reinterpret_cast<std::uint32_t*>(copies + count);
    for (std::size_t i = 0; i < count; ++i) {
        copies[i] = members[i];
        hashes[i] = key_hash(members[i].name());
    }
    return Value::map(copies, count, at);
}

Value make_list(base::Arena& arena, std::span<const Value> items, std::uint32_t at) { return Value::list(arena.copy(items), at); }

Value make_string(base::Arena& arena, std::string_view text, std::uint32_t at) { return Value::string(arena.copy(text), at); }

Value make_unknown(base::Arena& arena, const Unknown& why, std::uint32_t at) {
    Unknown kept = why;
    for (std::string_view* text : {&kept.reason, &kept.identity, &kept.subject, &kept.begins, &kept.lacks}) *text = arena.copy(*text);
    return Value::unknown(arena.make<Unknown>(kept), at);
}

}  // namespace vouch::value
