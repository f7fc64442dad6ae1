// SPDX-License-Identifier: Apache-2.0
// One loop over an explicit stack of open containers: the depth of a tree never becomes depth of calls. Tested by write_test.cc.
#include "value/write.h"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace vouch::value {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

bool is_plain(char byte) { return static_cast<unsigned char>(byte) >= 0x20 && byte != '"' && byte != '\\'; }

void write_escape(std::string& out, char byte) {
    switch (byte) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    const auto code = static_cast<unsigned char>(byte);
    out += "\\u00";
    out += kHex[code >> 4U];
    out += kHex[code & 0xFU];
}

template <class Number>
void write_number(std::string& out, Number number) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    out.append(buffer.data(), end);
}

void write_real(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += std::isnan(number) ? "\"nan\"" : number < 0 ? "\"-inf\"" : "\"inf\"";
        return;
    }
    const std::size_t begin = out.size();
    write_number(out, number);
    if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

void write_unknown(std::string& out, const Unknown& why) {
    out += "{\"Vouch::Unknown\":{\"reason\":";
    write_json_string(out, why.reason);
    out += ",\"identity\":";
    write_json_string(out, why.identity);
    out += "}}";
}

class Writer {
public:
    Writer(std::string& out, const WriteOptions& options) : out_(out), indent_(options.indent) {}

    void run(const Value& root) {
        put(root);
        while (!open_.empty()) step();
    }

private:
    struct Frame {
        Value container;
        std::size_t next = 0;
    };

    // Writes the next element of the innermost open container, or closes it.
    void step() {
        Frame& frame = open_.back();
        const Value container = frame.container;
        const std::size_t i = frame.next++;
        if (i == container.length()) {
            open_.pop_back();
            if (i != 0) new_line();
            out_ += container.is_map() ? '}' : ']';
            return;
        }
        if (i != 0) out_ += ',';
        new_line();
        if (!container.is_map()) {
            put(container.as_list()[i]);
            return;
        }
        const Member& member = container.as_map()[i];
        write_json_string(out_, member.name());
        out_ += indent_ > 0 ? ": " : ":";
        put(member.value);
    }

    void put(const Value& value) {
        switch (value.kind()) {
            case Kind::null: out_ += "null"; return;
            case Kind::boolean: out_ += value.as_boolean() ? "true" : "false"; return;
            case Kind::integer: write_number(out_, value.as_integer()); return;
            case Kind::real: write_real(out_, value.as_real()); return;
            case Kind::decimal: out_ += value.as_string(); return;
            case Kind::string: write_json_string(out_, value.as_string()); return;
            case Kind::list: open(value, '['); return;
            case Kind::map: open(value, '{'); return;
            case Kind::unknown: write_unknown(out_, value.as_unknown()); return;
            case Kind::opaque: out_ += "{\"Vouch::Opaque\":{}}"; return;
        }
    }

    void open(const Value& container, char bracket) {
        out_ += bracket;
        open_.push_back({container});
    }

    void new_line() {
        if (indent_ <= 0) return;
        out_ += '\n';
        out_.append(open_.size() * static_cast<std::size_t>(indent_), ' ');
    }

    std::string& out_;
    int indent_;
    std::vector<Frame> open_;
};

}  // namespace

void write_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_plain(text[i])) continue;
        out.append(text, begin, i - begin);
        write_escape(out, text[i]);
        begin = i + 1;
    }
    out.append(text, begin);
    out += '"';
}

void write_json(std::string& out, const Value& value, const WriteOptions& options) { Writer(out, options).run(value); }

std::string to_json(const Value& value, const WriteOptions& options) {
    std::string out;
    write_json(out, value, options);
    return out;
}

}  // namespace vouch::value
