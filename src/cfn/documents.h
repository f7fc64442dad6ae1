// SPDX-License-Identifier: Apache-2.0
// Policies that are written as text. CloudFormation takes JSON text wherever a property is a policy document, and deploys the same policy:
// whoever judges the resource shall see the same document too.
#pragma once

#include "cfn/evaluator.h"
#include "value/value.h"

namespace vouch::cfn {

// The resolved body of a resource with the texts of its policies read. What is not known of a text (`Fn::Sub` of a reference) is an unknown
// within the document, as far as it stands within a string; else the whole stays unknown. Text that is no JSON becomes an unknown that says
// so.
value::Value with_documents(Evaluator& evaluator, const value::Value& body);

}  // namespace vouch::cfn
