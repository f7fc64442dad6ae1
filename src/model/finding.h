// SPDX-License-Identifier: Apache-2.0
// The verdict on one resource under one control, with the clauses that decided.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/suppression.h"

namespace vouch::model {

enum class Verdict : std::uint8_t {
    pass,
    fail,
    unverified,      // could not be decided: an unknown value or an error, told in the reasons
    not_applicable,  // the control does not apply to this resource
    suppressed,      // a fail that is accepted, with who, why and until when
};
inline constexpr std::size_t kVerdicts = 5;
std::string_view name(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

// One clause that decided, on one value.
struct Reason {
    std::string rule;      // name of the Guard rule
    std::string message;   // of the control: what is wrong, in a few words; may be empty
    std::string clause;    // the clause as the control spells it, on one line
    std::string path;      // of the value: /Resources/Trail/Properties/EnableLogFileValidation; what is missing where it is missing
    std::string found;     // the value as JSON, shortened; empty where it is missing
    std::string relation;  // what the clause asks of the value, to be read before `expected`: "to be", "to be one of", "to exist"
    std::string expected;  // what it was compared with, as JSON or rule text; empty for unary operators
    std::string why;       // the value is a fact: the reasons for it, in words; else empty
    bool missing = false;  // the value does not exist
    std::string
        lacks;  // missing: the properties that are not there, below what `where` points at: "LoggingConfiguration.DestinationBucketName"
    std::string unknown;     // verdict unverified: why the value is not known ("parameter `Env` has no value"); else empty
    std::string action;      // the IAM action that would let it be known: "s3:GetBucketPolicy"; empty where there is none
    base::Location where;    // in the template, of the value or of what should hold it
    base::Location rule_at;  // in the control
    bool decisive = true;    // false: one of several alternatives, none of which held; the first of them is decisive
};

// How many findings have which verdict.
struct Counts {
    std::array<std::size_t, kVerdicts> by_verdict{};

    std::size_t of(Verdict verdict) const { return by_verdict[static_cast<std::size_t>(verdict)]; }
    void add(Verdict verdict) { ++by_verdict[static_cast<std::size_t>(verdict)]; }
};

struct Finding {
    std::size_t control = 0;   // index into the controls that were assessed
    std::size_t unit = 0;      // index into the units of the inventory
    std::size_t resource = 0;  // index into the unit's resources
    Verdict verdict = Verdict::pass;
    std::vector<Reason> reasons;                     // empty for pass and not_applicable; unverified: also why the resource is uncertain
    std::string made_at;                             // where the application makes the resource: "lib/store.ts:12:5"; mostly not known
    std::shared_ptr<const base::Error> error;        // unverified because evaluation failed
    std::shared_ptr<const Suppression> suppression;  // verdict suppressed: who accepted it and why; `reasons` say what failed
};

// What assessing an inventory by controls came to.
struct Assessment {
    std::vector<Finding> findings;      // sorted by unit, resource, control
    Counts counts;                      // of the findings
    std::vector<base::Error> problems;  // controls that could not be compiled, evaluations that broke off
};

}  // namespace vouch::model
