// SPDX-License-Identifier: Apache-2.0
// JSON text, written straight into a string, keys in the order in which they are written: indented by two, or all on one line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::report {

// Every open_*() needs its close(); within a map each value comes behind a key().
class JsonWriter {
public:
    enum class Layout : std::uint8_t { indented, one_line };

    // Keeps a reference to `out`.
    explicit JsonWriter(std::string& out, Layout layout = Layout::indented) : out_(out), layout_(layout) {}

    void open_map() { open('{', '}'); }
    void open_list() { open('[', ']'); }
    void close();
    void key(std::string_view name);
    void text(std::string_view value);
    void number(std::int64_t value);
    void boolean(bool value);

    void member(std::string_view name, std::string_view value) { key(name), text(value); }
    void member(std::string_view name, const char* value) { key(name), text(value); }
    void member(std::string_view name, const std::vector<std::string>& values);
    void numbers(std::string_view name, const std::vector<std::size_t>& values);
    // Left out where `value` is empty.
    void optional(std::string_view name, std::string_view value) {
        if (!value.empty()) member(name, value);
    }
    void count(std::string_view name, std::size_t value) { key(name), number(static_cast<std::int64_t>(value)); }
    void flag(std::string_view name, bool value) { key(name), boolean(value); }

private:
    void open(char begin, char end);
    void before();
    void line();

    std::string& out_;
    Layout layout_;
    std::string closers_;
    bool first_ = true;  // nothing was written yet in what was opened last
    bool after_key_ = false;
};

}  // namespace vouch::report
