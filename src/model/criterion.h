// SPDX-License-Identifier: Apache-2.0
// A criterion: what a standard asks for. A control serves criteria; it is none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch::model {

struct Criterion {
    std::string id;        // CC6.1, A.8.24, or a row of the checklist: A5
    std::string title;     // in our own words
    std::string testable;  // SOC 2: F fully, P partly, N not at all by what an estate's configuration shows; else empty
    std::string note;      // may be empty
};

// One standard or checklist.
struct Standard {
    std::string id;                   // soc2, iso27001, rows
    std::string name;                 // "SOC 2, Trust Services Criteria 2017"
    std::vector<Criterion> criteria;  // in the order of the standard

    // nullptr where there is none of that id.
    const Criterion* find(std::string_view criterion) const;
};

}  // namespace vouch::model
