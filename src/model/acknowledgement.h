// SPDX-License-Identifier: Apache-2.0
// A rule that an application of the CDK acknowledged on a construct, for whatever tool: `Validations.of(construct).acknowledge(...)`.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.h"

namespace vouch::model {

struct Acknowledgement {
    std::size_t unit = 0;   // index into the units of the inventory
    std::string construct;  // path of the construct, without a slash in front; all below it are meant too
    std::string rule;       // "Annotation::AwsSolutions-IAM5[Resource::*]"
    std::string reason;
    base::Location where;
};

}  // namespace vouch::model
