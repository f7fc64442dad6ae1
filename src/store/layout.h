// SPDX-License-Identifier: Apache-2.0
// Where things stand in a store: DIR/runs/NAME/ has a run. Beside `runs` there is room for what tells of all runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vouch::store {

inline constexpr std::string_view kRunFile = "run.json";
inline constexpr std::string_view kFindingsFile = "findings.json";
inline constexpr std::string_view kInventoryFile = "inventory.json";

std::string runs_folder(const std::string& store);
std::string run_folder(const std::string& store, std::string_view run);

// The file of an account's calls, whatever an account may be called: "111122223333.ndjson", "a%2Fb.ndjson".
std::string exchange_file(std::string_view account);
// The account that a file is about; nullopt where exchange_file() gives no such name.
std::optional<std::string> account_of(std::string_view file);

}  // namespace vouch::store
