// SPDX-License-Identifier: Apache-2.0
// Two runs compared: what opened, what closed, what changed its verdict, which resources came and went. Runs are read back from the JSON
// report, so that any two that were kept can be compared.
#pragma once

#include <compare>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "model/finding.h"
#include "report/format.h"

namespace vouch::report {

struct RunFinding {
    std::string unit;      // account and region: "123456789012/eu-west-1"; the stack of a check
    std::string resource;  // ARN
    std::string control;
    std::string type;
    std::string severity;
    std::string why;  // the first reason, in a few words; may be empty
    model::Verdict verdict = model::Verdict::pass;
};

struct PastRun {
    std::string name;                  // of the run in its store; may be empty
    std::vector<RunFinding> findings;  // sorted by unit, resource, control, each once (the gravest verdict)
    std::set<std::string> controls;    // that were asked
    std::set<std::string> units;       // that were looked at
};

// Out of `vouch-findings/1`. Errors: those of its JSON, and invalid_value where it is another document.
base::Result<PastRun> read_run(base::SourcePtr json);

// Sorts, and keeps the gravest of what is there twice: what read_run() does with what it read.
void put_in_order(PastRun& run);

// The verdict on one resource under one control, before and after. One of them may be missing.
struct Change {
    const RunFinding* before = nullptr;
    const RunFinding* after = nullptr;

    const RunFinding& either() const { return after != nullptr ? *after : *before; }
};

struct ResourceSeen {
    std::string unit;
    std::string resource;
    std::string type;

    auto operator<=>(const ResourceSeen&) const = default;
};

// Points into the runs. Each in the order of unit, resource, control.
struct Difference {
    std::vector<Change> opened;   // fails now and did not
    std::vector<Change> closed;   // failed and certainly does not any more: passes, does not apply, or the resource is gone
    std::vector<Change> changed;  // any other change of a verdict: a fail that is accepted or cannot be verified now is not closed
    std::vector<Change> unseen;   // failed, and nobody looked again: its region, control or kind of resource was not asked or not answered
    std::vector<ResourceSeen> added;
    std::vector<ResourceSeen> gone;
    std::size_t still = 0;  // fail in both
};

Difference compare(const PastRun& before, const PastRun& after);

// For people, and for programs (docs/output-json.md).
void write_diff_text(std::string& out, const Difference& difference, const View& view);
void write_diff_json(std::string& out, const Difference& difference, const PastRun& before, const PastRun& after);

}  // namespace vouch::report
