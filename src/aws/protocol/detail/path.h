// SPDX-License-Identifier: Apache-2.0
// The way from the root of an input or output to where a walk stands, spelled only when something is wrong there: `Tags[0].Key`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::aws::detail {

class Path {
public:
    // Goes one level down, and up again when it goes.
    class [[nodiscard]] Step {
    public:
        Step(Path& path, std::string_view name) : path_(path) { path_.parts_.push_back({name, 0}); }
        Step(Path& path, std::size_t index) : path_(path) { path_.parts_.push_back({{}, index}); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        ~Step() { path_.parts_.pop_back(); }

    private:
        Path& path_;
    };

    std::size_t depth() const { return parts_.size(); }
    std::string text() const;

private:
    struct Part {
        std::string_view name;  // without data: an item of a list
        std::size_t index;
    };
    std::vector<Part> parts_;
};

}  // namespace vouch::aws::detail
