// SPDX-License-Identifier: Apache-2.0
// Which subnets the internet reaches: route tables, their routes to an internet gateway, and the subnets that use them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/estate.h"

namespace vouch::facts {

// The type that gives a subnet its route table.
inline constexpr std::string_view kAssociation = "AWS::EC2::SubnetRouteTableAssociation";

// The nodes of that type that refer to `to` by that property.
std::vector<model::Node> referring(const Estate& estate, model::Node to, std::string_view type, std::string_view path);
// The nodes of that type that `from` refers to by that property.
std::vector<model::Node> referred(const Estate& estate, model::Node from, std::string_view type, std::string_view path);

// True for an AWS::EC2::Route to everywhere (IPv4 or IPv6) by an internet gateway.
bool leads_to_internet(const model::Resource& route);

// Whether a route table that the subnet is associated with has such a route. nullopt where it is associated with none (the main route
// table of its VPC is not known).
std::optional<bool> internet_reaches(const Estate& estate, model::Node subnet);

// Why the subnet is meant to be private: its name for the CDK, or that databases stand in it. Empty where nothing says so.
const std::string& meant_private(const Estate& estate, model::Node subnet);

}  // namespace vouch::facts
