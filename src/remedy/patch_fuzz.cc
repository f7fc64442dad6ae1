// SPDX-License-Identifier: Apache-2.0
// Fuzz target for patches: the remedies below made to the resource `R` of any text. Properties: a patch that is given says what the draft
// says (patch() compares; here again with another reader's eyes: JSON), keeps every comment line, and a second time changes nothing.
// A quoted text over several lines may hold lines that look like comments, and may be written on one.
#include "remedy/patch/patch.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "remedy/apply.h"
#include "remedy/catalog.h"
#include "remedy/patch/diff.h"
#include "value/read.h"
#include "value/write.h"

namespace {

namespace base = vouch::base;
namespace remedy = vouch::remedy;
namespace value = vouch::value;

constexpr std::string_view kRemedy =
    "id: x\ntitle: t\ncontrols: [c]\nrisk: none\ntemplate:\n"
    "  - {set: Properties.A.B, to: 'true'}\n  - {set: 'Properties.L[K=x].V', to: 1}\n  - {set: 'Properties.E?[*].F', to: {G: [1, 'a b']}}\n"
    "  - {add: Properties.N, to: [x]}\n";

void require(bool holds) {
    if (!holds) std::abort();
}

// Lines of nothing but a comment. In JSON and in block scalars there are none that count, but none may go either.
std::vector<std::string> comments(std::string_view text) {
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        const std::size_t first = line.find_first_not_of(" \t");
        if (first != std::string_view::npos && line[first] == '#')
            found.emplace_back(line.substr(first, line.find_last_not_of("\r\n") + 1 - first));
    }
    std::ranges::sort(found);
    return found;
}

// Whether some text stands between quotes on more than one line. Recursion is bounded by the limit of depth.
bool quotes_over_lines(const value::Value& value, std::string_view text) {
    if (value.is_string() && value.position() < text.size()) {
        const char quote = text[value.position()];
        const std::string_view rest = text.substr(value.position() + 1);
        return (quote == '"' || quote == '\'') && rest.substr(0, rest.find(quote)).contains('\n');
    }
    if (value.is_list())
        return std::ranges::any_of(value.as_list(), [&](const value::Value& item) { return quotes_over_lines(item, text); });
    return value.is_map() && std::ranges::any_of(value.as_map(), [&](const value::Member& member) {
               return quotes_over_lines(member.key, text) || quotes_over_lines(member.value, text);
           });
}

base::Result<remedy::Patch> patched(const value::Document& document, const remedy::Remedy& remedy, base::Arena& arena,
                                    remedy::Outcome& outcome) {
    auto layout = value::read_layout(document, 100'000);
    if (!layout) return std::unexpected(layout.error());
    remedy::Draft draft(document, *std::move(layout));
    outcome = remedy::apply(remedy.edits, "R", "T", draft, arena);
    require(outcome.blocked.empty() || outcome.changes == 0);
    require(draft.changed() == (outcome.changes > 0));
    return remedy::patch(draft);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const auto remedy = remedy::read_remedy(std::make_shared<base::Source>("x", std::string(kRemedy)));
    require(remedy.has_value());
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    const value::ReadOptions options{.limits = {.bytes = 65536, .depth = 64, .nodes = 20000, .alias_nodes = 20000}};
    const auto document = value::read_any(std::make_shared<base::Source>("fuzz", text), options);
    if (!document) return 0;
    base::Arena arena;
    remedy::Outcome outcome;
    const auto patch = patched(*document, *remedy, arena, outcome);
    if (!patch) {
        require(patch.error().code != base::Code::internal);
        return 0;
    }
    require(patch->edits.empty() == (patch->text == text));
    require(quotes_over_lines(document->root, text) || comments(patch->text) == comments(text));
    require(remedy::unified_diff("f", text, patch->edits).empty() == patch->edits.empty());
    if (patch->edits.empty()) return 0;
    auto source = std::make_shared<base::Source>("again", patch->text);
    const auto again = document->format == value::Format::json ? value::read_json(source) : value::read_yaml(source);
    require(again.has_value());
    const auto second = patched(*again, *remedy, arena, outcome);
    require(second && second->edits.empty());
    return 0;
}
