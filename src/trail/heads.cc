// SPDX-License-Identifier: Apache-2.0
// One map a chain, all of its members texts but one. Tested by heads_test.cc.
#include "trail/heads.h"

#include <algorithm>

#include <fmt/format.h>

#include "trail/detail/kept_member.h"
#include "trail/digest.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using value::Value;

namespace {

constexpr std::string_view kFormat = "vouch-trail-heads/1";

void write_member(std::string& out, std::string_view name, std::string_view text, bool first = false) {
    out += first ? "\n  {" : ", ";
    value::write_json_string(out, name);
    out += ": ";
    value::write_json_string(out, text);
}

Result<std::string> head_text(const Value& map, std::string_view name) { return detail::kept_text(map, name, "a head"); }
Result<Time> head_time(const Value& map, std::string_view name) { return detail::kept_time(map, name, "a head"); }

Result<std::pair<HeadId, Head>> head_of(const Value& map) {
    HeadId id;
    Head head;
    VOUCH_TRY(id.root, head_text(map, "root"));
    VOUCH_TRY(id.organization, head_text(map, "organization"));
    VOUCH_TRY(id.account, head_text(map, "account"));
    VOUCH_TRY(id.region, head_text(map, "region"));
    VOUCH_TRY(id.chain.trail, head_text(map, "trail"));
    VOUCH_TRY(id.chain.home, head_text(map, "home"));
    const Value* backfill = map.find("backfill");
    id.chain.backfill = backfill != nullptr && backfill->kind() == value::Kind::boolean && backfill->as_boolean();
    VOUCH_TRY(head.path, head_text(map, "path"));
    VOUCH_TRY(head.since, head_time(map, "since"));
    VOUCH_TRY(head.end, head_time(map, "end"));
    VOUCH_TRY(head.sha256, head_text(map, "sha256"));
    VOUCH_TRY(head.signature, head_text(map, "signature"));
    if (head.sha256.size() != 64 || hexadecimal(head.sha256) != head.sha256 || head.since > head.end)
        return fail(Code::invalid_value, "a head has no hash, or ends too early");
    return std::pair(std::move(id), std::move(head));
}

}  // namespace

Heads heads_of(const Report& report, const Heads& known) {
    Heads heads = known;
    for (const AreaReport& area : report.areas) {
        // An unanchored head does no harm: a head is the last digest that is valid.
        const bool good = area.deviation_count <= kMostDeviations && std::ranges::none_of(area.deviations, is_bad);
        for (const ChainReport& chain : area.chains) {
            if (good && chain.head) {
                Head& head = heads[{area.root, area.organization, area.account, area.region, chain.id}];
                if (chain.head->end > head.end) head = *chain.head;
            }
        }
    }
    return heads;
}

std::string to_json(const Heads& heads) {
    std::string out = fmt::format("{{\"format\": \"{}\", \"heads\": [", kFormat);
    bool first = true;
    for (const auto& [id, head] : heads) {
        if (!first) out += ",";
        first = false;
        write_member(out, "root", id.root, true);
        write_member(out, "organization", id.organization);
        write_member(out, "account", id.account);
        write_member(out, "region", id.region);
        write_member(out, "trail", id.chain.trail);
        write_member(out, "home", id.chain.home);
        out += fmt::format(", \"backfill\": {}", id.chain.backfill);
        write_member(out, "since", to_string(head.since));
        write_member(out, "end", to_string(head.end));
        write_member(out, "path", head.path);
        write_member(out, "sha256", head.sha256);
        write_member(out, "signature", head.signature);
        out += "}";
    }
    return out + "\n]}\n";
}

Result<Heads> parse_heads(base::SourcePtr text) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(text)));
    const Value* format = document.root.find("format");
    const Value* list = document.root.find("heads");
    if (format == nullptr || !format->is_string() || format->as_string() != kFormat || list == nullptr || !list->is_list())
        return fail(Code::invalid_value, fmt::format("this is no file of heads (`{}`)", kFormat));
    Heads heads;
    for (const Value& each : list->as_list()) {
        VOUCH_TRY(auto row, head_of(each));
        heads.insert_or_assign(std::move(row.first), std::move(row.second));
    }
    return heads;
}

}  // namespace vouch::trail
