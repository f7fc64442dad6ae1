// SPDX-License-Identifier: Apache-2.0
// vouch explain: what a control tests and why, what a criterion asks for, or what an error code means.
#include <algorithm>
#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/suppressions/peers.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "report/page.h"

namespace vouch::cli {
namespace {

using report::Ink;
using report::Page;

struct ExplainOptions {
    std::string what;
    std::vector<std::string> folders;
    bool rules = false;
};

void field(Page& page, std::string_view name, const std::vector<std::string>& values) {
    if (!values.empty()) page.paragraph(page.ink(Ink::faint, fmt::format("{:<12}", name)), 12, fmt::format("{}", fmt::join(values, ", ")));
}

// The rules without the metadata in front of them.
void show_test(Page& page, const base::Source& rules) {
    int marks = 0;
    bool begun = false;
    bool gap = false;  // empty lines are held back until something follows them
    page.line();
    page.line(page.ink(Ink::bold, "test"));
    for (std::uint32_t line = 1; line <= rules.line_count(); ++line) {
        const std::string_view text = rules.line(line);
        if (marks < 2) {
            marks += text == "# ---" ? 1 : 0;
            continue;
        }
        gap = gap || text.empty();
        if (text.empty()) continue;
        if (gap && begun) page.line();
        gap = false;
        begun = true;
        page.line("  " + page.ink(Ink::plain, text));
    }
}

void explain_control(Page& page, const model::Control& control, bool rules) {
    page.line(page.ink(Ink::bold, control.id));
    page.paragraph("", 0, control.title);
    page.line();
    field(page, "severity", {std::string(model::name(control.severity))});
    field(page, "phase", {std::string(model::name(control.phase))});
    field(page, "SOC 2", control.criteria);
    field(page, "ISO 27001", control.iso27001);
    field(page, "rows", control.rows);
    field(page, "judges", control.resources);
    const auto part = [&](std::string_view name, const std::string& text) {
        if (text.empty()) return;
        page.line();
        page.line(page.ink(Ink::bold, name));
        page.paragraph("  ", 2, text);
    };
    part("why", control.rationale);
    if (!rules) show_test(page, *control.rules);
    part("fix", control.fix);
    if (!control.references.empty()) {
        page.line();
        page.line(page.ink(Ink::bold, "see also"));
        for (const std::string& link : control.references) page.line("  " + page.ink(Ink::plain, link));
    }
    page.line();
    page.line(page.ink(Ink::faint, fmt::format("rules: {}{}", control.rules->name(), rules ? "" : " (--rules prints the whole file)")));
    if (rules) {
        page.line();
        for (std::uint32_t line = 1; line <= control.rules->line_count(); ++line)
            page.line(page.ink(Ink::plain, control.rules->line(line)));
    }
}

void explain_code(Page& page, const base::CodeRow& row) {
    page.line(page.ink(Ink::bold, row.id) + "  " + page.ink(Ink::plain, row.title));
    page.paragraph("  ", 2, row.explanation);
}

bool explain_criterion(Page& page, const assess::Catalog& catalog, const std::string& id) {
    struct Kind {
        std::string_view standard;
        std::vector<std::string> model::Control::* where;
    };
    constexpr std::array kKinds{Kind{"soc2", &model::Control::criteria}, Kind{"iso27001", &model::Control::iso27001},
                                Kind{"rows", &model::Control::rows}};
    for (const Kind& kind : kKinds) {
        const auto standard = assess::read_standard(base::embedded_catalog(), kind.standard);
        const model::Criterion* criterion = standard ? standard->find(id) : nullptr;
        if (criterion == nullptr) continue;
        page.line(page.ink(Ink::bold, criterion->id) + "  " + page.ink(Ink::plain, standard->name));
        page.paragraph("  ", 2, criterion->title);
        if (!criterion->note.empty()) page.paragraph("  ", 2, "Configuration shows: " + criterion->note);
        page.line();
        bool any = false;
        for (const model::Control& control : catalog.controls) {
            if (std::ranges::find(control.*kind.where, id) == (control.*kind.where).end()) continue;
            any = true;
            page.line("  " + page.ink(Ink::plain, fmt::format("{:<40}  {}", control.id, control.title)));
        }
        if (!any) page.line("  no control yet serves it");
        return true;
    }
    return false;
}

// What another tool calls by that id, and who answers it here.
bool explain_peer(Page& page, const assess::Catalog& catalog, const std::string& id) {
    using assess::Tool;
    constexpr std::array kTools{std::pair{Tool::cdk_nag, "cdk-nag"}, std::pair{Tool::cfn_nag, "cfn_nag"},
                                std::pair{Tool::checkov, "Checkov"}, std::pair{Tool::guard, "the Guard registry"}};
    const assess::Peers peers(base::embedded_catalog(), catalog.controls);
    for (const auto& [tool, name] : kTools) {
        const std::vector<std::string> ids = peers.controls(tool, id);
        if (ids.empty()) continue;
        page.line(page.ink(Ink::bold, id) + "  " + fmt::format("what {} checks by that name is checked here by", name));
        for (const std::string& each : ids)
            page.line("  " + page.ink(Ink::plain, fmt::format("{:<40}  {}", each, assess::find_control(catalog, each)->title)));
        return true;
    }
    return false;
}

int explain(World& world, const ExplainOptions& options) {
    std::string out;
    Page page(out, world.colours_out(), world.terminal_width());
    ControlOptions controls;
    controls.folders = options.folders;
    const assess::Catalog catalog = catalog_of(controls, world.files());
    print_errors(world, catalog.problems, "error");
    if (const model::Control* control = assess::find_control(catalog, options.what)) {
        explain_control(page, *control, options.rules);
    } else if (const base::CodeRow* row = base::find_code(options.what)) {
        explain_code(page, *row);
    } else if (!explain_criterion(page, catalog, options.what) && !explain_peer(page, catalog, options.what)) {
        world.write_error(fmt::format(
            "error: nothing is called `{}`\n  help: `vouch list controls` and `vouch list criteria` name what can be explained\n",
            base::excerpt(options.what)));
        return kUsage;
    }
    world.write_out(out);
    return catalog.problems.empty() ? kClean : kIncomplete;
}

std::function<int(World&)> declare_explain(CLI::App& parser) {
    auto options = std::make_shared<ExplainOptions>();
    parser
        .add_option("what", options->what,
                    "a control, a criterion (CC6.1, A.8.24), a row (A5), an error code (E0107), or another tool's check (CKV_AWS_18)")
        ->required()
        ->type_name("WHAT");
    parser.add_flag("--rules", options->rules, "print the whole file of rules, metadata too");
    parser.add_option("--controls,--catalog", options->folders, "folder with further controls; one with a known id replaces it")
        ->type_name("DIR")
        ->allow_extra_args(false);
    return [options](World& world) { return explain(world, *options); };
}

}  // namespace

extern const Command explain_command;
constinit const Command explain_command{.name = "explain",
                                        .summary = "say what a control tests and why, or what a criterion or an error code means",
                                        .declare = declare_explain};

}  // namespace vouch::cli
