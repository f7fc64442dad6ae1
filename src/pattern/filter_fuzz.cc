// SPDX-License-Identifier: Apache-2.0
// Fuzz target for filter patterns. The first line is the pattern, the rest the event: errors stand within the pattern, tests refer to
// what there is, and a pattern that is read gives an answer on any event, the same by itself and by a matcher.
#include "pattern/filter.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "pattern/matcher.h"
#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace pattern = vouch::pattern;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

// Of what is an event in every respect both judges say the same; of everything else the matcher says something.
void compare(const pattern::Filter& filter, const std::string& event, const base::Result<bool>& answer) {
    value::JsonIndex index;
    auto cursor = index.index(event);
    if (!cursor) return;
    pattern::Matching matching{pattern::Matcher({filter})};
    const auto matched = matching.judge(*cursor, event);
    const auto read = value::read_json(std::make_shared<base::Source>("event", event));
    if (!read || !read->root.is_map() || !answer || matching.gave_up() != 0 || filter.form != pattern::Filter::Form::json) return;
    require(matched.has_value() && matched->size() == (*answer ? 1U : 0U));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view text = input.substr(0, end);
    const std::string_view event = input.substr(std::min(end + 1, input.size()));
    const auto filter = pattern::parse_filter(text, {.bytes = 4096, .depth = 32});
    if (!filter) {
        require(filter.error().code != base::Code::internal && !filter.error().message.empty());
        require(filter.error().code == base::Code::too_large || (filter.error().where && filter.error().where->column <= text.size() + 1));
        static_cast<void>(pattern::caret(text, filter.error()));
        return 0;
    }
    const bool spaces = filter->form == pattern::Filter::Form::spaces;
    for (const pattern::Test& test : filter->tests) require(test.subject < (spaces ? filter->fields.size() : filter->selectors.size()));
    const auto answer = pattern::matches(*filter, event);
    require(answer.has_value() || answer.error().code == base::Code::regex);
    compare(*filter, std::string(event), answer);
    if (filter->form == pattern::Filter::Form::everything) require(answer.has_value() && *answer);
    return 0;
}
