// SPDX-License-Identifier: Apache-2.0
// Reads metadata only; rules are compiled when a resource needs them (assess.cc). Tested by catalog_test.cc.
#include "assess/catalog.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "assess/metadata.h"
#include "base/text.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::assess {

using base::Code;
using model::Control;

namespace {

constexpr std::string_view kControlFile = "/control.guard";
constexpr std::size_t kLargestControl = std::size_t{1} << 20U;

// The name of the folder above the one that holds the file: "s3" of "controls/s3/s3-versioning/control.guard".
std::string service_of(std::string_view path) {
    for (int up = 0; up < 2; ++up) {
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos) return {};
        path = path.substr(0, slash);
    }
    return std::string(path.substr(path.rfind('/') + 1));
}

void sort_by_id(Catalog& catalog) { std::ranges::sort(catalog.controls, {}, &Control::id); }

}  // namespace

Catalog read_catalog(std::span<const base::EmbeddedFile> files) {
    Catalog catalog;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with("controls/") || !file.path.ends_with(kControlFile)) continue;
        auto source = std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes));
        auto control = read_control(std::move(source), service_of(file.path));
        if (control) {
            catalog.controls.push_back(*std::move(control));
        } else {
            catalog.problems.push_back(std::move(control).error());
        }
    }
    sort_by_id(catalog);
    return catalog;
}

void add_folder(Catalog& catalog, const std::string& folder, const base::Files& files) {
    const auto problem = [&](base::Error error) { catalog.problems.push_back(std::move(error)); };
    base::ListOptions options;
    options.extensions = {".guard"};
    auto listing = files.list(folder, options);
    if (!listing) return problem(std::move(listing).error());
    std::ranges::move(listing->warnings, std::back_inserter(catalog.problems));
    if (listing->files.empty())
        return problem({Code::empty_set,
                        fmt::format("no control was found in `{}`", base::excerpt(folder)),
                        base::Location{folder, 0, 0},
                        {},
                        "a control is a file `control.guard` in a folder of its own"});
    std::vector<Control> added;
    std::map<std::string, std::size_t, std::less<>> places;  // of `added`, by id
    for (const std::string& path : listing->files) {
        auto source = files.read(path, kLargestControl);
        auto control =
            source ? read_control(*std::move(source), service_of(path)) : base::Result<Control>(std::unexpected(std::move(source).error()));
        if (!control) {
            problem(std::move(control).error());
        } else if (const auto [other, is_new] = places.try_emplace(control->id, added.size()); !is_new) {
            problem({Code::duplicate_key,
                     fmt::format("two controls have the id `{}`: the other is {}", control->id, added[other->second].rules->name()),
                     control->rules->location(0),
                     {},
                     {}});
        } else {
            added.push_back(*std::move(control));
        }
    }
    std::erase_if(catalog.controls, [&](const Control& control) { return places.contains(control.id); });
    std::ranges::move(added, std::back_inserter(catalog.controls));
    sort_by_id(catalog);
}

const Control* find_control(const Catalog& catalog, std::string_view id) {
    const auto found = std::ranges::find(catalog.controls, id, &Control::id);
    return found == catalog.controls.end() ? nullptr : &*found;
}

base::Result<model::Standard> read_standard(std::span<const base::EmbeddedFile> files, std::string_view id) {
    const std::string path = fmt::format("criteria/{}.yaml", id);
    const auto file = std::ranges::find(files, path, &base::EmbeddedFile::path);
    if (file == files.end()) return base::fail(Code::not_found, fmt::format("the catalog has no standard `{}`", base::excerpt(id)));
    VOUCH_TRY(const value::Document document,
              value::read_yaml(std::make_shared<base::Source>("catalog/" + path, std::string(file->bytes))));
    model::Standard standard{std::string(id), text_at(document.root, "name"), {}};
    const value::Value* criteria = document.root.find("criteria");
    if (criteria == nullptr || !criteria->is_list())
        return base::fail(Code::invalid_value, "a standard has a list `criteria`", document.location(document.root));
    for (const value::Value& each : criteria->as_list())
        standard.criteria.push_back({text_at(each, "id"), text_at(each, "title"), text_at(each, "testable"), text_at(each, "note")});
    return standard;
}

}  // namespace vouch::assess
