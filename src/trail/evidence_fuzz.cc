// SPDX-License-Identifier: Apache-2.0
// Fuzz target for kept evidence: nothing crashes, errors say what is wrong, and what was read is written and read again as the same; what
// an audit is told of it is JSON.
#include "trail/evidence.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "value/read.h"

namespace {

namespace base = vouch::base;
namespace trail = vouch::trail;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

base::SourcePtr source(std::string text) { return std::make_shared<base::Source>("evidence", std::move(text)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto evidence = trail::parse_evidence(source(std::string(reinterpret_cast<const char*>(bytes), size)));
    if (!evidence) {
        require(evidence.error().code != base::Code::internal && evidence.error().message.find('\n') == std::string::npos);
        return 0;
    }
    const auto again = trail::parse_evidence(source(trail::evidence_json(*evidence)));
    require(again && *again == *evidence);
    require(value::read_json(source(trail::evidence_answer(*evidence, trail::kFirstTime + trail::kKeptDays))).has_value());
    return 0;
}
