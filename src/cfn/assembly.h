// SPDX-License-Identifier: Apache-2.0
// A CDK cloud assembly: its manifest says which template goes to which stack and environment.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "cfn/template_reader.h"
#include "model/environment.h"
#include "model/unit.h"
#include "value/value.h"

namespace vouch::cfn {

// Assets of one manifest: the file that a digest in a template's URL stands for, below the root of the assembly.
using Assets = std::map<std::string, std::string, std::less<>>;

struct Stack {
    std::string name;        // "Prod/Store" as the application says, else the id of the artifact
    std::string stack_name;  // in the account
    model::Environment environment;
    std::string folder;         // of the manifest, below the root: nested templates and assets are relative to it
    std::string template_file;  // below the root; not yet checked: only read_beneath() may open it
    std::shared_ptr<const Assets> assets;
    std::shared_ptr<const model::ConstructMetadata> metadata;  // null where the manifest names none
    bool termination_protection = false;
};

struct Assembly {
    std::vector<Stack> stacks;  // in the order of the manifest, those of Stages where the Stage stands
    std::vector<base::Error> problems;
};

// True for a document that is such a manifest.
bool is_manifest(const value::Value& root);

// The assembly in folder `root`, with the Stages in it. What a manifest says wrongly is a problem; the rest is kept.
// `nesting` bounds Stages in Stages. No file outside `root` is opened.
Assembly read_assembly(TemplateReader& reader, const std::string& root, int nesting);

}  // namespace vouch::cfn
