// SPDX-License-Identifier: Apache-2.0
// Walks what was opened of the draft. In containers written by indentation new members get lines of their own behind the last one; in
// brackets they follow the last one as it followed those before it. Insertions stand in front of a line end, never behind it, so that a
// last line without one needs no care and several at one place keep their order (the inner ones come first). Tested by patch_test.cc.
#include "remedy/patch/patch.h"

#include <algorithm>

#include <fmt/format.h>

#include "remedy/patch/writing.h"
#include "value/read.h"

namespace vouch::remedy {

using base::Code;
using value::Place;
using value::Shape;
using value::Style;

namespace {

// Where a value stands: behind the key of a map, or as an item.
struct Around {
    std::uint32_t key = kNone;  // place of its key
    bool block = false;         // its container is written by indentation
    std::size_t column = 0;     // then: of the key or the dash
    bool lines = false;         // in brackets: over several lines
};

class Patcher {
public:
    explicit Patcher(const Draft& draft)
        : draft_(draft), layout_(draft.layout()), writing_(Writing::of(draft.document(), layout_)), writer_(draft, writing_) {}

    base::Result<Patch> run() {
        VOUCH_CHECK(walk(Draft::root(), {}));
        Patch patch;
        VOUCH_TRY(patch.edits, in_order(std::move(edits_), writing_.text.size()));
        patch.text = edited(writing_.text, patch.edits);
        VOUCH_CHECK(compare(patch.text));
        return patch;
    }

private:
    std::unexpected<base::Error> refuse(std::size_t at, std::string message) const {
        return base::fail(Code::incompatible, std::move(message), draft_.document().source->location(at));
    }

    void insert(std::size_t at, std::string text) { edits_.push_back({at, at, std::move(text)}); }

    base::Result<void> walk(NodeId id, const Around& around) {
        const Node& node = draft_[id];
        if (!node.opened || node.inherited) return {};
        const Place& place = layout_[node.place];
        if (node.made) return replace(id, place, around);
        if (node.shape == Shape::scalar) return {};
        std::vector<Child> added;
        for (const Child& child : node.children) {
            if (draft_[child.node].made && draft_[child.node].place == kNone) {
                added.push_back(child);
                continue;
            }
            VOUCH_CHECK(walk(child.node, inside(place, child)));
        }
        if (added.empty()) return {};
        if (place.style == Style::flow) return place.children.empty() ? fill(id, place, around) : add_in_brackets(node, place, added);
        return add_lines(node, place, added);
    }

    Around inside(const Place& place, const Child& child) const {
        Around around;
        around.key = child.key;
        around.block = place.style == Style::block;
        if (around.block) around.column = writing_.column(child.key == kNone ? place.content : layout_[child.key].begin);
        around.lines = !around.block && over_lines(place);
        return around;
    }

    bool over_lines(const Place& place) const {
        if (place.children.empty()) return false;
        const std::size_t first = layout_[place.children.front()].begin;
        return writing_.text.substr(place.content, first - place.content).contains('\n');
    }

    // A value that stands there becomes another.
    base::Result<void> replace(NodeId id, const Place& place, const Around& around) {
        const Node& node = draft_[id];
        if (place.shape != Shape::scalar && !writing_.json && writing_.text.substr(place.begin, place.end - place.begin).contains('#'))
            return refuse(place.begin, "the value cannot be replaced without losing its comments");
        const bool scalar = node.shape == Shape::scalar || node.children.empty();
        if (scalar && place.shape == Shape::scalar) {
            const std::string text = node.shape == Shape::scalar ? writer_.scalar(node.value, !around.block) : writer_.inline_text(id);
            const bool nothing = place.begin == place.end;
            edits_.push_back({place.begin, place.end, nothing ? " " + text : text});
            return {};
        }
        return fill(id, place, around);
    }

    // What stands at `place` makes room for the whole container `id` (or is an empty pair of brackets that gets its first children).
    base::Result<void> fill(NodeId id, const Place& place, const Around& around) {
        const std::string_view old = writing_.text.substr(place.begin, place.end - place.begin);
        if (!writing_.json && place.shape != Shape::scalar && old.contains('#'))
            return refuse(place.begin, "the brackets hold comments, and nothing else that tells how to write");
        if (writing_.json) {
            const bool lines = around.lines || (around.key == kNone && writing_.text.contains('\n') && place.content == layout_[0].content);
            const std::string indentation(writing_.indentation(around.key == kNone ? place.begin : layout_[around.key].begin));
            edits_.push_back({place.begin, place.end, lines ? writer_.pretty(id, indentation) : writer_.inline_text(id)});
            return {};
        }
        if (!around.block || around.key == kNone || draft_[id].children.empty()) {
            if (around.block && around.key != kNone) return behind(place, around, " " + writer_.inline_text(id));
            edits_.push_back({place.begin, place.end, writer_.inline_text(id)});
            return {};
        }
        return behind(place, around, writer_.behind_key(id, around.column));
    }

    // Everything between the colon of the key and the end of the value becomes `text`; lines go behind a comment on the line of the key.
    base::Result<void> behind(const Place& place, const Around& around, std::string text) {
        const std::size_t colon = writing_.text.find(':', layout_[around.key].end);
        if (colon == std::string_view::npos || colon >= std::max(place.begin, layout_[around.key].end + 1))
            return refuse(place.begin, "the key of this value is written in a way that cannot be changed in place");
        const std::size_t end = std::max(place.end, colon + 1);
        if (writing_.text.substr(colon + 1, place.begin > colon ? place.begin - colon - 1 : 0).contains('#'))
            return refuse(place.begin, "the value cannot be replaced without losing its comments");
        if (!text.starts_with(writing_.line_end)) {
            edits_.push_back({colon + 1, end, std::move(text)});
            return {};
        }
        edits_.push_back({colon + 1, end, {}});
        insert(writing_.line_rest(end), std::move(text));
        return {};
    }

    base::Result<void> add_lines(const Node& node, const Place& place, const std::vector<Child>& added) {
        const std::size_t column = writing_.column(place.content);
        const Place& first = layout_[place.children.front()];
        const char quoted = first.style == Style::single_quoted ? '\'' : first.style == Style::double_quoted ? '"' : '\0';
        const std::size_t at = writing_.line_rest(place.end);
        for (const Child& child : added) {
            const std::string text =
                node.shape == Shape::map ? writer_.member(child.name, child.node, column, quoted) : writer_.item(child.node, column);
            insert(at, writing_.line_end + std::string(column, ' ') + text);
        }
        return {};
    }

    // Behind a comma that follows the last child already; npos where there is none.
    std::size_t behind_comma(const Place& place, std::size_t end) const {
        for (std::size_t at = end; at + 1 < place.end; ++at) {
            const char c = writing_.text[at];
            if (c == ',') return at + 1;
            if (c == '#') at = writing_.line_rest(at);
        }
        return std::string_view::npos;
    }

    base::Result<void> add_in_brackets(const Node& node, const Place& place, const std::vector<Child>& added) {
        const Place& last = layout_[place.children.back()];
        const bool lines = over_lines(place);
        const std::string indentation(writing_.indentation(layout_[place.children.front()].begin));
        const std::size_t comma = writing_.json ? std::string_view::npos : behind_comma(place, last.end);
        std::string text;
        for (const Child& child : added) {
            if (!text.empty()) text += ',';
            text += lines                                             ? writing_.line_end + indentation
                    : text.empty() && comma == std::string_view::npos ? blank()
                    : text.empty()                                    ? " "
                                                                      : blank();
            if (node.shape == Shape::map) text += writer_.key(child.name, true) + (writing_.json ? writing_.colon : ": ");
            text += lines && writing_.json ? writer_.pretty(child.node, indentation) : writer_.inline_text(child.node);
        }
        const bool has_comma = comma != std::string_view::npos;
        if (has_comma) text += ',';
        const std::size_t at = has_comma ? comma : last.end;
        if (!has_comma) insert(at, ",");
        // A comment on the line of the last child stays with it.
        const std::string_view rest = writing_.text.substr(at, writing_.line_rest(at) - at);
        const std::size_t mark = rest.find_first_not_of(" \t");
        const bool commented = !writing_.json && mark != std::string_view::npos && rest[mark] == '#';
        if (commented && !lines) return add_behind_comment(at + rest.size(), text);
        insert(commented ? at + rest.size() : at, std::move(text));
        return {};
    }

    base::Result<void> add_behind_comment(std::size_t at, const std::string& text) {
        insert(at, writing_.line_end + std::string(writing_.indentation(at)) + text);
        return {};
    }

    // What follows a comma on one line.
    std::string blank() const { return writing_.comma.substr(1); }

    base::Result<void> compare(const std::string& text) const {
        value::ReadOptions options;
        options.limits.bytes = std::max(options.limits.bytes, text.size());
        auto source = std::make_shared<base::Source>(draft_.document().source->name(), text);
        const auto again = writing_.json ? value::read_json(std::move(source), options) : value::read_yaml(std::move(source), options);
        base::Arena arena;
        if (again && again->root == draft_.tree(arena)) return {};
        return refuse(writing_.first, again ? "the text is written in a way that cannot be changed in place"
                                            : fmt::format("the text cannot be changed in place: {}", again.error().message));
    }

    const Draft& draft_;
    const value::Layout& layout_;
    Writing writing_;
    TextWriter writer_;
    std::vector<TextEdit> edits_;
};

}  // namespace

base::Result<Patch> patch(const Draft& draft) { return Patcher(draft).run(); }

}  // namespace vouch::remedy
