// SPDX-License-Identifier: Apache-2.0
// A value of a document as calls of an emitter, EmitJson or EmitYaml.
#pragma once

#include <string>

#include "value/value.h"

namespace vouch::guard::report {

// The text of a regular expression, range or character, as the rule spells it; empty where `value` is no rule literal.
std::string literal_text(const value::Value& value);

// The depth of calls is that of the tree, which the reader bounds.
template <class Emit>
void emit_value(Emit& emit, const value::Value& value) {
    switch (value.kind()) {
        case value::Kind::list:
            emit.begin_list();
            for (const value::Value& each : value.as_list()) emit_value(emit, each);
            return emit.end_list();
        case value::Kind::map:
            emit.begin_map();
            for (const value::Member& each : value.as_map()) {
                emit.key(each.name());
                emit_value(emit, each.value);
            }
            return emit.end_map();
        case value::Kind::string: return emit.string(value.as_string());
        case value::Kind::opaque: return emit.string(literal_text(value));
        default: return emit.plain(value);
    }
}

}  // namespace vouch::guard::report
