// SPDX-License-Identifier: Apache-2.0
// The parts of build(). All of them take inputs that check_input() accepted.
#pragma once

#include <string>

#include "aws/protocol/protocol.h"
#include "value/value.h"

namespace vouch::aws::detail {

// A scalar as text: what stands in parameters, labels, headers and XML elements. `usual`: how times are spelled unless the model says
// otherwise.
std::string scalar_text(const Reference& what, const value::Value& value, TimeFormat usual);

// The body of the protocols query and ec2.
std::string query_body(const Operation& operation, const value::Value& input);

// `value` as the JSON that the model asks for; `value` is a map of members of `what`.
void json_body(std::string& out, const Reference& what, const value::Value& value);

// An XML document whose root is `root`.
std::string xml_body(const Reference& what, const value::Value& value, std::string_view root);

// Path, query, headers and body of the protocols rest-json and rest-xml.
void build_rest(HttpRequest& request, const Operation& operation, const value::Value& input);

}  // namespace vouch::aws::detail
