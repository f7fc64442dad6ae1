// SPDX-License-Identifier: Apache-2.0
// One resource of a template, with its properties resolved as far as they are known.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/call_made.h"
#include "value/value.h"

namespace vouch::model {

// That a value in a resource's body came from `Ref` or `Fn::GetAtt` of a resource, alone or as part of a longer text, whether
// or not it is known what the value is. Views live as long as the unit that refers.
struct ReferenceMade {
    std::uint32_t position = 0;  // of the value in the body that holds it (its place in the source text)
    std::string_view unit;       // name of the unit that the other resource stands in; empty: this one
    std::string_view id;         // logical id of the other resource
    std::string_view attribute;  // "Arn"; empty for Ref
    bool certain = true;         // false: it stands under a condition that is not known

    auto operator<=>(const ReferenceMade&) const = default;
};

// The resource as it is if what the template leaves open turns out one way: a parameter has one of its AllowedValues, a condition
// holds or does not.
struct Variant {
    value::Value body;       // resolved under the assumption; may still hold unknowns. Null where it does not exist
    bool exists = true;      // false: its Condition is false then
    std::string assumption;  // "parameter `Env` is `prod`", "condition `IsProd` is false"
};

// A value type. `body` points into the arena of the Unit that holds the resource and must not outlive it.
struct Resource {
    std::string id;              // logical id: any string, also with quotes, slashes or control characters
    std::string type;            // "AWS::S3::Bucket"; empty where the template does not say (a problem of the unit)
    value::Value body;           // the resolved resource: {"Type": ..., "Properties": {...}, ...}
    std::uint32_t position = 0;  // of the key (the logical id) in the source text

    std::string construct_path;  // Metadata `aws:cdk:path`; empty where it was not made by the CDK
    bool made_by_cdk = false;    // helper of the CDK itself (custom resource providers, log retention), not written by the user

    std::string condition;  // name of its Condition; empty where it has none
    std::string uncertain;  // not empty: nobody knows whether it will exist, because ... (its condition is not known)
    std::string open;       // not empty: properties may be missing here, because ... (a macro or include adds some at deployment)

    std::vector<PropertyOrigin> origins;    // of a live resource: by the name of the property, in the order of its table
    std::vector<ReferenceMade> references;  // sorted by position, each once; DependsOn is none

    // Every way in which it may turn out, none twice; empty where nothing in it depends on what can be told apart, or where that would
    // be too many ways. Together they leave nothing out, so what holds in all of them is certain.
    std::vector<Variant> variants;

    // A live one that stands for what nobody could list, or that nobody could tell from what does not count.
    bool stands_in() const { return !uncertain.empty() && !origins.empty(); }

    // Its properties; a null value where it has none.
    value::Value properties() const {
        const value::Value* found = body.find("Properties");
        return found != nullptr ? *found : value::Value();
    }
};

}  // namespace vouch::model
