// SPDX-License-Identifier: Apache-2.0
// One template of the catalog into the text of a stack. Everything else of it stays as it is, comments too.
//
//   Default: soc2  # setting: prefix
//       takes the value of that setting; a list is joined by commas, as a CommaDelimitedList wants it.
//
//   # for each rule: cloud-trail-enabled cmk-backing-key-rotation-enabled
//   <Rule>: ...                                          <rule> is the word, <Rule> CloudTrailEnabled, <RULE> CLOUD_TRAIL_ENABLED
//   # end
//       repeats the lines for every word. <number> counts from 1, <comma> is a comma but for the last.
//
//   # for each detection: unauthorized-api=UnauthorizedCalls
//       the same for the detections of the catalog with an alarm. <pattern>, <title>, <rows> and <criteria> come from it (the first two as
//       they stand in single quotes), <threshold> is a reference to the parameter that is named for it, else 1.
//
//   # for each target:
//       the same for the types of resources that hooks judge (rules.h): <target>.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "baseline/settings.h"

namespace vouch::baseline {

struct Detection {
    std::string id;
    std::string title;
    std::string pattern;
    std::vector<std::string> rows;
    std::vector<std::string> criteria;
};

// Those of a catalog (detections/<id>.yaml) that ask for an alarm, sorted by id. Errors: those of their YAML, and what they lack.
base::Result<std::vector<Detection>> read_detections(std::span<const base::EmbeddedFile> files);

// What lines are repeated for, beside the words of the template itself.
struct Lists {
    std::span<const Detection> detections;
    std::span<const std::string> targets;
};

// Errors: undefined_name and syntax with the place in the template.
base::Result<std::string> expand(const base::Source& source, const Settings& settings, const Lists& lists);

}  // namespace vouch::baseline
