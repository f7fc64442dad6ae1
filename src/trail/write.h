// SPDX-License-Identifier: Apache-2.0
// A report as text for people and as JSON (docs/schema/trail.schema.json).
#pragma once

#include <string>
#include <string_view>

#include "trail/report.h"

namespace vouch::trail {

struct TextOptions {
    bool colours = false;
    int width = 100;
    std::size_t most = 20;  // deviations of an account and region that are shown
};

void write_text(std::string& out, const Report& report, const TextOptions& options = {});
// `scan`: what write_scan_json() wrote; empty: the logs were not scanned.
void write_json(std::string& out, const Report& report, std::string_view version, std::string_view scan = {});

}  // namespace vouch::trail
