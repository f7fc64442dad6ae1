// SPDX-License-Identifier: Apache-2.0
// Recursion goes as deep as what a remedy puts in (remedies have a depth limit of 32). Tested by patch_test.cc.
#include "remedy/patch/writing.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/ascii.h"
#include "value/write.h"

namespace vouch::remedy {

using value::Place;
using value::Shape;
using value::Style;
using value::Value;

namespace {

// Plain words that YAML readers take for something else than text.
constexpr std::array kWords{std::string_view("true"), std::string_view("false"), std::string_view("yes"), std::string_view("no"),
                            std::string_view("on"),   std::string_view("off"),   std::string_view("y"),   std::string_view("n"),
                            std::string_view("null"), std::string_view("nan"),   std::string_view("inf")};

bool is_plain(std::string_view text) {
    if (text.empty() || text.back() == ':') return false;
    if (std::isalpha(static_cast<unsigned char>(text.front())) == 0 && text.front() != '/' && text.front() != '_') return false;
    constexpr std::string_view kHarmless = "_/.+-:";
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && !kHarmless.contains(c)) return false;
    return std::ranges::find(kWords, base::to_lower(text)) == kWords.end();
}

bool needs_escapes(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c >= 0x7F; });
}

std::string json_string(std::string_view text) {
    std::string written;
    value::write_json_string(written, text);
    return written;
}

std::string yaml_string(std::string_view text, char quote) {
    if (quote == '"' || needs_escapes(text)) return json_string(text);
    std::string written = "'";
    for (const char c : text) {
        written += c;
        if (c == '\'') written += c;
    }
    return written + "'";
}

std::size_t leading_blanks(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

// The first map or list below the root that holds something on lines of its own says how far in things stand.
void learn_step(Writing& writing, const value::Layout& layout) {
    const Place& root = layout[0];
    if (root.children.empty()) return;
    if (writing.json || root.style == Style::flow) {
        const std::size_t child = layout[root.children.front()].begin;
        const std::string_view own = writing.indentation(root.content);
        const std::string_view inner = writing.indentation(child);
        if (writing.line_begin(child) != writing.line_begin(root.content) && inner.size() > own.size())
            writing.step = std::string(inner.substr(own.size()));
        return;
    }
    for (std::size_t i = 1; i < root.children.size(); i += 2) {
        const Place& inner = layout[root.children[i]];
        if (inner.shape != Shape::map || inner.style != Style::block) continue;
        const std::size_t in = writing.column(inner.content);
        const std::size_t out = writing.column(layout[root.children[i - 1]].begin);
        if (in > out) return writing.step = std::string(in - out, ' '), void();
    }
}

void learn_lists(Writing& writing, const value::Layout& layout) {
    for (const Place& place : layout.places) {
        if (place.shape != Shape::map || place.style != Style::block) continue;
        for (std::size_t i = 1; i < place.children.size(); i += 2) {
            const Place& list = layout[place.children[i]];
            if (list.shape != Shape::list || list.style != Style::block || list.tagged) continue;
            writing.lists_indented = writing.column(list.content) > writing.column(layout[place.children[i - 1]].begin);
            return;
        }
    }
}

void learn_marks(Writing& writing, const value::Layout& layout) {
    for (const Place& place : layout.places) {
        if (place.style != Style::single_quoted && place.style != Style::double_quoted) continue;
        writing.quote = place.style == Style::single_quoted ? '\'' : '"';
        break;
    }
    if (!writing.json) return;
    for (const Place& place : layout.places) {
        if (place.shape != Shape::map || place.children.empty()) continue;
        const std::size_t end = layout[place.children[0]].end;
        const std::string_view between = writing.text.substr(end, layout[place.children[1]].begin - end);
        writing.colon = between.find_first_of("\r\n") == std::string_view::npos ? between : ": ";
        writing.comma = writing.colon.ends_with(':') ? "," : ", ";
        return;
    }
}

}  // namespace

Writing Writing::of(const value::Document& document, const value::Layout& layout) {
    Writing writing;
    writing.json = document.format == value::Format::json;
    writing.text = document.source->text();
    writing.first = writing.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::size_t newline = writing.text.find('\n');
    if (newline != std::string_view::npos && newline > 0 && writing.text[newline - 1] == '\r') writing.line_end = "\r\n";
    learn_step(writing, layout);
    learn_lists(writing, layout);
    learn_marks(writing, layout);
    return writing;
}

std::size_t Writing::line_begin(std::size_t at) const {
    if (at <= first) return first;
    const std::size_t before = text.substr(0, at).find_last_of("\r\n");
    return before == std::string_view::npos ? first : std::max(before + 1, first);
}

std::size_t Writing::line_rest(std::size_t at) const { return std::min(text.find_first_of("\r\n", at), text.size()); }

std::string_view Writing::indentation(std::size_t at) const {
    const std::string_view line = text.substr(line_begin(at));
    return line.substr(0, leading_blanks(line));
}

std::string TextWriter::key(std::string_view name, bool in_brackets, char quoted) const {
    if (writing_.json) return json_string(name);
    if (quoted != '\0') return yaml_string(name, quoted);
    // Inside of brackets a colon in a key would need care.
    return is_plain(name) && (!in_brackets || !name.contains(':')) ? std::string(name) : yaml_string(name, writing_.quote);
}

std::string TextWriter::scalar(const Value& value, bool in_brackets) const {
    if (!value.is_string()) return value::to_json(value);
    if (writing_.json) return json_string(value.as_string());
    (void)in_brackets;
    return is_plain(value.as_string()) ? std::string(value.as_string()) : yaml_string(value.as_string(), writing_.quote);
}

std::string TextWriter::inline_text(NodeId id) const {
    const Node& node = draft_[id];
    if (node.shape == Shape::scalar) return scalar(node.value, true);
    std::string text(1, node.shape == Shape::map ? '{' : '[');
    for (const Child& child : node.children) {
        if (text.size() > 1) text += writing_.comma;
        if (node.shape == Shape::map) text += key(child.name, true) + (writing_.json ? writing_.colon : ": ");
        text += inline_text(child.node);
    }
    return text + (node.shape == Shape::map ? '}' : ']');
}

std::string TextWriter::pretty(NodeId id, const std::string& indentation) const {
    const Node& node = draft_[id];
    if (node.shape == Shape::scalar || node.children.empty()) return inline_text(id);
    std::string text(1, node.shape == Shape::map ? '{' : '[');
    const std::string inner = indentation + writing_.step;
    for (const Child& child : node.children) {
        if (text.size() > 1) text += ',';
        text += writing_.line_end + inner;
        if (node.shape == Shape::map) text += key(child.name, true) + writing_.colon;
        text += pretty(child.node, inner);
    }
    return text + writing_.line_end + indentation + (node.shape == Shape::map ? '}' : ']');
}

std::string TextWriter::behind_key(NodeId id, std::size_t column) const {
    const Node& node = draft_[id];
    if (node.shape == Shape::scalar) return " " + scalar(node.value, false);
    if (node.children.empty()) return " " + inline_text(id);
    const std::size_t inner = column + (node.shape == Shape::map || writing_.lists_indented ? writing_.step.size() : 0);
    return writing_.line_end + std::string(inner, ' ') + block(id, inner);
}

std::string TextWriter::member(std::string_view name, NodeId id, std::size_t column, char quoted) const {
    return key(name, false, quoted) + ":" + behind_key(id, column);
}

std::string TextWriter::item(NodeId id, std::size_t column) const {
    const Node& node = draft_[id];
    if (node.shape == Shape::scalar || node.children.empty())
        return "- " + (node.shape == Shape::scalar ? scalar(node.value, false) : inline_text(id));
    return "- " + block(id, column + 2);
}

std::string TextWriter::block(NodeId id, std::size_t column) const {
    const Node& node = draft_[id];
    std::string text;
    for (const Child& child : node.children) {
        if (!text.empty()) text += writing_.line_end + std::string(column, ' ');
        text += node.shape == Shape::map ? member(child.name, child.node, column) : item(child.node, column);
    }
    return text;
}

}  // namespace vouch::remedy
