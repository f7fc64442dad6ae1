// SPDX-License-Identifier: Apache-2.0
// The names of severities and phases are two tables in the order of their enums.
#include "model/control.h"

#include <algorithm>
#include <array>

namespace vouch::model {
namespace {

constexpr std::array<std::string_view, 4> kSeverities{"low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 3> kPhases{"foundation", "advanced", "continuous"};

template <class Enum, std::size_t N>
std::optional<Enum> from(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }
std::string_view name(Phase phase) { return kPhases[static_cast<std::size_t>(phase)]; }
std::optional<Severity> severity_from(std::string_view name) { return from<Severity>(kSeverities, name); }
std::optional<Phase> phase_from(std::string_view name) { return from<Phase>(kPhases, name); }

}  // namespace vouch::model
