// SPDX-License-Identifier: Apache-2.0
// regex_replace(query, pattern, replacement): what the pattern finds in each string, replaced; the rest of the string is left out.
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> replace_matches(const FunctionContext& context, Arguments arguments, Results& out) {
    VOUCH_TRY(const std::string_view pattern, detail::only_string(arguments[1], "regex_replace", "second"));
    VOUCH_TRY(const std::string_view replacement, detail::only_string(arguments[2], "regex_replace", "third"));
    VOUCH_TRY(const std::unique_ptr<Regex> regex, Regex::compile(pattern));
    return detail::for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        VOUCH_TRY(const std::string replaced, regex->extract(text.as_string(), replacement));
        detail::add_string(context, out, replaced, text);
        return {};
    });
}

}  // namespace

extern const Function regex_replace_function;
constinit const Function regex_replace_function{
    .name = "regex_replace", .arity = 3, .summary = "what a pattern finds in each string, replaced", .apply = replace_matches};

}  // namespace vouch::guard
