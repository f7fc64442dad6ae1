// SPDX-License-Identifier: Apache-2.0
// Tested by run_test.cc and exchange_line_test.cc.
#include "store/fields.h"

#include <fmt/format.h>

namespace vouch::store {

using base::Result;
using value::Kind;
using value::Value;

Result<Fields> Fields::of(const Value& value, const value::Document& document) {
    if (!value.is_map()) return base::fail(base::Code::invalid_value, "a map is expected here", document.location(value));
    return Fields(value, document);
}

std::unexpected<base::Error> Fields::wrong(std::string_view name, std::string_view says) const {
    const Value* found = map_.find(name);
    return base::fail(base::Code::invalid_value, fmt::format("`{}` {}", name, says), document_->location(found == nullptr ? map_ : *found));
}

Result<Value> Fields::member(std::string_view name, Kind kind, std::string_view says) const {
    const Value* found = map_.find(name);
    if (found == nullptr) return wrong(name, "is missing");
    if (found->kind() != kind) return wrong(name, says);
    return *found;
}

Result<std::string> Fields::text(std::string_view name) const {
    VOUCH_TRY(const Value found, member(name, Kind::string, "is no text"));
    return std::string(found.as_string());
}

Result<std::int64_t> Fields::number(std::string_view name) const {
    VOUCH_TRY(const Value found, member(name, Kind::integer, "is no whole number"));
    if (found.as_integer() < 0) return wrong(name, "is below 0");
    return found.as_integer();
}

Result<std::size_t> Fields::count(std::string_view name) const {
    VOUCH_TRY(const std::int64_t found, number(name));
    return static_cast<std::size_t>(found);
}

Result<Fields> Fields::map(std::string_view name) const {
    VOUCH_TRY(const Value found, member(name, Kind::map, "is no map"));
    return Fields(found, *document_);
}

Result<Value> Fields::list(std::string_view name) const { return member(name, Kind::list, "is no list"); }

Result<std::vector<std::string>> Fields::texts(std::string_view name) const {
    VOUCH_TRY(const Value found, list(name));
    std::vector<std::string> out;
    for (const Value& each : found.as_list()) {
        if (!each.is_string()) return wrong(name, "is no list of texts");
        out.emplace_back(each.as_string());
    }
    return out;
}

}  // namespace vouch::store
