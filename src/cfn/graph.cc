// SPDX-License-Identifier: Apache-2.0
// Tarjan's algorithm with an explicit stack, and a breadth-first search for one short walk through a cycle.
// Tested by graph_test.cc, also against reachability on random graphs.
#include "cfn/graph.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <unordered_map>

namespace vouch::cfn {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

class Tarjan {
public:
    explicit Tarjan(const Graph& graph) : graph_(graph), index_(graph.size(), kNone), low_(graph.size()), open_(graph.size()) {}

    std::vector<std::vector<std::uint32_t>> run() {
        for (std::uint32_t node = 0; node < graph_.size(); ++node)
            if (index_[node] == kNone) walk(node);
        return std::move(found_);
    }

private:
    struct Frame {
        std::uint32_t node;
        std::size_t edge;
    };

    void walk(std::uint32_t root) {
        enter(root);
        while (!frames_.empty()) {
            Frame& frame = frames_.back();
            if (frame.edge < graph_[frame.node].size()) {
                const std::uint32_t next = graph_[frame.node][frame.edge++];
                if (index_[next] == kNone)
                    enter(next);
                else if (open_[next])
                    low_[frame.node] = std::min(low_[frame.node], index_[next]);
                continue;
            }
            leave();
        }
    }

    void enter(std::uint32_t node) {
        index_[node] = low_[node] = count_++;
        open_[node] = true;
        stack_.push_back(node);
        frames_.push_back({node, 0});
    }

    void leave() {
        const std::uint32_t node = frames_.back().node;
        frames_.pop_back();
        if (!frames_.empty()) low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
        if (low_[node] != index_[node]) return;
        auto& component = found_.emplace_back();
        std::uint32_t member = kNone;
        do {
            member = stack_.back();
            stack_.pop_back();
            open_[member] = false;
            component.push_back(member);
        } while (member != node);
        std::ranges::sort(component);
    }

    const Graph& graph_;
    std::vector<std::uint32_t> index_;
    std::vector<std::uint32_t> low_;
    std::vector<bool> open_;
    std::uint32_t count_ = 0;
    std::vector<std::uint32_t> stack_;
    std::vector<Frame> frames_;
    std::vector<std::vector<std::uint32_t>> found_;
};

bool needs_itself(const Graph& graph, std::uint32_t node) { return std::ranges::find(graph[node], node) != graph[node].end(); }

}  // namespace

std::vector<std::vector<std::uint32_t>> components(const Graph& graph) { return Tarjan(graph).run(); }

bool is_cycle(const Graph& graph, const std::vector<std::uint32_t>& component) {
    return component.size() > 1 || needs_itself(graph, component.front());
}

std::vector<std::uint32_t> chain(const Graph& graph, const std::vector<std::uint32_t>& component) {
    const std::uint32_t start = component.front();
    if (needs_itself(graph, start)) return {start};
    std::unordered_map<std::uint32_t, std::uint32_t> came_from;  // of the component's nodes only: cost follows its size
    for (const std::uint32_t node : component) came_from.emplace(node, kNone);
    std::vector<std::uint32_t> queue{start};
    for (std::size_t at = 0; at < queue.size(); ++at) {
        for (const std::uint32_t next : graph[queue[at]]) {
            if (next == start) {
                std::vector<std::uint32_t> walk;
                for (std::uint32_t node = queue[at]; node != start; node = came_from.at(node)) walk.push_back(node);
                walk.push_back(start);
                std::ranges::reverse(walk);
                return walk;
            }
            const auto found = came_from.find(next);
            if (found == came_from.end() || found->second != kNone) continue;
            found->second = queue[at];
            queue.push_back(next);
        }
    }
    return {start};
}

}  // namespace vouch::cfn
