// SPDX-License-Identifier: Apache-2.0
// Implementation of resolved.h.
#include "cfn/testing/resolved.h"

#include <array>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/resolve.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::cfn::testing {

std::shared_ptr<model::Unit> resolved(std::string_view text, const Deployment& deployment, std::size_t nodes) {
    auto unit = std::make_shared<model::Unit>();
    auto document = value::read_any(std::make_shared<const base::Source>("t", std::string(text)));
    EXPECT_TRUE(document.has_value()) << (document ? "" : base::render(document.error())) << "\n" << text.substr(0, 500);
    const bool read = document.has_value();
    unit->document = read ? std::make_shared<const value::Document>(*std::move(document)) : std::make_shared<const value::Document>();
    unit->stack_name = deployment.stack_name;
    unit->environment = deployment.environment;
    if (read) resolve(*unit, deployment, nodes);
    return unit;
}

std::string shown(const value::Value& value) {
    static constexpr std::array kCauses{"parameter", "attribute", "import", "dynamic_reference",
                                        "intrinsic", "condition", "denied", "failed"};
    if (!value.is_unknown()) return value::to_json(value);
    const value::Unknown& why = value.as_unknown();
    return fmt::format("?{} {}", kCauses[static_cast<std::size_t>(why.cause)], why.identity);
}

std::string property(std::string_view expression, std::string_view sections, const Deployment& deployment) {
    const std::string text = fmt::format(R"({{{} "Resources": {{"R": {{"Type": "A::B::C", "Properties": {{"Q": 0, "P": {}}}}},
        "Other": {{"Type": "A::B::C"}}}}}})",
                                         sections, expression);
    const auto unit = resolved(text, deployment);
    const model::Resource* resource = unit->find("R");
    if (resource == nullptr) return "no resource";
    const value::Value properties = resource->properties();
    const value::Value* found = properties.find("P");
    return found == nullptr ? "absent" : shown(*found);
}

std::string problems(const model::Unit& unit) {
    std::string out;
    for (const base::Error& problem : unit.problems) out += base::render(problem) + "\n";
    return out;
}

Deployment shop_deployment() {
    Deployment where;
    where.environment = {"111122223333", "eu-west-1", ""};
    where.stack_name = "Shop";
    return where;
}

std::string types(const model::Unit& unit) {
    std::string out;
    for (const model::Resource& resource : unit.resources) out += resource.id + " " + resource.type + "\n";
    return out;
}

}  // namespace vouch::cfn::testing
