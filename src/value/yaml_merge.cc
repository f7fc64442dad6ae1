// SPDX-License-Identifier: Apache-2.0
// The merge key `<<`: members of the maps it names come in at its place, explicit keys win, earlier maps win over later ones.
// Tested by read_yaml_test.cc.
#include <set>

#include <fmt/format.h>

#include "value/detail/map_builder.h"
#include "value/detail/yaml_builder.h"

namespace vouch::value::detail {

// `members` are those of a map as it stands in the text; a merge key has a null for its key.
base::Result<void> YamlBuilder::merge(std::span<const Member> members, std::vector<Member>& merged) {
    std::set<std::string_view> taken;
    const Member* first_merge = nullptr;
    for (const Member& member : members) {
        if (!member.key.is_null()) {
            taken.insert(member.name());
        } else if (first_merge == nullptr) {
            first_merge = &member;
        } else {
            return std::unexpected(
                duplicate_key_error(*document_.source, "<<", offset(first_merge->key.position()), offset(member.key.position())));
        }
    }
    for (const Member& member : members) {
        if (!member.key.is_null()) {
            merged.push_back(member);
            continue;
        }
        const std::span<const Value> maps = member.value.is_list() ? member.value.as_list() : std::span(&member.value, 1);
        for (const Value& map : maps) {
            if (!map.is_map()) {
                return base::fail(base::Code::invalid_value,
                                  fmt::format("`<<` takes a map or a list of maps, not {} `{}`", map.kind() == Kind::integer ? "an" : "a",
                                              name(map.kind())),
                                  location(offset(map.position())));
            }
            VOUCH_CHECK(count_nodes(map.length()));
            for (const Member& from : map.as_map())
                if (taken.insert(from.name()).second) merged.push_back(from);
        }
    }
    return {};
}

}  // namespace vouch::value::detail
