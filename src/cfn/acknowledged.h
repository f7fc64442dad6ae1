// SPDX-License-Identifier: Apache-2.0
// The rules that a CDK application acknowledged, from the metadata of its assembly.
#pragma once

#include <span>
#include <vector>

#include "cfn/metadata.h"
#include "model/acknowledgement.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace vouch::cfn {

// Those of the stacks in which something fails; the metadata of no other is read. What cannot be read is left out: trace() tells of it.
std::vector<model::Acknowledgement> acknowledgements(std::span<const model::Finding> findings, const model::Inventory& inventory,
                                                     MetadataReader& metadata);

}  // namespace vouch::cfn
