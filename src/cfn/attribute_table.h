// SPDX-License-Identifier: Apache-2.0
// Which identifiers of a resource follow from what the template says of it: its name, its ARN, its URL. Data only.
#pragma once

#include <span>
#include <string_view>

namespace vouch::cfn {

// One identifier that a template can ask for. `pattern` is text with `${Property}`, `${Property|text where it is missing}` and
// `${AWS::...}`; it holds only where every property without such a text is given.
struct AttributeRow {
    std::string_view type;
    std::string_view attribute;  // of Fn::GetAtt; empty: of Ref
    std::string_view pattern;
    std::string_view unless = {};  // property that makes it something else
};

// All rows, sorted by type and attribute.
std::span<const AttributeRow> attribute_rows();
// Those of one type; empty where it has none.
std::span<const AttributeRow> attribute_rows(std::string_view type);

// Calls `literal(text)` and `variable(name, fallback)` for the parts of a pattern, in order. `fallback` has data() == nullptr
// where there is none.
template <class Literal, class Variable>
void each_part(std::string_view pattern, Literal literal, Variable variable) {
    while (!pattern.empty()) {
        const std::size_t open = pattern.find("${");
        if (open > 0) literal(pattern.substr(0, open));
        if (open == std::string_view::npos) return;
        const std::size_t close = pattern.find('}', open);
        const std::string_view inside = pattern.substr(open + 2, close - open - 2);
        const std::size_t bar = inside.find('|');
        variable(inside.substr(0, bar), bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1));
        pattern.remove_prefix(close + 1);
    }
}

}  // namespace vouch::cfn
