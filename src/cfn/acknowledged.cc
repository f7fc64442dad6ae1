// SPDX-License-Identifier: Apache-2.0
// {"/Path/Of/Construct": [{"type": "aws:cdk:acknowledged-rules", "data": {"rule": "reason"}}]}. Tested by acknowledged_test.cc.
#include "cfn/acknowledged.h"

#include <set>

namespace vouch::cfn {

using value::Value;

namespace {

constexpr std::string_view kType = "aws:cdk:acknowledged-rules";

void read_construct(const value::Member& construct, std::size_t unit, const value::Document& document,
                    std::vector<model::Acknowledgement>& out) {
    if (!construct.value.is_list()) return;
    std::string_view path = construct.name();
    if (path.starts_with('/')) path.remove_prefix(1);
    for (const Value& entry : construct.value.as_list()) {
        const Value* type = entry.find("type");
        const Value* data = entry.find("data");
        if (type == nullptr || !type->is_string() || type->as_string() != kType || data == nullptr || !data->is_map()) continue;
        for (const value::Member& rule : data->as_map())
            if (rule.value.is_string())
                out.push_back(
                    {unit, std::string(path), std::string(rule.name()), std::string(rule.value.as_string()), document.location(rule.key)});
    }
}

}  // namespace

std::vector<model::Acknowledgement> acknowledgements(std::span<const model::Finding> findings, const model::Inventory& inventory,
                                                     MetadataReader& metadata) {
    std::set<std::size_t> units;
    for (const model::Finding& finding : findings)
        if (finding.verdict == model::Verdict::fail && inventory.units[finding.unit]->construct_metadata != nullptr)
            units.insert(finding.unit);
    std::vector<model::Acknowledgement> out;
    for (const std::size_t unit : units) {
        const auto& read = metadata.read(*inventory.units[unit]->construct_metadata);
        if (!read || !read->constructs.is_map()) continue;
        for (const value::Member& construct : read->constructs.as_map()) read_construct(construct, unit, *read->document, out);
    }
    return out;
}

}  // namespace vouch::cfn
