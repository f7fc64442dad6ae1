// SPDX-License-Identifier: Apache-2.0
// What the CDK writes of the constructs of a stack beside its template: traces, acknowledged rules.
#pragma once

#include <unordered_map>

#include "base/error.h"
#include "base/files.h"
#include "model/inventory.h"
#include "value/document.h"
#include "value/read.h"

namespace vouch::cfn {

// The metadata of a stack's constructs and the document that holds it.
struct Metadata {
    value::DocumentPtr document;
    value::Value constructs;
};

// Reads the metadata of each stack once, when it is first asked for. Not thread-safe.
class MetadataReader {
public:
    // Keeps references to both.
    MetadataReader(const base::Files& files, const value::Limits& limits) : files_(files), limits_(limits) {}

    // Errors: those of Files and of the reader. The result lives as long as this.
    const base::Result<Metadata>& read(const model::ConstructMetadata& metadata);

private:
    const base::Files& files_;
    const value::Limits& limits_;
    std::unordered_map<const model::ConstructMetadata*, base::Result<Metadata>> stacks_;
};

}  // namespace vouch::cfn
