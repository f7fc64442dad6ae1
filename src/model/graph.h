// SPDX-License-Identifier: Apache-2.0
// Who refers to whom, over all units of an inventory: by Ref, Fn::GetAtt and the text that is put together from them, by name and by
// ARN; through parameters of nested stacks and the outputs of other stacks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "model/inventory.h"

namespace vouch::model {

// A resource of the inventory: its place in the row of all resources, unit after unit.
using Node = std::uint32_t;

struct Edge {
    Node from;
    Node to;
    std::string path;            // the property that holds the reference: "Properties.Targets.Arn"; places in lists left out
    std::string_view attribute;  // of Fn::GetAtt; empty for Ref, names and ARNs
    std::uint32_t position;      // of the value that refers, in the source of its unit
    bool by_name = false;        // the value is the name or ARN that the other resource gives itself
};

// A value of a live resource that was denied or failed: it may refer to anything.
struct Doubt {
    Node from;
    std::string path;      // of the value: "Properties.ResourceId"
    value::Value unknown;  // why
    bool exact = false;    // `path` is that of the reference itself, if there is one; else it may stand anywhere below
};

// Keeps a reference to the inventory, which must not change. Immutable: reading it from several threads is safe.
class Graph {
public:
    // Linear in the size of the inventory: where very many resources give themselves one name and very many use it, only the first uses
    // are followed; problems() says so, and complete() for which resources.
    explicit Graph(const Inventory& inventory);
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    const Inventory& inventory() const { return *inventory_; }
    std::size_t size() const { return unit_of_.size(); }
    Node node(std::size_t unit, std::size_t resource) const { return first_[unit] + static_cast<Node>(resource); }
    std::size_t unit_index(Node node) const { return unit_of_[node]; }
    std::size_t resource_index(Node node) const { return node - first_[unit_of_[node]]; }
    const Unit& unit(Node node) const { return *inventory_->units[unit_of_[node]]; }
    const Resource& resource(Node node) const { return unit(node).resources[resource_index(node)]; }

    // Edges from a node, in the order of its template; each (to, path, attribute) once. A resource that refers to itself has no edge.
    std::span<const Edge> out(Node node) const { return std::span(edges_).subspan(out_[node], out_[node + 1] - out_[node]); }
    // Edges to a node, in the order of the inventory.
    std::span<const Edge* const> in(Node node) const { return std::span(in_edges_).subspan(in_[node], in_[node + 1] - in_[node]); }
    // False where references of that resource, or of one that it hangs together with, were not followed: nothing can be said then of who
    // refers to whom. The resource of the whole estate hangs together with all.
    bool complete(Node node) const;
    // References that were not followed.
    const std::vector<base::Error>& problems() const { return problems_; }
    // What may be an edge to that node, from others: of the doubts of each type and path the first two. Where it is known in which
    // properties the node may be named (model::NamedIn), one for each of these that the doubt leaves open.
    std::vector<Doubt> doubts_about(Node to) const;
    // Those of one resource.
    std::vector<Doubt> doubts(Node from) const;
    // All resources of a type, in order.
    std::span<const Node> of_type(std::string_view type) const;

private:
    class Builder;

    const Inventory* inventory_;
    std::vector<Node> first_;  // by unit
    std::vector<std::uint32_t> unit_of_;
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> out_;
    std::vector<const Edge*> in_edges_;
    std::vector<std::uint32_t> in_;
    std::unordered_map<std::string_view, std::vector<Node>> by_type_;
    std::vector<Doubt> doubts_;
    std::unordered_set<Node> incomplete_;
    std::vector<base::Error> problems_;
};

}  // namespace vouch::model
