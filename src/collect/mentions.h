// SPDX-License-Identifier: Apache-2.0
// What a rule file mentions: words, and what it wants to know of who refers to whom. Rules are looked at as text, comments left out.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::collect {

// `Vouch.ReferencedBy[ ... ]` or `Vouch.References[ ... ]`, by the first of its conditions with all that is joined to it by `or`: those
// that are left are at most fewer.
struct Looking {
    bool bounded = false;                // they name types, or paths: whatever is looked for has one of them
    bool types = false;                  // some of these are types, which are words of the file
    std::vector<std::string> paths;      // "LoggingConfiguration.DestinationBucketName"
    std::vector<std::string> fragments;  // of paths, in small letters: of a pattern that is nothing but words
};

struct Mentions {
    std::set<std::string, std::less<>> words;  // `BucketEncryption`, and types: `AWS::S3::Bucket`
    std::vector<Looking> referenced_by;
    std::vector<Looking> references;
    bool everything = false;                   // properties that are not called by name
    std::set<std::string, std::less<>> facts;  // analysers: `Policy` of `Vouch.Policy.AllowsEverything`

    bool relations() const { return !referenced_by.empty() || !references.empty(); }
};

Mentions mentions(std::string_view rules);

}  // namespace vouch::collect
