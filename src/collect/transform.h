// SPDX-License-Identifier: Apache-2.0
// The transforms that tables name behind `as`: one row each.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "value/document.h"
#include "value/value.h"

namespace vouch::collect {

// What transforms make lives in `arena` and `documents`.
struct Workshop {
    base::Arena arena;
    std::vector<value::DocumentPtr> documents;        // texts that were read as JSON
    std::map<std::string_view, value::Value> tables;  // texts that were read as CSV
    Workshop* lasting = nullptr;                      // for what many resources look at; null: this one lasts

    void clear() {
        arena.clear();
        documents.clear();
        tables.clear();
    }
};

struct Transform {
    std::string_view name;
    std::string_view summary;
    // Errors: invalid_value where the value is nothing that it can work on.
    base::Result<value::Value> (*apply)(const value::Value& value, Workshop& workshop);
};

std::span<const Transform> transforms();
// nullptr where there is none of that name.
const Transform* find_transform(std::string_view name);

}  // namespace vouch::collect
