// SPDX-License-Identifier: Apache-2.0
// url_decode(query): each string with its %XX escapes decoded; strings that are no UTF-8 then drop out.
#include "base/source.h"
#include "guard/detail/arguments.h"
#include "value/utf8.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

base::Result<void> decode_escapes(const FunctionContext& context, Arguments arguments, Results& out) {
    return detail::for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        const base::Source bytes("url_decode", decoded(text.as_string()));
        if (value::check_utf8(bytes)) detail::add_string(context, out, bytes.text(), text);
        return {};
    });
}

}  // namespace

extern const Function url_decode_function;
constinit const Function url_decode_function{
    .name = "url_decode", .arity = 1, .summary = "strings with their %XX escapes decoded", .apply = decode_escapes};

}  // namespace vouch::guard
