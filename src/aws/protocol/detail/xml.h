// SPDX-License-Identifier: Apache-2.0
// XML answers: a bounded tree, and outputs out of it. The only header that knows pugixml.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "aws/protocol/detail/reading.h"
#include "aws/protocol/protocol.h"

namespace vouch::aws::detail {

// Errors: too_large beyond the limits, invalid_encoding for bytes that are no UTF-8, syntax for what is not well-formed or has no root.
base::Result<std::unique_ptr<pugi::xml_document>> read_xml(std::string_view body, const ParseLimits& limits);

// The name of an element without its namespace's prefix.
std::string_view local_name(const pugi::xml_node& node);
// All text that stands in the element itself.
std::string text_of(const pugi::xml_node& node);
// The first child element of that local name; an empty node where there is none.
pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);

// The members of the body of structure `what` that element `from` has.
void read_xml_members(Reading& reading, const Reference& what, const pugi::xml_node& from, std::vector<value::Member>& into);
// Any shape that has an element of its own. A list or map that is flattened has none: `from` is then its only item.
value::Value read_xml_value(Reading& reading, const Reference& what, const pugi::xml_node& from);

}  // namespace vouch::aws::detail
