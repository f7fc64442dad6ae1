// SPDX-License-Identifier: Apache-2.0
// Where controls come from: the catalog that is built in, and folders that add to it or override it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/files.h"
#include "model/control.h"
#include "model/criterion.h"

namespace vouch::assess {

struct Catalog {
    std::vector<model::Control> controls;  // sorted by id, each id once
    std::vector<base::Error> problems;     // control files that could not be read; the others are there
};

// The controls among the files of a catalog (controls/<service>/<id>/control.guard).
Catalog read_catalog(std::span<const base::EmbeddedFile> files);

// Adds every *.guard file below `folder`; one with the id of a control of `catalog` takes its place. Two with one id in the
// folder are a problem, as is a folder without any. The service is the name of the folder above that of the control.
void add_folder(Catalog& catalog, const std::string& folder, const base::Files& files);

// The control with that id, or nullptr.
const model::Control* find_control(const Catalog& catalog, std::string_view id);

// A standard of the catalog (criteria/<id>.yaml): soc2, iso27001, rows. Errors: not_found, and those of its YAML.
base::Result<model::Standard> read_standard(std::span<const base::EmbeddedFile> files, std::string_view id);

// Which controls to take. Within one kind any of the values will do, every kind that is given must agree; nothing given: all.
struct Selection {
    std::vector<std::string> controls = {};  // ids
    std::vector<std::string> rows = {};      // A5
    std::vector<std::string> criteria = {};  // CC6.1, or CC6 and CC for all below it; also of ISO 27001: A.8.24, A.8
    std::vector<std::string> services = {};  // s3
    std::vector<std::string> phases = {};    // foundation, advanced, continuous; or 1, 2, 3
    std::optional<model::Severity> least = {};
};

// The chosen controls, in their order. Errors: empty_set where nothing is chosen, or where one of the values chooses nothing by itself
// (most likely a slip, and a smaller set than was asked for is never taken silently).
base::Result<std::vector<model::Control>> select(const Catalog& catalog, const Selection& selection);

}  // namespace vouch::assess
