// SPDX-License-Identifier: Apache-2.0
// A control: what must hold, why, and for which criteria; its test is Guard text. Read from catalog/controls/<service>/<id>/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace vouch::model {

enum class Severity : std::uint8_t { low, medium, high, critical };
enum class Phase : std::uint8_t { foundation, advanced, continuous };

std::string_view name(Severity severity);
std::string_view name(Phase phase);
// The severity or phase of that name; nullopt where there is none.
std::optional<Severity> severity_from(std::string_view name);
std::optional<Phase> phase_from(std::string_view name);

struct Control {
    std::string id;
    std::string service;  // the folder it stands in: s3, cloudtrail
    std::string title;
    std::vector<std::string> resources;  // CloudFormation types that it is about
    std::vector<std::string> covers;     // checks of the universe that it answers
    std::vector<std::string> criteria;   // SOC 2: CC6.1
    std::vector<std::string> iso27001;   // Annex A: A.8.24
    std::vector<std::string> rows;       // of the checklist: A5
    Severity severity = Severity::medium;
    Phase phase = Phase::foundation;
    std::string rationale;
    std::string fix;
    std::vector<std::string> references;
    base::SourcePtr rules;  // the whole file, metadata block included (it is comments to Guard)
};

}  // namespace vouch::model
