// SPDX-License-Identifier: Apache-2.0
// The end of a listing is that an answer has no token, or says that there is no more. An answer that says there is more without a token to
// get it would lose the rest in silence, so it is an error. Tested by pages_test.cc.
#include "aws/pages.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "value/write.h"

namespace vouch::aws {
namespace {

using value::Kind;
using value::Value;

// "DistributionList.NextMarker" in an output; nullptr where it is absent or null.
const Value* at_path(const Value& output, std::string_view path) {
    const Value* at = &output;
    while (at != nullptr && !path.empty()) {
        const std::string_view part = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(part.size() + 1, path.size()));
        at = at->find(part);
    }
    return at == nullptr || at->is_null() ? nullptr : at;
}

bool is_empty(const Value& token) { return token.is_string() && token.as_string().empty(); }

}  // namespace

base::Result<void> Pages::take(std::string_view name, const Value* token, base::Arena& arena, std::vector<value::Member>& tokens) const {
    if (token == nullptr || is_empty(*token)) return {};
    if (!token->is_string() && token->kind() != Kind::integer) {
        return base::fail(base::Code::incompatible, fmt::format("{}:{}: the token `{}` of the next page is a {}", operation_.service->name,
                                                                operation_.name, name, value::name(token->kind())));
    }
    tokens.push_back({Value::string(name, 0), token->is_string() ? value::make_string(arena, token->as_string(), 0) : *token});
    return {};
}

base::Result<std::optional<Value>> Pages::next(const Value& output, base::Arena& arena) {
    if (operation_.pages == nullptr) return std::nullopt;
    const Paginator& how = *operation_.pages;
    bool more = false;
    if (!how.more.empty()) {
        const Value* said = at_path(output, how.more);
        more = said != nullptr && (said->kind() != Kind::boolean || said->as_boolean());
        if (!more) return std::nullopt;
    }
    std::vector<value::Member> members;
    for (std::size_t i = 0; i < how.input.size(); ++i) VOUCH_CHECK(take(how.input[i], at_path(output, how.output[i]), arena, members));
    const std::string name = fmt::format("{}:{}", operation_.service->name, operation_.name);
    if (members.empty() && more)
        return base::fail(base::Code::incompatible, fmt::format("{}: the answer says that there is more, but not how to get it", name));
    if (members.empty()) return std::nullopt;
    if (seen_.size() + 1 >= most_) return base::fail(base::Code::too_large, fmt::format("{}: more than {} pages", name, most_));
    if (!seen_.insert(value::to_json(value::make_map(arena, members, 0))).second)
        return base::fail(base::Code::cycle, fmt::format("{}: page {} leads to a page that was read before", name, pages()));
    for (const value::Member& one : input_.as_map())
        if (std::ranges::find(how.input, one.name()) == how.input.end()) members.push_back(one);
    return value::make_map(arena, members, input_.position());
}

}  // namespace vouch::aws
