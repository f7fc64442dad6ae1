// SPDX-License-Identifier: Apache-2.0
// A CloudFormation that answers what a test has written down.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "baseline/formation.h"
#include "value/read.h"

namespace vouch::baseline::testing {

// By operation. The answers to one follow each other; the last one repeats. One that begins with `!` is an error: "!Code message".
using Answers = std::map<std::string, std::deque<std::string>, std::less<>>;

class ScriptedFormation {
public:
    explicit ScriptedFormation(Answers answers) : answers_(std::move(answers)) {}

    Formation formation() {
        return {[this](const Question& question) { return answer(question); },
                [this](double) {
                    ++waits;
                    return waits < most_waits;
                }};
    }

    std::vector<std::string> asked;  // "DescribeStacks {...}"
    std::size_t waits = 0;
    std::size_t most_waits = 1'000;  // then the user wants to stop

    std::size_t count(std::string_view operation) const {
        std::size_t found = 0;
        for (const std::string& each : asked) found += each.starts_with(std::string(operation) + " ") ? 1U : 0U;
        return found;
    }

private:
    Reply answer(const Question& question) {
        asked.push_back(std::string(question.operation) + " " + question.input);
        auto& all = answers_[std::string(question.operation)];
        if (all.empty())
            return std::unexpected(Refusal{"Unexpected", {base::Code::refused, "nobody expected " + asked.back(), {}, {}, {}}});
        const std::string text = all.front();
        if (all.size() > 1) all.pop_front();
        if (text.starts_with('!')) {
            const std::size_t blank = text.find(' ');
            return std::unexpected(Refusal{text.substr(1, blank - 1), {base::Code::refused, text.substr(blank + 1), {}, {}, {}}});
        }
        auto read = value::read_json(std::make_shared<const base::Source>("answer", text));
        if (!read) return std::unexpected(Refusal{"Test", read.error()});
        return std::make_shared<const value::Document>(*std::move(read));
    }

    Answers answers_;
};

inline constexpr const char* kNoStack = "!ValidationError Stack with id soc2-trail does not exist";

// A stack of two resources.
inline Target target() {
    static constexpr std::string_view kText =
        "Parameters: {Days: {Type: Number, Default: 365}}\nResources:\n  Key: {Type: 'AWS::KMS::Key'}\n"
        "  Log: {Type: 'AWS::Logs::LogGroup', Condition: Home, Properties: {RetentionInDays: !Ref Days}}\n";
    return {find_stack("trail"), "soc2-trail", "us-east-1", std::string(kText), {{"Days", "365"}}};
}

}  // namespace vouch::baseline::testing
