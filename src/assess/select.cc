// SPDX-License-Identifier: Apache-2.0
// Choosing controls: every kind of choice is a row with its option, its values and the question it asks of a control.
// Tested by catalog_test.cc.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "assess/catalog.h"
#include "base/text.h"

namespace vouch::assess {

using model::Control;

namespace {

// "CC6" stands for CC6.1 to CC6.8, "CC" for the whole category, "A.8" for A.8.1 and so on.
bool below(std::string_view id, std::string_view wanted) {
    if (!id.starts_with(wanted)) return false;
    if (id.size() == wanted.size() || id[wanted.size()] == '.') return true;
    const bool category = std::ranges::all_of(wanted, [](unsigned char c) { return std::isalpha(c) != 0; });
    return category && std::isdigit(static_cast<unsigned char>(id[wanted.size()])) != 0;
}

bool serves(const Control& control, const std::string& criterion) {
    const auto matches = [&](const std::string& id) { return below(id, criterion); };
    // A bare "A" is the category availability of SOC 2, not the whole of Annex A.
    return std::ranges::any_of(control.criteria, matches) || (criterion != "A" && std::ranges::any_of(control.iso27001, matches));
}

bool in_phase(const Control& control, const std::string& phase) {
    return phase == model::name(control.phase) || phase == std::to_string(static_cast<int>(control.phase) + 1);
}

struct Chooser {
    std::string_view option;
    std::vector<std::string> Selection::* values;
    bool (*holds)(const Control&, const std::string&);
};

constexpr std::array kChoosers{
    Chooser{"--control", &Selection::controls, [](const Control& control, const std::string& id) { return control.id == id; }},
    Chooser{"--row", &Selection::rows,
            [](const Control& control, const std::string& row) { return std::ranges::find(control.rows, row) != control.rows.end(); }},
    Chooser{"--criteria", &Selection::criteria, serves},
    Chooser{"--phase", &Selection::phases, in_phase},
    Chooser{"--service", &Selection::services,
            [](const Control& control, const std::string& service) { return control.service == service; }},
};

bool chosen(const Control& control, const Selection& selection) {
    if (selection.least && control.severity < *selection.least) return false;
    return std::ranges::all_of(kChoosers, [&](const Chooser& chooser) {
        const auto& values = selection.*chooser.values;
        return values.empty() || std::ranges::any_of(values, [&](const std::string& value) { return chooser.holds(control, value); });
    });
}

}  // namespace

base::Result<std::vector<Control>> select(const Catalog& catalog, const Selection& selection) {
    for (const Chooser& chooser : kChoosers)
        for (const std::string& value : selection.*chooser.values)
            if (std::ranges::none_of(catalog.controls, [&](const Control& control) { return chooser.holds(control, value); }))
                return base::fail(base::Code::empty_set, fmt::format("`{} {}` selects no control", chooser.option, base::excerpt(value)),
                                  {}, "`vouch list controls` names them all");
    std::vector<Control> taken;
    std::ranges::copy_if(catalog.controls, std::back_inserter(taken), [&](const Control& control) { return chosen(control, selection); });
    if (taken.empty()) return base::fail(base::Code::empty_set, "no control is selected", {}, "`vouch list controls` names them all");
    return taken;
}

}  // namespace vouch::assess
