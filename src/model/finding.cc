// SPDX-License-Identifier: Apache-2.0
// The names of verdicts, in the order of the enum; they are those of the reports and of cases.yaml.
#include "model/finding.h"

#include <algorithm>
#include <array>

namespace vouch::model {
namespace {

constexpr std::array<std::string_view, kVerdicts> kNames{"pass", "fail", "unverified", "not_applicable", "suppressed"};

}  // namespace

std::string_view name(Verdict verdict) { return kNames[static_cast<std::size_t>(verdict)]; }

std::optional<Verdict> verdict_from(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<Verdict>(found - kNames.begin());
}

}  // namespace vouch::model
