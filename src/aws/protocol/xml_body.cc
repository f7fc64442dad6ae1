// SPDX-License-Identifier: Apache-2.0
// The input as XML, written as text: no library is needed to open and close elements. Tested by build_test.cc.
#include <fmt/format.h>

#include "aws/protocol/detail/writers.h"

namespace vouch::aws::detail {
namespace {

using value::Value;

void escape(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\r': out += "&#xD;"; break;
            default: out += c;
        }
    }
}

class Writer {
public:
    void any(const Reference& what, const Value& value, std::string_view name);
    std::string take() { return std::move(out_); }

private:
    void open(const Reference& what, std::string_view name, std::string_view attributes = {});
    void close(std::string_view name) { out_ += fmt::format("</{}>", name); }
    void structure(const Reference& what, const Value& value, std::string_view name);
    void list(const Reference& what, const Value& value, std::string_view name);
    void map(const Reference& what, const Value& value, std::string_view name);

    std::string out_;
};

void Writer::open(const Reference& what, std::string_view name, std::string_view attributes) {
    out_ += fmt::format("<{}", name);
    if (!what.xmlns.empty()) {
        out_ += what.xmlns_prefix.empty() ? std::string(" xmlns=\"") : fmt::format(" xmlns:{}=\"", what.xmlns_prefix);
        escape(out_, what.xmlns);
        out_ += '"';
    }
    out_ += attributes;
    out_ += '>';
}

void Writer::structure(const Reference& what, const Value& value, std::string_view name) {
    std::string attributes;
    for (const value::Member& one : value.as_map()) {
        const Member& member = *what.shape->find(one.name());
        if (!member.what.attribute) continue;
        attributes += fmt::format(" {}=\"", member.wire());
        escape(attributes, scalar_text(member.what, one.value, TimeFormat::iso8601));
        attributes += '"';
    }
    open(what, name, attributes);
    for (const value::Member& one : value.as_map()) {
        const Member& member = *what.shape->find(one.name());
        if (!member.what.attribute && member.what.place == Place::body) any(member.what, one.value, member.wire());
    }
    close(name);
}

void Writer::list(const Reference& what, const Value& value, std::string_view name) {
    const Reference& element = what.shape->element;
    if (!what.flattened) open(what, name);
    const std::string_view item_name = what.flattened ? name : element.wire.empty() ? std::string_view("member") : element.wire;
    for (const Value& item : value.as_list()) any(element, item, item_name);
    if (!what.flattened) close(name);
}

void Writer::map(const Reference& what, const Value& value, std::string_view name) {
    const Reference& key = what.shape->key;
    const Reference& element = what.shape->element;
    if (!what.flattened) open(what, name);
    const std::string_view entry = what.flattened ? name : std::string_view("entry");
    for (const value::Member& one : value.as_map()) {
        open({}, entry);
        any(key, one.key, key.wire.empty() ? std::string_view("key") : key.wire);
        any(element, one.value, element.wire.empty() ? std::string_view("value") : element.wire);
        close(entry);
    }
    if (!what.flattened) close(name);
}

void Writer::any(const Reference& what, const Value& value, std::string_view name) {
    switch (what.type) {
        case Type::structure: return structure(what, value, name);
        case Type::list: return list(what, value, name);
        case Type::map: return map(what, value, name);
        default:
            open(what, name);
            escape(out_, scalar_text(what, value, TimeFormat::iso8601));
            close(name);
    }
}

}  // namespace

std::string xml_body(const Reference& what, const Value& value, std::string_view root) {
    Writer writer;
    writer.any(what, value, root);
    return writer.take();
}

}  // namespace vouch::aws::detail
