// SPDX-License-Identifier: Apache-2.0
// Short ways for tests to ask what a policy comes to.
#pragma once

#include <string>
#include <string_view>

#include "facts/policy/statement.h"
#include "facts/reasons.h"
#include "value/testing/reading.h"

namespace vouch::facts::testing {

// A policy of these statements (JSON, without the brackets). `{"Unknown": "Ref:P"}` stands for a parameter without a value.
struct Written {
    value::Document document;
    base::Arena arena;
    Policy policy;

    explicit Written(std::string_view statements)
        : document(*value::testing::json(std::string("{\"Statement\": [").append(statements).append("]}"))) {
        policy = parse_policy(unknowns(document.root));
    }

private:
    // Replaces the stand-ins. Recursion is bounded by the tests' own text.
    value::Value unknowns(const value::Value& value) {
        if (value.is_list()) {
            std::vector<value::Value> items;
            for (const value::Value& item : value.as_list()) items.push_back(unknowns(item));
            return value::make_list(arena, items, value.position());
        }
        if (!value.is_map()) return value;
        if (const value::Value* identity = value.find("Unknown")) {
            const bool attribute = identity->as_string().find("GetAtt:") != std::string_view::npos;
            const auto cause = attribute ? value::Unknown::Cause::attribute : value::Unknown::Cause::parameter;
            return value::make_unknown(arena, {cause, "not known", identity->as_string(), {}}, value.position());
        }
        std::vector<value::Member> members;
        for (const value::Member& member : value.as_map()) members.push_back({member.key, unknowns(member.value)});
        return value::make_map(arena, members, value.position());
    }
};

// "yes: reason; reason", "no", or "unknown".
inline std::string shown(const Reasons& reasons) {
    const value::Value value = reasons.value(0);
    if (value.is_unknown()) return "unknown";
    std::string out;
    for (const value::Value& reason : value.as_list()) out.append(out.empty() ? "yes: " : "; ").append(reason.as_string());
    return out.empty() ? "no" : out;
}

// The first word of it: "yes", "no", "unknown".
template <class Judge>
std::string verdict(std::string_view statements, Judge judge) {
    const Written written(statements);
    base::Arena arena;
    Reasons reasons(arena);
    judge(written.policy, reasons);
    const std::string all = shown(reasons);
    return all.substr(0, all.find(':'));
}

}  // namespace vouch::facts::testing
