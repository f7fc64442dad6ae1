// SPDX-License-Identifier: Apache-2.0
// Reasons, resources and units as people read them. Nothing here is escaped yet.
#pragma once

#include <string>

#include "model/finding.h"
#include "model/resource.h"

namespace vouch::report {

// What was compared, in words: "found false, expected true"; "`StorageEncrypted` is not given, expected true"; empty where the
// clause compares nothing that helps (a selection of values that had to be empty).
std::string compared(const model::Reason& reason);

// Alternatives that differ only in quotes and case become one: "[true, 'true', 'True']" is "true". Several are "a, b or c".
std::string choices(const std::string& expected);

// The construct path of a CDK resource without the "/Resource" that means nothing to its author; else the logical id.
std::string resource_name(const model::Resource& resource);

// The property that a reason is about, below the resource: "Properties.EventSelectors.0"; empty for the resource itself.
std::string property(const model::Reason& reason);

}  // namespace vouch::report
