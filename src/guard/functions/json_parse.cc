// SPDX-License-Identifier: Apache-2.0
// json_parse(query): strings that hold JSON (or YAML), as the values they spell.
#include "guard/detail/arguments.h"
#include "value/read.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> parse_documents(const FunctionContext& context, Arguments arguments, Results& out) {
    return detail::for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        const value::ReadOptions options{.limits = {}, .schema = value::Schema::guard, .position_base = 0};
        auto source = std::make_shared<base::Source>("json_parse", std::string(text.as_string()));
        VOUCH_TRY(const value::Document parsed, value::read_any(std::move(source), options));
        detail::add(out, detail::copy_tree(context.arena, parsed.root, text.position()));
        return {};
    });
}

}  // namespace

extern const Function json_parse_function;
constinit const Function json_parse_function{
    .name = "json_parse", .arity = 1, .summary = "strings that hold JSON or YAML, as values", .apply = parse_documents};

}  // namespace vouch::guard
