// SPDX-License-Identifier: Apache-2.0
// Members of the input go where the model says: labels of the path, parameters, headers; the rest, or the one member that is the payload,
// is the body. Tested by build_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "aws/protocol/detail/writers.h"
#include "base/base64.h"
#include "value/write.h"

namespace vouch::aws::detail {
namespace {

using value::Value;

const Value* by_wire(const Reference& what, const Value& input, Place place, std::string_view wire) {
    for (const Member& member : what.shape->members)
        if (member.what.place == place && member.wire() == wire) return input.find(member.name);
    return nullptr;
}

const Reference* reference_of(const Reference& what, std::string_view wire) {
    for (const Member& member : what.shape->members)
        if (member.what.place == Place::uri && member.wire() == wire) return &member.what;
    return nullptr;
}

// "/{Bucket}/{Key+}": a label with a plus keeps its slashes.
std::string path_of(std::string_view pattern, const std::optional<Reference>& what, const Value& input) {
    std::string made;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        made += pattern.substr(0, open);
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) break;
        std::string_view label = pattern.substr(open + 1, close - open - 1);
        const bool greedy = label.ends_with('+');
        if (greedy) label.remove_suffix(1);
        const Value* value = what ? by_wire(*what, input, Place::uri, label) : nullptr;
        if (value != nullptr)
            made += percent_encode(scalar_text(*reference_of(*what, label), *value, TimeFormat::iso8601),
                                   greedy ? Slashes::keep : Slashes::encode);
        pattern.remove_prefix(close + 1);
    }
    return made;
}

void add_uri(HttpRequest& request, const Operation& operation, const Value& input) {
    const std::size_t mark = operation.uri.find('?');
    request.path = path_of(operation.uri.substr(0, mark), operation.input, input);
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : operation.uri.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::size_t equals = pair.find('=');
        request.query.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    }
}

void add_query(Pairs& query, const Member& member, const Value& value) {
    const auto add = [&](std::string_view name, const Reference& what, const Value& one) {
        query.emplace_back(name, scalar_text(what, one, TimeFormat::iso8601));
    };
    if (member.what.type == Type::list) {
        for (const Value& item : value.as_list()) add(member.wire(), member.what.shape->element, item);
    } else if (member.what.type == Type::map) {
        const Reference& element = member.what.shape->element;
        for (const value::Member& one : value.as_map()) {
            if (element.type != Type::list) {
                add(one.name(), element, one.value);
                continue;
            }
            for (const Value& item : one.value.as_list()) add(one.name(), element.shape->element, item);
        }
    } else {
        add(member.wire(), member.what, value);
    }
}

std::string header_text(const Reference& what, const Value& value) {
    if (what.json_text) return base::to_base64(value::to_json(value));
    if (what.type != Type::list) return scalar_text(what, value, TimeFormat::rfc822);
    std::string made;
    for (const Value& item : value.as_list()) {
        std::string text = scalar_text(what.shape->element, item, TimeFormat::rfc822);
        if (what.shape->element.type == Type::string && text.find_first_of("\",") != std::string::npos) {
            std::string quoted = "\"";
            for (const char c : text) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
            text = quoted + '"';
        }
        if (!made.empty()) made += ',';
        made += text;
    }
    return made;
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

void add_headers(Pairs& headers, const Member& member, const Value& value) {
    if (member.what.place == Place::header) {
        if (member.what.type == Type::list && value.length() == 0) return;
        headers.emplace_back(lower(member.wire()), header_text(member.what, value));
    } else {
        for (const value::Member& one : value.as_map())
            headers.emplace_back(lower(fmt::format("{}{}", member.wire(), one.name())),
                                 scalar_text(member.what.shape->element, one.value, TimeFormat::rfc822));
    }
}

bool has_body_members(const Shape& shape) {
    for (const Member& member : shape.members)
        if (member.what.place == Place::body) return true;
    return false;
}

// What a member that is the whole body becomes. An input without it sends an empty document, or nothing.
void add_payload(HttpRequest& request, const Member& payload, const Value* value, bool json) {
    if (payload.what.type == Type::blob || payload.what.type == Type::string) {
        if (value == nullptr) return;
        request.body =
            payload.what.type == Type::blob ? base::from_base64(value->as_string()).value_or("") : std::string(value->as_string());
    } else if (value == nullptr) {
        request.body = json ? "{}" : "";
    } else if (json) {
        json_body(request.body, payload.what, *value);
    } else {
        request.body = xml_body(payload.what, *value, payload.wire());
    }
}

bool any_in_body(const Reference& what, const Value& input) {
    for (const value::Member& one : input.as_map())
        if (what.shape->find(one.name())->what.place == Place::body) return true;
    return false;
}

}  // namespace

void build_rest(HttpRequest& request, const Operation& operation, const Value& input) {
    add_uri(request, operation, input);
    if (!operation.input) return;
    const Reference& what = *operation.input;
    for (const value::Member& one : input.as_map()) {
        const Member& member = *what.shape->find(one.name());
        if (member.what.place == Place::query) add_query(request.query, member, one.value);
        if (member.what.place == Place::header || member.what.place == Place::headers) add_headers(request.headers, member, one.value);
    }
    const bool json = operation.service->protocol == Protocol::rest_json;
    const Member* payload = what.shape->payload;
    const bool raw = payload != nullptr && (payload->what.type == Type::blob || payload->what.type == Type::string);
    if (payload != nullptr)
        add_payload(request, *payload, input.find(payload->name), json);
    else if (json && has_body_members(*what.shape))
        json_body(request.body, what, input);
    else if (!json && any_in_body(what, input))
        request.body = xml_body(what, input, what.wire.empty() ? what.shape->name : what.wire);
    if (!raw && !request.body.empty() && find_header(request.headers, "content-type") == nullptr)
        request.headers.emplace_back("content-type", json ? "application/json" : "application/xml");
}

}  // namespace vouch::aws::detail
