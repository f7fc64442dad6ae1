// SPDX-License-Identifier: Apache-2.0
// One template as it is deployed in one stack: source, resolved tree, resources. What one evaluation of a control judges.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "model/environment.h"
#include "model/output.h"
#include "model/resource.h"
#include "value/document.h"
#include "value/value.h"

namespace vouch::model {

// Where an assembly says more of the constructs of a stack: by path, {"/Store/Bucket": [{type, data, trace}]}. It is read only when it
// is asked for (cfn/trace.h).
struct ConstructMetadata {
    std::string root;             // folder of the assembly
    std::string file;             // below it; empty where the manifest itself says it
    value::DocumentPtr manifest;  // holds `written`
    value::Value written;         // what the manifest says; null where a file does
};

// Immutable once loaded; reading it from several threads is safe. Two units may share a document (one template, two stacks).
struct Unit {
    std::string name;        // "CloudTrailStack", "WorkerStack/Stream" for a nested stack, or the file as given
    std::string file;        // path as it is printed; "<stdin>" for standard input
    std::string stack_name;  // name of the stack in its account; empty where it is not known
    Environment environment;

    value::DocumentPtr document;      // never null: source text, positions and warnings of the reader
    base::Arena arena;                // holds what resolution made
    value::Value root;                // the template with intrinsic functions replaced; positions are those of the source
    std::vector<Resource> resources;  // in the order of the template; those under a false condition are left out

    std::vector<Output> outputs;  // in the order of the template; those under a false condition are left out
    std::shared_ptr<const ConstructMetadata> construct_metadata;  // null outside of assemblies

    std::vector<base::Error> problems;  // what could not be read or resolved in it
    std::vector<base::Error> warnings;  // resolved, but worth telling

    // The resource with that logical id, or nullptr. Linear.
    const Resource* find(std::string_view id) const;
    base::Location location(std::uint32_t position) const;
};

using UnitPtr = std::shared_ptr<const Unit>;

}  // namespace vouch::model
