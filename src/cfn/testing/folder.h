// SPDX-License-Identifier: Apache-2.0
// For tests: a folder of files that goes away with its object, what is loaded from it, and a watch that tells whether a file was opened.
#pragma once

#include <string>
#include <string_view>

#include "cfn/load.h"

namespace vouch::cfn::testing {

class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::string& path() const { return path_; }
    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
    // Makes the file and the folders above it.
    void write(std::string_view name, std::string_view text) const;
    void link(std::string_view name, const std::string& target) const;
    void fifo(std::string_view name) const;

private:
    std::string path_;
};

// A template to write there.
inline constexpr std::string_view kBucket = R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})";

// The inventory of one file or folder.
model::Inventory load_one(const std::string& path, const Options& options = {});

// Sees every opening of one file while it lives (inotify).
class OpenWatch {
public:
    explicit OpenWatch(const std::string& file);
    ~OpenWatch();
    OpenWatch(const OpenWatch&) = delete;
    OpenWatch& operator=(const OpenWatch&) = delete;

    // True where the file was opened since the last call.
    bool opened() const;

private:
    int descriptor_;
};

}  // namespace vouch::cfn::testing
