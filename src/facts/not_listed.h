// SPDX-License-Identifier: Apache-2.0
// What is referred to and not there may be one of those that nobody could list.
#pragma once

#include <string>
#include <string_view>

#include "facts/estate.h"

namespace vouch::facts {

// That something of a type is not among what is checked, in a fact's own words, and why that may be so: "the bucket is not part of what
// is checked: nobody knows which there are: `s3:ListAllMyBuckets` was denied (...)". Only the words where all of that type were listed
// in the account of the resource at `from`, which refers to it.
std::string not_listed(std::string what, const Estate& estate, model::Node from, std::string_view type);

}  // namespace vouch::facts
