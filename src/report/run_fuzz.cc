// SPDX-License-Identifier: Apache-2.0
// Fuzz target for runs that are read back from JSON: the first line is one run, the rest another. What is read compares: a run with itself
// is no difference, and what is told of two is JSON.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "report/diff.h"
#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace report = vouch::report;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

base::Result<report::PastRun> read(std::string_view text) {
    return report::read_run(std::make_shared<base::Source>("run", std::string(text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const auto before = read(input.substr(0, end));
    const auto after = read(input.substr(std::min(end + 1, input.size())));
    for (const auto* run : {&before, &after}) {
        if (!*run) {
            require(run->error().code != base::Code::internal && !run->error().message.empty());
            continue;
        }
        const report::Difference none = report::compare(**run, **run);
        require(none.opened.empty() && none.closed.empty() && none.changed.empty() && none.added.empty() && none.gone.empty());
    }
    if (!before || !after) return 0;
    const report::Difference found = report::compare(*before, *after);
    std::string text;
    report::write_diff_text(text, found, {});
    std::string json;
    report::write_diff_json(json, found, *before, *after);
    require(value::read_json(std::make_shared<base::Source>("diff", json)).has_value());
    return 0;
}
