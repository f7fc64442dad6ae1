// SPDX-License-Identifier: Apache-2.0
// The settings of a baseline: a flat YAML map that is read, filled up with what was left out, and judged as a whole.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"

namespace vouch::baseline {

enum class SettingKind : std::uint8_t { text, number, list };

struct Settings {
    std::map<std::string, std::vector<std::string>, std::less<>> values;  // every setting; one value each but for lists

    // REQUIRES: `key` is a setting; for one(), no list.
    const std::string& one(std::string_view key) const { return values.find(key)->second.front(); }
    const std::vector<std::string>& all(std::string_view key) const { return values.find(key)->second; }
    bool of_organization() const { return one("accounts") == "organization"; }
};

// nullptr where there is no such setting.
const SettingKind* kind_of(std::string_view key);

// Everything that is wrong with the file, each with its place: its YAML, unknown keys, values that do not fit, settings that contradict
// each other.
std::expected<Settings, std::vector<base::Error>> read_settings(base::SourcePtr source);

}  // namespace vouch::baseline
