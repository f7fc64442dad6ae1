// SPDX-License-Identifier: Apache-2.0
// Front header of the room: template files, folders and CDK assemblies into an Inventory of resolved templates.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/files.h"
#include "model/environment.h"
#include "model/inventory.h"
#include "value/read.h"

namespace vouch::cfn {

struct Options {
    // Values of template parameters: "Name" for every stack, "Stack:Name" for one of them (wins).
    std::map<std::string, std::string, std::less<>> parameters;
    // Used where an assembly does not say where a stack goes.
    model::Environment environment;
    // Of the readers, per file.
    value::Limits limits;
    // Values, and per 16 bytes of text one more, that intrinsic functions may make in one template beyond its own size in
    // bytes: real ones stay below that size; bounds what nested Fn::Sub, Fn::ForEach and Fn::FindInMap can blow up.
    std::size_t resolved_nodes = 5'000'000;
    // How deep nested stacks and nested assemblies are followed. Real ones stay below 4.
    int nesting = 8;
    // Nested stacks in all that is followed: bounds templates that include each other many times over.
    std::size_t nested_stacks = 2'000;
    // What the path "-" stands for; without it standard input is read.
    std::optional<std::string> standard_input;
};

// Loads every path: a template (JSON or YAML), a folder (searched for templates and assemblies), a CDK assembly (a folder
// with a manifest; it decides which template goes to which stack and environment), or "-". Nested stacks are followed where
// their template lies in the same folder. Never fails as a whole: what could not be read is in the problems, and an
// empty `paths` gives a problem of code empty_set. Nothing outside the named paths is opened.
model::Inventory load(std::span<const std::string> paths, const Options& options, const base::Files& files);
// The same from the disk.
model::Inventory load(std::span<const std::string> paths, const Options& options);

}  // namespace vouch::cfn
