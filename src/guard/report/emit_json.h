// SPDX-License-Identifier: Apache-2.0
// Appends indented JSON to a string, piece by piece, without a tree in between. EmitYaml takes the same calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "guard/report/emit_value.h"
#include "value/value.h"

namespace vouch::guard::report {

class EmitJson {
public:
    explicit EmitJson(std::string& out) : out_(out) {}
    // Goes on within a list that has `depth` containers around its elements; `first`: it has no element yet.
    EmitJson(std::string& out, std::uint32_t depth, bool first) : out_(out), depth_(depth), first_(first) {}

    void begin_map() { begin('{'); }
    void end_map() { end('}'); }
    void begin_list() { begin('['); }
    void end_list() { end(']'); }
    // The key of the next value; within a map.
    void key(std::string_view name);
    void string(std::string_view text);
    void boolean(bool value);
    void null();
    void number(std::uint64_t value);
    // A whole value of a document; rule literals as the text that the rule has.
    void value(const value::Value& value) { emit_value(*this, value); }
    // The kinds that value::write_json spells on one line: null, booleans, numbers, unknowns.
    void plain(const value::Value& value);
    // A list whose elements have been written to a text of their own, which is used up.
    void list_of(std::string& elements);

private:
    void begin(char bracket);
    void end(char bracket);
    void item();  // in front of every value, key or container
    void line();

    std::string& out_;
    std::uint32_t depth_ = 0;
    bool first_ = true;  // nothing in the innermost container yet
    bool after_key_ = false;
};

// Appends `text` to `out` and empties it; the larger of the two keeps its place in memory.
void append_large(std::string& out, std::string& text);

}  // namespace vouch::guard::report
