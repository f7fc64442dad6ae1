// SPDX-License-Identifier: Apache-2.0
// Builds the tree of a document out of YAML events, and keeps the limits while it does.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/detail/yaml_tags.h"
#include "value/document.h"
#include "value/read.h"

namespace vouch::value::detail {

// What the events have in common. Offsets count bytes of the source. The views need live only during the call.
struct NodeEvent {
    std::size_t begin = 0;  // of its anchor, tag or content, whichever comes first
    std::size_t end = 0;
    std::string_view anchor;
    std::string_view tag;  // resolved by libyaml: "!Ref", "tag:yaml.org,2002:int"
};

struct ScalarEvent : NodeEvent {
    std::string_view text;
    bool plain = false;
    bool quoted = false;
};

// One for one document. Each function takes one event; the first error ends the use of the builder.
class YamlBuilder {
public:
    // Adds to document.arena and document.warnings; document.source must be set.
    YamlBuilder(Document& document, const ReadOptions& options);

    base::Result<void> scalar(const ScalarEvent& event);
    base::Result<void> alias(std::string_view anchor, std::size_t at);
    base::Result<void> begin(Node container, const NodeEvent& event);
    base::Result<void> end();

    // The finished root. Requires that every container that was begun has ended.
    Value root() const { return values_.front(); }

private:
    // What an alias needs to know of the node that it stands for.
    struct Anchored {
        Value value;
        std::uint32_t height = 0;  // levels of containers in it
        std::uint64_t size = 0;    // nodes in it, aliases expanded
        bool finished = false;
        std::uint32_t position = 0;
    };

    // A tag that becomes a map of one key, written around the node it stands before.
    struct Wrap {
        std::string_view key;
        std::uint32_t position = 0;
    };

    struct Frame {
        std::uint32_t first = 0;  // of its values on values_; in a map, keys and values alternate
        std::uint32_t position = 0;
        std::uint32_t depth = 0;   // levels of containers down to this one, wraps counted
        std::uint32_t height = 1;  // levels of containers in it so far
        std::uint64_t size = 0;    // expanded_ when it began
        bool is_map = false;
        bool merges = false;
        Wrap wrap;
        Anchored* anchored = nullptr;
    };

    std::string_view source_text() const { return document_.source->text(); }
    base::Location location(std::size_t at) const { return document_.source->location(at); }
    std::uint32_t position(std::size_t at) const { return static_cast<std::uint32_t>(at) + options_.position_base; }
    std::size_t offset(std::uint32_t position) const { return position - options_.position_base; }

    bool expects_key() const;
    base::Result<void> key(const ScalarEvent& event);
    base::Result<void> check_key(const ScalarEvent& event, std::size_t at) const;
    // The scalar without the wrap that its tag may ask for.
    base::Result<Value> scalar_value(const ScalarEvent& event, std::string_view text, std::size_t at);
    // The wrap that a tag asks for; its key is empty where it asks for none.
    base::Result<Wrap> wrap_of(Node node, const NodeEvent& event, std::size_t tag_at);
    // `text` as a view of the source where it stands at `at` as it is, else a copy.
    std::string_view keep(const ScalarEvent& event, std::size_t at);
    Value wrapped(const Wrap& wrap, const Value& value);
    Value attribute_path(const Value& name);

    base::Result<Value> close_map(const Frame& frame);
    base::Result<void> merge(std::span<const Member> members, std::vector<Member>& merged);
    void push(const Value& value, std::uint32_t height);
    base::Result<void> count_nodes(std::uint64_t count);
    base::Result<void> check_depth(std::uint64_t depth, std::size_t at) const;
    std::uint32_t depth() const { return frames_.empty() ? 0 : frames_.back().depth; }
    Anchored* declare(std::string_view anchor, std::uint32_t position);
    void warn(base::Code code, std::string message, std::size_t at, std::string help = {});

    Document& document_;
    const ReadOptions& options_;
    std::vector<Value> values_;
    std::vector<Frame> frames_;
    std::deque<Anchored> anchored_;
    std::map<std::string, Anchored*, std::less<>> anchors_;  // the newest of each name
    std::uint64_t nodes_ = 0;                                // that the text spells out
    std::uint64_t alias_nodes_ = 0;                          // that aliases add
};

}  // namespace vouch::value::detail
