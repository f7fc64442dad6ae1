// SPDX-License-Identifier: Apache-2.0
// Where a value that a clause looked at stands: in the resource, in one that it has to do with, or among the facts about it.
#pragma once

#include <string>

#include "assess/reasons.h"
#include "base/error.h"
#include "guard/query_result.h"

namespace vouch::assess {

struct Origin {
    std::string path;      // /Resources/<id>/Properties/...; /Vouch/<Analyser>/<Fact> for facts; /Resources/<Stack~1id>/... in an estate
    base::Location where;  // in its template
    std::string why;       // of a fact: the reasons for it, in words; else empty
    bool found = false;    // false: it stands nowhere, path and place are those of the resource itself
};

Origin origin_of(const Judged& judged, const guard::QueryResult& from);

}  // namespace vouch::assess
