// SPDX-License-Identifier: Apache-2.0
// Tests for graph.h.
#include "cfn/graph.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::cfn {
namespace {

TEST(Graph, ComponentsComeAfterWhatTheyNeed) {
    const Graph graph{{1}, {2}, {}};
    EXPECT_EQ(components(graph), (std::vector<std::vector<std::uint32_t>>{{2}, {1}, {0}}));
}

TEST(Graph, ASelfLoopIsACycleAndASingleNodeIsNot) {
    const Graph graph{{0}, {}};
    EXPECT_TRUE(is_cycle(graph, {0}));
    EXPECT_FALSE(is_cycle(graph, {1}));
}

TEST(Graph, AChainIsAShortWalkInTheOrderOfNeed) {
    const Graph graph{{1, 2}, {3}, {0}, {0}};
    EXPECT_EQ(chain(graph, {0, 1, 2, 3}), (std::vector<std::uint32_t>{0, 2}));
}

TEST(Graph, AHundredThousandNodesInARowNeedNoStack) {
    Graph graph(100'000);
    for (std::uint32_t i = 0; i < graph.size(); ++i) graph[i] = {static_cast<std::uint32_t>((i + 1) % graph.size())};
    ASSERT_EQ(components(graph).size(), 1U);
    EXPECT_EQ(chain(graph, components(graph).front()).size(), graph.size());
}

// Two ways to the same answer: nodes are in one component exactly where each reaches the other.
TEST(Graph, RandomGraphsAgreeWithReachability) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const std::uint32_t size = 1 + random() % 12;
        Graph graph(size);
        std::vector<std::vector<bool>> reaches(size, std::vector<bool>(size));
        for (std::uint32_t i = 0, edges = random() % (size + size); i < edges; ++i) {
            const std::uint32_t from = random() % size;
            const std::uint32_t to = random() % size;
            graph[from].push_back(to);
            reaches[from][to] = true;
        }
        for (std::uint32_t k = 0; k < size; ++k)
            for (std::uint32_t i = 0; i < size; ++i)
                for (std::uint32_t j = 0; j < size; ++j)
                    if (reaches[i][k] && reaches[k][j]) reaches[i][j] = true;
        std::vector<std::uint32_t> place(size);
        const auto found = components(graph);
        for (std::uint32_t c = 0; c < found.size(); ++c)
            for (const std::uint32_t node : found[c]) place[node] = c;
        for (std::uint32_t i = 0; i < size; ++i)
            for (std::uint32_t j = 0; j < size; ++j) EXPECT_EQ(place[i] == place[j], i == j || (reaches[i][j] && reaches[j][i]));
        for (const auto& component : found) {
            EXPECT_EQ(is_cycle(graph, component), static_cast<bool>(reaches[component.front()][component.front()]));
            if (!is_cycle(graph, component)) continue;
            const auto walk = chain(graph, component);
            for (std::size_t i = 0; i < walk.size(); ++i) {
                const auto& edges = graph[walk[i]];
                EXPECT_NE(std::ranges::find(edges, walk[(i + 1) % walk.size()]), edges.end());
            }
        }
    }
}

}  // namespace
}  // namespace vouch::cfn
