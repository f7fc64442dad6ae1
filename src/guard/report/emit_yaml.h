// SPDX-License-Identifier: Apache-2.0
// Appends block-style YAML to a string, piece by piece; the same calls as EmitJson.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guard/report/emit_value.h"
#include "value/value.h"

namespace vouch::guard::report {

class EmitYaml {
public:
    explicit EmitYaml(std::string& out) : out_(out) {}

    void begin_map() { begin(true); }
    void end_map() { end("{}"); }
    void begin_list() { begin(false); }
    void end_list() { end("[]"); }
    void key(std::string_view name);
    void string(std::string_view text);
    void boolean(bool value);
    void null();
    void number(std::uint64_t value);
    void value(const value::Value& value) { emit_value(*this, value); }
    // The kinds that the readers spell alike in JSON and YAML: null, booleans, numbers, unknowns.
    void plain(const value::Value& value);

private:
    struct Level {
        bool map;
        std::uint32_t indent;
        bool empty;
        bool same_line;  // its first entry goes on the line of the dash in front of it
    };
    void begin(bool map);
    void end(std::string_view when_empty);
    void entry();   // in front of a key or a list item
    void scalar();  // in front of a scalar
    void text(std::string_view text);

    std::string& out_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

}  // namespace vouch::guard::report
