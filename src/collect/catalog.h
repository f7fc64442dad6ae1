// SPDX-License-Identifier: Apache-2.0
// Reads the tables of collectors: those that are built in, or any text. Strict: what is not understood is an error.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "collect/table.h"
#include "model/named_in.h"

namespace vouch::collect {

struct Catalog {
    std::vector<std::unique_ptr<const ServiceTable>> services;  // sorted by service
    std::multimap<std::string, const Row*, std::less<>> rows;   // by type
    std::set<std::string, std::less<>> denied;                  // error codes that mean so everywhere
    std::vector<const Call*> always;                            // made in every audit
    // What facts look at, beside the resource that they are about: analyser (or `Analyser.Fact`) -> type -> properties ("*": all).
    std::map<std::string, std::map<std::string, std::set<std::string>>, std::less<>> facts;
    model::NamedIn named;
    // The types that analysers are about, from who knows the analysers; one that is not here may be about any type.
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> about;
    std::map<std::string, std::string, std::less<>> not_collected;         // type -> why
    std::map<std::string, std::string, std::less<>> checks_not_collected;  // check of the universe -> why
    std::vector<base::Error> problems;                                     // what could not be read; the others are there

    // The first row of a type, by which others are listed; nullptr where there is none.
    const Row* row(std::string_view type) const {
        const auto found = rows.find(type);
        return found == rows.end() ? nullptr : found->second;
    }
};

// One file. Errors: those of its YAML; syntax, invalid_value and undefined_name with the place in it.
base::Result<std::unique_ptr<ServiceTable>> read_service(const std::string& service, base::SourcePtr source);

// The tables among the files of a catalog: collectors/<service>.yaml, and collectors/_shared.yaml for what belongs to no service.
Catalog read_catalog(std::span<const base::EmbeddedFile> files);

}  // namespace vouch::collect
