// SPDX-License-Identifier: Apache-2.0
// Where the output stands in an answer, protocol by protocol: in the element that wraps it, in headers and status, in the whole body.
// Tested by parse_test.cc, and against botocore by tests/aws/protocol_test.py.
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "aws/protocol/detail/xml.h"
#include "aws/protocol/protocol.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

using detail::Reading;
using value::Value;

class Parser {
public:
    Parser(const Operation& operation, const HttpResponse& response, const ParseLimits& limits)
        : operation_(operation), response_(response), limits_(limits) {}

    base::Result<Parsed> parse();

private:
    base::Result<void> json();
    base::Result<void> query();
    base::Result<void> rest();
    base::Result<void> rest_body(const Reference& what);
    base::Result<void> rest_payload(const Member& payload);
    base::Result<Value> json_root();
    void outside_body(Reading& reading, const Member& member);
    Value header_list(Reading& reading, const Reference& what, std::string_view text);
    base::Error named(base::Error error) const {
        error.message = fmt::format("{}:{}: {}", operation_.service->name, operation_.name, error.message);
        error.where.reset();
        return error;
    }

    const Operation& operation_;
    const HttpResponse& response_;
    const ParseLimits& limits_;
    value::Document document_;  // what was made so far; JSON keeps its source in it
    std::vector<value::Member> members_;
    std::string request_id_;
};

base::Result<void> finish(const Reading& reading) {
    if (reading.failed()) return std::unexpected(*reading.error());
    return {};
}

std::string_view id_of(const Pairs& headers) {
    for (const std::string_view name : {"x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"})
        if (const std::string* found = find_header(headers, name)) return *found;
    return {};
}

// Whether the operation answers with a document. Then an answer of no bytes is one that lost them: read as an empty output, it would say
// that there is nothing to find.
bool has_document(const Operation& operation) {
    if (!operation.output || operation.method == "HEAD") return false;
    const Shape& shape = *operation.output->shape;
    if (shape.payload != nullptr) return shape.payload->what.shape != nullptr;
    return std::ranges::any_of(shape.members, [](const Member& member) { return member.what.place == Place::body; });
}

// The body as JSON; nothing at all is an empty object.
base::Result<Value> Parser::json_root() {
    value::ReadOptions options;
    options.limits.bytes = limits_.bytes;
    options.limits.depth = limits_.depth;
    const bool empty = response_.body.find_first_not_of(" \t\r\n") == std::string::npos;
    auto source = std::make_shared<base::Source>("answer", empty ? "{}" : response_.body);
    auto read = value::read_json(std::move(source), options);
    if (!read) {
        base::Error error = std::move(read).error();
        error.message = fmt::format("the answer is no complete JSON: {}", error.message);
        return std::unexpected(std::move(error));
    }
    document_ = *std::move(read);
    return document_.root;
}

base::Result<void> Parser::json() {
    if (!operation_.output) return {};
    VOUCH_TRY(const Value root, json_root());
    Reading reading(document_.arena);
    if (root.is_map())
        detail::read_json_members(reading, *operation_.output, root, members_);
    else
        detail::read_json_value(reading, *operation_.output, root);  // says what it is instead
    return finish(reading);
}

base::Result<void> Parser::query() {
    if (!operation_.output && response_.body.empty()) return {};
    VOUCH_TRY(const auto xml, detail::read_xml(response_.body, limits_));
    const pugi::xml_node root = xml->document_element();
    if (request_id_.empty()) request_id_ = detail::text_of(detail::child_of(detail::child_of(root, "ResponseMetadata"), "RequestId"));
    if (request_id_.empty()) request_id_ = detail::text_of(detail::child_of(root, "requestId"));
    if (!operation_.output) return {};
    pugi::xml_node start = root;
    if (!operation_.result_wrapper.empty()) start = detail::child_of(root, operation_.result_wrapper);
    if (!start) {
        return base::fail(base::Code::incompatible,
                          fmt::format("the answer has no element `{}`, but `{}`", operation_.result_wrapper, base::excerpt(root.name())));
    }
    Reading reading(document_.arena);
    detail::read_xml_members(reading, *operation_.output, start, members_);
    return finish(reading);
}

Value Parser::header_list(Reading& reading, const Reference& what, std::string_view text) {
    std::vector<Value> items;
    while (!text.empty()) {
        std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(item.size() + 1, text.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        items.push_back(reading.scalar(what.shape->element, item, 0));
    }
    return value::make_list(reading.arena(), items, 0);
}

// A member that stands in the status line or in the headers.
void Parser::outside_body(Reading& reading, const Member& member) {
    const detail::Path::Step step(reading.path(), member.name);
    const auto add = [&](const Value& made) { members_.push_back({Value::string(member.name, 0), made}); };
    if (member.what.place == Place::status) return add(Value::integer(response_.status, 0));
    if (member.what.place == Place::headers) {
        std::vector<value::Member> found;
        const std::string prefix = base::to_lower(member.wire());
        for (const auto& [name, text] : response_.headers)
            if (name.starts_with(prefix))
                found.push_back({reading.text(std::string_view(name).substr(prefix.size()), 0), reading.text(text, 0)});
        return add(value::make_map(reading.arena(), found, 0));
    }
    const std::string* text = find_header(response_.headers, base::to_lower(member.wire()));
    if (text == nullptr) return;
    if (member.what.type == Type::list) return add(header_list(reading, member.what, *text));
    if (!member.what.json_text) return add(reading.scalar(member.what, *text, 0));
    const auto decoded = base::from_base64(*text);
    add(decoded ? reading.text(*decoded, 0) : reading.wrong(member.what, "no base 64"));
}

base::Result<void> Parser::rest_payload(const Member& payload) {
    const auto add = [&](const Value& made) { members_.push_back({Value::string(payload.name, 0), made}); };
    const bool json = operation_.service->protocol == Protocol::rest_json;
    if (payload.what.type == Type::blob && limits_.leaves_blob) return {};
    if (payload.what.type == Type::string || payload.what.type == Type::blob) {
        add(value::make_string(document_.arena, payload.what.type == Type::blob ? base::to_base64(response_.body) : response_.body, 0));
        return {};
    }
    if (json) {
        VOUCH_TRY(const Value root, json_root());
        Reading reading(document_.arena);
        const detail::Path::Step step(reading.path(), payload.name);
        add(detail::read_json_value(reading, payload.what, root));
        return finish(reading);
    }
    if (response_.body.empty()) {
        add(value::make_map(document_.arena, {}, 0));
        return {};
    }
    VOUCH_TRY(const auto xml, detail::read_xml(response_.body, limits_));
    Reading reading(document_.arena);
    const detail::Path::Step step(reading.path(), payload.name);
    add(detail::read_xml_value(reading, payload.what, xml->document_element()));
    return finish(reading);
}

// An answer of S3 is sometimes nothing but the one member: <LocationConstraint>eu-west-1</LocationConstraint>.
const Member* bare_member(const Reference& what, const pugi::xml_node& root) {
    for (const pugi::xml_node& child : root.children())
        if (child.type() == pugi::node_element) return nullptr;
    for (const Member& member : what.shape->members)
        if (member.what.place == Place::body && member.what.shape == nullptr && member.wire() == detail::local_name(root)) return &member;
    return nullptr;
}

base::Result<void> Parser::rest_body(const Reference& what) {
    if (operation_.service->protocol == Protocol::rest_json) return json();
    if (response_.body.empty()) return {};
    VOUCH_TRY(const auto xml, detail::read_xml(response_.body, limits_));
    const pugi::xml_node root = xml->document_element();
    Reading reading(document_.arena);
    if (const Member* bare = bare_member(what, root)) {
        if (root.first_child()) members_.push_back({Value::string(bare->name, 0), detail::read_xml_value(reading, bare->what, root)});
    } else {
        detail::read_xml_members(reading, what, root, members_);
    }
    return finish(reading);
}

base::Result<void> Parser::rest() {
    if (!operation_.output) return {};
    const Reference& what = *operation_.output;
    // The body first: where it is JSON, the arena comes from it.
    if (what.shape->payload != nullptr)
        VOUCH_CHECK(rest_payload(*what.shape->payload));
    else
        VOUCH_CHECK(rest_body(what));
    Reading reading(document_.arena);
    for (const Member& member : what.shape->members)
        if (member.what.place != Place::body) outside_body(reading, member);
    return finish(reading);
}

base::Result<Parsed> Parser::parse() {
    request_id_ = id_of(response_.headers);
    if (response_.status == 200 && response_.body.empty() && has_document(operation_))
        return std::unexpected(named(base::fail(base::Code::syntax, "the answer is empty").error()));
    base::Result<void> outcome;
    switch (operation_.service->protocol) {
        case Protocol::json: outcome = json(); break;
        case Protocol::query:
        case Protocol::ec2: outcome = query(); break;
        case Protocol::rest_json:
        case Protocol::rest_xml: outcome = rest(); break;
    }
    if (!outcome) return std::unexpected(named(std::move(outcome).error()));
    if (document_.source == nullptr) document_.source = std::make_shared<base::Source>("answer", response_.body);
    document_.root = value::make_map(document_.arena, members_, 0);
    return Parsed{std::move(document_), std::move(request_id_)};
}

}  // namespace

bool succeeded(const HttpResponse& response) { return response.status >= 200 && response.status < 300; }

base::Result<Parsed> parse(const Operation& operation, const HttpResponse& response, const ParseLimits& limits) {
    return Parser(operation, response, limits).parse();
}

}  // namespace vouch::aws
