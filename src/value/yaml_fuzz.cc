// SPDX-License-Identifier: Apache-2.0
// Fuzz target for read_yaml under both schemas. Properties: trees respect the limits with aliases expanded, positions stand in the
// text, and what YAML was read as survives JSON.
#include <cstdint>
#include <cstdlib>

#include "value/testing/tree_properties.h"

namespace {
namespace base = vouch::base;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const std::string& text, const value::Limits& limits, value::Schema schema) {
    const auto document = value::read_yaml(std::make_shared<base::Source>("fuzz.yaml", text), {limits, schema, 1000});
    if (!document) {
        require(document.error().code != base::Code::internal);
        require(!document.error().message.empty() && document.error().message.find('\n') == std::string::npos);
        return;
    }
    const value::testing::Measure found = value::testing::measure(*document, 1000);
    require(found.positions_in_range && found.depth <= limits.depth && found.nodes <= limits.nodes + limits.alias_nodes);
    // Under Schema::guard a number may be infinite or none, which JSON cannot say.
    // Aliases written out may be longer than the text and have more nodes than JSON of that limit could.
    const value::Limits written_out{.bytes = SIZE_MAX, .depth = limits.depth, .nodes = limits.nodes + limits.alias_nodes};
    if (schema == value::Schema::cloudformation) require(value::testing::survives_json(*document, written_out, 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    const value::Limits small{.bytes = 4096, .depth = 8, .nodes = 200, .alias_nodes = 100};
    for (const value::Schema schema : {value::Schema::cloudformation, value::Schema::guard}) {
        check(text, {.alias_nodes = 20000}, schema);
        check(text, small, schema);
    }
    return 0;
}
