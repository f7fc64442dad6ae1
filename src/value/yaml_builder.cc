// SPDX-License-Identifier: Apache-2.0
// Finished values of open containers wait on one stack, keys and values alternating, and are copied to the arena when their
// container ends. An alias pushes the value that its anchor stands for, so nodes are shared; what it would cost to copy them
// (nodes, depth) is counted against the limits. Tested by read_yaml_test.cc.
#include "value/detail/yaml_builder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "value/detail/map_builder.h"
#include "value/detail/yaml_scalar.h"
#include "value/detail/yaml_text.h"

namespace vouch::value::detail {
namespace {

using base::Code;

constexpr std::string_view kYamlTags = "tag:yaml.org,2002:";
constexpr std::size_t kMostWarnings = 100;

NodePlaces places_of(std::string_view text, const NodeEvent& event) {
    if (event.anchor.empty() && event.tag.empty()) return {event.begin, event.begin};
    return find_content(text, event.begin, event.end);
}

// A tag as people write it.
std::string display(std::string_view tag) {
    return base::excerpt(tag.starts_with(kYamlTags) ? fmt::format("!!{}", tag.substr(kYamlTags.size())) : std::string(tag));
}

}  // namespace

YamlBuilder::YamlBuilder(Document& document, const ReadOptions& options) : document_(document), options_(options) {}

bool YamlBuilder::expects_key() const {
    return !frames_.empty() && frames_.back().is_map && (values_.size() - frames_.back().first) % 2 == 0;
}

base::Result<void> YamlBuilder::scalar(const ScalarEvent& event) {
    if (expects_key()) return key(event);
    VOUCH_CHECK(count_nodes(1));
    const NodePlaces places = places_of(source_text(), event);
    VOUCH_TRY(const Wrap wrap, wrap_of(Node::scalar, event, places.tag));
    Value value;
    std::uint32_t height = 0;
    if (wrap.key.empty()) {
        VOUCH_TRY(value, scalar_value(event, keep(event, places.content), places.content));
    } else {
        value = Value::string(keep(event, places.content), position(places.content));
        if (wrap.key == "Fn::GetAtt" && options_.schema == Schema::cloudformation) value = attribute_path(value);
        height = value.is_list() ? 2 : 1;
        value = wrapped(wrap, value);
        VOUCH_CHECK(count_nodes(height));
        VOUCH_CHECK(check_depth(depth() + height, event.begin));
    }
    if (!event.anchor.empty()) *declare(event.anchor, position(event.begin)) = {value, height, 1U + height, true, value.position()};
    push(value, height);
    return {};
}

base::Result<Value> YamlBuilder::scalar_value(const ScalarEvent& event, std::string_view text, std::size_t at) {
    if (event.tag.empty()) {
        if (!event.plain) return Value::string(text, position(at));
        return plain_scalar(text, position(at), options_.schema, document_.arena);
    }
    if (event.tag.starts_with(kYamlTags)) {
        const auto value = typed_scalar(event.tag.substr(kYamlTags.size()), text, position(at), options_.schema, document_.arena);
        if (value) return *value;
        return base::fail(Code::invalid_value,
                          fmt::format("`{}` cannot be read with the tag `{}`", base::excerpt(text), display(event.tag)), location(at));
    }
    return Value::string(text, position(at));
}

base::Result<YamlBuilder::Wrap> YamlBuilder::wrap_of(Node node, const NodeEvent& event, std::size_t tag_at) {
    const std::string_view tag = event.tag;
    if (tag.empty()) return Wrap{};
    const bool guard = options_.schema == Schema::guard;
    if (tag.starts_with('!') && tag.size() > 1) {
        const std::string_view key = long_form(tag.substr(1), node, options_.schema);
        if (!key.empty()) return Wrap{key, position(tag_at)};
        if (guard) return Wrap{};
        warn(Code::undefined_name,
             fmt::format("unknown tag `{}`: its value is kept as {{\"{}\": ...}} and not interpreted", display(tag), display(tag)), tag_at);
        return Wrap{document_.arena.copy(tag), position(tag_at)};
    }
    const bool known = node == Node::scalar ? tag.starts_with(kYamlTags)
                                            : tag == (node == Node::sequence ? "tag:yaml.org,2002:seq" : "tag:yaml.org,2002:map");
    if (guard || known) return Wrap{};
    return base::fail(Code::invalid_value, fmt::format("the tag `{}` is not supported here", display(tag)), location(tag_at));
}

std::string_view YamlBuilder::keep(const ScalarEvent& event, std::size_t at) {
    if (event.text.empty()) return {};
    const std::string_view standing = source_text().substr(std::min(at + (event.quoted ? 1 : 0), source_text().size()), event.text.size());
    return standing == event.text ? standing : document_.arena.copy(event.text);
}

Value YamlBuilder::wrapped(const Wrap& wrap, const Value& value) {
    if (wrap.key.empty()) return value;
    const Member member{Value::string(wrap.key, wrap.position), value};
    return make_map(document_.arena, {&member, 1}, wrap.position);
}

// "Resource.Attribute.Path" as ["Resource", "Attribute.Path"]; as it is where it has no dot.
Value YamlBuilder::attribute_path(const Value& name) {
    const std::string_view text = name.as_string();
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return name;
    const std::string_view attribute = text.substr(dot + 1);
    // Where the text is a view of the source, so is the attribute's place.
    const std::string_view source = source_text();
    const std::less<> before;
    const bool in_source = !before(attribute.data(), source.data()) && before(attribute.data(), source.data() + source.size());
    const std::uint32_t at = in_source ? position(static_cast<std::size_t>(attribute.data() - source.data())) : name.position();
    const Value items[] = {Value::string(text.substr(0, dot), name.position()), Value::string(attribute, at)};
    return make_list(document_.arena, items, name.position());
}

base::Result<void> YamlBuilder::key(const ScalarEvent& event) {
    const std::size_t at = places_of(source_text(), event).content;
    if (event.plain && event.tag.empty() && event.text == "<<") {
        frames_.back().merges = true;
        values_.push_back(Value::null(position(at)));  // stands for the merge key: no other key is null
        warn(Code::incompatible, "the merge key `<<` is expanded here; CloudFormation itself does not read it", at,
             "let the tool that deploys the template expand it");
        return {};
    }
    VOUCH_CHECK(check_key(event, at));
    const Value value = Value::string(keep(event, at), position(at));
    if (!event.anchor.empty()) *declare(event.anchor, position(event.begin)) = {value, 0, 1, true, value.position()};
    values_.push_back(value);
    return {};
}

base::Result<void> YamlBuilder::check_key(const ScalarEvent& event, std::size_t at) const {
    base::Arena unused;
    if (options_.schema == Schema::cloudformation) {
        if (event.tag.empty() || event.tag.starts_with(kYamlTags)) return {};
        return base::fail(Code::syntax, fmt::format("the tag `{}` makes this key no string", display(event.tag)), location(at));
    }
    bool is_string = true;
    if (event.tag.starts_with(kYamlTags)) {
        const auto value = typed_scalar(event.tag.substr(kYamlTags.size()), event.text, 0, Schema::guard, unused);
        is_string = value && value->is_string();
    } else if (event.tag.empty()) {
        is_string = !event.plain || plain_scalar(event.text, 0, Schema::guard, unused).is_string();
    } else {
        is_string = long_form(event.tag.substr(1), Node::scalar, Schema::guard).empty();
    }
    if (is_string) return {};
    return base::fail(Code::syntax, fmt::format("non string type detected for key `{}`", base::excerpt(event.text)), location(at),
                      "put the key in quotes");
}

base::Result<void> YamlBuilder::alias(std::string_view anchor, std::size_t at) {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
        return base::fail(Code::undefined_name, fmt::format("the alias `*{}` has no anchor before it", base::excerpt(anchor)),
                          location(at));
    const Anchored& target = *found->second;
    if (!target.finished) {
        const base::Location begin = location(offset(target.position));
        return base::fail(Code::cycle,
                          fmt::format("the alias `*{}` stands inside the node that it refers to, which begins at {}:{}",
                                      base::excerpt(anchor), begin.line, begin.column),
                          location(at));
    }
    alias_nodes_ += target.size;
    if (alias_nodes_ > options_.limits.alias_nodes) {
        return base::fail(
            Code::too_large,
            fmt::format("the aliases up to here stand for more values than the limit `alias_nodes` of {}", options_.limits.alias_nodes),
            location(at));
    }
    if (expects_key()) {
        if (!target.value.is_string())
            return base::fail(
                Code::syntax,
                fmt::format("a key must be a string, the alias `*{}` is of kind `{}`", base::excerpt(anchor), name(target.value.kind())),
                location(at));
        values_.push_back(target.value);
        return {};
    }
    VOUCH_CHECK(check_depth(depth() + target.height, at));
    push(target.value, target.height);
    return {};
}

base::Result<void> YamlBuilder::begin(Node container, const NodeEvent& event) {
    const NodePlaces places = places_of(source_text(), event);
    if (expects_key()) {
        return base::fail(Code::syntax, fmt::format("a key must be a string, found a {}", container == Node::mapping ? "map" : "list"),
                          location(places.content));
    }
    VOUCH_CHECK(count_nodes(1));
    Frame frame;
    VOUCH_TRY(frame.wrap, wrap_of(container, event, places.tag));
    const std::uint32_t levels = frame.wrap.key.empty() ? 1 : 2;
    frame.first = static_cast<std::uint32_t>(values_.size());
    frame.position = position(places.content);
    frame.depth = depth() + levels;
    frame.size = nodes_ + alias_nodes_ - 1;
    frame.is_map = container == Node::mapping;
    VOUCH_CHECK(count_nodes(levels - 1));
    VOUCH_CHECK(check_depth(frame.depth, places.content));
    if (!event.anchor.empty()) frame.anchored = declare(event.anchor, position(event.begin));
    frames_.push_back(frame);
    return {};
}

base::Result<void> YamlBuilder::end() {
    const Frame frame = frames_.back();
    Value value;
    if (frame.is_map) {
        VOUCH_TRY(value, close_map(frame));
    } else {
        value = make_list(document_.arena, std::span(values_).subspan(frame.first), frame.position);
    }
    frames_.pop_back();
    values_.resize(frame.first);
    value = wrapped(frame.wrap, value);
    const std::uint32_t height = frame.height + (frame.wrap.key.empty() ? 0 : 1);
    if (frame.anchored != nullptr) *frame.anchored = {value, height, nodes_ + alias_nodes_ - frame.size, true, value.position()};
    push(value, height);
    return {};
}

base::Result<Value> YamlBuilder::close_map(const Frame& frame) {
    const auto slots = std::span(values_).subspan(frame.first);
    // A Member is two Values, key and value, and that is how they lie here.
    static_assert(sizeof(Member) == 2 * sizeof(Value));
    const std::span<const Member> members(reinterpret_cast<const Member*>(slots.data()), slots.size() / 2);
    Value map;
    std::vector<Member> merged;
    if (frame.merges) VOUCH_CHECK(merge(members, merged));
    const auto twice = build_map(document_.arena, frame.merges ? std::span<const Member>(merged) : members, frame.position, map);
    if (!twice) return map;
    return std::unexpected(duplicate_key_error(*document_.source, twice->first->name(), offset(twice->first->key.position()),
                                               offset(twice->second->key.position())));
}

void YamlBuilder::push(const Value& value, std::uint32_t height) {
    values_.push_back(value);
    if (!frames_.empty()) frames_.back().height = std::max(frames_.back().height, height + 1);
}

base::Result<void> YamlBuilder::count_nodes(std::uint64_t count) {
    nodes_ += count;
    if (nodes_ <= options_.limits.nodes) return {};
    return base::fail(Code::too_large, fmt::format("the document has more values than the limit `nodes` of {}", options_.limits.nodes),
                      base::Location{document_.source->name(), 0, 0});
}

base::Result<void> YamlBuilder::check_depth(std::uint64_t depth, std::size_t at) const {
    if (depth <= options_.limits.depth) return {};
    return base::fail(Code::too_large, fmt::format("nested deeper than the limit `depth` of {}", options_.limits.depth), location(at));
}

YamlBuilder::Anchored* YamlBuilder::declare(std::string_view anchor, std::uint32_t position) {
    anchored_.emplace_back().position = position;
    return anchors_[std::string(anchor)] = &anchored_.back();
}

void YamlBuilder::warn(base::Code code, std::string message, std::size_t at, std::string help) {
    if (document_.warnings.size() >= kMostWarnings) return;
    document_.warnings.push_back({code, std::move(message), location(at), {}, std::move(help)});
}

}  // namespace vouch::value::detail
