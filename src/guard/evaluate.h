// SPDX-License-Identifier: Apache-2.0
// A program over a document: an outcome per rule and, for every rule that did not pass or skip, the clauses that decided.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "guard/compile.h"
#include "guard/query_result.h"
#include "guard/status.h"

namespace vouch::guard {

// The resources of a document by type, made once per document and shared by every program that is evaluated over it.
class TypeIndex {
public:
    explicit TypeIndex(const value::Value& root);
    ~TypeIndex();
    TypeIndex(TypeIndex&&) noexcept;
    TypeIndex& operator=(TypeIndex&&) noexcept;

    // False where the document has no map of resources that each have a string `Type`: selections by type then look at
    // every resource as the language says.
    bool usable() const { return usable_; }
    std::span<const value::Value> of_type(std::string_view type) const;
    const value::Value& root() const { return root_; }

private:
    struct Groups;
    value::Value root_;
    bool usable_ = false;
    std::unique_ptr<Groups> groups_;
};

struct EvaluationLimits {
    std::uint64_t steps = 2'000'000'000;  // query steps per document; a day of CPU is no answer
    std::uint32_t depth = 200;            // rules, blocks and queries within each other at run time
};

// A clause that failed or could not be decided, with what it compared; or a rule, block or disjunction with such clauses
// under it. Records stand in preorder: the `size` records behind one belong to it.
struct Record {
    enum class Kind : std::uint8_t {
        rule,         // of a rule or called rule; `rule`
        disjunction,  // none of its alternatives passed
        clause,       // an access clause for one value: `from`, and `to` (what it was compared with; empty for unary operators)
        named_rule,   // a rule that was required did not pass
        no_values,    // a clause or block whose query gave nothing although it had to
        missing,      // a block whose query met something missing: `from`
    };

    Kind kind = Kind::clause;
    Status status = Status::fail;
    bool incomparable = false;  // clause: the two values are of kinds that cannot be compared
    std::uint32_t size = 0;
    const Clause* clause = nullptr;
    const Rule* rule = nullptr;
    std::string_view message;  // of the rule file, for a rule: that of the call
    QueryResult from;
    std::span<const QueryResult> to;
};

struct RuleOutcome {
    const Rule* rule = nullptr;
    Status status = Status::skip;
    std::uint32_t first_record = 0;  // its records: [first_record, first_record + records)
    std::uint32_t records = 0;
    std::optional<base::Error> error;  // status broken: why
};

// What an evaluator found. Views into the program, the document and the evaluator: valid until it runs again.
struct Evaluation {
    std::span<const RuleOutcome> rules;
    std::span<const Record> records;
    Status status = Status::skip;  // of all rules together; broken where any rule is
};

// The memory that an evaluation works in.
struct Workspace;
std::shared_ptr<Workspace> make_workspace();

struct EvaluationOptions {
    EvaluationLimits limits;
    std::int64_t now = 0;  // for the function `now`: seconds since 1970
    bool record = true;    // keep records
    // Evaluators of one thread may share one: what one of them found is then valid until any of them runs again. nullptr: its own.
    std::shared_ptr<Workspace> workspace{};
};

// Evaluates one program, over any number of documents one after the other. Not thread-safe; make one per thread. Keeps a
// reference to the program.
class Evaluator {
public:
    explicit Evaluator(const Program& program, const EvaluationOptions& options = {});
    ~Evaluator();
    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;

    // `index` must be made from the document to judge; nothing is kept of it beyond the next run.
    Evaluation run(const TypeIndex& index);

private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace vouch::guard
