// SPDX-License-Identifier: Apache-2.0
// What `vouch guard validate` says. A report is written while rules are evaluated: for every document begin_document, then
// judged once per rule file, then end_document. A format is one .cc of formats/; formats.h has the table.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "guard/evaluate.h"
#include "guard/report/emit_json.h"
#include "guard/report/emit_yaml.h"
#include "guard/report/locate.h"
#include "value/value.h"

namespace vouch::guard::report {

// A document that is judged, or that was to be judged.
struct Subject {
    std::string name;   // its absolute path; "STDIN" and the like for texts without one
    std::string shown;  // as the user named it
    Locator locator;
    std::vector<base::Error> problems;  // why it could not be judged, or not by every rule file
};

// One rule file over one document.
struct Judged {
    const Program& program;
    std::string_view rules;  // the rule file's name without its folders
    const Evaluation& evaluation;
    double seconds = 0;  // that it took
};

// Which rules a summary table shows.
struct Shown {
    bool pass = false;
    bool fail = true;
    bool skip = false;

    bool any() const { return pass || fail || skip; }
};

struct Settings {
    Shown shown;
    bool verbose = false;
    bool details = true;  // console: what failed in each rule, not only its name
    bool bare = false;    // json, yaml: an object per document instead of one list
    std::string version;  // of the program
    std::string root;     // the folder that SARIF's paths are relative to, with a slash at its end
};

// What a report holds while it is written. `out` is what it has come to so far; whoever drives it may empty it between calls.
struct Report {
    Settings settings;
    std::string out;
    Report() = default;
    Report(const Report&) = delete;  // the emitters write to `out` of this one
    Report& operator=(const Report&) = delete;
    ~Report() = default;

    EmitJson json{out};
    EmitYaml yaml{out};
    bool open = false;  // json, yaml: the document at hand has begun in `out`
    // Called between the checks of large reports: whoever drives may take what is in `out`. May be empty.
    std::function<void()> drain;

    // Of the document at hand.
    std::string failures;
    std::set<std::string, std::less<>> passed;
    std::set<std::string, std::less<>> skipped;
    Status status = Status::skip;

    // Of all so far.
    std::uint64_t documents = 0;
    std::uint64_t tests = 0;
    std::uint64_t failed = 0;
    std::uint64_t errors = 0;
    std::uint64_t failed_rules = 0;  // of the document at hand
    std::uint64_t failed_here = 0;   // JUnit: of the document at hand
    std::uint64_t errors_here = 0;
    double seconds = 0;
    double seconds_here = 0;
    std::vector<std::string> names;                   // of the documents, in order
    std::set<std::string, std::less<>> failed_names;  // SARIF: of the documents that failed
    std::set<std::string, std::less<>> rule_ids;      // SARIF: of the rules that failed
    std::string body;                                 // formats that begin with totals: what comes behind them

    // Scratch space that is used again and again.
    std::string text;
    std::string path;
};

// Problems of rule files and of inputs that no document stands for.
using Problems = std::vector<base::Error>;

struct Format {
    std::string_view name;
    void (*begin)(Report&) = nullptr;
    void (*begin_document)(Report&, Subject&) = nullptr;
    void (*judged)(Report&, Subject&, const Judged&) = nullptr;
    void (*end_document)(Report&, Subject&) = nullptr;
    void (*end)(Report&, const Problems&) = nullptr;
};

// Sorted by name. "json", "yaml", "junit" and "sarif" have the shapes of cfn-guard's structured reports.
std::span<const Format* const> formats();
// nullptr where there is none of that name.
const Format* find_format(std::string_view name);

// "r.guard/default" for the clauses outside any rule of r.guard, else the rule's own name.
std::string_view rule_name(std::string& scratch, const Judged& judged, const Rule& rule);

// Takes the outcomes of `judged` into the counts of the report; every format begins with it.
void account(Report& report, const Judged& judged);
// The same for the document at hand before its first rule file, and for what it comes to after the last.
void start(Report& report, Subject& subject);
Status outcome(const Report& report, const Subject& subject);

// FAIL before ERROR before PASS before SKIP.
Status worse(Status a, Status b);

}  // namespace vouch::guard::report
