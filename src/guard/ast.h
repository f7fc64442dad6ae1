// SPDX-License-Identifier: Apache-2.0
// A rule file as a tree of plain values: what the parser makes and the compiler completes (ids, hashes, links). Everything
// stands in the arena of its RuleFile; names are views into its source.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "value/value.h"

namespace vouch::guard {

enum class Operator : std::uint8_t {
    equal,
    in,
    greater,
    less,
    less_equal,
    greater_equal,  // binary
    exists,
    empty,
    is_string,
    is_list,
    is_struct,
    is_bool,
    is_int,
    is_float,
    is_null,  // unary
};
inline bool is_unary(Operator op) { return op >= Operator::exists; }

// An operator and whether it is negated on its own (`!=`, `not in`, `!exists`); the clause around it may be negated too.
struct Comparison {
    Operator op = Operator::equal;
    bool negated = false;
};

struct Clause;
struct KeyFilter;
struct Function;

using Disjunction = std::span<const Clause>;       // a or b or c
using Conjunction = std::span<const Disjunction>;  // disjunctions, all of which must hold

// An index into a table of the compiled program.
using Id = std::uint32_t;
inline constexpr Id kNone = ~Id{0};

// One step of a query such as `Resources.*[ Type == 'X' ].Properties`.
struct Part {
    enum class Kind : std::uint8_t { self, key, variable, index, all_values, all_indices, filter, key_filter };

    Kind kind = Kind::self;
    bool is_number = false;  // key: its text is an integer, so it is an index
    std::int32_t index = 0;  // index; key that is a number
    std::string_view name;   // key, variable; the capture of the other kinds (empty: none)
    std::uint32_t hash = 0;  // key: value::key_hash(name)
    Id id = kNone;           // key: in Program::keys; variable or capture: in Program::variables
    Conjunction filter;      // filter
    const KeyFilter* key_filter = nullptr;
};

struct Query {
    std::span<const Part> parts;
    bool some = false;        // `some`: at least one value must comply, not all
    std::uint32_t begin = 0;  // extent in the rule file
    std::uint32_t end = 0;
    std::string_view type;        // not empty: the query begins with `Resources.*[ Type == '<type>' ]`, see type_parts
    std::uint8_t type_parts = 0;  // how many parts that beginning takes
};

// A literal, a query or a function call: what stands behind an operator, in `let`, or as an argument.
struct Call;
struct Term {
    enum class Kind : std::uint8_t { none, literal, query, call };

    Kind kind = Kind::none;
    value::Value literal;
    const Query* query = nullptr;
    const Call* call = nullptr;
};

struct Call {
    std::string_view name;
    std::span<const Term> arguments;
    std::uint32_t begin = 0;
    const Function* function = nullptr;
};

// The key part of a query: [ keys == ... ], [ keys in ... ]
struct KeyFilter {
    Comparison comparison;
    Term right;
};

struct Let {
    std::string_view name;
    Id variable = kNone;
    Term value;
    std::uint32_t begin = 0;
};

struct Block {
    std::span<const Let> lets;
    Conjunction body;
};

struct Clause {
    enum class Kind : std::uint8_t {
        access,      // query operator [right]
        named_rule,  // rule_name
        rule_call,   // rule_name(arguments)
        block,       // query { ... }
        when,        // when conditions { ... }
        type_block,  // AWS::S3::Bucket [when conditions] { ... }
    };

    Kind kind = Kind::access;
    bool negated = false;    // `not` in front of the clause
    bool not_empty = false;  // block: `query !empty { ... }`
    bool has_message = false;
    Comparison comparison;    // access
    std::uint32_t begin = 0;  // extent in the rule file, without the message
    std::uint32_t end = 0;
    const Query* query = nullptr;             // access, block, type_block (its Resources query)
    Term right;                               // access
    std::string_view message;                 // between << and >>
    std::string_view name;                    // named_rule, rule_call: the rule; type_block: the type
    Id rule = kNone;                          // named_rule: in Program::rules by name; rule_call: in Program::rule_templates
    std::span<const Term> arguments;          // rule_call
    const Conjunction* conditions = nullptr;  // when, type_block (nullptr: none)
    const Block* body = nullptr;              // block, when, type_block
};

struct Rule {
    std::string_view name;
    Id name_id = kNone;  // rules of one name share it
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    const Conjunction* conditions = nullptr;  // nullptr: none
    Block body;
    std::span<const std::string_view> parameters;
    std::span<Id> parameter_ids;
    bool parameterised = false;
};

}  // namespace vouch::guard
