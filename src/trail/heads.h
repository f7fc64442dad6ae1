// SPDX-License-Identifier: Apache-2.0
// The heads of chains that earlier runs verified: what the next run begins at, and what shows that a bucket was put back.
#pragma once

#include <map>
#include <string>

#include "base/error.h"
#include "base/source.h"
#include "trail/report.h"

namespace vouch::trail {

// A chain wherever it lies.
struct HeadId {
    std::string root;
    std::string organization;
    std::string account;
    std::string region;
    ChainId chain;

    auto operator<=>(const HeadId&) const = default;
};

using Heads = std::map<HeadId, Head>;

// The heads of the chains of a report that may be relied on: those of accounts and regions where nothing deviates. Others keep what
// `known` has of them, so that what was found is found again until it is mended.
Heads heads_of(const Report& report, const Heads& known);

// As JSON, and back. Errors: those of JSON; invalid_value for another format or a member that is missing or wrong.
std::string to_json(const Heads& heads);
base::Result<Heads> parse_heads(base::SourcePtr text);

}  // namespace vouch::trail
