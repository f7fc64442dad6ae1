// SPDX-License-Identifier: Apache-2.0
// JSON that is written member by member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "trail/times.h"
#include "value/write.h"

namespace vouch::trail::detail {

// Writes maps and lists; commas are its own.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void open(char bracket) {
        out_ += bracket;
        first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        first_ = false;
    }
    void item(std::string_view line = {}) {
        if (!first_) out_ += ",";
        out_ += line;
        first_ = false;
    }
    void key(std::string_view name) {
        item();
        value::write_json_string(out_, name);
        out_ += ":";
    }
    void text(std::string_view name, std::string_view text) {
        key(name);
        value::write_json_string(out_, text);
    }
    void number(std::string_view name, std::uint64_t number) {
        key(name);
        out_ += fmt::format("{}", number);
    }
    void real(std::string_view name, double number) {
        key(name);
        out_ += fmt::format("{}", number);
    }
    // A text of a list, behind `before`.
    void element(std::string_view text, std::string_view before = {}) {
        item(before);
        value::write_json_string(out_, text);
    }
    void texts(std::string_view name, const std::vector<std::string>& texts) {
        key(name);
        open('[');
        for (const std::string& each : texts) element(each);
        close(']');
    }
    void interval(std::string_view name, const Interval& when) {
        key(name);
        open('{');
        ends(when);
        close('}');
    }
    // Both ends of a time as members.
    void ends(const Interval& when) {
        text("from", to_string(when.from));
        text("to", to_string(when.to));
    }
    void truth(std::string_view name, bool truth) {
        key(name);
        out_ += truth ? "true" : "false";
    }

private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace vouch::trail::detail
