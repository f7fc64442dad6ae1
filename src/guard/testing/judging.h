// SPDX-License-Identifier: Apache-2.0
// Short ways for tests to load rules and judge documents.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "guard/compile.h"
#include "guard/evaluate.h"
#include "value/read.h"

namespace vouch::guard::testing {

// A clause over a JSON document and the status that a rule of this one clause has: a row of a table of cases.
struct Case {
    std::string_view clause;
    std::string_view document;
    Status status;
};

inline base::SourcePtr source(std::string_view text) { return std::make_shared<base::Source>("t", std::string(text)); }

// Every error, as "line:column code message", joined by "; ". Empty: the text loads.
inline std::string errors_of(std::string_view rules) {
    const auto loaded = load(source(rules));
    std::string out;
    if (loaded) return out;
    for (const base::Error& error : loaded.error()) {
        if (!out.empty()) out += "; ";
        out += std::to_string(error.where->line) + ":" + std::to_string(error.where->column) + " " + error.message;
    }
    return out;
}

// A program over a document, kept together with what it found.
class Judged {
public:
    Judged(std::string_view rules, std::string_view document, EvaluationOptions options = {}) : options_(std::move(options)) {
        auto loaded = load(source(rules));
        if (!loaded) {
            trouble_ = "rules: " + errors_of(rules);
            return;
        }
        program_ = std::make_unique<Program>(*std::move(loaded));
        auto read = value::read_any(source(document), {.limits = {}, .schema = value::Schema::guard, .position_base = 0});
        if (!read) {
            trouble_ = "document: " + base::render(read.error());
            return;
        }
        document_ = std::make_unique<value::Document>(*std::move(read));
        evaluator_ = std::make_unique<Evaluator>(*program_, options_);
        index_ = std::make_unique<TypeIndex>(document_->root);
        found_ = evaluator_->run(*index_);
    }

    const Evaluation& found() const { return found_; }
    // "a PASS, b SKIP" in file order; an error stands behind its rule.
    std::string text() const {
        std::string out = trouble_;
        for (const RuleOutcome& each : found_.rules) {
            if (!out.empty()) out += ", ";
            out.append(each.rule->name).append(" ").append(name(each.status));
            if (each.error) out += ": " + each.error->message;
        }
        return out;
    }

private:
    EvaluationOptions options_;
    std::unique_ptr<Program> program_;
    std::unique_ptr<value::Document> document_;
    std::unique_ptr<Evaluator> evaluator_;
    std::unique_ptr<TypeIndex> index_;
    Evaluation found_;
    std::string trouble_;
};

inline std::string judge(std::string_view rules, std::string_view document) { return Judged(rules, document).text(); }
// The status of a rule of one clause ("PASS"), or the error.
inline std::string judge_clause(std::string_view clause, std::string_view document) {
    const std::string text = judge(std::string("rule r { ").append(clause).append("\n}"), document);
    return text.starts_with("r ") ? text.substr(2) : text;
}
inline void expect_clauses(std::span<const Case> rows) {
    for (const Case& row : rows)
        EXPECT_EQ(judge_clause(row.clause, row.document), name(row.status)) << row.clause << " over " << row.document;
}

}  // namespace vouch::guard::testing
