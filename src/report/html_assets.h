// SPDX-License-Identifier: Apache-2.0
// Style and script of the HTML report: the files of html/, built into the program (cmake/embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace vouch::report {

// Both views are of static storage.
struct Asset {
    std::string_view path;  // "report.css"
    std::string_view bytes;
};

// Sorted by path.
std::span<const Asset> html_assets();

}  // namespace vouch::report
