// SPDX-License-Identifier: Apache-2.0
// Which family asks which is known exactly after the first pass, so only those with a changed answer, and those that ask them,
// are built a second time. An assembly lists its stacks in the order of need: there nothing is. Tested by imports_test.cc.
#include "cfn/link.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/graph.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;

namespace {

class Linker {
public:
    Linker(std::vector<Loaded>& families, Exports& exports, UnitBuilder& builder)
        : families_(families),
          exports_(exports),
          builder_(builder),
          graph_(families.size()),
          stale_(families.size()),
          late_(families.size()),
          circle_(families.size()) {}

    void run() {
        for (std::uint32_t i = 0; i < families_.size(); ++i) examine(i);
        std::uint32_t number = 0;
        for (const std::vector<std::uint32_t>& component : components(graph_)) {
            ++number;
            for (const std::uint32_t family : component) circle_[family] = number;
            const bool circle = is_cycle(graph_, component);
            for (const std::uint32_t family : component)
                if (circle || stale_[family] || asks_changed(family)) rebuild(family);
            if (circle) report(component);
        }
        builder_.refuse({});
    }

private:
    // Whom the family asks, and whether all answers are still those that it got.
    void examine(std::uint32_t number) {
        for (const Request& request : families_[number].family.requests) {
            const Exports::Found found = exports_.find(request.asked, families_[number].root.group);
            const bool other = found.answer.unit != nullptr && found.family != number;
            if (other) graph_[number].push_back(static_cast<std::uint32_t>(found.family));
            if (found.answer.unit != nullptr && !other && request.answer.unit == nullptr && !report_own(request, *found.answer.unit)) {
                late_[number].emplace(request.asked.name, found.answer.unit->name);
                stale_[number] = true;
            }
            const bool same = found.answer.output == request.answer.output && found.ambiguous == request.ambiguous;
            if (!same && (other || request.answer.unit != nullptr || found.ambiguous)) stale_[number] = true;
        }
    }

    bool asks_changed(std::uint32_t family) const {
        return std::ranges::any_of(graph_[family], [&](std::uint32_t other) { return stale_[other]; });
    }

    void rebuild(std::uint32_t number) {
        Loaded& loaded = families_[number];
        for (const auto& unit : loaded.family.units) exports_.remove(*unit);
        builder_.refuse([this, number](std::size_t other) { return other != number && circle_[other] == circle_[number]; });
        builder_.expect_late(late_[number]);
        builder_.build(loaded.root, exports_, loaded.family);
        builder_.expect_late({});
        stale_[number] = true;
    }

    // A stack that needs what it, or one that it is part of, exports itself. False where it is another one.
    static bool report_own(const Request& request, const model::Unit& exporter) {
        const bool part = request.unit->name == exporter.name || request.unit->name.starts_with(exporter.name + "/");
        if (!part) return false;
        const std::string way = request.unit->name == exporter.name
                                    ? fmt::format("`{0}` -> `{0}`", excerpt(exporter.name))
                                    : fmt::format("`{0}` -> `{1}` -> `{0}`", excerpt(request.unit->name), excerpt(exporter.name));
        tell(request, way);
        return true;
    }

    void report(const std::vector<std::uint32_t>& component) {
        const std::vector<std::uint32_t> nodes = chain(graph_, component);
        std::string way;
        for (std::size_t i = 0; i < nodes.size() && i < 10; ++i) way += fmt::format("`{}` -> ", excerpt(families_[nodes[i]].root.name));
        if (nodes.size() > 10) way += "... -> ";
        way += fmt::format("`{}`", excerpt(families_[nodes.front()].root.name));
        for (const Request& request : families_[nodes.front()].family.requests)
            if (request.refused) return tell(request, way);
    }

    static void tell(const Request& request, const std::string& way) {
        request.unit->problems.push_back(
            {Code::cycle, "stacks need each other's values: " + way, request.unit->location(request.asked.position), {}, {}});
    }

    std::vector<Loaded>& families_;
    Exports& exports_;
    UnitBuilder& builder_;
    Graph graph_;                                           // who asks whom
    std::vector<bool> stale_;                               // asks what has changed, or was built anew
    std::vector<std::map<std::string, std::string>> late_;  // see UnitBuilder::expect_late()
    std::vector<std::uint32_t> circle_;                     // number of its component; 0: not yet come to
};

}  // namespace

void link(std::vector<Loaded>& families, Exports& exports, UnitBuilder& builder) { Linker(families, exports, builder).run(); }

}  // namespace vouch::cfn
