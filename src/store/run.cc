// SPDX-License-Identifier: Apache-2.0
// Tested by run_test.cc.
#include "store/run.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/digest.h"

namespace vouch::store {

std::string_view name(RunState state) {
    constexpr std::array<std::string_view, 4> kNames{"running", "interrupted", "incomplete", "complete"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string run_name(base::Time began, std::uint64_t random) {
    constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";  // nothing that is read as another
    std::string tail;
    for (int i = 0; i < 4; ++i, random /= kLetters.size()) tail += kLetters[random % kLetters.size()];
    return fmt::format("{:%Y%m%dT%H%M%S}Z-{}", std::chrono::floor<std::chrono::seconds>(began), tail);
}

bool is_run_name(std::string_view name) {
    constexpr std::size_t kLongest = 64;
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
    return !name.empty() && name.size() <= kLongest && name != "latest" && std::ranges::all_of(name, fits);
}

base::Result<std::string> digest(std::span<const base::EmbeddedFile> files) {
    std::vector<std::string> lines;
    for (const base::EmbeddedFile& file : files) {
        VOUCH_TRY(const std::string one, base::sha256_hex(file.bytes));
        lines.push_back(one + "  " + std::string(file.path) + "\n");
    }
    std::ranges::sort(lines);
    base::Sha256 all;
    for (const std::string& line : lines) all.add(line);
    return all.hex();
}

}  // namespace vouch::store
