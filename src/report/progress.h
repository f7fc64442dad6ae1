// SPDX-License-Identifier: Apache-2.0
// How far an audit is, as one line of a terminal.
#pragma once

#include <cstddef>
#include <string>

namespace vouch::report {

struct AuditProgress {
    std::size_t done = 0;   // services of regions of accounts
    std::size_t total = 0;  // of them; 0: not known yet
    std::size_t calls = 0;
    std::size_t throttles = 0;
    double seconds = 0;  // since the beginning
};

// "12/48 regions x services, 310 calls, 4 throttled, 0:42, about 2:06 left" in at most `width` columns, plain ASCII without a line end:
// what matters least goes first where there is no room.
std::string progress_line(const AuditProgress& progress, int width);

}  // namespace vouch::report
