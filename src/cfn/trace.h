// SPDX-License-Identifier: Apache-2.0
// Where in the application's source a resource was made: the traces that the CDK leaves in the metadata of an assembly.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cfn/metadata.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace vouch::cfn {

// Sets model::Finding::made_at of the findings that do not pass, from the first line of the resource's trace that is neither of Node
// nor of a library. Only the metadata of their stacks is read. Paths are relative to the folder that the assembly lies in
// (`working_folder` is where relative paths start), else to the folder that all of them have in common: an absolute path says who
// built it where, and that is of no concern. Returns what could not be read.
std::vector<base::Error> trace(std::span<model::Finding> findings, const model::Inventory& inventory, std::string_view working_folder,
                               MetadataReader& metadata);

// The frame of a stack trace as "path:line:column", or empty where it is not of the application: "new Store (/app/lib/store.ts:7:5)".
std::string application_frame(std::string_view frame);

}  // namespace vouch::cfn
