// SPDX-License-Identifier: Apache-2.0
// Fuzz target for EventBridge patterns. The first line is the pattern, the rest the event: errors have a place, and a pattern that is
// accepted answers, and answers the same when it is doubled by `$or`.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "pattern/event_pattern.h"
#include "value/read.h"
#include "value/write.h"

namespace {
namespace base = vouch::base;
namespace pattern = vouch::pattern;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const auto parsed = pattern::parse_event_pattern(input.substr(0, end));
    if (!parsed) {
        require(parsed.error().code != base::Code::internal && parsed.error().where.has_value());
        return 0;
    }
    const auto event =
        value::read_json(std::make_shared<base::Source>("event", std::string(input.substr(std::min(end + 1, input.size())))));
    if (!event) return 0;
    const bool answer = pattern::matches(*parsed, event->root);
    const std::string text = value::to_json(parsed->root);
    const auto doubled = pattern::parse_event_pattern("{\"$or\": [" + text + ", " + text + "]}");
    if (doubled && event->root.is_map() && parsed->root.find("$or") == nullptr) require(pattern::matches(*doubled, event->root) == answer);
    return 0;
}
