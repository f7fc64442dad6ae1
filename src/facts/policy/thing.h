// SPDX-License-Identifier: Apache-2.0
// What a resource policy hangs on (a bucket, topic, queue), by all the ways in which its policy may name it.
#pragma once

#include <string_view>
#include <vector>

#include "facts/policy/statement.h"

namespace vouch::facts {

class Thing {
public:
    // Of the property that names it: `Bucket` of a bucket policy, an element of `Topics`; `service` in the ARN: "s3", "sqs".
    static Thing of(const value::Value& name, std::string_view service);
    // Anything that the policy stands on: every Resource means it (a key, a file system).
    static Thing itself() { return {}; }

    // The statement speaks of it; of everything in it (the objects of a bucket).
    Answer covered_by(const Statement& statement) const;
    Answer contents_covered_by(const Statement& statement) const;

private:
    static Answer covers(const Pattern& resource, const std::vector<Pattern>& names);
    static Answer any(const Statement& statement, const std::vector<Pattern>& names);

    std::vector<Pattern> names_, contents_;  // empty: itself
};

}  // namespace vouch::facts
