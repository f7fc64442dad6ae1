// SPDX-License-Identifier: Apache-2.0
// Policies that hang on resources, by type: where the document stands, and what it hangs on.
#pragma once

#include <string_view>
#include <vector>

#include "facts/estate.h"
#include "facts/policy/statement.h"
#include "facts/policy/thing.h"

namespace vouch::facts {

struct Hanging {
    Policy policy;
    bool present = false;       // it has a document at all
    std::string_view service;   // "s3"
    std::vector<Thing> things;  // what it hangs on
};

// Of a resource of a type that carries a policy; nothing is present on others.
Hanging hanging_policy(const Subject& subject, model::Node node);

// Actions by name; wildcards allowed.
std::vector<Pattern> actions(std::initializer_list<std::string_view> names);
// Those that must be refused without TLS: "s3:*".
std::vector<Pattern> tls_actions(std::string_view service);

}  // namespace vouch::facts
