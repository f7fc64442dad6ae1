// SPDX-License-Identifier: Apache-2.0
// Scalars are taken in every spelling that means the same ("1", "true" in quotes), because services and the emulators of them differ in
// that; nothing is taken for what it does not say. Tested by parse_test.cc.
#include "aws/protocol/detail/reading.h"

#include <charconv>

#include <fmt/format.h>

#include "aws/protocol/detail/timestamp.h"
#include "base/base64.h"
#include "base/text.h"

namespace vouch::aws::detail {
namespace {

using value::Value;

template <class T>
std::optional<T> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    T made{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return made;
}

std::optional<bool> truth(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE" || text == "1") return true;
    if (text == "false" || text == "False" || text == "FALSE" || text == "0") return false;
    return std::nullopt;
}

}  // namespace

Value Reading::wrong(const Reference& what, std::string_view found) {
    if (!error_) {
        const std::string where = path_.text();
        error_ = base::fail(base::Code::incompatible,
                            fmt::format("the answer's {} is {}, not the {} that the service's model says",
                                        where.empty() ? "body" : fmt::format("`{}`", base::excerpt(where)), found, name(what.type)))
                     .error();
    }
    return Value::null(0);
}

Value Reading::scalar(const Reference& what, std::string_view text, std::uint32_t at) {
    const auto quoted = [&] { return fmt::format("`{}`", base::excerpt(text, 40)); };
    switch (what.type) {
        case Type::integer: {
            const auto made = number<std::int64_t>(text);
            return made ? Value::integer(*made, at) : wrong(what, quoted());
        }
        case Type::real: {
            const auto made = number<double>(text);
            return made ? Value::real(*made, at) : wrong(what, quoted());
        }
        case Type::boolean: {
            const auto made = truth(text);
            return made ? Value::boolean(*made, at) : wrong(what, quoted());
        }
        case Type::timestamp: {
            const auto time = read_time(text);
            return time ? this->text(write_time(*time, TimeFormat::iso8601), at) : wrong(what, quoted());
        }
        case Type::blob: return base::from_base64(text) ? this->text(text, at) : wrong(what, "no base 64");
        case Type::string: return this->text(text, at);
        default: return wrong(what, "a text");
    }
}

}  // namespace vouch::aws::detail
