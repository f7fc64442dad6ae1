// SPDX-License-Identifier: Apache-2.0
// Tested through the commands by tests/guard.
#include "cli/guard_inputs.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "value/read.h"

namespace vouch::cli {
namespace {

namespace fs = std::filesystem;
using value::Value;

// Paths as a walk through folders meets them: what is in `a` before what is in `a-b`.
bool before(const std::string& a, const std::string& b) {
    const auto rank = [](char byte) { return byte == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(byte)) + 1; };
    return std::ranges::lexicographical_compare(a, b, {}, rank, rank);
}

void sort_files(std::vector<std::string>& paths, Order order) {
    std::ranges::sort(paths, before);
    if (order == Order::by_name) return;
    std::vector<std::pair<fs::file_time_type, std::string>> dated;
    for (std::string& path : paths) {
        std::error_code error;
        const auto time = fs::last_write_time(path, error);
        dated.emplace_back(error ? fs::file_time_type::min() : time, std::move(path));
    }
    std::ranges::stable_sort(dated, {}, [](const auto& each) { return each.first; });
    for (std::size_t i = 0; i < paths.size(); ++i) paths[i] = std::move(dated[i].second);
}

void add_folder(const World& world, const std::string& folder, std::span<const std::string_view> extensions, Order order,
                FoundFiles& found) {
    base::ListOptions options;
    options.extensions.assign(extensions.begin(), extensions.end());
    options.skipped_folders.clear();
    auto listing = world.files().list(folder, options);
    if (!listing) {
        found.troubles.push_back({listing.error(), nullptr});
        return;
    }
    for (base::Error& warning : listing->warnings) found.troubles.push_back({std::move(warning), nullptr});
    if (listing->files.empty()) {
        std::string wanted;
        for (const std::string_view each : extensions) wanted += fmt::format("{}{}", wanted.empty() ? "" : ", ", each);
        const std::string message = fmt::format("folder `{}` has no file that ends in {}", base::excerpt(folder, 200), wanted);
        found.troubles.push_back({base::Error{base::Code::empty_set, message, {}, {}, {}}, nullptr});
    }
    sort_files(listing->files, order);
    found.paths.insert(found.paths.end(), listing->files.begin(), listing->files.end());
}

base::Error incompatible(const Value& a, const Value& b, const base::SourcePtr& source) {
    const std::string message = fmt::format("a {} cannot be merged into a {}", value::name(b.kind()), value::name(a.kind()));
    return base::Error{base::Code::incompatible, message, base::Location{source->name(), 1, 1}, {}, {}};
}

}  // namespace

FoundFiles find_files(const World& world, std::span<const std::string> named, std::span<const std::string_view> extensions, Order order) {
    FoundFiles found;
    for (const std::string& each : named) {
        if (world.files().is_folder(each)) {
            add_folder(world, each, extensions, order, found);
        } else {
            found.paths.push_back(each);
        }
    }
    return found;
}

void add_rules(std::vector<RuleText>& rules, std::vector<Trouble>& troubles, std::string name, const base::SourcePtr& source) {
    auto program = guard::load(source);
    if (program) {
        rules.push_back({std::move(name), *std::move(program)});
        return;
    }
    for (base::Error& error : program.error()) troubles.push_back({std::move(error), source});
}

void read_rules(const World& world, std::span<const std::string> paths, std::vector<RuleText>& rules, std::vector<Trouble>& troubles) {
    rules.reserve(paths.size());
    for (const std::string& path : paths) {
        auto source = world.files().read(path);
        if (!source) {
            troubles.push_back({source.error(), nullptr});
            continue;
        }
        const std::size_t slash = path.find_last_of('/');
        add_rules(rules, troubles, path.substr(slash == std::string::npos ? 0 : slash + 1), *std::move(source));
    }
}

base::Result<void> Merged::add(const base::SourcePtr& source) {
    value::ReadOptions options;
    options.schema = value::Schema::guard;
    options.position_base = end_;
    if (source->text().size() > 0xFFFFFFF0U - end_)
        return base::fail(base::Code::too_large, "the documents to be merged have more than 4 GB together",
                          base::Location{source->name(), 0, 0});
    VOUCH_TRY(value::Document read, value::read_any(source, options));
    const auto document = std::make_shared<const value::Document>(std::move(read));
    const Value added = document->root;
    if (documents_.empty()) {
        root_ = added;
    } else if (root_.is_map() && added.is_map()) {
        std::vector<value::Member> members(root_.as_map().begin(), root_.as_map().end());
        std::unordered_set<std::string_view> names;
        for (const value::Member& each : members) names.insert(each.name());
        for (const value::Member& each : added.as_map()) {
            if (!names.insert(each.name()).second) {
                const std::string message =
                    fmt::format("key `{}` stands in another of the documents to be merged, too", base::excerpt(each.name()));
                return base::fail(base::Code::duplicate_key, message, source->location(each.key.position() - end_));
            }
            members.push_back(each);
        }
        arena_ = std::make_shared<base::Arena>();
        root_ = value::make_map(*arena_, members, root_.position());
    } else if (root_.is_list() && added.is_list()) {
        std::vector<Value> items(root_.as_list().begin(), root_.as_list().end());
        items.insert(items.end(), added.as_list().begin(), added.as_list().end());
        arena_ = std::make_shared<base::Arena>();
        root_ = value::make_list(*arena_, items, root_.position());
    } else {
        return std::unexpected(incompatible(root_, added, source));
    }
    documents_.push_back(document);
    bases_.push_back(end_);
    end_ += static_cast<std::uint32_t>(source->text().size()) + 1;
    return {};
}

base::Result<Merged> Merged::with(const base::SourcePtr& source) const {
    Merged copy = *this;
    VOUCH_CHECK(copy.add(source));
    return copy;
}

std::vector<guard::report::TextPart> Merged::parts() const {
    std::vector<guard::report::TextPart> parts;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        const std::string_view text = documents_[i]->source->text();
        const bool aliases = documents_[i]->format == value::Format::yaml && text.find_first_of("&*") != std::string_view::npos;
        parts.push_back({bases_[i], documents_[i]->source, aliases});
    }
    return parts;
}

std::string absolute_path(const std::string& path) {
    std::error_code error;
    const fs::path found = fs::canonical(path, error);
    return error ? path : found.string();
}

std::string render(const Trouble& trouble) {
    std::string text = base::escape(base::render(base::Error{trouble.error.code, trouble.error.message, trouble.error.where, {}, {}}));
    text += '\n';
    for (const std::string& outer : trouble.error.context) text += "  in " + base::escape(outer) + "\n";
    if (trouble.source != nullptr && trouble.error.where && trouble.error.where->line > 0) {
        constexpr std::size_t kWidth = 100;
        const std::string_view line = trouble.source->line(trouble.error.where->line);
        const std::size_t column = trouble.error.where->column - 1;
        if (column < kWidth) {  // the excerpt of a very long line would not show the place
            std::string shown = base::excerpt(line, kWidth);
            std::ranges::replace(shown, '\t', ' ');
            const std::string before_caret = base::escape(line.substr(0, std::min(column, line.size())));
            text += fmt::format("{:>5} | {}\n      | {:>{}}\n", trouble.error.where->line, shown, '^', before_caret.size() + 1);
        }
    }
    if (!trouble.error.help.empty()) text += "  help: " + base::escape(trouble.error.help) + "\n";
    return text;
}

}  // namespace vouch::cli
