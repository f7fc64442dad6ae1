// SPDX-License-Identifier: Apache-2.0
// A document as it is to become: the written tree, with values replaced and added on top. Many remedies change one draft; its text is made
// once (patch/patch.h).
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "value/document.h"
#include "value/layout.h"

namespace vouch::remedy {

using NodeId = std::uint32_t;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Child {
    std::string_view name = {};  // of a member; items have none
    std::uint32_t key = kNone;   // place of the key; kNone for items and for what is new or merged in
    NodeId node = kNone;
};

struct Node {
    value::Value value;           // what stood there, or the new scalar
    std::uint32_t place = kNone;  // where it stood; kNone: nowhere
    bool inherited = false;       // it came through an alias or a merge key: its text stands elsewhere
    bool made = false;            // what it holds is new; `value` is that of a scalar
    bool opened = false;          // `children` are there
    value::Shape shape = value::Shape::scalar;
    std::vector<Child> children;
};

// Keeps references to the document and to every value that is put into it.
class Draft {
public:
    Draft(const value::Document& document, value::Layout layout);
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    const value::Document& document() const { return document_; }
    const value::Layout& layout() const { return layout_; }
    static constexpr NodeId root() { return 0; }
    const Node& operator[](NodeId id) const { return nodes_[id]; }

    // Members or items; empty for scalars. Opens the node.
    const std::vector<Child>& children(NodeId id);
    // The member of that name; kNone where there is none.
    NodeId member(NodeId map, std::string_view name);

    // The node becomes a copy of `value`.
    void replace(NodeId id, const value::Value& value);
    // Requires a map without that member, or a list.
    void add_member(NodeId map, std::string_view name, const value::Value& value);
    void add_item(NodeId list, const value::Value& value);

    bool changed() const { return changed_; }
    // The tree as it is to become, in `arena`; positions mean nothing.
    value::Value tree(base::Arena& arena, NodeId id = root()) const;

private:
    NodeId written(const value::Value& value, std::uint32_t place, bool inherited);
    NodeId made(const value::Value& value);
    void fill(NodeId id, const value::Value& value);
    void open(NodeId id);
    std::vector<Child> members_of(NodeId id);
    std::vector<Child> items_of(NodeId id);

    const value::Document& document_;
    value::Layout layout_;
    std::vector<Node> nodes_;
    std::unordered_map<NodeId, std::unordered_map<std::string_view, NodeId>> indexes_;  // of large maps
    bool changed_ = false;
};

}  // namespace vouch::remedy
