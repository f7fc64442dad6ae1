// SPDX-License-Identifier: Apache-2.0
// Parameters of a form, one for each scalar, whose names are the path to it: `Filter.1.Value.2`. EC2 differs: names begin with a capital,
// all lists are flattened, and there are none for empty ones. Tested by build_test.cc.
#include <fmt/format.h>

#include "aws/protocol/detail/writers.h"

namespace vouch::aws::detail {
namespace {

using value::Value;

class Form {
public:
    explicit Form(bool ec2) : ec2_(ec2) {}

    void add(std::string name, std::string text) { pairs_.emplace_back(std::move(name), std::move(text)); }
    void structure(const Reference& what, const Value& value, const std::string& prefix);
    std::string text() const { return query_text(pairs_); }

private:
    void any(const Reference& what, const Value& value, const std::string& prefix);
    void list(const Reference& what, const Value& value, const std::string& prefix);
    void map(const Reference& what, const Value& value, const std::string& prefix);
    std::string wire(const Member& member) const;

    bool ec2_;
    Pairs pairs_;
};

std::string Form::wire(const Member& member) const {
    if (!ec2_) return std::string(member.wire());
    if (!member.what.query_name.empty()) return std::string(member.what.query_name);
    std::string made(member.wire());
    if (!member.what.wire.empty() && made[0] >= 'a' && made[0] <= 'z') made[0] = static_cast<char>(made[0] - 'a' + 'A');
    return made;
}

void Form::structure(const Reference& what, const Value& value, const std::string& prefix) {
    for (const value::Member& one : value.as_map()) {
        const Member& member = *what.shape->find(one.name());
        any(member.what, one.value, prefix.empty() ? wire(member) : fmt::format("{}.{}", prefix, wire(member)));
    }
}

// A flattened list whose items have a name takes that name in the place of its own.
void Form::list(const Reference& what, const Value& value, const std::string& prefix) {
    const Reference& element = what.shape->element;
    if (value.length() == 0 && !ec2_) return add(prefix, "");
    std::string base = prefix;
    if (!ec2_ && !what.flattened) {
        base += fmt::format(".{}", element.wire.empty() ? "member" : element.wire);
    } else if (!ec2_ && !element.wire.empty()) {
        const std::size_t point = base.rfind('.');
        base.replace(point == std::string::npos ? 0 : point + 1, std::string::npos, element.wire);
    }
    for (std::size_t i = 0; i < value.length(); ++i) any(element, value.as_list()[i], fmt::format("{}.{}", base, i + 1));
}

void Form::map(const Reference& what, const Value& value, const std::string& prefix) {
    const Reference& key = what.shape->key;
    const Reference& element = what.shape->element;
    const std::string base = what.flattened ? prefix : fmt::format("{}.entry", prefix);
    for (std::size_t i = 0; i < value.length(); ++i) {
        const value::Member& one = value.as_map()[i];
        any(key, one.key, fmt::format("{}.{}.{}", base, i + 1, key.wire.empty() ? "key" : key.wire));
        any(element, one.value, fmt::format("{}.{}.{}", base, i + 1, element.wire.empty() ? "value" : element.wire));
    }
}

void Form::any(const Reference& what, const Value& value, const std::string& prefix) {
    switch (what.type) {
        case Type::structure: return structure(what, value, prefix);
        case Type::list: return list(what, value, prefix);
        case Type::map: return map(what, value, prefix);
        default: return add(prefix, scalar_text(what, value, TimeFormat::iso8601));
    }
}

}  // namespace

std::string query_body(const Operation& operation, const Value& input) {
    Form form(operation.service->protocol == Protocol::ec2);
    form.add("Action", std::string(operation.name));
    form.add("Version", std::string(operation.service->version));
    if (operation.input) form.structure(*operation.input, input, "");
    return form.text();
}

}  // namespace vouch::aws::detail
