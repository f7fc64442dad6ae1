// SPDX-License-Identifier: Apache-2.0
// The paths of many objects, which answers as a bucket or a folder of them would. A folder's name is held once for all of its objects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail/times.h"

namespace vouch::trail {

class PathTable {
public:
    // Numbers the paths 0, 1, 2, ...; one may come again. Errors: too_large.
    base::Result<void> add(std::string_view path);
    // Must stand between the last add() and what is asked.
    void sort();

    std::size_t size() const { return size_; }
    // As those of Objects.
    const std::vector<std::string>& roots() const { return roots_; }
    std::vector<std::string> folders(const std::string& folder) const;
    std::vector<std::string> list(const std::string& folder, const Interval& days) const;
    // Where an object is that a digest says to lie at `stated`: below `root`, or else below another one.
    std::string locate(std::string_view stated, std::string_view root) const;
    // Its number, the last where it came several times.
    std::optional<std::size_t> find(std::string_view path) const;
    // Called for each time that a path came before, with that number and the last one.
    void for_each_again(const std::function<void(const std::string& path, std::size_t number, std::size_t last)>& hear) const;

private:
    struct Row {
        std::uint32_t begin = 0;  // of its name, which ends with a NUL
        std::uint32_t number = 0;
    };
    struct Folder {
        std::string names;
        std::vector<Row> rows;

        std::string_view name(const Row& row) const { return names.c_str() + row.begin; }
    };

    void find_roots();

    std::map<std::string, Folder, std::less<>> folders_;  // by their path, with its slash
    std::vector<std::string> roots_;
    std::size_t size_ = 0;
    std::size_t bytes_ = 0;
};

// Of a table, so that memory stays some hundred megabytes whatever comes.
inline constexpr std::size_t kMostPaths = 5'000'000;
inline constexpr std::size_t kMostPathBytes = std::size_t{512} << 20U;
inline constexpr std::size_t kMostPathLength = 2048;  // S3 has keys of 1,024 bytes at most

// Whether it is a path of a copy: relative, below no folder `..`, printable.
bool is_plain_path(std::string_view path);

}  // namespace vouch::trail
