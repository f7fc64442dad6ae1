// SPDX-License-Identifier: Apache-2.0
// Tested by exchange_line_test.cc and exchange_line_fuzz.cc.
#include "store/exchange_line.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "store/fields.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::store {

using base::Code;
using base::Result;
using model::Exchange;

namespace {

void member(std::string& out, std::string_view name, std::string_view text) {
    out.append(out.back() == '{' ? "\"" : ",\"").append(name).append("\":");
    value::write_json_string(out, base::valid_utf8(text));
}

std::string composed(const Exchange& exchange) {
    const model::CallMade& made = *exchange.made;
    std::string out = "{";
    member(out, "service", made.question.service);
    member(out, "operation", made.question.operation);
    member(out, "region", made.question.region);
    out.append(",\"input\":").append(made.question.input);
    member(out, "request_id", made.request_id);
    out += fmt::format(",\"time\":{}", made.time);
    if (exchange.output) {
        out += ",\"output\":";
        value::write_json(out, exchange.output->root);
        return out += '}';
    }
    out += ",\"error\":{";
    member(out, "code", exchange.code);
    member(out, "message", exchange.message);
    return out += fmt::format(",\"status\":{}}}}}", exchange.status);
}

Result<model::CallMade> read_call(const Fields& fields) {
    model::CallMade made;
    VOUCH_TRY(made.question.service, fields.text("service"));
    VOUCH_TRY(made.question.operation, fields.text("operation"));
    VOUCH_TRY(made.question.region, fields.text("region"));
    const value::Value* input = fields.find("input");
    if (input == nullptr) return fields.wrong("input", "is missing");
    made.question.input = value::to_json(*input);
    VOUCH_TRY(made.request_id, fields.text("request_id"));
    VOUCH_TRY(made.time, fields.number("time"));
    return made;
}

Result<void> read_error(const Fields& fields, Exchange& exchange) {
    VOUCH_TRY(const Fields error, fields.map("error"));
    VOUCH_TRY(exchange.code, error.text("code"));
    VOUCH_TRY(exchange.message, error.text("message"));
    VOUCH_TRY(const std::int64_t status, error.number("status"));
    constexpr std::int64_t kMost = 999;
    if (status > kMost) return error.wrong("status", "is no status of HTTP");
    exchange.status = static_cast<int>(status);
    return {};
}

Result<Exchange> read_document(std::shared_ptr<value::Document> document) {
    VOUCH_TRY(const Fields fields, Fields::of(document->root, *document));
    VOUCH_TRY(model::CallMade made, read_call(fields));
    Exchange exchange;
    exchange.made = std::make_shared<const model::CallMade>(std::move(made));
    const value::Value* output = fields.find("output");
    if ((output != nullptr) == (fields.find("error") != nullptr)) return fields.wrong("output", "or `error` must stand here, and not both");
    if (output == nullptr) {
        VOUCH_CHECK(read_error(fields, exchange));
        return exchange;
    }
    document->root = *output;
    exchange.output = std::move(document);
    return exchange;
}

base::Error at_line(base::Error error, const std::string& file, std::size_t number) {
    const std::uint32_t column = error.where ? error.where->column : 1;
    error.where = base::Location{file, static_cast<std::uint32_t>(number), column};
    return error;
}

}  // namespace

Result<std::string> to_line(const Exchange& exchange, const LineLimits& limits) {
    std::string line = composed(exchange);
    const model::Question& asked = exchange.made->question;
    const auto again = line.find('\n') == std::string::npos
                           ? read_line(line, "the record", 1, limits)
                           : Result<Exchange>(base::fail(Code::invalid_value, "what was asked stands on more than one line"));
    if (!again)
        return base::fail(again.error().code, fmt::format("the answer to {}:{} cannot be kept: {}", base::excerpt(asked.service),
                                                          base::excerpt(asked.operation), again.error().message));
    if (again->made->question.input != asked.input)
        return base::fail(Code::invalid_value,
                          fmt::format("what {}:{} was asked cannot be kept as it is: `{}`", base::excerpt(asked.service),
                                      base::excerpt(asked.operation), base::excerpt(asked.input)));
    return line += '\n';
}

Result<Exchange> read_line(std::string_view line, const std::string& file, std::size_t number, const LineLimits& limits) {
    if (line.size() > limits.bytes)
        return base::fail(Code::too_large, fmt::format("the line is longer than {} bytes", limits.bytes),
                          base::Location{file, static_cast<std::uint32_t>(number), 1});
    value::ReadOptions options;
    options.limits.bytes = limits.bytes;
    options.limits.depth = limits.depth;
    auto document = value::read_json(std::make_shared<base::Source>(file, std::string(line)), options);
    if (!document) return std::unexpected(at_line(std::move(document).error(), file, number));
    auto exchange = read_document(std::make_shared<value::Document>(*std::move(document)));
    if (!exchange) return std::unexpected(at_line(std::move(exchange).error(), file, number));
    return exchange;
}

Result<Lines> read_lines(const base::Source& file, const LineLimits& limits) {
    Lines out;
    std::string_view rest = file.text();
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            out.torn = rest.size();
            break;
        }
        if (number > limits.lines)
            return base::fail(Code::too_large, fmt::format("the file has more than {} lines", limits.lines),
                              base::Location{file.name(), 0, 0});
        VOUCH_TRY(Exchange exchange, read_line(rest.substr(0, end), file.name(), number, limits));
        out.exchanges.push_back(std::move(exchange));
        rest.remove_prefix(end + 1);
    }
    return out;
}

}  // namespace vouch::store
