// SPDX-License-Identifier: Apache-2.0
// Components are resolved as text; nothing is looked up on the disk. Tested by pieces_test.cc.
#include "report/uri.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/uri.h"

namespace vouch::report {
namespace {

// The components of `path` without empty ones and `.`; nullopt where `..` leads above its start.
std::optional<std::vector<std::string_view>> components(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            out.push_back(part);
        } else if (out.empty()) {
            return std::nullopt;
        } else {
            out.pop_back();
        }
    }
    return out;
}

// The components of `file` below `root`; nullopt where it lies outside, or is no file.
std::optional<std::vector<std::string>> below(std::string_view file, std::string_view root) {
    if (file.empty() || file == "<stdin>" || file == kEstatePlace) return std::nullopt;
    std::string absolute;
    if (!file.starts_with('/')) absolute.append(root).append("/");
    absolute.append(file);
    const auto parts = components(absolute);
    const auto base = components(root);
    if (!parts || !base || parts->size() <= base->size()) return std::nullopt;
    if (!std::equal(base->begin(), base->end(), parts->begin())) return std::nullopt;
    return std::vector<std::string>(parts->begin() + static_cast<std::ptrdiff_t>(base->size()), parts->end());
}

}  // namespace

std::optional<std::string> relative_path(std::string_view file, std::string_view root) {
    const auto parts = below(file, root);
    if (!parts) return std::nullopt;
    return fmt::format("{}", fmt::join(*parts, "/"));
}

std::optional<std::string> relative_uri(std::string_view file, std::string_view root) {
    const auto path = relative_path(file, root);
    return path ? std::optional(base::uri_path(*path)) : std::nullopt;
}

}  // namespace vouch::report
