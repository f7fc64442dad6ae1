// SPDX-License-Identifier: Apache-2.0
// The input as JSON: the tree is the same, names and times are those of the wire. Tested by build_test.cc.
#include <utility>

#include "aws/protocol/detail/writers.h"
#include "value/write.h"

namespace vouch::aws::detail {
namespace {

using value::Value;

void write(std::string& out, const Reference& what, const Value& value) {
    switch (what.type) {
        case Type::structure: return what.shape->document ? value::write_json(out, value) : json_body(out, what, value);
        case Type::list: {
            out += '[';
            bool first = true;
            for (const Value& item : value.as_list()) {
                if (!std::exchange(first, false)) out += ',';
                write(out, what.shape->element, item);
            }
            out += ']';
            return;
        }
        case Type::map: {
            out += '{';
            bool first = true;
            for (const value::Member& one : value.as_map()) {
                if (!std::exchange(first, false)) out += ',';
                value::write_json_string(out, one.name());
                out += ':';
                write(out, what.shape->element, one.value);
            }
            out += '}';
            return;
        }
        case Type::timestamp: {
            const std::string text = scalar_text(what, value, TimeFormat::unix_seconds);
            if (what.format == TimeFormat::usual || what.format == TimeFormat::unix_seconds)
                out += text;
            else
                value::write_json_string(out, text);
            return;
        }
        default: value::write_json(out, value);
    }
}

}  // namespace

void json_body(std::string& out, const Reference& what, const Value& value) {
    if (what.type != Type::structure) return write(out, what, value);
    out += '{';
    bool first = true;
    for (const value::Member& one : value.as_map()) {
        const Member& member = *what.shape->find(one.name());
        if (member.what.place != Place::body) continue;
        if (!std::exchange(first, false)) out += ',';
        value::write_json_string(out, member.wire());
        out += ':';
        write(out, member.what, one.value);
    }
    out += '}';
}

}  // namespace vouch::aws::detail
