// SPDX-License-Identifier: Apache-2.0
// Who refers to whom within one template: what a control needs to know of a resource beyond its own properties. (The full graph,
// across stacks, by names and ARNs, is later work.)
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/unit.h"

namespace vouch::model {

struct Reference {
    std::string_view from;  // logical id of the resource that refers
    std::string_view type;  // its type
    std::string
        path;  // the property that holds the reference: "Properties.LoggingConfiguration.DestinationBucketName", list places left out

    bool operator==(const Reference&) const = default;
};

// By the logical id that is referred to with Ref or Fn::GetAtt, in the order of the template. Views into the unit.
using References = std::map<std::string_view, std::vector<Reference>, std::less<>>;
References references(const Unit& unit);

// `references` as a control sees them, under the name `Vouch`: {"ReferencedBy": [{"Id": ..., "Type": ..., "Path": ...}]}.
value::Value to_value(base::Arena& arena, const std::vector<Reference>& references, std::uint32_t position);

}  // namespace vouch::model
