// SPDX-License-Identifier: Apache-2.0
// Short ways for tests to apply remedies to texts.
#pragma once

#include <memory>
#include <string>

#include "remedy/apply.h"
#include "remedy/catalog.h"
#include "remedy/draft.h"
#include "remedy/patch/patch.h"
#include "value/read.h"

namespace vouch::remedy::testing {

inline base::Result<Remedy> remedy(const std::string& edits, const std::string& head = "id: x\ntitle: t\ncontrols: [c]\nrisk: none\n") {
    return read_remedy(std::make_shared<base::Source>("x.yaml", head + "template:\n" + edits));
}

struct Applied {
    std::string text;  // the changed text, or the rendered error
    Outcome outcome;
};

// The remedy made to the resource `R` of a template, JSON where it begins with a brace.
inline Applied applied(const std::string& text, const std::string& edits, const std::string& type = "T") {
    auto source = std::make_shared<base::Source>("t", text);
    const auto document = text.starts_with('{') ? value::read_json(source) : value::read_yaml(source);
    if (!document) return {base::render(document.error()), {}};
    const auto made = remedy(edits);
    if (!made) return {base::render(made.error()), {}};
    base::Arena arena;
    auto layout = value::read_layout(*document);
    if (!layout) return {base::render(layout.error()), {}};
    Draft draft(*document, *std::move(layout));
    Applied result;
    result.outcome = apply(made->edits, "R", type, draft, arena);
    const auto patched = patch(draft);
    result.text = patched ? patched->text : base::render(patched.error());
    return result;
}

}  // namespace vouch::remedy::testing
