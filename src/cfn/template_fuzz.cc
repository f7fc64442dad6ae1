// SPDX-License-Identifier: Apache-2.0
// Any bytes as a template: reading and resolving neither crash nor exceed their limits; positions lie in the text; the same
// bytes give the same result; and what holds no unknown and no problem does not change when it is resolved again (unless
// literal data was put together into the shape of a function: by a loop, out of a mapping, by taking out a neighbour).
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "cfn/resolve.h"
#include "cfn/spelling.h"
#include "cfn/worlds.h"
#include "value/read.h"
#include "value/write.h"

namespace {

using vouch::value::Value;

constexpr std::size_t kNodes = 20'000;

void check(bool holds) {
    if (!holds) std::abort();
}

std::shared_ptr<vouch::model::Unit> unit_of(const std::string& text) {
    vouch::value::ReadOptions options;
    options.limits.nodes = 50'000;
    options.limits.alias_nodes = 5'000;
    auto document = vouch::value::read_any(std::make_shared<const vouch::base::Source>("t", text), options);
    if (!document || !document->root.is_map()) return nullptr;
    auto unit = std::make_shared<vouch::model::Unit>();
    unit->document = std::make_shared<const vouch::value::Document>(*std::move(document));
    vouch::cfn::Deployment deployment;
    deployment.environment.region = "eu-west-1";
    vouch::cfn::resolve(*unit, deployment, kNodes);
    return unit;
}

// Values that are reachable from `root`, counted as often as they are met; stops beyond `most`.
std::size_t walk(const Value& root, std::size_t text_size, std::size_t most) {
    std::vector<Value> todo{root};
    std::size_t count = 0;
    while (!todo.empty() && count <= most) {
        const Value value = todo.back();
        todo.pop_back();
        ++count;
        check(value.position() <= text_size);
        check(value.kind() != vouch::value::Kind::opaque);
        if (value.is_list()) todo.insert(todo.end(), value.as_list().begin(), value.as_list().end());
        if (value.is_map())
            for (const vouch::value::Member& member : value.as_map()) todo.push_back(member.value);
    }
    return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > std::size_t{64} * 1024) return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto unit = unit_of(text);
    if (unit == nullptr) return 0;
    check(walk(unit->root, size, 200'000) <= 200'000);
    check(unit->arena.reserved() < (std::size_t{16} << 20U) + 64 * size);
    for (const vouch::model::Resource& resource : unit->resources) {
        check(resource.position <= size && resource.variants.size() <= vouch::cfn::kMostWorlds);
        for (const vouch::model::Variant& variant : resource.variants) check(walk(variant.body, size, 200'000) <= 200'000);
    }

    const std::string once = vouch::value::to_json(unit->root);
    check(vouch::value::to_json(unit_of(text)->root) == once);
    if (!unit->problems.empty() || vouch::cfn::find_unknown(unit->root) != nullptr) return 0;
    for (const char* word : {"ForEach", "NoValue", "FindInMap", "\\u", "\\x"})
        if (text.find(word) != std::string::npos) return 0;
    const auto again = unit_of(once);
    check(again != nullptr && vouch::value::to_json(again->root) == once);
    return 0;
}
