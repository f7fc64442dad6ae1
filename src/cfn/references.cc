// SPDX-License-Identifier: Apache-2.0
// The part of the evaluator that knows what names stand for: references, attributes, and strings put together from them.
#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/evaluator.h"
#include "cfn/spelling.h"
#include "value/write.h"

namespace vouch::cfn {

using value::Unknown;
using value::Value;

namespace {

constexpr std::size_t kLongestIdentity = 4096;
constexpr std::size_t kLongestBegin = 64;
constexpr std::string_view kArn = "arn:";
// In ARNs of what AWS owns, `arn:aws:iam::aws:policy/...`, and in none of what stands in an account.
constexpr std::string_view kOwnedByAws = "::aws:";
constexpr std::string_view kInAccount = "::${AWS::AccountId}:";

// What a concatenation is known by: literals that follow each other are one, so that Fn::Join and Fn::Sub spell alike.
class Concatenation {
public:
    void literal(std::string_view text) {
        filled_ = filled_ || !text.empty();
        if (parts_ == 0 && literal_.size() < kLongestBegin) begins_ += text.substr(0, kLongestBegin);
        literal_ += text;
    }

    void part(const Unknown& why) {
        flush();
        if (parts_ == 0) begins_ = why.begins;
        if (cause_ == nullptr || (cause_->present() && !why.present())) cause_ = &why;
        filled_ = filled_ || why.filled();
        if (loosest_ == nullptr || looseness(*loosest_) < looseness(why)) loosest_ = &why;
        nameless_ = nameless_ || why.identity.empty();
        append(why.identity);
        ++parts_;
    }

    std::string identity() {
        flush();
        if (nameless_ || spelling_.size() > kLongestIdentity) return {};
        return parts_ == 1 ? spelling_ : "Concat(" + spelling_ + ")";
    }
    // What the whole certainly starts with. Text with braces may be read as a reference at deployment.
    std::string_view begins() const { return begins_.find("{{") == std::string::npos ? std::string_view(begins_) : std::string_view(); }
    // Of the whole: may be absent if a part may; else that of the part that may turn out to be most.
    Unknown::Cause cause() const { return cause_->present() ? loosest_->cause : cause_->cause; }
    // Certain not to be empty if a part is.
    bool filled() const { return filled_; }
    const Unknown* why() const { return cause_; }

private:
    // A parameter may hold anything, an identifier that AWS makes hardly does, and what AWS itself puts in least of all.
    static int looseness(const Unknown& why) {
        if (why.cause == Unknown::Cause::parameter && why.identity.starts_with("Ref:AWS::")) return 0;
        return why.cause == Unknown::Cause::attribute ? 1 : 2;
    }
    void flush() {
        if (literal_.empty()) return;
        if (literal_.size() > kLongestIdentity) nameless_ = true;
        std::string quoted;
        if (!nameless_) value::write_json_string(quoted, literal_);
        append(quoted);
        literal_.clear();
        ++parts_;
    }
    void append(std::string_view text) {
        if (spelling_.size() > kLongestIdentity) return;
        if (!spelling_.empty()) spelling_ += ',';
        spelling_ += text;
    }

    std::string literal_;
    std::string spelling_;
    std::string begins_;
    const Unknown* cause_ = nullptr;
    const Unknown* loosest_ = nullptr;
    bool filled_ = false;
    bool nameless_ = false;
    std::size_t parts_ = 0;
};

}  // namespace

Value Evaluator::concatenate(std::span<const Value> parts, std::uint32_t at) {
    std::string known;
    Concatenation whole;
    bool dynamic = false;
    for (const Value& part : parts) {
        if (part.is_unknown()) {
            whole.part(part.as_unknown());
            continue;
        }
        const auto written = scalar_text(part);
        if (!written) {
            return failed(base::Code::invalid_value,
                          fmt::format("a {} cannot be part of a string", is_absent(part) ? "missing value" : name(part.kind())), at);
        }
        dynamic = dynamic || written->find("{{resolve:") != std::string::npos;
        if (!charge(written->size() / 16, at)) return exhausted(at);
        if (whole.why() == nullptr) known += *written;
        whole.literal(*written);
    }
    if (whole.why() == nullptr) return has_dynamic_reference(known) ? dynamic_reference(known, at) : text(known, at);
    const std::string identity = whole.identity();
    if (!dynamic) {
        Unknown made{whole.cause(), whole.why()->reason, identity, whole.why()->subject, whole.begins()};
        made.not_empty = whole.filled();
        return unknown(made, at);
    }
    return unknown(
        {Unknown::Cause::dynamic_reference, "a dynamic reference is read when the stack is deployed", identity, whole.why()->subject}, at);
}

void Evaluator::note(std::string_view id, std::string_view attribute, std::uint32_t at) {
    const auto found = scope_.resources.find(id);
    if (found == scope_.resources.end()) return;
    if (maybe_ == 0) notes_.needs.push_back(found->second);
    if (in_condition_) return;
    notes_.references.push_back({holder_.value_or(at), {}, found->first, arena_.copy(attribute), maybe_ == 0});
}

// The identifier where the template says all that it is made of; nothing where a part comes with deployment.
std::optional<Value> Evaluator::identifier(std::string_view id, std::string_view attribute, std::uint32_t at) {
    const auto found = scope_.named.find(id);
    if (found == scope_.named.end()) return std::nullopt;
    const Named& named = found->second;
    const auto row = std::ranges::find(named.rows, attribute, &AttributeRow::attribute);
    if (row == named.rows.end()) return std::nullopt;
    const auto given = [&](std::string_view name) -> const Value* {
        if (name.starts_with("AWS::")) return &scope_.names.at(name);
        const auto property = std::ranges::find(named.properties, name, &std::pair<std::string_view, Value>::first);
        return property == named.properties.end() ? nullptr : &property->second;
    };
    if (!row->unless.empty() && given(row->unless) != nullptr) return std::nullopt;
    std::string whole;
    bool known = true;
    each_part(
        row->pattern, [&](std::string_view literal) { whole += literal; },
        [&](std::string_view name, std::string_view fallback) {
            const Value* value = given(name);
            const auto written = value != nullptr ? scalar_text(*value) : std::nullopt;
            known = known && (written || (value == nullptr && fallback.data() != nullptr));
            whole += written ? std::string_view(*written) : fallback;
        });
    if (!known) return std::nullopt;
    return text(whole, at);
}

Value Evaluator::reference(std::string_view name, std::uint32_t at) {
    for (const Binding* binding = bindings_; binding != nullptr; binding = binding->outer)
        if (binding->name == name) return binding->value.at(at);
    if (name == "AWS::NoValue") return absent();
    const auto found = scope_.names.find(name);
    if (found != scope_.names.end()) {
        if (found->second.is_unknown())
            if (const auto choice = scope_.parameter_choices.find(name); choice != scope_.parameter_choices.end())
                depends_on(choice->second);
        if (const auto origin = scope_.origins->find(name); origin != scope_.origins->end()) note_crossing(origin->second, {}, at);
        if (found->second.is_list() && !charge(found->second.length(), at)) return exhausted(at);
        return found->second.at(at);
    }
    if (scope_.resources.contains(name)) {
        note(name, {}, at);
        if (const auto known = identifier(name, {}, at)) return *known;
        return unknown({Unknown::Cause::attribute, fmt::format("the physical id of `{}` comes with deployment", base::excerpt(name)),
                        fmt::format("Ref:{}", name), name, begin_of(name, {}), lack_of(name, {})},
                       at);
    }
    if (scope_.generated) {
        return unknown({Unknown::Cause::intrinsic, fmt::format("`{}` is not in the template; a macro may add it", base::excerpt(name)),
                        fmt::format("Ref:{}", name), name},
                       at);
    }
    return failed(base::Code::undefined_name,
                  fmt::format("`{}` is neither a parameter nor a resource of this template", base::excerpt(name)), at);
}

// What an identifier that is not known certainly starts with.
std::string_view Evaluator::begin_of(std::string_view id, std::string_view attribute) const {
    const auto found = scope_.resources.find(id);
    if (found == scope_.resources.end() || found->second >= scope_.types.size()) return {};
    const std::string_view type = scope_.types[found->second];
    if (!type.starts_with("AWS::") || type == "AWS::CloudFormation::CustomResource") return {};
    if (attribute == "Arn") return kArn;
    const auto rows = attribute_rows(type);
    const auto row = std::ranges::find(rows, attribute, &AttributeRow::attribute);
    return row != rows.end() && row->pattern.starts_with(kArn) ? kArn : std::string_view();
}

// What it certainly does not have in it. Names hold no colon; a path may, and is looked at.
std::string_view Evaluator::lack_of(std::string_view id, std::string_view attribute) const {
    const auto found = scope_.resources.find(id);
    if (found == scope_.resources.end() || found->second >= scope_.types.size()) return {};
    const auto rows = attribute_rows(scope_.types[found->second]);
    const auto row = std::ranges::find(rows, attribute, &AttributeRow::attribute);
    if (row == rows.end() || row->pattern.find(kInAccount) == std::string_view::npos) return {};
    const auto named = scope_.named.find(id);
    if (named == scope_.named.end()) return kOwnedByAws;
    const auto path = std::ranges::find(named->second.properties, "Path", &std::pair<std::string_view, Value>::first);
    if (path == named->second.properties.end()) return kOwnedByAws;
    return path->second.is_string() && path->second.as_string().find(':') == std::string_view::npos ? kOwnedByAws : std::string_view();
}

Value Evaluator::attribute(std::string_view id, std::string_view name, std::uint32_t at) {
    if (!scope_.resources.contains(id) && !scope_.generated)
        return failed(base::Code::undefined_name, fmt::format("`{}` is no resource of this template", base::excerpt(id)), at);
    note(id, name, at);
    if (const auto known = identifier(id, name, at)) return *known;
    if (const auto output = nested_output(id, name, at)) return *output;
    const std::string reason = fmt::format("attribute `{}` of `{}` comes with deployment", base::excerpt(name), base::excerpt(id));
    return unknown({Unknown::Cause::attribute, reason, fmt::format("GetAtt:{}.{}", id, name), id, begin_of(id, name), lack_of(id, name)},
                   at);
}

}  // namespace vouch::cfn
