// SPDX-License-Identifier: Apache-2.0
// How a value is made out of the answers of an API: what the tables of collectors write on the right-hand side of a property
// (docs/collectors.md). Plain data; evaluate.h makes values by it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.h"

namespace vouch::collect {

// Where a path begins.
enum class Root : std::uint8_t {
    item,       // $item: what the list says of the resource
    parent,     // $parent: the same of the resource that it was listed for
    element,    // $this: the element of a list that is just looked at
    outer,      // $outer: the element of the list around that one
    id,         // $id: of the resource
    account,    // $account
    region,     // $region: where the call is made, or where the resource stands
    partition,  // $partition
    answer,     // $GetBucketPolicy: the answer of that call
};

// `$GetBucketPolicy.Policy`, `$item.Tags.*.Key`; a step `*` takes every item of a list.
struct Path {
    Root root = Root::item;
    std::string call;  // root `answer`
    std::vector<std::string> steps;
};

// What is done to a value on its way: the names behind `as`, rows of a table in transform.cc.
struct Transform;

struct Mapping;
struct MappedMember;

// `{Name: enabled}`: what stands at the path is one of these.
struct Condition {
    Path path;
    std::vector<Mapping> among;
};

// A piece of a text with `${...}` in it: `arn:`, `${account}`, `${item.Id as name}`.
struct Piece {
    std::string text = {};
    std::optional<Path> path = {};
    const Transform* transform = nullptr;
};

struct Mapping {
    enum class Kind : std::uint8_t {
        literal,
        path,
        text,     // pieces that are put together
        members,  // a map
        items,    // a list
        steps,    // {from: ..., as: ..., each: ...}
    };
    Kind kind = Kind::literal;
    value::Value literal;               // lives in the document of the table
    std::vector<Path> paths;            // one; of `steps` the alternatives of `from`: the first that is there
    std::vector<Piece> pieces;          // of a text
    std::vector<MappedMember> members;  // of a map
    std::vector<Mapping> items;         // of a list

    // Of `steps`, in the order in which they are done. At most one each of `from`, `each`, `first`, `otherwise`.
    std::vector<Condition> when;
    std::vector<Mapping> from;  // where it is no path
    std::vector<const Transform*> transforms;
    std::vector<Condition> where;
    std::vector<Mapping> each;
    std::vector<Mapping> first;
    std::vector<std::string> only;  // members that are kept; empty: all
    std::vector<std::string> drop;
    std::map<std::string, std::string> rename;
    std::vector<Mapping> is;  // the value becomes true where it is one of these, else false
    std::vector<std::pair<value::Value, value::Value>> values;
    std::vector<Mapping> otherwise;  // `default`
};

// A member of a map by its key.
struct MappedMember {
    std::string name;
    Mapping mapping;
};

}  // namespace vouch::collect
