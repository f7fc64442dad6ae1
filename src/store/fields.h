// SPDX-License-Identifier: Apache-2.0
// The members of a map of the store, each of the kind that it must have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/document.h"

namespace vouch::store {

inline constexpr std::string_view kExchanges = ".ndjson";  // ends the names of files of calls

// Every error is invalid_value and says where. Keeps a reference to the document.
class Fields {
public:
    static base::Result<Fields> of(const value::Value& value, const value::Document& document);

    const value::Document& document() const { return *document_; }
    const value::Value* find(std::string_view name) const { return map_.find(name); }

    base::Result<std::string> text(std::string_view name) const;
    base::Result<std::int64_t> number(std::string_view name) const;  // not below 0
    base::Result<std::size_t> count(std::string_view name) const;
    base::Result<Fields> map(std::string_view name) const;
    base::Result<value::Value> list(std::string_view name) const;
    base::Result<std::vector<std::string>> texts(std::string_view name) const;

    // "`name` says": an error at the member, or at the map where there is none.
    std::unexpected<base::Error> wrong(std::string_view name, std::string_view says) const;

private:
    Fields(const value::Value& map, const value::Document& document) : map_(map), document_(&document) {}
    base::Result<value::Value> member(std::string_view name, value::Kind kind, std::string_view says) const;

    value::Value map_;
    const value::Document* document_;
};

}  // namespace vouch::store
