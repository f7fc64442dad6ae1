// SPDX-License-Identifier: Apache-2.0
// What build(), parse() and parse_error() make of the JSON lines on standard input, as JSON lines: the other side of protocol_test.py.
//   {"service", "operation", "input": {...}}                              -> {"method", "path", "query", "headers", "body" (base 64),
//   "host_prefix"}
//   {"service", "operation", "status", "headers": {...}, "body" (base 64)} -> {"output", "request_id"} or {"code", "message", "request_id"}
// What cannot be done is {"error": "..."}.
#include <iostream>
#include <string>

#include "aws/models.h"
#include "aws/protocol/protocol.h"
#include "base/base64.h"
#include "value/read.h"
#include "value/write.h"

namespace {
namespace aws = vouch::aws;
namespace base = vouch::base;
namespace value = vouch::value;
using value::Value;

std::string quoted(std::string_view text) {
    std::string made;
    value::write_json_string(made, text);
    return made;
}

std::string pairs(const aws::Pairs& all) {
    std::string made = "[";
    for (const auto& [name, text] : all) {
        if (made.size() > 1) made += ',';
        made += "[" + quoted(name) + "," + quoted(text) + "]";
    }
    return made + "]";
}

std::string error_line(const base::Error& error) { return "{\"error\":" + quoted(error.message) + "}"; }

std::string request(const aws::Operation& operation, const Value& input) {
    const auto built = aws::build(operation, input);
    if (!built) return error_line(built.error());
    const aws::HttpRequest& made = built->request;
    return "{\"method\":" + quoted(made.method) + ",\"path\":" + quoted(made.path) + ",\"query\":" + pairs(made.query) +
           ",\"headers\":" + pairs(made.headers) + ",\"body\":" + quoted(base::to_base64(made.body)) +
           ",\"host_prefix\":" + quoted(built->host_prefix) + "}";
}

std::string answer(const aws::Operation& operation, const Value& line) {
    aws::HttpResponse response;
    response.status = static_cast<int>(line.find("status")->as_integer());
    for (const value::Member& one : line.find("headers")->as_map()) response.headers.emplace_back(one.name(), one.value.as_string());
    response.body = base::from_base64(line.find("body")->as_string()).value_or("");
    if (!aws::succeeded(response)) {
        const aws::ApiError error = aws::parse_error(operation, response);
        return "{\"code\":" + quoted(error.code) + ",\"message\":" + quoted(error.message) + ",\"request_id\":" + quoted(error.request_id) +
               "}";
    }
    const auto parsed = aws::parse(operation, response);
    if (!parsed) return error_line(parsed.error());
    return "{\"output\":" + value::to_json(parsed->document.root) + ",\"request_id\":" + quoted(parsed->request_id) + "}";
}

std::string result(aws::Models& models, const std::string& text) {
    const auto line = value::read_json(std::make_shared<base::Source>("line", text));
    if (!line) return error_line(line.error());
    const auto operation = models.operation(line->root.find("service")->as_string(), line->root.find("operation")->as_string());
    if (!operation) return error_line(operation.error());
    if (const Value* input = line->root.find("input")) return request(**operation, *input);
    return answer(**operation, line->root);
}

}  // namespace

int main() {
    aws::Models models;
    std::string line;
    while (std::getline(std::cin, line)) std::cout << result(models, line) << '\n';
    return 0;
}
