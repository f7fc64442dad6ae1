// SPDX-License-Identifier: Apache-2.0
// Failures of live resources into the changes of a plan.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "collect/evaluate.h"
#include "model/resource.h"
#include "remedy/catalog.h"
#include "remedy/live/plan.h"
#include "remedy/live/writer.h"

namespace vouch::remedy {

// A control that fails on a resource. What must exist somewhere fails on the estate, whose region is that of calls that belong to none.
struct Fault {
    std::string control;
    const model::Resource* resource = nullptr;
    collect::Place place;
    std::string advice;  // of the control: what a person would do
};

struct PlanRequest {
    std::span<const Fault> faults;
    const Catalog& remedies;
    const Writers& writers;
    std::map<std::string, std::string> settings;              // of the user, by name
    std::map<std::string, std::vector<std::string>> regions;  // that were audited, by account
};

// Adds to the plan what is to be changed, in order, and what is left to a person. Remedies that change one resource follow one another:
// each begins with what the one before leaves.
void plan_changes(const PlanRequest& request, Plan& plan);

// Those of the properties that are there, in the order of the names, as JSON: what Change::state is the digest of.
std::string state_of(const value::Value& properties, std::span<const std::string> names);

}  // namespace vouch::remedy
