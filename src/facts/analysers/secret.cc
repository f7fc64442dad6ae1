// SPDX-License-Identifier: Apache-2.0
// Credentials in clear text among a resource's properties, known by their form. Tested by secret_test.cc.
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/text.h"
#include "facts/analyser.h"
#include "facts/reasons.h"
#include "model/credentials.h"

namespace vouch::facts {
namespace {

using value::Value;

constexpr std::array kSecretTypes{
    std::string_view("AWS::AutoScaling::LaunchConfiguration"),
    std::string_view("AWS::Batch::JobDefinition"),
    std::string_view("AWS::CodeBuild::Project"),
    std::string_view("AWS::EC2::Instance"),
    std::string_view("AWS::EC2::LaunchTemplate"),
    std::string_view("AWS::ECS::TaskDefinition"),
    std::string_view("AWS::Glue::Connection"),
    std::string_view("AWS::Glue::Job"),
    std::string_view("AWS::Lambda::Function"),
    std::string_view("AWS::SSM::Document"),
    std::string_view("AWS::SSM::Parameter"),
    std::string_view("AWS::Serverless::Function"),
};
constexpr std::array kSecretFacts{
    Fact{"InClearText", "the credentials that stand readably in its properties: keys of AWS, private keys, tokens, passwords in URLs"},
};

// A value and the name that it goes by: that of its property, or what `Name` says beside a `Value`.
struct Named {
    Value value;
    std::string_view name;
};

void push_members(const Value& map, std::string_view own, std::vector<Named>& open) {
    const Value* name = map.find("Name");
    const bool paired = name != nullptr && name->is_string();
    for (const value::Member& member : map.as_map()) {
        const bool pair = paired && member.name() == "Value";
        open.push_back({member.value, pair ? name->as_string() : member.name().empty() ? own : member.name()});
    }
}

// Of what is put together from parts that are not known, the spelling holds the known ones.
// `(hidden)` keeps the line of the source out of reports.
void search(const Named& each, Reasons& found) {
    if (!each.value.is_string() && !each.value.is_unknown()) return;
    const std::string_view text = each.value.is_string() ? each.value.as_string() : each.value.as_unknown().identity;
    const std::string decoded = each.name == "UserData" && each.value.is_string() ? base::from_base64(text).value_or("") : std::string();
    for (const std::string_view kind : model::credentials_in(decoded.empty() ? text : std::string_view(decoded)))
        found.add(fmt::format("{} stands in `{}` (hidden)", kind, base::excerpt(each.name, 60)), each.value.position());
}

value::Value analyse_secret(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons found(subject.arena);
    std::vector<Named> open{{subject.resource().properties(), "Properties"}};
    while (!open.empty()) {
        const Named each = open.back();
        open.pop_back();
        if (each.value.is_map()) push_members(each.value, each.name, open);
        if (each.value.is_list())
            for (const Value& element : each.value.as_list()) open.push_back({element, each.name});
        search(each, found);
    }
    const std::array members{value::Member{value::Value::string("InClearText", at), found.value(at)}};
    return value::make_map(subject.arena, members, at);
}

}  // namespace

extern const Analyser secret_analyser;
constinit const Analyser secret_analyser{"Secret", "credentials that stand in clear text", kSecretTypes, kSecretFacts, analyse_secret};

}  // namespace vouch::facts
