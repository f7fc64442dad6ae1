// SPDX-License-Identifier: Apache-2.0
// One walk over input and shape together; the path to where it stands is kept for the message. Tested by check_test.cc.
#include "aws/protocol/detail/check.h"

#include <string>

#include <fmt/format.h>

#include "aws/protocol/detail/path.h"
#include "aws/protocol/detail/timestamp.h"
#include "base/base64.h"
#include "base/text.h"

namespace vouch::aws::detail {
namespace {

using value::Kind;
using value::Value;

constexpr std::size_t kDepth = 64;

class Checker {
public:
    explicit Checker(const Operation& operation) : operation_(operation) {}

    base::Result<void> structure(const Reference& what, const Value& value);

private:
    base::Result<void> any(const Reference& what, const Value& value);
    base::Result<void> items(const Reference& what, const Value& value);
    base::Result<void> entries(const Reference& what, const Value& value);
    base::Result<void> document(const Value& value);
    base::Result<void> wrong(std::string_view problem) const {
        return base::fail(base::Code::invalid_value, fmt::format("{}:{}: input `{}` {}", operation_.service->name, operation_.name,
                                                                 base::excerpt(path_.text()), problem));
    }
    base::Result<void> wrong_type(const Reference& what, const Value& value) const {
        return wrong(fmt::format("must be {}, not {}", name(what.type), name(value.kind())));
    }

    const Operation& operation_;
    Path path_;
};

bool fits(const Reference& what, const Value& value) {
    switch (what.type) {
        case Type::structure:
        case Type::map: return value.is_map();
        case Type::list: return value.is_list();
        case Type::string: return value.is_string() || what.json_text;
        case Type::integer: return value.kind() == Kind::integer;
        case Type::real: return value.kind() == Kind::integer || value.kind() == Kind::real;
        case Type::boolean: return value.kind() == Kind::boolean;
        case Type::blob: return value.is_string() && base::from_base64(value.as_string());
        case Type::timestamp: return read_time(value).has_value();
    }
    return false;
}

base::Result<void> Checker::any(const Reference& what, const Value& value) {
    if (path_.depth() > kDepth) {
        return base::fail(base::Code::too_large, fmt::format("{}:{}: the input is nested deeper than {} levels", operation_.service->name,
                                                             operation_.name, kDepth));
    }
    if (what.type == Type::structure && what.shape->document) return document(value);
    if (!fits(what, value)) return wrong_type(what, value);
    if (what.type == Type::structure) return structure(what, value);
    if (what.type == Type::list) return items(what, value);
    if (what.type == Type::map) return entries(what, value);
    if (what.place == Place::uri && value.is_string() && value.as_string().empty())
        return wrong("is part of the path and must not be empty");
    return {};
}

base::Result<void> Checker::structure(const Reference& what, const Value& value) {
    for (const Member& member : what.shape->members) {
        const bool needed = member.required || member.what.place == Place::uri;
        if (!needed || value.find(member.name) != nullptr) continue;
        const Path::Step step(path_, member.name);
        return wrong("is required");
    }
    for (const value::Member& member : value.as_map()) {
        const Path::Step step(path_, member.name());
        const Member* known = what.shape->find(member.name());
        if (known == nullptr) return wrong("is not known");
        VOUCH_CHECK(any(known->what, member.value));
    }
    return {};
}

base::Result<void> Checker::items(const Reference& what, const Value& value) {
    for (std::size_t i = 0; i < value.length(); ++i) {
        const Path::Step step(path_, i);
        VOUCH_CHECK(any(what.shape->element, value.as_list()[i]));
    }
    return {};
}

base::Result<void> Checker::entries(const Reference& what, const Value& value) {
    for (const value::Member& member : value.as_map()) {
        const Path::Step step(path_, member.name());
        VOUCH_CHECK(any(what.shape->element, member.value));
    }
    return {};
}

// Any JSON, so all that matters is that it is known and not too deep.
base::Result<void> Checker::document(const Value& value) {
    if (value.is_unknown() || path_.depth() > kDepth) return wrong("is not known or nested too deep");
    if (value.is_list()) {
        for (std::size_t i = 0; i < value.length(); ++i) {
            const Path::Step step(path_, i);
            VOUCH_CHECK(document(value.as_list()[i]));
        }
    } else if (value.is_map()) {
        for (const value::Member& member : value.as_map()) {
            const Path::Step step(path_, member.name());
            VOUCH_CHECK(document(member.value));
        }
    }
    return {};
}

}  // namespace

base::Result<void> check_input(const Operation& operation, const Value& input) {
    const std::string name = fmt::format("{}:{}", operation.service->name, operation.name);
    if (!input.is_map()) return base::fail(base::Code::invalid_value, fmt::format("{}: the input must be a map", name));
    if (operation.input) return Checker(operation).structure(*operation.input, input);
    if (input.length() == 0) return {};
    return base::fail(base::Code::invalid_value,
                      fmt::format("{}: input `{}` is not known: the operation takes none", name, base::excerpt(input.as_map()[0].name())));
}

}  // namespace vouch::aws::detail
