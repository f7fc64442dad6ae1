// SPDX-License-Identifier: Apache-2.0
// libyaml's events again, this time for their marks. Marks of block containers and block scalars reach to the next token, over
// comments and empty lines, so their ends are taken from what they hold. Tested by layout_test.cc.
#include "value/layout.h"

#include <algorithm>

#include <fmt/format.h>
#include <yaml.h>

#include "base/handle.h"
#include "value/detail/encoding.h"
#include "value/detail/layout_json.h"
#include "value/detail/yaml_text.h"

namespace vouch::value {
namespace {

using base::Code;

class Recorder {
public:
    Recorder(const Document& document, std::size_t most)
        : document_(document),
          most_(most),
          mark_(detail::byte_order_mark(document.source->text())),
          whole_(document.source->text()),
          text_(whole_.substr(mark_)),
          offsets_(text_) {}

    base::Result<Layout> run() {
        yaml_parser_t storage;
        if (yaml_parser_initialize(&storage) == 0) return base::fail(Code::internal, "out of memory");
        const base::Handle<yaml_parser_t, yaml_parser_delete> parser(&storage);
        yaml_parser_set_encoding(parser.get(), YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(parser.get(), reinterpret_cast<const yaml_char_t*>(text_.data()), text_.size());
        for (bool more = true; more;) {
            yaml_event_t event_storage;
            if (yaml_parser_parse(parser.get(), &event_storage) == 0)
                return base::fail(Code::syntax, "not valid YAML", base::Location{document_.source->name(), 0, 0});
            const base::Handle<yaml_event_t, yaml_event_delete> event(&event_storage);
            if (layout_.places.size() > most_) return std::unexpected(detail::too_many_places(document_, most_));
            take(*event);
            more = event->type != YAML_STREAM_END_EVENT;
        }
        if (layout_.places.empty() || !open_.empty()) return base::fail(Code::internal, "the layout of a YAML text is not closed");
        return std::move(layout_);
    }

private:
    std::size_t offset(const yaml_mark_t& mark) { return mark_ + offsets_.byte_of(mark.index); }

    Place& add(Shape shape, Style style, const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
        const auto index = static_cast<std::uint32_t>(layout_.places.size());
        if (!open_.empty()) layout_.places[open_.back()].children.push_back(index);
        Place& place = layout_.places.emplace_back();
        place.shape = shape;
        place.style = style;
        place.anchored = anchor != nullptr;
        place.tagged = tag != nullptr;
        place.begin = place.content = offset(event.start_mark);
        place.end = offset(event.end_mark);
        if (place.anchored || place.tagged) place.content = detail::find_content(whole_, place.begin, place.end).content;
        return place;
    }

    void open(Shape shape, bool flow, const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
        add(shape, flow ? Style::flow : Style::block, event, anchor, tag);
        open_.push_back(static_cast<std::uint32_t>(layout_.places.size() - 1));
    }

    void close(const yaml_event_t& event) {
        Place& place = layout_.places[open_.back()];
        open_.pop_back();
        if (place.style == Style::flow) {
            place.end = offset(event.end_mark);
        } else {
            for (const std::uint32_t child : place.children) place.end = std::max(place.end, layout_.places[child].end);
        }
    }

    void scalar(const yaml_event_t& event) {
        const auto& data = event.data.scalar;
        const Style style = data.style == YAML_SINGLE_QUOTED_SCALAR_STYLE   ? Style::single_quoted
                            : data.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? Style::double_quoted
                            : data.style == YAML_PLAIN_SCALAR_STYLE         ? Style::plain
                                                                            : Style::block;
        Place& place = add(Shape::scalar, style, event, data.anchor, data.tag);
        place.text.assign(reinterpret_cast<const char*>(data.value), data.length);
        if (style == Style::block) trim(place);
    }

    // The empty lines behind a block scalar are its own only under `|+`.
    void trim(Place& place) const {
        const std::string_view header = whole_.substr(place.content, whole_.find_first_of("\r\n", place.content) - place.content);
        const bool keeps = header.substr(0, header.find('#')).find('+') != std::string_view::npos;
        if (keeps) {
            // Stay on the last line of it, in front of its line end.
            if (place.end > place.content && whole_[place.end - 1] == '\n') --place.end;
            if (place.end > place.content && whole_[place.end - 1] == '\r') --place.end;
            return;
        }
        while (place.end > place.content + 1 && std::string_view(" \t\r\n").contains(whole_[place.end - 1])) --place.end;
    }

    void take(const yaml_event_t& event) {
        const auto& data = event.data;
        switch (event.type) {
            case YAML_SCALAR_EVENT: return scalar(event);
            case YAML_ALIAS_EVENT:
                add(Shape::alias, Style::plain, event, nullptr, nullptr).text = reinterpret_cast<const char*>(data.alias.anchor);
                return;
            case YAML_SEQUENCE_START_EVENT:
                return open(Shape::list, data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, event, data.sequence_start.anchor,
                            data.sequence_start.tag);
            case YAML_MAPPING_START_EVENT:
                return open(Shape::map, data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, event, data.mapping_start.anchor,
                            data.mapping_start.tag);
            case YAML_SEQUENCE_END_EVENT:
            case YAML_MAPPING_END_EVENT: return close(event);
            default: return;
        }
    }

    const Document& document_;
    std::size_t most_;
    std::size_t mark_;
    std::string_view whole_;
    std::string_view text_;
    detail::CharacterOffsets offsets_;
    Layout layout_;
    std::vector<std::uint32_t> open_;
};

}  // namespace

base::Result<Layout> read_layout(const Document& document, std::size_t most) {
    if (document.format == Format::json) return detail::layout_of_json(document, most);
    return Recorder(document, most).run();
}

}  // namespace vouch::value
