// SPDX-License-Identifier: Apache-2.0
// Tested by resource_policy_test.cc.
#include "facts/policy/thing.h"

#include <fmt/format.h>

#include "value/write.h"

namespace vouch::facts {
namespace {

// The spelling of `before`, the value of this spelling, and `after`, joined.
std::string joined(std::string_view before, std::string_view spelling, std::string_view after) {
    constexpr std::string_view kConcat = "Concat(";
    std::string inner(spelling);
    if (spelling.starts_with(kConcat) && spelling.ends_with(')'))
        inner = spelling.substr(kConcat.size(), spelling.size() - kConcat.size() - 1);
    std::string out(kConcat);
    if (!before.empty()) {
        value::write_json_string(out, before);
        out += ',';
    }
    out += inner;
    if (!after.empty()) {
        out += ',';
        value::write_json_string(out, after);
    }
    return out += ')';
}

// "Stack|GetAtt:X.Arn" of "Stack|Ref:X" and of other attributes; empty where it is no reference.
std::string arn_of(std::string_view identity) {
    const std::size_t bar = identity.rfind('|');
    const std::size_t begin = bar == std::string_view::npos ? 0 : bar + 1;
    std::string_view rest = identity.substr(begin);
    if (rest.starts_with("Concat(")) return {};
    if (rest.starts_with("Ref:"))
        rest.remove_prefix(4);
    else if (rest.starts_with("GetAtt:"))
        rest = rest.substr(7, rest.find('.') - 7);
    else
        return {};
    return fmt::format("{}GetAtt:{}.Arn", identity.substr(0, begin), rest);
}

// "Stack|Ref:X" of "Stack|GetAtt:X.Arn".
std::string ref_of(std::string_view arn) {
    const std::size_t at = arn.find("GetAtt:");
    return fmt::format("{}Ref:{}", arn.substr(0, at), arn.substr(at + 7, arn.rfind('.') - at - 7));
}

}  // namespace

Thing Thing::of(const value::Value& name, std::string_view service) {
    Thing out;
    const auto add = [&out](const std::string& spelling) {
        out.names_.push_back(Pattern::of_spelling(spelling, Reading::resource));
        out.contents_.push_back(Pattern::of_spelling(joined({}, spelling, "/*"), Reading::resource));
    };
    const auto add_text = [&out](const std::string& arn) {
        out.names_.push_back(Pattern::of_text(arn, Reading::resource));
        out.contents_.push_back(Pattern::of_text(arn + "/*", Reading::resource));
    };
    if (name.is_string()) {
        const std::string_view text = name.as_string();
        if (text.starts_with("arn:"))
            add_text(std::string(text));
        else if (service == "s3")
            add_text(fmt::format("arn:aws:s3:::{}", text));
        else
            add_text(fmt::format("arn:aws:{}:*:*:{}", service, text.substr(text.rfind('/') + 1)));
    } else if (name.is_unknown()) {
        const std::string_view identity = name.as_unknown().identity;
        const std::string arn = arn_of(identity);
        if (!arn.empty()) add(arn);
        add(std::string(identity));
        const std::string ref = arn.empty() ? std::string(identity) : ref_of(arn);
        if (service == "s3") add(joined("arn:aws:s3:::", ref, {}));
    }
    return out;
}

// One thing under several names: a name in the spelling of the pattern decides, the others leave a maybe.
Answer Thing::covers(const Pattern& resource, const std::vector<Pattern>& names) {
    Answer best = Answer::depends();
    for (const Pattern& name : names) {
        // A literal name of which only the region and account are open is one thing: to meet it is to cover it.
        const bool one = name.text().find(":*:*:") != std::string::npos;
        const Answer answer = one ? resource.overlaps(name) : resource.covers(name);
        if (answer.yes()) return answer;
        if (answer.no() || best.unknown == nullptr) best = best.no() ? best : answer;
    }
    return best;
}

Answer Thing::any(const Statement& statement, const std::vector<Pattern>& names) {
    if (names.empty() || !statement.has_resources) return Answer::of(true);
    if (statement.not_resources) return statement.covers_resource(names.front());
    Answer found;
    for (const Pattern& resource : statement.resources) found = either(found, covers(resource, names));
    return found;
}

Answer Thing::covered_by(const Statement& statement) const { return any(statement, names_); }
Answer Thing::contents_covered_by(const Statement& statement) const { return any(statement, contents_); }

}  // namespace vouch::facts
