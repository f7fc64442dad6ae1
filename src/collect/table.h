// SPDX-License-Identifier: Apache-2.0
// The tables of collectors: which calls there are, and how the resources of each type are listed, read and laid out in the shape of
// their CloudFormation type. Read from catalog/collectors/*.yaml (catalog.h), described in docs/collectors.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "collect/mapping.h"
#include "value/document.h"

namespace vouch::collect {

// One call for many resources.
struct Batch {
    std::string member;    // of the input: the list of keys
    Mapping key;           // of a resource
    std::size_t most = 0;  // keys in one call
    Path items;            // in the answer
    Path match;            // in an item: its key
};

// Something has to be asked for before the call itself can answer.
struct Preparation {
    std::string operation;
    std::string member;  // of its answer
    std::string until;   // has this value
};

struct Call {
    std::string name;       // unique in the service; paths refer to it
    std::string service;    // "s3", as the service models call it
    std::string operation;  // "GetBucketEncryption"
    Mapping input;          // members; what is missing is left out
    std::vector<std::string> actions;
    std::vector<std::string> absent;  // error codes that mean that there is nothing
    std::optional<Batch> batch;
    std::optional<Preparation> preparation;
    std::string region;             // where it is always made; empty: where the resource stands
    bool per_resource = false;      // its input depends on the resource
    std::vector<std::string> uses;  // calls whose answers its input mentions

    std::string title() const { return service + ":" + operation; }
};

enum class Scope : std::uint8_t {
    account,  // asked once in an account
    global,   // listed once, and each resource is read in its own region
    region,   // asked in every region
};

struct Property {
    std::string name;
    Mapping value;
    std::set<std::string> calls;  // that it is made of, beside the list
};

// A type of resources.
struct Row {
    std::string name;  // of the row: its type, and `/Name` where a type is listed in several ways
    std::string type;
    Scope scope = Scope::region;
    std::string parent;                // type that it is listed for; empty: for the account or region
    std::string list;                  // call; empty: what the parent's list says of it, or, without a parent, exactly one
    std::optional<Path> items;         // in the answer (or the parent's item); none: the whole answer is one
    const Transform* split = nullptr;  // what is done to it first
    std::vector<Condition> only;       // others are left out
    std::vector<Condition> except;     // these are left out
    std::optional<Mapping> region;     // where the resource stands, scope `global`
    Mapping id;
    std::vector<std::pair<std::string, Mapping>> returns;  // "Ref", "Arn", ...: by what others refer to it
    std::vector<Property> properties;
    std::set<std::string> calls_always;          // that id, returns, `only` and `except` need
    std::set<std::string> region_calls;          // that tell the region where the list does not
    const struct ServiceTable* table = nullptr;  // that it stands in
    base::Location where;
};

// The file of one service. Rows point to it: it is never moved.
struct ServiceTable {
    std::string service;
    std::map<std::string, Call> calls;
    std::vector<Row> rows;
    value::DocumentPtr document;

    const Call* call(std::string_view name) const {
        const auto found = calls.find(std::string(name));
        return found == calls.end() ? nullptr : &found->second;
    }
};

}  // namespace vouch::collect
