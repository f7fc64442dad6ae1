// SPDX-License-Identifier: Apache-2.0
// Strongly connected components: who refers to itself, and in which order the rest can be worked out.
#pragma once

#include <cstdint>
#include <vector>

namespace vouch::cfn {

// edges[i] are the nodes that node i needs.
using Graph = std::vector<std::vector<std::uint32_t>>;

// Every node in exactly one component, components after all that they need. A component of more than one node, or of one
// that needs itself, is a cycle. Needs no recursion: linear in nodes and edges, whatever their shape.
std::vector<std::vector<std::uint32_t>> components(const Graph& graph);

// True where that component (of components()) is a cycle.
bool is_cycle(const Graph& graph, const std::vector<std::uint32_t>& component);

// One closed walk through a cyclic component, without the repeated first node: its nodes in the order of need.
std::vector<std::uint32_t> chain(const Graph& graph, const std::vector<std::uint32_t>& component);

}  // namespace vouch::cfn
