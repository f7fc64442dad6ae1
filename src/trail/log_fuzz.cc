// SPDX-License-Identifier: Apache-2.0
// Fuzz target for logs: a text is looked through or is an error that says so, and a list of its events says of each what the log says.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "trail/log_scanner.h"
#include "trail/scan_write.h"

namespace {

namespace base = vouch::base;
namespace pattern = vouch::pattern;
namespace trail = vouch::trail;

void require(bool holds) {
    if (!holds) std::abort();
}

trail::LogScanner& scanner() {
    static trail::LogScanner made(
        [] {
            std::vector<trail::ScanPattern> patterns;
            for (const std::string_view text : {"", "{ $.eventName = * }", "{ $.userIdentity.type = Root && $.errorCode NOT EXISTS }",
                                                "{ $.a[*].b = x || $.a[1] != 2 }", "Root"})
                patterns.push_back({*pattern::parse_filter(text), *pattern::parse_selector("$.size")});
            return patterns;
        }(),
        {trail::kFirstTime, trail::kLastTime});
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    const auto found = scanner().scan(text);
    if (!found) {
        require(found.error().code == base::Code::syntax && !found.error().message.empty());
        return 0;
    }
    std::string line;
    for (const trail::Match& match : found->matches) {
        require(match.offset < text.size() && match.pattern < 5);
        trail::write_match(line, match, {.id = "a", .title = {}, .severity = {}, .criteria = {}}, "path");
    }
    const auto again = scanner().scan(text);
    require(again && again->matches == found->matches && again->events == found->events && again->outside == found->outside);
    return 0;
}
