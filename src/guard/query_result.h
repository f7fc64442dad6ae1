// SPDX-License-Identifier: Apache-2.0
// One result of a query: a value that was found, or that something was missing on the way, or that the way is not known.
#pragma once

#include <cstdint>
#include <string_view>

#include "guard/ast.h"
#include "value/value.h"

namespace vouch::guard {

struct QueryResult {
    enum class Kind : std::uint8_t {
        literal,     // written in the rule file
        resolved,    // found in the document, or made by a function
        unresolved,  // `value` is how far the query came, `part` the step that failed
        unknown,     // whether there is a value at all is not known; `value` is the unknown that stood in the way (or null)
    };
    enum class Missing : std::uint8_t { nothing, key, index, no_map, no_list, empty, no_collection, interpolated };

    Kind kind = Kind::resolved;
    Missing missing = Missing::nothing;
    std::uint16_t part = 0;
    value::Value value;
    const Query* query = nullptr;

    static QueryResult literal(value::Value value) { return {Kind::literal, Missing::nothing, 0, value, nullptr}; }
    static QueryResult resolved(value::Value value) { return {Kind::resolved, Missing::nothing, 0, value, nullptr}; }
    static QueryResult unknown(value::Value value) { return {Kind::unknown, Missing::nothing, 0, value, nullptr}; }
    static QueryResult unresolved(Missing missing, value::Value reached, const Query& query, std::size_t part) {
        return {Kind::unresolved, missing, static_cast<std::uint16_t>(part), reached, &query};
    }

    bool has_value() const { return kind <= Kind::resolved; }
};

// A result that may turn out to be missing, or not to be there at all.
inline bool may_be_missing(const QueryResult& result) {
    return result.kind == QueryResult::Kind::unknown ||
           (result.kind == QueryResult::Kind::resolved && result.value.is_unknown() && !result.value.as_unknown().present());
}

}  // namespace vouch::guard
