// SPDX-License-Identifier: Apache-2.0
// Which backup selections need be asked about a data store: most name other stores.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/estate.h"

namespace vouch::facts {

// A data store as selections see it.
struct StoreSeen {
    std::string_view service;  // of its ARN
    std::string_view kind;     // what stands before the name in the last field of its ARN
    const value::Value* name;  // nullptr: comes with deployment
    const value::Value* tags;  // nullptr: none
};

// The selections of an estate by what they ask for. For Estate::once.
class Selections {
public:
    explicit Selections(const Estate& estate);

    // As many are given for one store, and one more where there are more.
    static constexpr std::size_t kMost = 1'000;

    // Each once; every selection that takes the store, or may, is among them, up to kMost.
    std::vector<model::Node> candidates(model::Node store, const StoreSeen& seen) const;

private:
    using Nodes = std::vector<model::Node>;

    void add(model::Node selection);
    bool add_tags(model::Node selection, const value::Value& tags);
    bool add_arn(model::Node selection, const value::Value& arn);
    void by_tags(const StoreSeen& seen, Nodes& out) const;
    void by_arns(const StoreSeen& seen, Nodes& out) const;

    const Estate& estate_;
    Nodes open_;                                                                // may be about any store
    Nodes tagged_;                                                              // all in by_tag_
    std::map<std::pair<std::string_view, std::string_view>, Nodes> by_tag_;     // key, value
    std::map<std::pair<std::string_view, std::string_view>, Nodes> by_prefix_;  // service or empty for any, text before the first wildcard
};

}  // namespace vouch::facts
