// SPDX-License-Identifier: Apache-2.0
// One row a function. Tested by read_yaml_test.cc.
#include "value/detail/yaml_tags.h"

#include <algorithm>
#include <array>

namespace vouch::value::detail {
namespace {

// Which nodes cfn-guard's loader expands the tag on.
enum class Guard : unsigned char { none, scalar, sequence, both };

struct Row {
    std::string_view tag;
    std::string_view key;
    Guard guard;
};

constexpr std::array kRows{
    Row{"And", "Fn::And", Guard::sequence},
    Row{"Base64", "Fn::Base64", Guard::scalar},
    Row{"Cidr", "Fn::Cidr", Guard::none},
    Row{"Condition", "Condition", Guard::scalar},
    Row{"Contains", "Fn::Contains", Guard::sequence},
    Row{"EachMemberEquals", "Fn::EachMemberEquals", Guard::sequence},
    Row{"EachMemberIn", "Fn::EachMemberIn", Guard::sequence},
    Row{"Equals", "Fn::Equals", Guard::sequence},
    Row{"FindInMap", "Fn::FindInMap", Guard::sequence},
    Row{"ForEach", "Fn::ForEach", Guard::none},
    Row{"GetAZs", "Fn::GetAZs", Guard::scalar},
    Row{"GetAtt", "Fn::GetAtt", Guard::both},
    Row{"If", "Fn::If", Guard::sequence},
    Row{"ImportValue", "Fn::ImportValue", Guard::scalar},
    Row{"Join", "Fn::Join", Guard::sequence},
    Row{"Length", "Fn::Length", Guard::none},
    Row{"Not", "Fn::Not", Guard::sequence},
    Row{"Or", "Fn::Or", Guard::sequence},
    Row{"Ref", "Ref", Guard::scalar},
    Row{"RefAll", "Fn::RefAll", Guard::scalar},
    Row{"Select", "Fn::Select", Guard::sequence},
    Row{"Split", "Fn::Split", Guard::sequence},
    Row{"Sub", "Fn::Sub", Guard::both},
    Row{"ToJsonString", "Fn::ToJsonString", Guard::none},
    Row{"Transform", "Fn::Transform", Guard::none},
    Row{"ValueOf", "Fn::ValueOf", Guard::sequence},
    Row{"ValueOfAll", "Fn::ValueOfAll", Guard::none},
};
static_assert(std::ranges::is_sorted(kRows, {}, &Row::tag));

}  // namespace

std::string_view long_form(std::string_view tag, Node node, Schema schema) {
    const auto* row = std::ranges::lower_bound(kRows, tag, {}, &Row::tag);
    if (row == kRows.end() || row->tag != tag) return {};
    if (schema == Schema::cloudformation) return row->key;
    if (node == Node::mapping || row->guard == Guard::none) return {};
    const Guard asked = node == Node::scalar ? Guard::scalar : Guard::sequence;
    return row->guard == asked || row->guard == Guard::both ? row->key : std::string_view();
}

}  // namespace vouch::value::detail
