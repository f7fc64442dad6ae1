// SPDX-License-Identifier: Apache-2.0
// Commas and indentation. Bytes that are no UTF-8 become U+FFFD: documents are UTF-8, but file names need not be.
// Tested by pieces_test.cc.
#include "report/json_writer.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "value/write.h"

namespace vouch::report {
void JsonWriter::open(char begin, char end) {
    before();
    out_ += begin;
    closers_ += end;
    first_ = true;
}

void JsonWriter::close() {
    const char closer = closers_.back();
    closers_.pop_back();
    if (!first_) line();
    out_ += closer;
    first_ = false;
    if (closers_.empty()) out_ += '\n';
}

void JsonWriter::before() {
    if (after_key_ || closers_.empty()) {
        after_key_ = false;
        return;
    }
    if (!first_) out_ += ',';
    line();
    first_ = false;
}

void JsonWriter::line() {
    if (layout_ == Layout::one_line) return;
    out_ += '\n';
    out_.append(closers_.size() * 2, ' ');
}

void JsonWriter::key(std::string_view name) {
    before();
    value::write_json_string(out_, name);
    out_ += layout_ == Layout::one_line ? ":" : ": ";
    after_key_ = true;
}

void JsonWriter::text(std::string_view value) {
    before();
    value::write_json_string(out_, base::valid_utf8(value));
}

void JsonWriter::number(std::int64_t value) {
    before();
    out_ += fmt::format("{}", value);
}

void JsonWriter::boolean(bool value) {
    before();
    out_ += value ? "true" : "false";
}

void JsonWriter::numbers(std::string_view name, const std::vector<std::size_t>& values) {
    key(name);
    before();
    out_ += fmt::format("[{}]", fmt::join(values, ", "));
}

void JsonWriter::member(std::string_view name, const std::vector<std::string>& values) {
    key(name);
    before();
    out_ += '[';
    bool first = true;
    for (const std::string& each : values) {
        if (!first) out_ += ", ";
        first = false;
        value::write_json_string(out_, base::valid_utf8(each));
    }
    out_ += ']';
}

}  // namespace vouch::report
