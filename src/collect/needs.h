// SPDX-License-Identifier: Apache-2.0
// What chosen controls need to know, and so which calls are made for them, and which actions those need.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collect/catalog.h"
#include "collect/table.h"
#include "model/control.h"

namespace vouch::collect {

// By type: its properties; "*" stands for all.
using Needs = std::map<std::string, std::set<std::string>, std::less<>>;

// The types that the controls are about and those that their rules name, with the properties whose names stand in the rules; and what the
// facts that they mention look at. Never too little: a name in a rule counts whatever it is there for.
Needs needs_of(const Catalog& catalog, std::span<const model::Control> controls);

// A fact about the resources of a type, by the name that it has for controls ("Vouch.Bucket"), and what it looks at in them.
struct FactSource {
    std::string name;
    std::set<std::string> properties;
};

// How the resources of one type are collected.
struct Planned {
    const Row* row = nullptr;
    std::vector<const Call*> list;    // behind those that its input uses; empty: the row has none
    std::vector<const Call*> region;  // where the list does not tell it
    std::vector<const Call*> reads;   // beside its list; each after those that its input uses
    std::vector<FactSource> facts;    // those that look at some of its properties, not at all
};

struct Plan {
    std::vector<Planned> types;                // parents before those that are listed for them
    std::vector<const Call*> calls;            // all of them, with those that every audit makes; sorted by title, each once
    std::vector<std::string> not_collected;    // needed types without a table
    std::vector<std::string> actions() const;  // sorted, each once
};

Plan plan(const Catalog& catalog, const Needs& needs);

}  // namespace vouch::collect
