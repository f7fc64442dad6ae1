// SPDX-License-Identifier: Apache-2.0
// Tested by progress_test.cc.
#include "report/progress.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "report/page.h"

namespace vouch::report {
namespace {

// "0:42", "1:02:03".
std::string clock(double seconds) {
    constexpr double kMost = 359'999;  // 99:59:59
    const auto whole = static_cast<long>(std::clamp(seconds, 0.0, kMost));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

// Of what is left, if it goes on as it went so far; empty while nobody can tell.
std::string left(const AuditProgress& progress) {
    if (progress.done == 0 || progress.done >= progress.total || progress.seconds < 1) return {};
    const double each = progress.seconds / static_cast<double>(progress.done);
    return fmt::format("about {} left", clock(each * static_cast<double>(progress.total - progress.done)));
}

}  // namespace

std::string progress_line(const AuditProgress& progress, int width) {
    if (width <= 0) return {};
    const std::string share = progress.total == 0 ? std::string("asking what there is")
                                                  : fmt::format("{}/{}", std::min(progress.done, progress.total), progress.total);
    struct Part {
        std::string text;
        int worth;
    };
    std::array<Part, 5> parts{{{progress.total == 0 ? share : share + " regions x services", 5},
                               {counted(progress.calls, "call"), 3},
                               {progress.throttles == 0 ? std::string() : fmt::format("{} throttled", progress.throttles), 2},
                               {clock(progress.seconds), 1},
                               {left(progress), 4}}};
    for (int worth = 1;; ++worth) {
        std::string line;
        for (const Part& part : parts)
            if (!part.text.empty()) line += (line.empty() ? "" : ", ") + part.text;
        if (line.size() <= static_cast<std::size_t>(width)) return line;
        if (worth == 5) return share.substr(0, static_cast<std::size_t>(width));
        std::ranges::find(parts, worth, &Part::worth)->text.clear();
    }
}

}  // namespace vouch::report
