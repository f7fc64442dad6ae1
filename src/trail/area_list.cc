// SPDX-License-Identifier: Apache-2.0
// Tested by verify_test.cc and scan_test.cc.
#include "trail/area_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "trail/names.h"

namespace vouch::trail {

using base::Result;

namespace {

Result<void> find_regions(Objects& objects, const Area& account, const AreaChoice& choice, std::set<Area>& areas) {
    if (!chosen(choice.accounts, account.account)) return {};
    for (const std::string_view kind : choice.kinds) {
        const std::string folder =
            fmt::format("{}{}{}{}/{}/", account.root, account.organization, account.organization.empty() ? "" : "/", account.account, kind);
        VOUCH_TRY(const std::vector<std::string> regions, objects.folders(folder));
        for (const std::string& region : regions) {
            if (!chosen(choice.regions, region)) continue;
            Area area = account;
            area.region = region;
            areas.insert(std::move(area));
        }
    }
    return {};
}

}  // namespace

bool chosen(std::span<const std::string> wanted, const std::string& name) {
    return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

Result<std::set<Area>> find_areas(Objects& objects, std::span<const std::string> roots, const AreaChoice& choice) {
    std::set<Area> areas;
    for (const std::string& root : roots) {
        VOUCH_TRY(const std::vector<std::string> names, objects.folders(root));
        for (const std::string& name : names) {
            if (is_account(name)) VOUCH_CHECK(find_regions(objects, {root, {}, name, {}}, choice, areas));
            if (!is_organization(name)) continue;
            VOUCH_TRY(const std::vector<std::string> members, objects.folders(root + name + "/"));
            for (const std::string& member : members)
                if (is_account(member)) VOUCH_CHECK(find_regions(objects, {root, name, member, {}}, choice, areas));
        }
    }
    return areas;
}

}  // namespace vouch::trail
