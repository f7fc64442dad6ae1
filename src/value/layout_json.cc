// SPDX-License-Identifier: Apache-2.0
// One pass over the text, which is known to be valid: brackets push and pop, everything else is a scalar, a comma, a colon or space.
// Tested by layout_test.cc.
#include "value/detail/layout_json.h"

#include <fmt/format.h>

#include "value/detail/encoding.h"
#include "value/read.h"

namespace vouch::value::detail {
namespace {

bool ends_bare(char c) { return c == ',' || c == ']' || c == '}' || c == ':' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Scanner {
public:
    Scanner(const Document& document, std::size_t most) : document_(document), text_(document.source->text()), most_(most) {}

    base::Result<Layout> run() {
        at_ = byte_order_mark(text_);
        while (at_ < text_.size()) {
            if (layout_.places.size() > most_) return std::unexpected(too_many_places(document_, most_));
            step();
        }
        if (layout_.places.empty() || !open_.empty()) return base::fail(base::Code::internal, "the layout of a JSON text is not closed");
        return std::move(layout_);
    }

private:
    void step() {
        switch (const char c = text_[at_]; c) {
            case '{':
            case '[': return open(c == '{' ? Shape::map : Shape::list);
            case '}':
            case ']': return close();
            case '"': return quoted();
            case ',':
            case ':':
            case ' ':
            case '\t':
            case '\n':
            case '\r': ++at_; return;
            default: return bare();
        }
    }

    Place& add(Shape shape, Style style) {
        const auto index = static_cast<std::uint32_t>(layout_.places.size());
        if (!open_.empty()) layout_.places[open_.back()].children.push_back(index);
        Place& place = layout_.places.emplace_back();
        place.shape = shape;
        place.style = style;
        place.begin = place.content = at_;
        return place;
    }

    void open(Shape shape) {
        add(shape, Style::flow);
        open_.push_back(static_cast<std::uint32_t>(layout_.places.size() - 1));
        ++at_;
    }

    void close() {
        ++at_;
        if (open_.empty()) return;
        layout_.places[open_.back()].end = at_;
        open_.pop_back();
    }

    void quoted() {
        Place& place = add(Shape::scalar, Style::double_quoted);
        bool escapes = false;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] != '\\') continue;
            escapes = true;
            ++at_;
        }
        if (at_ < text_.size()) ++at_;
        place.end = at_;
        const std::string_view written = text_.substr(place.begin, place.end - place.begin);
        if (!escapes) {
            place.text = written.size() < 2 ? std::string_view() : written.substr(1, written.size() - 2);
            return;
        }
        const auto read = read_json(std::make_shared<base::Source>("string", std::string(written)));
        if (read && read->root.is_string()) place.text = read->root.as_string();
    }

    void bare() {
        Place& place = add(Shape::scalar, Style::plain);
        while (at_ < text_.size() && !ends_bare(text_[at_])) ++at_;
        place.end = at_;
        place.text = text_.substr(place.begin, place.end - place.begin);
    }

    const Document& document_;
    std::string_view text_;
    std::size_t most_;
    std::size_t at_ = 0;
    Layout layout_;
    std::vector<std::uint32_t> open_;
};

}  // namespace

base::Result<Layout> layout_of_json(const Document& document, std::size_t most) { return Scanner(document, most).run(); }

base::Error too_many_places(const Document& document, std::size_t most) {
    return base::fail(base::Code::too_large, fmt::format("the document has more than {} values: it cannot be changed in place", most),
                      base::Location{document.source->name(), 0, 0})
        .error();
}

}  // namespace vouch::value::detail
