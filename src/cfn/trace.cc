// SPDX-License-Identifier: Apache-2.0
// Two forms: entries `aws:cdk:creationStack` whose data is the trace, and, of older versions, the `trace` of `aws:cdk:logicalId`.
// Tested by trace_test.cc.
#include "cfn/trace.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cfn/paths.h"

namespace vouch::cfn {

using value::Value;

namespace {

constexpr std::size_t kLongest = 1000;

// Paths with one of these in them belong to Node, to a package, or to the bridge of other languages.
constexpr std::array<std::string_view, 6> kForeign{"node_modules", "node:", "<anonymous>", "internal/", "jsii", "evalmachine"};
// Folders that a project keeps its code in: they stay in the path where all of it is there.
constexpr std::array<std::string_view, 10> kCodeFolders{"src", "lib", "bin", "dist", "build", "out", "cdk", "infra", "stacks", "app"};

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The length of the path in "path:7:5" or "path:7"; nothing where no number stands behind it.
std::optional<std::size_t> path_length(std::string_view place) {
    std::optional<std::size_t> end;
    for (int numbers = 0; numbers < 2; ++numbers) {
        const std::size_t colon = place.rfind(':');
        if (colon == std::string_view::npos || colon == 0 || !all_digits(place.substr(colon + 1))) break;
        end = colon;
        place = place.substr(0, colon);
    }
    return end;
}

const Value* frames_of(const Value& entries) {
    if (!entries.is_list()) return nullptr;
    for (const Value& entry : entries.as_list()) {
        const Value* type = entry.find("type");
        if (type == nullptr || !type->is_string()) continue;
        const Value* frames = nullptr;
        if (type->as_string() == "aws:cdk:creationStack") frames = entry.find("data");
        if (type->as_string() == "aws:cdk:logicalId") frames = entry.find("trace");
        if (frames != nullptr && frames->is_list()) return frames;
    }
    return nullptr;
}

// The folder of `place` and of what was met before: what both begin with, in whole parts.
void narrow(std::optional<std::string>& common, std::string_view place) {
    const std::string_view folder = place.substr(0, place.rfind('/') + 1);
    if (!common) {
        common = folder;
        return;
    }
    const auto differ = std::ranges::mismatch(*common, folder).in1;
    const std::size_t slash = std::string_view(common->begin(), differ).rfind('/');
    common->resize(slash == std::string_view::npos ? 0 : slash + 1);
}

using Places = std::unordered_map<std::string, std::string>;  // by path of the construct, with the slash in front

Places places_of(const Value& metadata, std::optional<std::string>& common) {
    Places places;
    if (!metadata.is_map()) return places;
    for (const value::Member& construct : metadata.as_map()) {
        const Value* frames = frames_of(construct.value);
        if (frames == nullptr) continue;
        std::string& first = places[std::string(construct.name())];
        for (const Value& frame : frames->as_list()) {
            const std::string place = frame.is_string() ? application_frame(frame.as_string()) : std::string();
            if (place.empty()) continue;
            narrow(common, place);
            if (first.empty()) first = place;
        }
    }
    return places;
}

// "/home/me/shop/" of "/home/me/shop/src/".
std::string above_code(std::string folder) {
    if (folder.size() < 2) return folder;
    const std::size_t slash = folder.rfind('/', folder.size() - 2);
    if (slash == std::string::npos) return folder;
    const std::string_view last = std::string_view(folder).substr(slash + 1, folder.size() - slash - 2);
    if (std::ranges::find(kCodeFolders, last) != kCodeFolders.end() && slash > 0) folder.resize(slash + 1);
    return folder;
}

}  // namespace

std::string application_frame(std::string_view frame) {
    while (frame.starts_with(' ')) frame.remove_prefix(1);
    if (frame.starts_with("at ")) frame.remove_prefix(3);
    if (frame.starts_with("...") || frame.starts_with("Kernel") || frame.size() > kLongest) return {};
    if (frame.ends_with(')')) {
        const std::size_t open = frame.rfind(" (");
        if (open == std::string_view::npos) return {};
        frame = frame.substr(open + 2, frame.size() - open - 3);
    }
    if (frame.starts_with("file://")) frame.remove_prefix(7);
    std::string place(frame);
    std::ranges::replace(place, '\\', '/');
    if (place.starts_with(":") || !path_length(place)) return {};
    const auto inside = [&](std::string_view mark) { return place.find(mark) != std::string::npos; };
    return std::ranges::any_of(kForeign, inside) ? std::string() : place;
}

namespace {

// The traces of one assembly.
class Tracer {
public:
    explicit Tracer(MetadataReader& metadata) : metadata_(metadata) {}

    void add(model::Finding& finding, const model::Unit& unit) {
        const Places& places = places_of_stack(*unit.construct_metadata);
        const auto place = places.find('/' + unit.resources[finding.resource].construct_path);
        if (place == places.end() || place->second.empty()) return;
        finding.made_at = place->second;
        found_.push_back(&finding);
    }

    // `application`: the folder that the assembly lies in.
    void shorten(std::string application) {
        if (!application.ends_with('/')) application += '/';
        const std::string base = above_code(common_.value_or(""));
        for (model::Finding* finding : found_)
            finding->made_at.erase(0,
                                   application.size() > 1 && finding->made_at.starts_with(application) ? application.size() : base.size());
    }

    std::vector<base::Error> take_problems() { return std::move(problems_); }

private:
    const Places& places_of_stack(const model::ConstructMetadata& metadata) {
        const auto [known, fresh] = stacks_.try_emplace(&metadata);
        if (!fresh) return known->second;
        const auto& read = metadata_.read(metadata);
        if (read)
            known->second = places_of(read->constructs, common_);
        else
            problems_.push_back(read.error());
        return known->second;
    }

    MetadataReader& metadata_;
    std::optional<std::string> common_;
    std::unordered_map<const model::ConstructMetadata*, Places> stacks_;
    std::vector<model::Finding*> found_;
    std::vector<base::Error> problems_;
};

}  // namespace

std::vector<base::Error> trace(std::span<model::Finding> findings, const model::Inventory& inventory, std::string_view working_folder,
                               MetadataReader& metadata) {
    std::map<std::string_view, Tracer> assemblies;
    for (model::Finding& finding : findings) {
        if (finding.verdict == model::Verdict::pass || finding.verdict == model::Verdict::not_applicable) continue;
        if (finding.unit >= inventory.units.size()) continue;
        const model::Unit& unit = *inventory.units[finding.unit];
        if (unit.construct_metadata == nullptr || finding.resource >= unit.resources.size()) continue;
        if (unit.resources[finding.resource].construct_path.empty()) continue;
        assemblies.try_emplace(unit.construct_metadata->root, metadata).first->second.add(finding, unit);
    }
    std::vector<base::Error> problems;
    for (auto& [root, tracer] : assemblies) {
        tracer.shorten(std::string(folder_of(join(working_folder, root))));
        std::ranges::move(tracer.take_problems(), std::back_inserter(problems));
    }
    return problems;
}

}  // namespace vouch::cfn
