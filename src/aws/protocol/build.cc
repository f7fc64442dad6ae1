// SPDX-License-Identifier: Apache-2.0
// What all protocols share: the check of the input, the token against double effects, the prefix of the host. Tested by build_test.cc, and
// against botocore by tests/aws/protocol_test.py.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "aws/protocol/detail/check.h"
#include "aws/protocol/detail/timestamp.h"
#include "aws/protocol/detail/writers.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using value::Value;

Value with_token(const Operation& operation, const Value& input, std::string_view token, base::Arena& arena) {
    if (!operation.input || token.empty()) return input;
    std::vector<value::Member> members(input.as_map().begin(), input.as_map().end());
    for (const Member& member : operation.input->shape->members)
        if (member.what.idempotency_token && input.find(member.name) == nullptr)
            members.push_back({Value::string(member.name, 0), Value::string(token, 0)});
    return members.size() == input.length() ? input : value::make_map(arena, members, input.position());
}

bool is_host_label(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

// "{AccountId}." with the input's values in it.
base::Result<std::string> host_prefix(const Operation& operation, const Value& input) {
    std::string made;
    std::string_view rest = operation.host_prefix;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        const std::size_t close = rest.find('}');
        made += rest.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        const std::string_view label = rest.substr(open + 1, close - open - 1);
        const Value* value = input.find(label);
        if (value == nullptr || !value->is_string() || !is_host_label(value->as_string())) {
            return base::fail(base::Code::invalid_value,
                              fmt::format("{}:{}: input `{}` is part of the host's name and must be letters, digits, "
                                          "hyphens and points",
                                          operation.service->name, operation.name, label));
        }
        made += value->as_string();
        rest.remove_prefix(close + 1);
    }
    return made;
}

void build_json(HttpRequest& request, const Operation& operation, const Value& input) {
    const Service& service = *operation.service;
    request.headers.emplace_back("content-type", fmt::format("application/x-amz-json-{}", service.json_version));
    request.headers.emplace_back("x-amz-target", fmt::format("{}.{}", service.target_prefix, operation.name));
    if (service.query_compatible) request.headers.emplace_back("x-amzn-query-mode", "true");
    if (operation.input)
        detail::json_body(request.body, *operation.input, input);
    else
        request.body = "{}";
}

}  // namespace

base::Result<Built> build(const Operation& operation, const Value& input, const BuildOptions& options) {
    base::Arena arena;
    const Value whole = input.is_map() ? with_token(operation, input, options.idempotency_token, arena) : input;
    VOUCH_CHECK(detail::check_input(operation, whole));
    Built built;
    VOUCH_TRY(built.host_prefix, host_prefix(operation, whole));
    HttpRequest& request = built.request;
    request.method = operation.method;
    for (const FixedHeader& header : operation.service->headers) request.headers.emplace_back(header.name, header.value);
    switch (operation.service->protocol) {
        case Protocol::query:
        case Protocol::ec2:
            request.headers.emplace_back("content-type", "application/x-www-form-urlencoded; charset=utf-8");
            request.body = detail::query_body(operation, whole);
            break;
        case Protocol::json: build_json(request, operation, whole); break;
        case Protocol::rest_json:
        case Protocol::rest_xml: detail::build_rest(request, operation, whole); break;
    }
    return built;
}

namespace detail {

std::string scalar_text(const Reference& what, const Value& value, TimeFormat usual) {
    if (what.type == Type::timestamp) {
        const auto time = read_time(value);
        return time ? write_time(*time, what.format == TimeFormat::usual ? usual : what.format) : std::string();
    }
    switch (value.kind()) {
        case value::Kind::boolean: return value.as_boolean() ? "true" : "false";
        case value::Kind::integer: return fmt::format("{}", value.as_integer());
        case value::Kind::real: return fmt::format("{}", value.as_real());
        default: return value.is_string() ? std::string(value.as_string()) : std::string();
    }
}

}  // namespace detail
}  // namespace vouch::aws
