// SPDX-License-Identifier: Apache-2.0
// Estates for tests, from YAML and without the loader.
#pragma once

#include <string>
#include <vector>

#include "facts/estate.h"
#include "model/inventory.h"

namespace vouch::facts {

// {"Ref": id} and {"Fn::GetAtt": [id, attribute]} become unknowns that refer to the resource, {"Fn::Join": ["", [parts]]} text put together
// from such parts, {"Fn::Unknown": why} an unknown with that reason, {"Fn::Denied": action} what a denied call leaves. Nothing else is
// resolved.
class EstateBuilder {
public:
    // Adds a stack with the resources of a template.
    void stack(const std::string& name, const std::string& yaml, model::Environment environment = {});
    // Adds, as the only one of its unit, the resource that stands for all of a type whose list `action` was denied: each of these
    // properties is unknown. Its id is `type`.
    void stand_in(const std::string& type, const std::string& action, const std::vector<std::string>& properties,
                  model::Environment environment = {});
    // Adds the estate as a whole.
    void whole();

    const model::Inventory& inventory() const { return inventory_; }
    // The node of a resource of a stack. Fails the test where there is none.
    static model::Node node(const Estate& estate, const std::string& stack, const std::string& id);

private:
    model::Inventory inventory_;
};

// The fact of a resource as JSON, by the analyser of that name: reasons, or {"Vouch::Unknown": ...}.
std::string fact_of(const Estate& estate, model::Node node, const std::string& analyser, const std::string& fact);

}  // namespace vouch::facts
