// SPDX-License-Identifier: Apache-2.0
// What an audit of live accounts was: who asked, where, when, and whether everything was answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace vouch::model {

struct AuditedAccount {
    std::string account;    // twelve digits; as it was asked for where nobody could log in
    std::string partition;  // "aws"
    std::string caller;     // ARN of who asked
    std::vector<std::string> regions;
    std::size_t calls = 0;            // answers that were given, denials too
    std::vector<std::string> failed;  // calls that were denied or failed, with why; each once, sorted
};

struct Audit {
    std::string run;         // name of the run in its store; empty where it is kept nowhere
    std::int64_t began = 0;  // seconds since 1970
    std::int64_t ended = 0;
    std::vector<AuditedAccount> accounts;
};

}  // namespace vouch::model
