// SPDX-License-Identifier: Apache-2.0
// Drives libyaml's event parser and hands its events, with byte offsets, to YamlBuilder. The loop ends at the first error of
// either, in particular at the depth limit, because libyaml is quadratic in depth. Tested by read_yaml_test.cc.
#include <fmt/format.h>
#include <yaml.h>

#include "base/handle.h"
#include "base/text.h"
#include "value/detail/encoding.h"
#include "value/detail/yaml_builder.h"
#include "value/detail/yaml_text.h"
#include "value/read.h"

namespace vouch::value {
namespace {

using base::Code;

// libyaml compares each directive with all before it.
constexpr std::size_t kMostDirectives = 64;

std::string_view view(const yaml_char_t* text) {
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

class EventLoop {
public:
    EventLoop(Document& document, const ReadOptions& options)
        : source_(*document.source),
          mark_(detail::byte_order_mark(source_.text())),
          text_(source_.text().substr(mark_)),
          offsets_(text_),
          builder_(document, options) {}

    base::Result<Value> run() {
        if (detail::count_directives(text_) > kMostDirectives)
            return base::fail(Code::too_large, fmt::format("more than {} directives (lines that begin with %)", kMostDirectives),
                              source_.location(0));
        yaml_parser_t storage;
        if (yaml_parser_initialize(&storage) == 0) return base::fail(Code::internal, "out of memory");
        const base::Handle<yaml_parser_t, yaml_parser_delete> parser(&storage);
        yaml_parser_set_encoding(parser.get(), YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(parser.get(), reinterpret_cast<const yaml_char_t*>(text_.data()), text_.size());
        for (bool more = true; more;) {
            yaml_event_t event_storage;
            if (yaml_parser_parse(parser.get(), &event_storage) == 0) return std::unexpected(error_of(*parser));
            const base::Handle<yaml_event_t, yaml_event_delete> event(&event_storage);
            VOUCH_CHECK(take(*event));
            more = event->type != YAML_STREAM_END_EVENT;
        }
        if (documents_ == 0 || empty_root_) return base::fail(Code::syntax, "empty document", source_.location(0));
        return builder_.root();
    }

private:
    std::size_t offset(const yaml_mark_t& mark) { return mark_ + offsets_.byte_of(mark.index); }

    detail::NodeEvent node(const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
        return {offset(event.start_mark), offset(event.end_mark), view(anchor), view(tag)};
    }

    base::Result<void> take(const yaml_event_t& event) {
        switch (event.type) {
            case YAML_SCALAR_EVENT: return scalar(event);
            case YAML_ALIAS_EVENT: return builder_.alias(view(event.data.alias.anchor), offset(event.start_mark));
            case YAML_SEQUENCE_START_EVENT:
                return builder_.begin(detail::Node::sequence, node(event, event.data.sequence_start.anchor, event.data.sequence_start.tag));
            case YAML_MAPPING_START_EVENT:
                return builder_.begin(detail::Node::mapping, node(event, event.data.mapping_start.anchor, event.data.mapping_start.tag));
            case YAML_SEQUENCE_END_EVENT:
            case YAML_MAPPING_END_EVENT: return builder_.end();
            case YAML_DOCUMENT_START_EVENT:
                if (documents_++ == 0) return {};
                return base::fail(Code::syntax, "a second document begins here; a file must hold one",
                                  source_.location(offset(event.start_mark)));
            default: return {};
        }
    }

    base::Result<void> scalar(const yaml_event_t& event) {
        const auto& data = event.data.scalar;
        detail::ScalarEvent scalar;
        static_cast<detail::NodeEvent&>(scalar) = node(event, data.anchor, data.tag);
        scalar.text = {reinterpret_cast<const char*>(data.value), data.length};
        scalar.plain = data.style == YAML_PLAIN_SCALAR_STYLE;
        scalar.quoted = data.style == YAML_SINGLE_QUOTED_SCALAR_STYLE || data.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
        if (first_event_) empty_root_ = scalar.plain && scalar.text.empty() && scalar.tag.empty();
        first_event_ = false;
        return builder_.scalar(scalar);
    }

    base::Error error_of(const yaml_parser_t& parser) {
        if (parser.error == YAML_MEMORY_ERROR) return base::fail(Code::internal, "out of memory").error();
        const std::string_view problem = parser.problem == nullptr ? "invalid YAML" : parser.problem;
        if (parser.error == YAML_READER_ERROR) {
            const std::size_t at = mark_ + parser.problem_offset;
            return base::fail(Code::syntax, fmt::format("{} (U+{:04X})", problem, static_cast<unsigned>(parser.problem_value)),
                              source_.location(at), "write the character as an escape in a double-quoted string")
                .error();
        }
        const std::size_t at = offset(parser.problem_mark);
        std::string message(problem);
        if (parser.context != nullptr) {
            const base::LineColumn begin = source_.line_column(offset(parser.context_mark));
            message += fmt::format(" ({} that begins at {}:{})", parser.context, begin.line, begin.column);
        }
        const bool tab = at < source_.text().size() && source_.text()[at] == '\t';
        return base::fail(Code::syntax, std::move(message), source_.location(at),
                          tab ? "indent with spaces: YAML allows no tabs there" : "")
            .error();
    }

    const base::Source& source_;
    std::uint32_t mark_;
    std::string_view text_;
    detail::CharacterOffsets offsets_;
    detail::YamlBuilder builder_;
    int documents_ = 0;
    bool first_event_ = true;
    bool empty_root_ = false;
};

}  // namespace

base::Result<Document> read_yaml(base::SourcePtr source, const ReadOptions& options) {
    VOUCH_CHECK(detail::check_size(*source, options));
    VOUCH_CHECK(detail::check_utf8(*source));
    Document document;
    document.source = std::move(source);
    document.format = Format::yaml;
    VOUCH_TRY(document.root, EventLoop(document, options).run());
    return document;
}

}  // namespace vouch::value
