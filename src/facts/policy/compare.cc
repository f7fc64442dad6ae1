// SPDX-License-Identifier: Apache-2.0
// Tested by condition_test.cc.
#include "facts/policy/compare.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include <arpa/inet.h>

#include "facts/policy/pattern.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

// A scalar as text; JSON of anything else.
std::string text_of(const value::Value& value) { return value.is_string() ? std::string(value.as_string()) : value::to_json(value); }

std::optional<double> number(std::string_view text) {
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

template <class T>
bool related(Relation relation, const T& actual, const T& wanted) {
    switch (relation) {
        case Relation::equal: return actual == wanted;
        case Relation::less: return actual < wanted;
        case Relation::less_or_equal: return actual <= wanted;
        case Relation::greater: return actual > wanted;
        case Relation::greater_or_equal: return actual >= wanted;
    }
    return false;
}

struct Range {
    std::array<unsigned char, 16> address{};
    int bits = 0;  // of the prefix
    int size = 0;  // 32 or 128
};

std::optional<Range> range(std::string_view cidr) {
    Range out;
    const std::size_t slash = cidr.find('/');
    const std::string address(cidr.substr(0, slash));
    if (inet_pton(AF_INET, address.c_str(), out.address.data()) == 1)
        out.size = 32;
    else if (inet_pton(AF_INET6, address.c_str(), out.address.data()) == 1)
        out.size = 128;
    else
        return std::nullopt;
    out.bits = out.size;
    if (slash != std::string_view::npos) {
        const std::string_view bits = cidr.substr(slash + 1);
        const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), out.bits);
        if (error != std::errc() || end != bits.data() + bits.size() || out.bits < 0 || out.bits > out.size) return std::nullopt;
    }
    return out;
}

bool contains(const Range& outer, const Range& inner) {
    if (outer.size != inner.size || outer.bits > inner.bits) return false;
    for (int bit = 0; bit < outer.bits; ++bit) {
        const auto byte = static_cast<std::size_t>(bit / 8);
        const int mask = 0x80 >> (bit % 8);
        if ((outer.address[byte] & mask) != (inner.address[byte] & mask)) return false;
    }
    return true;
}

Answer in_range(std::string_view wanted, std::string_view actual) {
    const std::optional<Range> outer = range(wanted);
    const std::optional<Range> inner = range(actual);
    if (!outer || !inner) return Answer::of(false);
    return Answer::of(contains(*outer, *inner));
}

Answer as_pattern(const value::Value& wanted, std::string_view actual, Reading reading) {
    return Pattern::of_value(wanted, reading).covers(Pattern::of_text(actual, Reading::literal));
}

}  // namespace

Answer matches(const Condition& condition, const value::Value& wanted, std::string_view actual) {
    switch (condition.comparison) {
        case Comparison::string: return as_pattern(wanted, actual, Reading::literal);
        case Comparison::like: return as_pattern(wanted, actual, Reading::like);
        case Comparison::arn: return as_pattern(wanted, actual, Reading::resource);
        default: break;
    }
    if (wanted.is_unknown()) return Answer::not_known(&wanted.as_unknown());
    const std::string text = text_of(wanted);
    switch (condition.comparison) {
        case Comparison::string_no_case:
        case Comparison::boolean: return Answer::of(lower(text) == lower(actual));
        case Comparison::binary: return Answer::of(text == actual);
        case Comparison::numeric: {
            const auto want = number(text);
            const auto have = number(actual);
            return Answer::of(want && have && related(condition.relation, *have, *want));
        }
        // Dates in ISO 8601 of one form order as text does.
        case Comparison::date: return Answer::of(related(condition.relation, std::string(actual), text));
        case Comparison::ip: return in_range(text, actual);
        default: return Answer::depends();
    }
}

bool narrow_range(std::string_view cidr) {
    const std::optional<Range> found = range(cidr);
    return found && found->bits >= (found->size == 32 ? 8 : 16);
}

}  // namespace vouch::facts
