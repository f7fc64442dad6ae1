// SPDX-License-Identifier: Apache-2.0
// Decides what each path is: standard input, a file, a folder of templates, an assembly. One bad file never stops the others.
// Tested by load_test.cc, assembly_test.cc, nested_test.cc and outside_test.cc.
#include "cfn/load.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/assembly.h"
#include "cfn/exports.h"
#include "cfn/link.h"
#include "cfn/paths.h"
#include "cfn/template_reader.h"
#include "cfn/unit_builder.h"

namespace vouch::cfn {

using base::Code;
using base::Error;
using base::excerpt;

namespace {

const std::vector<std::string> kExtensions{".yaml", ".yml", ".json", ".template", ".jsn"};

// A template of a folder that may turn out to be part of another one.
struct Candidate {
    std::string file;
    Loaded loaded;
};

bool below(std::string_view file, std::string_view folder) {
    return folder.empty() || (file.starts_with(folder) && file.size() > folder.size() && file[folder.size()] == '/');
}

class Loader {
public:
    Loader(const Options& options, const base::Files& files)
        : options_(options), reader_(files, options.limits), builder_(reader_, options) {}

    model::Inventory run(std::span<const std::string> paths) {
        if (paths.empty()) problem({Code::empty_set, "no template, folder or assembly was named", {}, {}, {}});
        for (const std::string& path : paths) load_path(path);
        link(families_, exports_, builder_);
        for (Loaded& loaded : families_) std::ranges::move(loaded.family.units, std::back_inserter(inventory_.units));
        report_unused_parameters();
        return std::move(inventory_);
    }

private:
    void problem(Error error) { inventory_.problems.push_back(std::move(error)); }

    void load_path(const std::string& path) {
        if (path == "-") return load_standard_input();
        if (reader_.files().is_folder(path)) return load_folder(join(path, ""), path);
        auto document = reader_.read(path);
        if (!document) return problem(std::move(document).error());
        if (file_name(path) == "manifest.json" && is_manifest((*document)->root)) return load_assembly(std::string(folder_of(path)));
        auto found = TemplateReader::expect_template(*std::move(document));
        if (!found) return problem(std::move(found).error());
        add(root_of(std::string(folder_of(path)), std::string(file_name(path)), *std::move(found)));
    }

    void load_standard_input() {
        auto source = options_.standard_input
                          ? base::Result<base::SourcePtr>(std::make_shared<const base::Source>("<stdin>", *options_.standard_input))
                          : reader_.files().read_standard_input(options_.limits.bytes);
        if (!source) return problem(std::move(source).error());
        auto document = reader_.parse(*std::move(source));
        if (document) document = TemplateReader::expect_template(*std::move(document));
        if (!document) return problem(std::move(document).error());
        add(root_of("", "<stdin>", *std::move(document)));
    }

    Root root_of(const std::string& root, const std::string& file, value::DocumentPtr document) const {
        Place place{root.empty() ? "." : root, file, std::string(folder_of(file)), nullptr};
        std::string name = document->source->name();
        return {std::move(name), "", environment({}), std::move(document), std::move(place), {}, 0};
    }

    // What the command line says fills in what the assembly does not.
    model::Environment environment(model::Environment known) const {
        if (known.account.empty()) known.account = options_.environment.account;
        if (known.region.empty()) known.region = options_.environment.region;
        if (known.partition.empty()) known.partition = options_.environment.partition;
        if (known.partition.empty()) known.partition = partition_of(known.region);
        return known;
    }

    // False where it is there already: it was named twice.
    bool is_new(const Root& root) { return seen_.emplace(root.document->source->name(), root.name).second; }

    void add(Root root) {
        if (!is_new(root)) return;
        root.number = families_.size();
        Loaded& loaded = families_.emplace_back(std::move(root), Family{});
        builder_.build(loaded.root, exports_, loaded.family);
    }

    void load_folder(const std::string& root, const std::string& named) {
        if (is_assembly(root, "manifest.json")) return load_assembly(root);
        base::ListOptions options;
        options.extensions = kExtensions;
        auto listing = reader_.files().list(root.empty() ? "." : root, options);
        if (!listing) return problem(std::move(listing).error());
        std::ranges::move(listing->warnings, std::back_inserter(inventory_.warnings));
        const std::size_t before = families_.size();
        const std::size_t problems_before = inventory_.problems.size();
        load_listing(root, below_root(root, listing->files));
        if (families_.size() == before && inventory_.problems.size() == problems_before && !seen_below(root))
            problem({Code::empty_set, fmt::format("no template was found in `{}`", excerpt(named)), base::Location{named, 0, 0}, {}, {}});
    }

    bool seen_below(const std::string& root) const {
        return std::ranges::any_of(seen_, [&](const auto& unit) { return below(unit.first, root); });
    }

    // The listed files relative to `root`.
    static std::vector<std::string> below_root(const std::string& root, const std::vector<std::string>& files) {
        const std::string folder = root.empty() ? "." : root;
        std::vector<std::string> out;
        for (const std::string& file : files) out.push_back(file.starts_with(folder + "/") ? file.substr(folder.size() + 1) : file);
        return out;
    }

    // Assemblies among the files are taken as a whole; all other files that are templates one by one.
    void load_listing(const std::string& root, const std::vector<std::string>& files) {
        std::vector<std::string> assemblies;
        for (const std::string& file : files) {
            const std::string folder(folder_of(file));
            const auto inside = [&](const std::string& assembly) { return folder == assembly || below(folder, assembly); };
            if (file_name(file) == "manifest.json" && std::ranges::none_of(assemblies, inside) && is_assembly(root, file))
                assemblies.push_back(folder);
        }
        std::vector<Candidate> found;
        for (const std::string& file : files) {
            const auto inside = [&](const std::string& assembly) { return below(file, assembly); };
            if (std::ranges::any_of(assemblies, inside)) continue;
            if (auto document = candidate(root, file)) found.push_back(try_out(root, file, std::move(document)));
        }
        keep_roots(std::move(found));
        for (const std::string& assembly : assemblies) load_assembly(join(root, assembly));
    }

    bool is_assembly(const std::string& root, const std::string& manifest) {
        const auto document = reader_.read_beneath(root.empty() ? "." : root, manifest);
        if (document) return is_manifest((*document)->root);
        return document.error().code != Code::not_found && file_name(manifest) == manifest && file_name(root) == "cdk.out";
    }

    // A template found in a folder; null for other files. Broken files count where they look like templates.
    value::DocumentPtr candidate(const std::string& root, const std::string& file) {
        auto document = reader_.read_beneath(root.empty() ? "." : root, file);
        if (document) return is_template((*document)->root) ? *document : nullptr;
        Error error = std::move(document).error();
        if (looks_like_template(root, file))
            problem(std::move(error));
        else
            inventory_.warnings.push_back(std::move(error));
        return nullptr;
    }

    bool looks_like_template(const std::string& root, const std::string& file) const {
        const auto source = reader_.files().read_beneath(root.empty() ? "." : root, file, options_.limits.bytes);
        if (!source) return true;  // it cannot even be read: nobody knows what it is
        const std::string_view text = (*source)->text();
        return text.find("Resources") != std::string_view::npos || text.find("AWSTemplateFormatVersion") != std::string_view::npos;
    }

    // Built by itself: nothing may see its exports yet.
    Candidate try_out(const std::string& root, const std::string& file, value::DocumentPtr document) {
        Candidate candidate{file, {root_of(root, file, std::move(document)), {}}};
        Exports own;
        builder_.build(candidate.loaded.root, own, candidate.loaded.family);
        return candidate;
    }

    // A template that another one nests is judged there, with the parameters it gets there. Of templates that nest each
    // other in a circle the last stays.
    void keep_roots(std::vector<Candidate> found) {
        std::vector<bool> dropped(found.size());
        std::map<std::string_view, std::set<std::size_t>> reached_by;
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const std::string& file : found[i].loaded.family.reached) reached_by[file].insert(i);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto reached = reached_by.find(found[i].file);
            if (reached != reached_by.end())
                dropped[i] = std::ranges::any_of(reached->second, [&](std::size_t other) { return other != i && !dropped[other]; });
        }
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!dropped[i]) keep(std::move(found[i].loaded));
    }

    void keep(Loaded loaded) {
        if (!is_new(loaded.root)) return;
        loaded.root.number = families_.size();
        for (const auto& unit : loaded.family.units) exports_.add(*unit, loaded.root.group, loaded.root.number);
        families_.push_back(std::move(loaded));
    }

    void load_assembly(const std::string& folder) {
        const std::string root = folder.empty() ? "." : folder;
        Assembly assembly = read_assembly(reader_, root, options_.nesting);
        const bool sound = assembly.problems.empty();
        std::ranges::move(assembly.problems, std::back_inserter(inventory_.problems));
        if (assembly.stacks.empty() && sound)
            problem({Code::empty_set, fmt::format("assembly `{}` has no stack", excerpt(root)), base::Location{root, 0, 0}, {}, {}});
        for (const Stack& stack : assembly.stacks) {
            auto document = reader_.read_beneath(root, stack.template_file);
            if (document && is_empty_stack((*document)->root)) {
                inventory_.warnings.push_back(empty_stack(stack, **document));
                continue;
            }
            if (document) document = TemplateReader::expect_template(*std::move(document));
            if (!document) {
                problem(std::move(document).error().within(fmt::format("stack {}", excerpt(stack.name))));
                continue;
            }
            Place place{root, stack.template_file, stack.folder, stack.assets, stack.metadata};
            add({stack.name, stack.stack_name, environment(stack.environment), *std::move(document), std::move(place), root, 0,
                 stack.termination_protection});
        }
    }

    // The CDK writes `{}` for a stack without a resource, and deploys nothing.
    static bool is_empty_stack(const value::Value& root) {
        constexpr auto kOthers = std::to_array<std::string_view>(
            {"AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs", "Parameters", "Rules"});
        return root.is_map() && std::ranges::all_of(root.as_map(), [&](const value::Member& member) {
                   return std::ranges::find(kOthers, member.name()) != kOthers.end();
               });
    }

    static Error empty_stack(const Stack& stack, const value::Document& document) {
        return {Code::empty_set,
                fmt::format("stack `{}` has no resource and is not deployed", excerpt(stack.name)),
                base::Location{document.source->name(), 0, 0},
                {},
                {}};
    }

    void report_unused_parameters() {
        if (inventory_.units.empty()) return;
        for (const auto& [key, text] : options_.parameters) {
            const std::string_view name = std::string_view(key).substr(key.rfind(':') + 1);
            const auto declares = [&](const model::UnitPtr& unit) {
                const value::Value* parameters = unit->document->root.find("Parameters");
                return parameters != nullptr && parameters->find(name) != nullptr;
            };
            if (std::ranges::none_of(inventory_.units, declares))
                inventory_.warnings.push_back(
                    {Code::undefined_name, fmt::format("no template has a parameter `{}`", excerpt(name)), {}, {}, {}});
        }
    }

    const Options& options_;
    TemplateReader reader_;
    UnitBuilder builder_;
    Exports exports_;
    std::vector<Loaded> families_;
    model::Inventory inventory_;
    std::set<std::pair<std::string, std::string>> seen_;
};

}  // namespace

model::Inventory load(std::span<const std::string> paths, const Options& options, const base::Files& files) {
    return Loader(options, files).run(paths);
}

model::Inventory load(std::span<const std::string> paths, const Options& options) { return load(paths, options, base::DiskFiles()); }

}  // namespace vouch::cfn
