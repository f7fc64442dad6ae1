// SPDX-License-Identifier: Apache-2.0
// Who has undertaken to settle a row of the checklist, and until when: `rows` of vouch.yaml.
#pragma once

#include <string>

namespace vouch::model {

struct Undertaking {
    std::string row;    // "A5"
    std::string owner;  // may be empty
    std::string due;    // YYYY-MM-DD; may be empty
};

}  // namespace vouch::model
