// SPDX-License-Identifier: Apache-2.0
// All calls are of whole accounts, so `Resource` is `*`: what narrows the policy are its actions. Tested by policy_test.cc.
#include "collect/policy.h"

#include <fmt/format.h>

#include "value/write.h"

namespace vouch::collect {
namespace {

using Actions = std::span<const std::string>;

// Length without white space of a policy of no action.
constexpr std::size_t kFrame = 120;

std::string quoted(std::string_view text) { return value::to_json(value::Value::string(text, 0)); }

struct Word {
    std::string_view title;  // "Reads"
    std::string_view lower;
    std::string_view needs;  // "read for an audit"
};
constexpr Word kReads{"Reads", "reads", "read for an audit"};
constexpr Word kFixes{"Fixes", "fixes", "read and change for a fix"};
const Word& word_of(Use use) { return use == Use::reads ? kReads : kFixes; }

// {"Version": ..., "Statement": [...]}, every line after the first indented.
std::string document(Actions actions, std::string_view indent, const Word& word) {
    std::string text = fmt::format(
        "{{\n{0}  \"Version\": \"2012-10-17\",\n{0}  \"Statement\": [\n{0}    {{\n{0}      \"Sid\": \"Vouch{1}\",\n"
        "{0}      \"Effect\": \"Allow\",\n{0}      \"Action\": [\n",
        indent, word.title);
    for (std::size_t i = 0; i < actions.size(); ++i)
        text += fmt::format("{}        {}{}\n", indent, quoted(actions[i]), i + 1 < actions.size() ? "," : "");
    return text + fmt::format("{0}      ],\n{0}      \"Resource\": \"*\"\n{0}    }}\n{0}  ]\n{0}}}", indent);
}

}  // namespace

std::vector<std::vector<std::string>> in_policies(Actions actions) {
    std::vector<std::vector<std::string>> parts;
    std::size_t length = kLongestPolicy;
    for (const std::string& action : actions) {
        const std::size_t more = action.size() + 3;
        if (parts.empty() || length + more > kLongestPolicy) {
            parts.emplace_back();
            length = kFrame;
        }
        parts.back().push_back(action);
        length += more;
    }
    return parts;
}

std::string as_json(Actions actions, Use use) { return document(actions, "", word_of(use)) + "\n"; }

std::string as_cloudformation(Actions actions, Use use) {
    const auto parts = in_policies(actions);
    const Word& word = word_of(use);
    std::string text = fmt::format(
        "{{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Description\": \"What vouch needs to {}\",\n  \"Resources\": {{\n",
        word.needs);
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += fmt::format(
            "    \"Vouch{}{}\": {{\n      \"Type\": \"AWS::IAM::ManagedPolicy\",\n      \"Properties\": {{\n"
            "        \"Description\": \"{} of vouch, part {} of {}\",\n        \"PolicyDocument\": {}\n      }}\n    }}{}\n",
            word.title, i + 1, word.title, i + 1, parts.size(), document(parts[i], "        ", word), i + 1 < parts.size() ? "," : "");
    return text + "  }\n}\n";
}

std::string as_terraform(Actions actions, Use use) {
    const auto parts = in_policies(actions);
    const Word& word = word_of(use);
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text += fmt::format(
            "{}resource \"aws_iam_policy\" \"vouch_{}_{}\" {{\n  name        = \"vouch-{}-{}\"\n"
            "  description = \"{} of vouch, part {} of {}\"\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = "
            "[{{\n"
            "      Sid    = \"Vouch{}\"\n      Effect = \"Allow\"\n      Action = [\n",
            i == 0 ? "" : "\n", word.lower, i + 1, word.lower, i + 1, word.title, i + 1, parts.size(), word.title);
        for (const std::string& action : parts[i]) text += fmt::format("        {},\n", quoted(action));
        text += "      ]\n      Resource = \"*\"\n    }]\n  })\n}\n";
    }
    return text;
}

std::string as_reasons(const Reasons& reasons) {
    std::string text = "{";
    for (const auto& [action, controls] : reasons) {
        text += fmt::format("{}\n  {}: [", text.size() > 1 ? "," : "", quoted(action));
        for (const std::string& control : controls) text += fmt::format("{}{}", text.ends_with('[') ? "" : ", ", quoted(control));
        text += "]";
    }
    return text + (reasons.empty() ? "}\n" : "\n}\n");
}

}  // namespace vouch::collect
