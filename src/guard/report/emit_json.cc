// SPDX-License-Identifier: Apache-2.0
// The layout is that of cfn-guard's structured reports: two spaces a level, empty containers on one line. Tested by emit_test.cc.
#include "guard/report/emit_json.h"

#include <charconv>

#include "value/write.h"

namespace vouch::guard::report {

void EmitJson::line() {
    static constexpr std::string_view kSpaces = "\n                                                                                ";
    const std::size_t wanted = std::size_t{2} * depth_;
    if (wanted < kSpaces.size()) {
        out_.append(kSpaces.data(), wanted + 1);
    } else {
        out_ += '\n';
        out_.append(wanted, ' ');
    }
}

void EmitJson::item() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (depth_ == 0) return;
    if (!first_) out_ += ',';
    first_ = false;
    line();
}

void EmitJson::begin(char bracket) {
    item();
    out_ += bracket;
    ++depth_;
    first_ = true;
}

void EmitJson::end(char bracket) {
    --depth_;
    if (!first_) line();
    out_ += bracket;
    first_ = false;
}

void EmitJson::key(std::string_view name) {
    item();
    value::write_json_string(out_, name);
    out_ += ": ";
    after_key_ = true;
}

void EmitJson::string(std::string_view text) {
    item();
    value::write_json_string(out_, text);
}

void EmitJson::boolean(bool value) {
    item();
    out_ += value ? "true" : "false";
}

void EmitJson::null() {
    item();
    out_ += "null";
}

void EmitJson::number(std::uint64_t value) {
    item();
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void EmitJson::list_of(std::string& elements) {
    begin_list();
    first_ = elements.empty();
    append_large(out_, elements);
    end_list();
}

void append_large(std::string& out, std::string& text) {
    if (text.size() > out.size()) {
        text.insert(0, out);
        out.swap(text);
    } else {
        out += text;
    }
    text.clear();
}

void EmitJson::plain(const value::Value& value) {
    item();
    value::write_json(out_, value);
}

}  // namespace vouch::guard::report
