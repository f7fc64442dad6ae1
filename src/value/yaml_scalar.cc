// SPDX-License-Identifier: Apache-2.0
// The first character rules most strings out; what may be a number is taken apart once by split_number() and then judged by the
// schema. Tested by yaml_scalar_test.cc.
#include "value/detail/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <system_error>

#include "base/ascii.h"

namespace vouch::value::detail {
namespace {

using std::string_view;

std::size_t count_digits(string_view text) { return std::min(text.find_first_not_of("0123456789"), text.size()); }

bool one_of(string_view text, std::initializer_list<string_view> words) { return std::ranges::find(words, text) != words.end(); }

bool equal_ignoring_case(string_view text, string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) { return base::to_lower(a) == b; });
}

// A decimal number taken apart: [sign] whole [. fraction] [e exponent]. `valid` is false where `text` is none.
struct Number {
    bool valid = false;
    bool negative = false;
    bool integral = false;  // neither point nor exponent
    string_view whole;
    string_view fraction;
    string_view exponent;  // with its sign
};

string_view take(string_view& rest, std::size_t count) {
    const string_view taken = rest.substr(0, count);
    rest.remove_prefix(count);
    return taken;
}

Number split_number(string_view text) {
    Number number;
    number.negative = text.starts_with('-');
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    number.whole = take(text, count_digits(text));
    number.integral = text.empty();
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        number.fraction = take(text, count_digits(text));
    }
    if (number.whole.empty() && number.fraction.empty()) return number;
    if (text.starts_with('e') || text.starts_with('E')) {
        const bool sign = text.size() > 1 && (text[1] == '+' || text[1] == '-');
        const std::size_t digits = count_digits(text.substr(sign ? 2 : 1));
        if (digits == 0) return number;
        text.remove_prefix(1);
        number.exponent = take(text, digits + (sign ? 1 : 0));
    }
    number.valid = text.empty();
    return number;
}

template <class T>
std::optional<T> convert(string_view text, int base_or_zero = 0) {
    if (text.starts_with('+')) text.remove_prefix(1);
    T number{};
    std::from_chars_result result{};
    if constexpr (std::is_integral_v<T>)
        result = std::from_chars(text.data(), text.data() + text.size(), number, base_or_zero);
    else
        result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

// The text of a number that neither int64 nor double holds, as JSON writes it.
string_view normal_text(const Number& number, string_view text, base::Arena& arena) {
    const bool as_is = !text.starts_with('+') && !number.whole.empty() &&
                       (number.integral || !number.fraction.empty() || text.find('.') == string_view::npos);
    if (as_is) return text;
    std::string normal(number.negative ? "-" : "");
    normal += number.whole.empty() ? "0" : number.whole;
    if (!number.fraction.empty()) normal.append(".").append(number.fraction);
    if (!number.exponent.empty()) normal.append("e").append(number.exponent);
    return arena.copy(normal);
}

std::optional<Value> core_number(string_view text, std::uint32_t position, base::Arena& arena) {
    const auto length = static_cast<std::uint32_t>(text.size());
    if (text.starts_with("0x") || text.starts_with("0o")) {
        const auto number =
            text.size() > 2 && text[2] != '-' ? convert<std::int64_t>(text.substr(2), text[1] == 'x' ? 16 : 8) : std::nullopt;
        if (!number || text[2] == '+') return std::nullopt;
        return Value::integer(*number, position, length);
    }
    const Number number = split_number(text);
    if (!number.valid || (number.whole.size() > 1 && number.whole[0] == '0')) return std::nullopt;
    if (number.integral) {
        if (const auto whole = convert<std::int64_t>(text, 10)) return Value::integer(*whole, position, length);
    } else if (const auto real = convert<double>(text)) {
        return Value::real(*real, position, length);
    }
    return Value::decimal(normal_text(number, text, arena), position);
}

std::optional<Value> core_null_or_boolean(string_view text, std::uint32_t position) {
    if (one_of(text, {"", "~", "null", "Null", "NULL"})) return Value::null(position);
    if (one_of(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})) return Value::boolean(true, position);
    if (one_of(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})) return Value::boolean(false, position);
    return std::nullopt;
}

Value core_scalar(string_view text, std::uint32_t position, base::Arena& arena) {
    constexpr string_view kFirst = "~nNtTfFyYoO";
    const char first = text.empty() ? '~' : text[0];
    if (base::is_digit(first) || first == '-' || first == '+' || first == '.') {
        if (const auto number = core_number(text, position, arena)) return *number;
    } else if (kFirst.find(first) != string_view::npos && text.size() <= 5) {
        if (const auto word = core_null_or_boolean(text, position)) return *word;
    }
    return Value::string(text, position);
}

// A number too large for a double is infinite in Rust, one too small is zero: told apart by the place of its first digit.
double beyond_double(const Number& number) {
    const std::size_t leading = std::min(number.whole.find_first_not_of('0'), number.whole.size());
    auto magnitude = static_cast<std::int64_t>(number.whole.size() - leading);
    if (magnitude == 0) magnitude = -static_cast<std::int64_t>(std::min(number.fraction.find_first_not_of('0'), number.fraction.size()));
    const auto exponent = convert<std::int64_t>(number.exponent, 10);
    const bool huge = exponent ? *exponent + magnitude > 0 : !number.exponent.starts_with('-');
    const double value = huge ? std::numeric_limits<double>::infinity() : 0.0;
    return number.negative ? -value : value;
}

std::optional<double> rust_real(string_view text) {
    const Number number = split_number(text);
    if (number.valid) {
        const auto real = convert<double>(text);
        return real ? *real : beyond_double(number);
    }
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    if (equal_ignoring_case(text, "inf") || equal_ignoring_case(text, "infinity"))
        value = std::numeric_limits<double>::infinity();
    else if (equal_ignoring_case(text, "nan"))
        value = std::numeric_limits<double>::quiet_NaN();
    else
        return std::nullopt;
    return negative ? -value : value;
}

// As Rust's str::parse::<i64>(): an optional sign and digits.
std::optional<std::int64_t> rust_integer(string_view text) {
    if (const Number number = split_number(text); !number.valid || !number.integral) return std::nullopt;
    return convert<std::int64_t>(text, 10);
}

Value guard_scalar(string_view text, std::uint32_t position) {
    const auto length = static_cast<std::uint32_t>(text.size());
    constexpr string_view kFirst = "0123456789+-.iInN~tf";
    if (text.empty() || kFirst.find(text[0]) == string_view::npos) return Value::string(text, position);
    if (const auto integer = rust_integer(text)) return Value::integer(*integer, position, length);
    if (const auto real = rust_real(text)) return Value::real(*real, position, length);
    if (text == "true" || text == "false") return Value::boolean(text == "true", position);
    if (text == "~" || equal_ignoring_case(text, "null")) return Value::null(position);
    return Value::string(text, position);
}

std::optional<Value> guard_typed(string_view type, string_view text, std::uint32_t position) {
    if (type == "bool") {
        if (text == "true" || text == "false") return Value::boolean(text == "true", position);
    } else if (type == "int") {
        const auto integer = rust_integer(text);
        return integer ? std::optional(Value::integer(*integer, position)) : std::nullopt;
    } else if (type == "float") {
        const auto real = rust_real(text);
        return real ? std::optional(Value::real(*real, position)) : std::nullopt;
    } else if (type == "null") {
        return Value::null(position);
    }
    return Value::string(text, position);
}

}  // namespace

Value plain_scalar(string_view text, std::uint32_t position, Schema schema, base::Arena& arena) {
    return schema == Schema::guard ? guard_scalar(text, position) : core_scalar(text, position, arena);
}

std::optional<Value> typed_scalar(string_view type, string_view text, std::uint32_t position, Schema schema, base::Arena& arena) {
    if (schema == Schema::guard) return guard_typed(type, text, position);
    if (type == "str") return Value::string(text, position);
    if (!one_of(type, {"int", "float", "bool", "null"})) return std::nullopt;
    const Value value = core_scalar(text, position, arena);
    if (type == "bool" && value.kind() == Kind::boolean) return value;
    if (type == "null" && value.is_null()) return value;
    const bool whole =
        value.kind() == Kind::integer || (value.kind() == Kind::decimal && value.as_string().find_first_of(".eE") == string_view::npos);
    if (type == "int" && whole) return value;
    if (type == "float" && value.kind() == Kind::integer) return Value::real(static_cast<double>(value.as_integer()), position);
    if (type == "float" && value.is_number()) return value;
    return std::nullopt;
}

}  // namespace vouch::value::detail
