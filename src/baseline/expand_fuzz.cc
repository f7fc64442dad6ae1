// SPDX-License-Identifier: Apache-2.0
// Fuzz target for the templates of a baseline. Errors have a place and one line; without lines to repeat there are as many lines as before,
// those without a setting stay as they are, and what was filled in once is filled in again.
#include "baseline/expand.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {
namespace base = vouch::base;
namespace baseline = vouch::baseline;

void require(bool holds) {
    if (!holds) std::abort();
}

const baseline::Settings& settings() {
    static const baseline::Settings made = *baseline::read_settings(std::make_shared<base::Source>(
        "b.yaml", "security_email: s@example.com\noperations_email: o@example.com\nregions: [us-east-1, eu-west-1]\n"));
    return made;
}

base::Result<std::string> expanded(std::string_view text) {
    static const std::array detections{baseline::Detection{"root-usage", "It's <root>", "{ $.a = 'b' }", {"A7"}, {"CC7.2", "CC6.1"}},
                                       baseline::Detection{"sg-changes", "<threshold>", "{ $.b = * }", {"A7", "B1"}, {"CC7.2"}}};
    static const std::array<std::string, 2> targets{"AWS::S3::Bucket", "AWS::SQS::Queue"};
    return baseline::expand(base::Source("t.yaml", std::string(text)), settings(), {.detections = detections, .targets = targets});
}

auto lines_in(std::string_view text) { return std::ranges::count(text, '\n') + (text.empty() || text.ends_with('\n') ? 0 : 1); }

// Lines without a setting, one after the other.
void require_kept(std::string_view before, std::string_view after) {
    while (!before.empty()) {
        const std::string_view line = before.substr(0, before.find('\n'));
        const std::string_view made = after.substr(0, after.find('\n'));
        require(line == made || line.find("# setting:") != std::string_view::npos);
        before.remove_prefix(std::min(line.size() + 1, before.size()));
        after.remove_prefix(std::min(made.size() + 1, after.size()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto made = expanded(text);
    if (!made) {
        const base::Error& error = made.error();
        require(error.code != base::Code::internal && !error.message.empty() && error.message.find_first_of("\r\n") == std::string::npos);
        require(error.where && error.where->line >= 1 && std::cmp_less_equal(error.where->line, lines_in(text) + 1));
        return 0;
    }
    require(made->empty() || made->ends_with('\n'));
    if (text.find("# for each ") != std::string_view::npos) return 0;
    require(lines_in(*made) == lines_in(text));
    require_kept(text, *made);
    const auto again = expanded(*made);
    require(again.has_value() && *again == *made);
    return 0;
}
