// SPDX-License-Identifier: Apache-2.0
// Files that are not on any disk, for tests of what reads the user's configuration.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/files.h"

namespace vouch::aws {

class MemoryFiles final : public base::Files {
public:
    using Files::read;
    using Files::read_beneath;

    std::map<std::string, std::string> texts;    // by path
    std::map<std::string, base::Code> failures;  // paths that cannot be read

    base::Result<base::SourcePtr> read(const std::string& path, std::size_t most) const override {
        if (const auto failure = failures.find(path); failure != failures.end())
            return base::fail(failure->second, "cannot be read", base::Location{path, 0, 0});
        const auto found = texts.find(path);
        if (found == texts.end()) return base::fail(base::Code::not_found, "is not there", base::Location{path, 0, 0});
        if (found->second.size() > most) return base::fail(base::Code::too_large, "is too large", base::Location{path, 0, 0});
        return std::make_shared<base::Source>(path, found->second);
    }
    base::Result<base::SourcePtr> read_beneath(const std::string& folder, std::string_view relative, std::size_t most) const override {
        return read(folder + "/" + std::string(relative), most);
    }
    base::Result<base::Listing> list(const std::string&, const base::ListOptions&) const override { return base::Listing{}; }
    base::Result<base::SourcePtr> read_standard_input(std::size_t) const override {
        return base::fail(base::Code::unreadable, "there is no standard input");
    }
    bool is_folder(const std::string&) const override { return false; }
};

}  // namespace vouch::aws
