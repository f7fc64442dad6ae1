// SPDX-License-Identifier: Apache-2.0
// Tests of rule files: documents with the outcome that each rule should have, in cfn-guard's format (a list of `name`, `input`
// and `expectations: {rules: {name: PASS|FAIL|SKIP}}`), run and written out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/guard_inputs.h"
#include "guard/status.h"

namespace vouch::cli {

// A rule in a test case. Rules of one name are one row: an expectation of PASS or FAIL is met by any of them, SKIP by all.
struct CaseRule {
    std::string name;
    std::optional<guard::Status> expected;  // none: the case says nothing about the rule
    std::vector<guard::Status> evaluated;
    bool met = true;
};

struct Case {
    std::string name;
    std::vector<CaseRule> rules;
    double seconds = 0;
};

// A rule file and what its tests came to. Where `error` is not empty something could not be read or evaluated.
struct TestedFile {
    std::string path;
    std::vector<Case> cases;
    std::string error;
};

struct TestPlan {
    std::string rules;               // path of the rule file
    std::vector<std::string> tests;  // paths of its test files
};

// The rule files of a folder with their tests: for dir/name.guard every file dir/tests/name* that is YAML or JSON. A test file
// goes to the first rule file, by name, that its own name begins with, as in cfn-guard.
std::vector<TestPlan> plan_folder(const World& world, const std::string& folder, Order order, std::vector<Trouble>& troubles);

// Runs the tests; what is wrong with files goes to `troubles`, too.
TestedFile run_tests(const TestPlan& plan, const World& world, std::vector<Trouble>& troubles);

}  // namespace vouch::cli
