// SPDX-License-Identifier: Apache-2.0
// How each row of the checklist stands, and how urgent it is: worked out of the findings of the controls that serve it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/format.h"

namespace vouch::report {

enum class RowStatus : std::uint8_t {
    pass,
    fail,
    unverified,  // nothing failed, but not everything could be decided
    accepted,    // whatever failed is accepted by somebody
    nothing,     // no resource that its controls are about
    no_control,  // no control of this run is about it
};

enum class Priority : std::uint8_t { this_week, this_month, next_quarter };
std::string_view name(Priority priority);

// By what is at stake and what comes first: this week what is critical, or high and of the foundation; this month what else is high, or
// medium and of the foundation; next quarter the rest.
Priority priority_of(const model::Control& control);

// A control of a row with its findings, in the order of the assessment. What does not apply is left out.
struct RowControl {
    const model::Control* control = nullptr;
    std::vector<const model::Finding*> fails;
    std::vector<const model::Finding*> unverified;
    std::vector<const model::Finding*> accepted;
    std::vector<const model::Finding*> passes;
};

struct Row {
    const model::Criterion* row = nullptr;
    RowStatus status = RowStatus::no_control;
    std::size_t judged = 0;                      // resources that a control of the row is about
    std::size_t counted = 0;                     // of them those that make the status: failed, not verified, accepted, passed
    Priority priority = Priority::next_quarter;  // of the most urgent control that failed, else of one that is not verified
    std::vector<RowControl> controls;            // that judged something: the most urgent first, then by id
};

// In the order of the standard "rows"; empty where the report does not have it. A row that passes is not verified where an account could
// not be seen at all.
std::vector<Row> checklist(const Report& report);

// "fail: 2 of 12", "pass: 12", "could not be verified: 1 of 12", "nothing there": what a row comes to.
std::string told(const Row& row);

}  // namespace vouch::report
