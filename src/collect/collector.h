// SPDX-License-Identifier: Apache-2.0
// An account into units of resources: lists, reads and shapes by a plan, asking through a caller. One unit for each region, and one for
// what belongs to the account as a whole.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "collect/caller.h"
#include "collect/needs.h"
#include "collect/shape.h"
#include "model/unit.h"

namespace vouch::collect {

struct CollectOptions {
    Place home;                        // account and partition; the region is that of calls that belong to none
    std::vector<std::string> regions;  // that are audited
};

class Collector {
public:
    // All must outlive it.
    Collector(const Plan& plan, Caller& caller, CollectOptions options);
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    // Asks the first questions; the rest follows from within the run() of the caller's line.
    void start();
    // To be called once everything has been answered: the units, sorted by name, their resources by type and id.
    std::vector<model::UnitPtr> finish();

private:
    class Reading;
    struct Subject;
    struct Growing;
    using SubjectPtr = std::shared_ptr<Subject>;

    void read(SubjectPtr of, const std::vector<const Call*>& calls, std::function<void(SubjectPtr)> done);
    void list(const Planned& planned, const Place& place, const SubjectPtr& parent);
    void take(const Planned& planned, const SubjectPtr& lister);
    void stand_in(const Planned& planned, const Subject& lister, const value::Value& unknown);
    void place_in_region(const Planned& planned, SubjectPtr item, bool asked);
    void shape(const Planned& planned, const SubjectPtr& item);
    Growing& unit_of(const Planned& planned, const Place& place);
    Growing& unit_at(const Place& place);
    bool audited(const std::string& region) const;

    const Plan& plan_;
    Caller& caller_;
    CollectOptions options_;
    std::map<std::string, std::unique_ptr<Growing>, std::less<>> units_;
};

}  // namespace vouch::collect
