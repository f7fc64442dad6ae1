// SPDX-License-Identifier: Apache-2.0
// All reads are of whole accounts, so `Resource` is `*`: what narrows the policy are its actions. Tested by policy_test.cc.
#include "collect/policy.h"

#include <fmt/format.h>

#include "value/write.h"

namespace vouch::collect {
namespace {

using Actions = std::span<const std::string>;

// Length without white space of a policy of no action.
constexpr std::size_t kFrame = 120;

std::string quoted(std::string_view text) { return value::to_json(value::Value::string(text, 0)); }

// {"Version": ..., "Statement": [...]}, every line after the first indented.
std::string document(Actions actions, std::string_view indent) {
    std::string text = fmt::format(
        "{{\n{0}  \"Version\": \"2012-10-17\",\n{0}  \"Statement\": [\n{0}    {{\n{0}      \"Sid\": \"VouchReads\",\n"
        "{0}      \"Effect\": \"Allow\",\n{0}      \"Action\": [\n",
        indent);
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

std::string as_json(Actions actions) { return document(actions, "") + "\n"; }

std::string as_cloudformation(Actions actions) {
    const auto parts = in_policies(actions);
    std::string text =
        "{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Description\": \"What vouch needs to read for an audit\",\n"
        "  \"Resources\": {\n";
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += fmt::format(
            "    \"VouchReads{}\": {{\n      \"Type\": \"AWS::IAM::ManagedPolicy\",\n      \"Properties\": {{\n"
            "        \"Description\": \"Reads of vouch, part {} of {}\",\n        \"PolicyDocument\": {}\n      }}\n    }}{}\n",
            i + 1, i + 1, parts.size(), document(parts[i], "        "), i + 1 < parts.size() ? "," : "");
    return text + "  }\n}\n";
}

std::string as_terraform(Actions actions) {
    const auto parts = in_policies(actions);
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text += fmt::format(
            "{}resource \"aws_iam_policy\" \"vouch_reads_{}\" {{\n  name        = \"vouch-reads-{}\"\n"
            "  description = \"Reads of vouch, part {} of {}\"\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = "
            "[{{\n"
            "      Sid    = \"VouchReads\"\n      Effect = \"Allow\"\n      Action = [\n",
            i == 0 ? "" : "\n", i + 1, i + 1, i + 1, parts.size());
        for (const std::string& action : parts[i]) text += fmt::format("        {},\n", quoted(action));
        text += "      ]\n      Resource = \"*\"\n    }]\n  })\n}\n";
    }
    return text;
}

}  // namespace vouch::collect
