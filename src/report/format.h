// SPDX-License-Identifier: Apache-2.0
// Front header of the room: what is reported, and the formats it can be reported in, one file of formats/ each.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/audit.h"
#include "model/control.h"
#include "model/criterion.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace vouch::report {

// What a format is given. All of it outlives the call.
struct Report {
    const model::Inventory& inventory;
    std::span<const model::Control> controls;  // that were assessed, sorted by id
    const model::Assessment& assessment;
    std::span<const base::Error> problems;  // everything that could not be read or evaluated
    std::span<const base::Error> warnings;  // what was read, but is worth telling
    int exit_code = 0;
    std::string_view version;            // of the program
    std::string_view source_root;        // absolute folder that files are told relative to, where a format wants it; may be empty
    std::string_view time = {};          // when it was judged, RFC 3339 in UTC; empty: not told
    std::optional<double> seconds = {};  // that judging took; nullopt: not told
    std::span<const model::Standard> standards = {};  // titles of criteria, for the formats that ask for them; may be empty
    const model::Audit* audit = nullptr;              // not null: the inventory is of live accounts, and this is what the audit was
};

// How people want to see it. Formats for machines look at none of it but their own flags.
struct View {
    bool colours = false;
    int width = 100;
    bool verbose = false;       // every resource and reason, passes too
    bool quiet = false;         // findings only: no unverified ones, no table
    bool summary_only = false;  // no findings
    bool csv_raw = false;       // csv: text as it is, also where a spreadsheet would take it for a formula
};

struct Format {
    std::string_view name;
    std::string_view summary;
    // Appends the report, UTF-8 with LF at the end of each line (CSV: CR LF). The same report gives the same bytes.
    void (*write)(std::string& out, const Report& report, const View& view);
    bool wants_standards = false;  // Report::standards
};

// Sorted by name.
std::span<const Format* const> formats();
// nullptr where there is none of that name.
const Format* find_format(std::string_view name);

}  // namespace vouch::report
