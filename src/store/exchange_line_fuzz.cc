// SPDX-License-Identifier: Apache-2.0
// Fuzz target for files of calls, and for what redacting makes of them. Errors have a place; what was read is written and read as it was;
// redacting twice is redacting once, and what a control finds by form in a text is found after hiding, too.
#include "store/exchange_line.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/credentials.h"
#include "store/hide.h"
#include "store/redact.h"
#include "value/write.h"

namespace {
namespace base = vouch::base;
namespace model = vouch::model;
namespace store = vouch::store;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_texts(std::string_view text) {
    const std::string hidden = store::hide_secrets(text);
    require(store::hide_secrets(hidden) == hidden);
    require(model::credentials_in(hidden) == model::credentials_in(text));
    const std::string value = store::hide_value(text);
    require(store::hide_value(value) == value);
    const std::string script = store::hide_user_data(text);
    require(store::hide_user_data(script) == script);
}

void check_exchange(model::Exchange exchange) {
    const auto line = store::to_line(exchange);
    require(line.has_value());
    const auto again = store::read_line(std::string_view(*line).substr(0, line->size() - 1), "again", 1);
    require(again.has_value() && *again->made == *exchange.made && *store::to_line(*again) == *line);
    store::redact(exchange);
    const auto once = store::to_line(exchange);
    if (!once) return;  // hidden keys that became one
    const value::DocumentPtr output = exchange.output;
    store::redact(exchange);
    require(exchange.output == output && *store::to_line(exchange) == *once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    check_texts(input);
    const auto lines = store::read_lines(base::Source("calls.ndjson", std::string(input)), {.bytes = 65'536, .lines = 1024, .depth = 64});
    if (!lines) {
        require(lines.error().code != base::Code::internal && !lines.error().message.empty() && lines.error().where.has_value());
        return 0;
    }
    require(lines->torn <= size);
    for (const model::Exchange& each : lines->exchanges) check_exchange(each);
    return 0;
}
