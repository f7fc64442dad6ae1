// SPDX-License-Identifier: Apache-2.0
// A copy of a bucket in a folder of this machine.
#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "trail/metadata.h"
#include "trail/objects.h"

namespace vouch::trail {

struct FolderOptions {
    std::string folder;                                    // that holds `AWSLogs`, at most three levels down
    std::optional<MetadataTable> metadata = std::nullopt;  // where it was given, a digest that it lacks has none
    unsigned workers = 1;                                  // threads that read and hash
};

// Links are followed as long as they stay in the folder; only regular files are read.
class FolderObjects final : public Objects {
public:
    FolderObjects(const base::Files& files, FolderOptions options) : files_(files), options_(std::move(options)) {}

    bool exact() const override { return false; }
    base::Result<std::vector<std::string>> roots() override;
    base::Result<std::vector<std::string>> folders(const std::string& folder) override;
    base::Result<std::vector<std::string>> list(const std::string& folder, const Interval& days) override;
    std::string locate(std::string_view stated, std::string_view root) override;
    void read(std::span<const std::string> paths, const OnObject& receive) override;

private:
    base::Result<Object> read_one(const std::string& path) const;

    const base::Files& files_;
    FolderOptions options_;
    std::vector<std::string> roots_;
};

}  // namespace vouch::trail
