// SPDX-License-Identifier: Apache-2.0
// Tested by network_test.cc.
#include "facts/network/routes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/by_key.h"
#include "facts/read.h"

namespace vouch::facts {

using model::Edge;
using model::Node;
using value::Value;

namespace {

constexpr std::array kDataSubnetGroups{
    std::string_view("AWS::DAX::SubnetGroup"),      std::string_view("AWS::DMS::ReplicationSubnetGroup"),
    std::string_view("AWS::DocDB::DBSubnetGroup"),  std::string_view("AWS::ElastiCache::SubnetGroup"),
    std::string_view("AWS::MemoryDB::SubnetGroup"), std::string_view("AWS::Neptune::DBSubnetGroup"),
    std::string_view("AWS::RDS::DBSubnetGroup"),    std::string_view("AWS::Redshift::ClusterSubnetGroup"),
};

std::string tag(const model::Resource& resource, std::string_view name) {
    const Value properties = resource.properties();
    for (const Value& each : facts::each(properties.find("Tags")))
        if (text_of(each.find("Key")) == name)
            if (const auto text = text_of(each.find("Value"))) return std::string(*text);
    return {};
}

}  // namespace

std::vector<Node> referring(const Estate& estate, Node to, std::string_view type, std::string_view path) {
    std::vector<Node> out;
    for (const Edge* edge : estate.graph.in(to))
        if (edge->path == path && estate.graph.resource(edge->from).type == type) out.push_back(edge->from);
    return out;
}

std::vector<Node> referred(const Estate& estate, Node from, std::string_view type, std::string_view path) {
    std::vector<Node> out;
    for (const Edge& edge : estate.graph.out(from))
        if (edge.path == path && estate.graph.resource(edge.to).type == type) out.push_back(edge.to);
    return out;
}

bool leads_to_internet(const model::Resource& route) {
    const Value properties = route.properties();
    const bool everywhere =
        text_of(properties.find("DestinationCidrBlock")) == "0.0.0.0/0" || text_of(properties.find("DestinationIpv6CidrBlock")) == "::/0";
    return everywhere && properties.find("GatewayId") != nullptr;
}

namespace {

struct TablesToInternet : ByNode<bool> {
    using ByKey::ByKey;
};
struct SubnetsReached : ByNode<std::optional<bool>> {
    using ByKey::ByKey;
};
struct SubnetsMeantPrivate : ByNode<std::string> {
    using ByKey::ByKey;
};

bool table_leads_to_internet(const Estate& estate, Node table) {
    return estate.once<TablesToInternet>().of(table, [&] {
        const std::vector<Node> routes = referring(estate, table, "AWS::EC2::Route", "Properties.RouteTableId");
        return std::ranges::any_of(routes, [&](Node route) { return leads_to_internet(estate.graph.resource(route)); });
    });
}

std::optional<bool> reached_by_tables(const Estate& estate, Node subnet) {
    std::optional<bool> reached;
    for (const Node association : referring(estate, subnet, kAssociation, "Properties.SubnetId"))
        for (const Node table : referred(estate, association, "AWS::EC2::RouteTable", "Properties.RouteTableId"))
            reached = reached.value_or(false) || table_leads_to_internet(estate, table);
    return reached;
}

std::string why_private(const Estate& estate, Node subnet) {
    const std::string kind = tag(estate.graph.resource(subnet), "aws-cdk:subnet-type");
    if (kind == "Private" || kind == "Isolated")
        return fmt::format("subnet `{}` is of type {}", base::excerpt(estate.graph.resource(subnet).id), kind);
    for (const Edge* edge : estate.graph.in(subnet)) {
        const model::Resource& group = estate.graph.resource(edge->from);
        if (std::ranges::find(kDataSubnetGroups, group.type) != kDataSubnetGroups.end())
            return fmt::format("databases stand in subnet `{}` (`{}`)", base::excerpt(estate.graph.resource(subnet).id),
                               base::excerpt(group.id));
    }
    return {};
}

}  // namespace

std::optional<bool> internet_reaches(const Estate& estate, Node subnet) {
    return estate.once<SubnetsReached>().of(subnet, [&] { return reached_by_tables(estate, subnet); });
}

const std::string& meant_private(const Estate& estate, Node subnet) {
    return estate.once<SubnetsMeantPrivate>().of(subnet, [&] { return why_private(estate, subnet); });
}

}  // namespace vouch::facts
