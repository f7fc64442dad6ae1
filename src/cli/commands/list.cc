// SPDX-License-Identifier: Apache-2.0
// vouch list KIND: what there is, a line each. Every kind is a row: its columns and how its rows are made.
#include <algorithm>
#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/reference.h"
#include "pattern/detections.h"
#include "report/format.h"
#include "report/json_writer.h"

namespace vouch::cli {
namespace {

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

struct ListOptions {
    std::string kind;
    std::string format = "text";
    ControlOptions controls;
};

base::Result<Rows> control_rows(World& world, const ListOptions& options) {
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    print_errors(world, catalog.problems, "error");
    VOUCH_TRY(const auto controls, assess::select(catalog, options.controls.selection));
    Rows rows;
    for (const model::Control& control : controls)
        rows.push_back({control.id, std::string(model::name(control.severity)), fmt::format("{}", fmt::join(control.criteria, ",")),
                        fmt::format("{}", fmt::join(control.rows, ",")), control.title});
    return rows;
}

// How many controls of the catalog serve each criterion or row.
base::Result<Rows> criterion_rows(World& world, const ListOptions& options) {
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    Rows rows;
    const auto add = [&](std::string_view standard, std::vector<std::string> model::Control::* where) -> base::Result<void> {
        VOUCH_TRY(const model::Standard read, assess::read_standard(base::embedded_catalog(), standard));
        for (const model::Criterion& each : read.criteria) {
            const auto count = std::ranges::count_if(catalog.controls, [&](const model::Control& control) {
                return std::ranges::find(control.*where, each.id) != (control.*where).end();
            });
            rows.push_back({each.id, each.testable.empty() ? "-" : each.testable, fmt::format("{}", count), each.title});
        }
        return {};
    };
    if (options.kind == "criteria") {
        VOUCH_CHECK(add("soc2", &model::Control::criteria));
        VOUCH_CHECK(add("iso27001", &model::Control::iso27001));
    } else {
        VOUCH_CHECK(add("rows", &model::Control::rows));
    }
    return rows;
}

base::Result<Rows> detection_rows(World& world, const ListOptions&) {
    const pattern::Detections detections = pattern::read_detections(base::embedded_catalog());
    print_errors(world, detections.problems, "error");
    Rows rows;
    for (const pattern::Detection& each : detections.all)
        rows.push_back({each.id, std::string(pattern::name(each.severity)), each.alarm ? "alarm" : "-",
                        fmt::format("{}", fmt::join(each.criteria, ",")), each.title});
    return rows;
}

base::Result<Rows> format_rows(World&, const ListOptions&) {
    Rows rows;
    for (const report::Format* format : report::formats()) rows.push_back({std::string(format->name), std::string(format->summary)});
    return rows;
}

base::Result<Rows> command_rows(World&, const ListOptions&) {
    Rows rows;
    for (const Command* command : commands()) rows.push_back({std::string(command->name), std::string(command->summary)});
    return rows;
}

struct Listing {
    std::string_view name;
    std::array<std::string_view, 5> columns;  // names of the fields in JSON; the rest is empty
    base::Result<Rows> (*rows)(World&, const ListOptions&);
};
constexpr std::array kListings{
    Listing{"commands", {"name", "summary"}, command_rows},
    Listing{"controls", {"id", "severity", "criteria", "rows", "title"}, control_rows},
    Listing{"criteria", {"id", "testable", "controls", "title"}, criterion_rows},
    Listing{"detections", {"id", "severity", "alarm", "criteria", "title"}, detection_rows},
    Listing{"formats", {"name", "summary"}, format_rows},
    Listing{"rows", {"id", "testable", "controls", "title"}, criterion_rows},
};

std::string as_text(const Rows& rows) {
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::escape(row[i]).size());
    }
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += i + 1 == row.size() ? base::escape(row[i]) : fmt::format("{:<{}}  ", base::escape(row[i]), widths[i]);
        text += '\n';
    }
    return text;
}

std::string as_json(const Listing& kind, const Rows& rows) {
    std::string text;
    report::JsonWriter json(text);
    json.open_list();
    for (const Row& row : rows) {
        json.open_map();
        for (std::size_t i = 0; i < row.size(); ++i) json.member(kind.columns[i], row[i]);
        json.close();
    }
    json.close();
    return text;
}

int list(World& world, const ListOptions& options) {
    const auto kind = std::ranges::find(kListings, options.kind, &Listing::name);
    if ((options.kind == "controls" || options.kind == "rows") && options.format == "markdown") {
        const assess::Catalog catalog = catalog_of(options.controls, world.files());
        const auto rows = assess::read_standard(base::embedded_catalog(), "rows");
        world.write_out(options.kind == "rows" && rows ? row_reference(*rows, catalog.controls) : control_reference(catalog.controls));
        print_errors(world, catalog.problems, "error");
        return catalog.problems.empty() ? kClean : kIncomplete;
    }
    if (options.kind == "detections" && options.format == "markdown") {
        const pattern::Detections detections = pattern::read_detections(base::embedded_catalog());
        world.write_out(detection_reference(detections.all));
        print_errors(world, detections.problems, "error");
        return detections.problems.empty() ? kClean : kIncomplete;
    }
    if (options.format == "markdown") {
        world.write_error("error: only `controls`, `detections` and `rows` can be listed as markdown\n");
        return kUsage;
    }
    const auto rows = kind->rows(world, options);
    if (!rows) {
        print_errors(world, {&rows.error(), 1}, "error");
        return kIncomplete;
    }
    world.write_out(options.format == "json" ? as_json(*kind, *rows) : as_text(*rows));
    return kClean;
}

std::function<int(World&)> declare_list(CLI::App& parser) {
    auto options = std::make_shared<ListOptions>();
    std::vector<std::string> names;
    for (const Listing& kind : kListings) names.emplace_back(kind.name);
    parser.add_option("kind", options->kind, fmt::format("{}", fmt::join(names, ", ")))
        ->required()
        ->check(CLI::IsMember(names))
        ->type_name("KIND");
    parser.add_option("--format", options->format, "text, json, or markdown (controls, detections and rows)")
        ->check(CLI::IsMember({"text", "json", "markdown"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    options->controls.declare(parser);
    return [options](World& world) { return list(world, *options); };
}

}  // namespace

extern const Command list_command;
constinit const Command list_command{.name = "list",
                                     .summary = "list controls, criteria, rows of the checklist, detections, report formats or commands",
                                     .declare = declare_list};

}  // namespace vouch::cli
