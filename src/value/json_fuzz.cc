// SPDX-License-Identifier: Apache-2.0
// Fuzz target for read_json. Properties: the fast reader and the slow error finder agree on what is JSON, trees respect the limits,
// positions stand in the text, and writing and reading again gives the same tree.
#include <cstdint>
#include <cstdlib>

#include "value/detail/json_text.h"
#include "value/testing/tree_properties.h"

namespace {
namespace base = vouch::base;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const std::string& text, const value::Limits& limits) {
    const auto source = std::make_shared<base::Source>("fuzz.json", text);
    const value::ReadOptions options{limits, value::Schema::cloudformation, 1000};
    const auto document = value::read_json(source, options);
    if (!document) {
        require(document.error().code != base::Code::internal);
        require(!document.error().message.empty() && document.error().message.find('\n') == std::string::npos);
        return;
    }
    require(value::detail::explain_json(*source, limits).code == base::Code::internal);
    const value::testing::Measure found = value::testing::measure(*document, 1000);
    require(found.positions_in_range && found.depth <= limits.depth && found.nodes <= limits.nodes);
    require(value::testing::survives_json(*document, limits, 0) && value::testing::survives_json(*document, limits, 2));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    check(text, {});
    check(text, {.bytes = 4096, .depth = 8, .nodes = 50, .alias_nodes = 50});
    return 0;
}
