// SPDX-License-Identifier: Apache-2.0
// Of other objects those whose keys were given: nothing is listed, and what digests name is read where it lies.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trail/objects.h"
#include "trail/path_table.h"
#include "trail/tar_reader.h"

namespace vouch::trail {

struct GivenKeys {
    PathTable paths;
    std::vector<base::Error> problems;  // lines that are no key of a trail's object
};

// A key a line, or what `aws s3 ls --recursive` prints of it; `above` is put before each ("bucket/"). Folders' own keys (".../") and
// empty lines are passed over. Errors: those of `input`; too_large.
base::Result<GivenKeys> read_keys(const ReadMore& input, std::string_view above);

class ChosenObjects final : public Objects {
public:
    ChosenObjects(std::unique_ptr<Objects> inner, GivenKeys keys) : inner_(std::move(inner)), keys_(std::move(keys)) {}

    bool exact() const override { return inner_->exact(); }
    std::string locate(std::string_view stated, std::string_view root) override;
    std::vector<base::Error> problems() const override;
    base::Result<std::vector<std::string>> roots() override { return keys_.paths.roots(); }
    base::Result<std::vector<std::string>> folders(const std::string& folder) override { return keys_.paths.folders(folder); }
    base::Result<std::vector<std::string>> list(const std::string& folder, const Interval& days) override {
        return keys_.paths.list(folder, days);
    }
    void read(std::span<const std::string> paths, const OnObject& receive) override { inner_->read(paths, receive); }

private:
    std::unique_ptr<Objects> inner_;
    GivenKeys keys_;
};

}  // namespace vouch::trail
