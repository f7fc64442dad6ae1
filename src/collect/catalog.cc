// SPDX-License-Identifier: Apache-2.0
// collectors/<service>.yaml by read_service.cc; collectors/_shared.yaml here. Tested by catalog_test.cc.
#include "collect/catalog.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "value/form.h"
#include "value/read.h"

namespace vouch::collect {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

constexpr std::string_view kFolder = "collectors/";
constexpr std::string_view kExtension = ".yaml";
constexpr std::string_view kShared = "_shared";
constexpr int kDeepestParent = 4;  // types that are listed for types that are listed for ...

class SharedReader {
public:
    SharedReader(Catalog& catalog, const value::Document& document) : catalog_(catalog), document_(document), form_(document) {}

    base::Result<void> run() {
        const Value& root = document_.root;
        if (!root.is_map()) return form_.fault(root, "the file is no map");
        for (const value::Member& member : root.as_map()) {
            if (member.name() == "denied") {
                VOUCH_CHECK(denied(member.value));
            } else if (member.name() == "always") {
                VOUCH_CHECK(always(member.value));
            } else if (member.name() == "facts") {
                VOUCH_CHECK(facts(member.value));
            } else if (member.name() == "named in") {
                VOUCH_CHECK(named(member.value));
            } else if (member.name() == "types not collected") {
                VOUCH_CHECK(reasons(member.value, catalog_.not_collected));
            } else if (member.name() == "checks not collected") {
                VOUCH_CHECK(reasons(member.value, catalog_.checks_not_collected));
            } else {
                return form_.fault(member.key, fmt::format("the file has no key `{}`", excerpt(member.name())));
            }
        }
        return {};
    }

private:
    base::Result<void> denied(const Value& list) {
        if (!list.is_list()) return form_.fault(list, "`denied` is a list of error codes");
        for (const Value& each : list.as_list()) {
            if (!each.is_string()) return form_.fault(each, "`denied` is a list of error codes");
            catalog_.denied.emplace(each.as_string());
        }
        return {};
    }

    base::Result<void> always(const Value& map) {
        if (!map.is_map()) return form_.fault(map, "`always` is a map of services to calls");
        for (const value::Member& member : map.as_map()) {
            const auto service = std::ranges::find_if(catalog_.services, [&](const auto& each) { return each->service == member.name(); });
            const Call* call =
                service == catalog_.services.end() || !member.value.is_string() ? nullptr : (*service)->call(member.value.as_string());
            if (call == nullptr) return form_.fault(member.value, fmt::format("there is no such call of `{}`", excerpt(member.name())));
            catalog_.always.push_back(call);
        }
        return {};
    }

    base::Result<void> facts(const Value& map) {
        if (!map.is_map()) return form_.fault(map, "`facts` is a map of analysers to types");
        for (const value::Member& analyser : map.as_map()) {
            auto& types = catalog_.facts[std::string(analyser.name())];
            if (!analyser.value.is_map()) return form_.fault(analyser.value, "an analyser looks at a map of types to properties");
            for (const value::Member& type : analyser.value.as_map()) {
                auto& properties = types[std::string(type.name())];
                if (!type.value.is_list()) return form_.fault(type.value, "properties are a list");
                for (const Value& each : type.value.as_list()) {
                    if (!each.is_string()) return form_.fault(each, "a property is a text");
                    properties.emplace(each.as_string());
                }
            }
        }
        return {};
    }

    base::Result<void> named(const Value& map) {
        if (!map.is_map()) return form_.fault(map, "`named in` is a map of types to those that name them");
        for (const value::Member& type : map.as_map()) {
            auto& naming = catalog_.named[std::string(type.name())];
            if (!type.value.is_map()) return form_.fault(type.value, "a type is named in a map of types to paths");
            for (const value::Member& by : type.value.as_map()) {
                VOUCH_CHECK(paths(by, naming[std::string(by.name())]));
            }
        }
        return {};
    }

    // Each begins with a property that is collected.
    base::Result<void> paths(const value::Member& by, std::vector<std::string>& into) const {
        const Row* row = catalog_.row(by.name());
        if (row == nullptr) return form_.fault(by.key, fmt::format("there is no type `{}`", excerpt(by.name())));
        if (!by.value.is_list()) return form_.fault(by.value, "paths are a list");
        for (const Value& each : by.value.as_list()) {
            if (!each.is_string()) return form_.fault(each, "a path is a text");
            const std::string_view path = each.as_string();
            if (std::ranges::find(row->properties, path.substr(0, path.find('.')), &Property::name) == row->properties.end())
                return form_.fault(each, fmt::format("the type has no property `{}`", excerpt(path)));
            into.emplace_back(path);
        }
        return {};
    }

    base::Result<void> reasons(const Value& map, std::map<std::string, std::string, std::less<>>& into) const {
        if (!map.is_map()) return form_.fault(map, "must be a map of names to reasons");
        for (const value::Member& member : map.as_map()) {
            if (!member.value.is_string() || member.value.length() == 0) return form_.fault(member.value, "a reason is a text");
            into.emplace(member.name(), member.value.as_string());
        }
        return {};
    }

    Catalog& catalog_;
    const value::Document& document_;
    value::Form form_;
};

base::Result<void> read_shared(Catalog& catalog, base::SourcePtr source) {
    constexpr value::Limits kLimits{.bytes = std::size_t{1} << 20U, .depth = 20, .nodes = 100'000};
    VOUCH_TRY(const value::Document document, value::read_yaml(std::move(source), {.limits = kLimits}));
    return SharedReader(catalog, document).run();
}

void index(Catalog& catalog) {
    std::ranges::sort(catalog.services, {}, [](const auto& each) { return each->service; });
    std::map<std::string_view, const Row*> names;
    for (const auto& service : catalog.services) {
        for (const Row& row : service->rows) {
            const auto [other, first] = names.emplace(row.name, &row);
            if (first) catalog.rows.emplace(row.type, &row);
            if (!first)
                catalog.problems.push_back(
                    {Code::duplicate_key,
                     fmt::format("the type `{}` stands in the table of `{}` too", excerpt(row.name), other->second->table->service),
                     row.where,
                     {},
                     {}});
        }
    }
    for (const auto& [type, row] : catalog.rows) {
        const Row* up = row;
        for (int steps = 0; up != nullptr && !up->parent.empty() && steps <= kDeepestParent; ++steps) up = catalog.row(up->parent);
        if (up != nullptr && up->parent.empty()) continue;
        catalog.problems.push_back(
            {Code::undefined_name,
             fmt::format("`{}` is listed for `{}`, which leads to no type that is listed by itself", excerpt(type), excerpt(row->parent)),
             row->where,
             {},
             {}});
    }
}

}  // namespace

Catalog read_catalog(std::span<const base::EmbeddedFile> files) {
    Catalog catalog;
    base::SourcePtr shared;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with(kFolder) || !file.path.ends_with(kExtension)) continue;
        const std::string_view stem = file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kExtension.size());
        auto source = std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes));
        if (stem == kShared) {
            shared = std::move(source);
            continue;
        }
        auto table = read_service(std::string(stem), std::move(source));
        if (table) {
            catalog.services.push_back(*std::move(table));
        } else {
            catalog.problems.push_back(std::move(table).error());
        }
    }
    index(catalog);
    if (shared != nullptr)
        if (auto read = read_shared(catalog, std::move(shared)); !read) catalog.problems.push_back(std::move(read).error());
    return catalog;
}

}  // namespace vouch::collect
