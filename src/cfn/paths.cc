// SPDX-License-Identifier: Apache-2.0
// Tested by paths_test.cc.
#include "cfn/paths.h"

#include <algorithm>
#include <vector>

namespace vouch::cfn {
namespace {

void append(std::vector<std::string_view>& parts, std::string_view path) {
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part.empty() || part == ".") continue;
        if (part == ".." && !parts.empty() && parts.back() != "..")
            parts.pop_back();
        else
            parts.push_back(part);
    }
}

}  // namespace

std::string join(std::string_view folder, std::string_view relative) {
    if (relative.starts_with('/') || relative.find("://") != std::string_view::npos) return std::string(relative);
    std::vector<std::string_view> parts;
    append(parts, folder);
    append(parts, relative);
    std::string out(folder.starts_with('/') ? "/" : "");
    for (const std::string_view part : parts) {
        if (!out.empty() && out.back() != '/') out += '/';
        out += part;
    }
    return out;
}

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    return path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace vouch::cfn
