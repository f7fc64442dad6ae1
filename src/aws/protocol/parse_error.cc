// SPDX-License-Identifier: Apache-2.0
// Each protocol says what went wrong in a form of its own, and proxies and load balancers in none. What is looked for is the same: a code,
// a message, an id. Tested by parse_error_test.cc.
#include <fmt/format.h>

#include "aws/protocol/detail/xml.h"
#include "aws/protocol/protocol.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

using value::Value;

constexpr std::size_t kMessage = 4096;  // characters of a message that are kept

std::string first_header(const Pairs& headers, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const std::string* found = find_header(headers, name)) return *found;
    return {};
}

// "aws.protocoltests#FooError:http://internal.amazon.com/..." is FooError.
std::string bare_code(std::string_view code) {
    code = code.substr(0, code.find(':'));
    const std::size_t mark = code.rfind('#');
    return std::string(mark == std::string_view::npos ? code : code.substr(mark + 1));
}

std::string first_text(const Value& from, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const Value* found = from.find(name); found != nullptr && found->is_string()) return std::string(found->as_string());
    return {};
}

void read_json_error(ApiError& error, const HttpResponse& response, const ParseLimits& limits) {
    error.code = bare_code(first_header(response.headers, {"x-amzn-errortype"}));
    value::ReadOptions options;
    options.limits.bytes = limits.bytes;
    options.limits.depth = limits.depth;
    if (const auto document = value::read_json(std::make_shared<base::Source>("answer", response.body), options)) {
        if (error.code.empty()) error.code = bare_code(first_text(document->root, {"__type", "code", "Code"}));
        error.message = first_text(document->root, {"message", "Message", "errorMessage"});
    }
    // "AWS.SimpleQueueService.NonExistentQueue;Sender": the code that the service had under its former protocol.
    const std::string former = first_header(response.headers, {"x-amzn-query-error"});
    if (const std::size_t mark = former.find(';'); mark != std::string::npos && mark > 0) error.code = former.substr(0, mark);
}

// <ErrorResponse><Error>, <Response><Errors><Error>, or the <Error> of S3 alone.
void read_xml_error(ApiError& error, const HttpResponse& response, const ParseLimits& limits) {
    const auto xml = detail::read_xml(response.body, limits);
    if (!xml) return;
    const pugi::xml_node root = (*xml)->document_element();
    pugi::xml_node found = root;
    if (const auto errors = detail::child_of(root, "Errors")) found = detail::child_of(errors, "Error");
    if (const auto inner = detail::child_of(root, "Error")) found = inner;
    error.code = detail::text_of(detail::child_of(found, "Code"));
    error.message = detail::text_of(detail::child_of(found, "Message"));
    if (error.message.empty()) error.message = detail::text_of(detail::child_of(found, "message"));
    for (const char* name : {"RequestId", "RequestID", "requestId"})
        for (const auto& node : {root, found})
            if (error.request_id.empty()) error.request_id = detail::text_of(detail::child_of(node, name));
}

}  // namespace

ApiError parse_error(const Operation& operation, const HttpResponse& response, const ParseLimits& limits) {
    ApiError error;
    error.status = response.status;
    error.request_id = first_header(response.headers, {"x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"});
    const Protocol protocol = operation.service->protocol;
    if (protocol == Protocol::json || protocol == Protocol::rest_json)
        read_json_error(error, response, limits);
    else
        read_xml_error(error, response, limits);
    if (error.code.empty()) error.code = fmt::format("{}", response.status);
    error.code = base::excerpt(error.code, 200);
    error.message = base::excerpt(error.message, kMessage);
    error.request_id = base::excerpt(error.request_id, 200);
    error.retry = operation.service->retry(error.code);
    return error;
}

}  // namespace vouch::aws
