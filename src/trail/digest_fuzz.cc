// SPDX-License-Identifier: Apache-2.0
// Fuzz target for digests. The first line is a path, the rest a digest as it is stored or its text: nothing crashes, errors say what is
// wrong, limits hold, and what was parsed keeps the promises of the header.
#include "trail/digest.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "trail/gunzip.h"
#include "trail/names.h"

namespace {
namespace base = vouch::base;
namespace trail = vouch::trail;

constexpr std::size_t kMost = 1 << 20;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_text(std::string_view text) {
    const auto digest = trail::parse_digest(std::make_shared<base::Source>("digest", std::string(text)));
    if (!digest) {
        require(digest.error().code != base::Code::internal && digest.error().message.find('\n') == std::string::npos);
        return;
    }
    require(digest->about.from >= trail::kFirstTime && digest->about.to < trail::kLastTime && !digest->about.empty());
    require(trail::parse_time(digest->end_text) == digest->about.to);
    for (const trail::ListedLog& log : digest->logs) require(log.sha256.size() == 64 && log.path.find('/') != std::string::npos);
    if (digest->previous) require(trail::hexadecimal(digest->previous->signature) == digest->previous->signature);
    require(trail::string_to_sign(*digest, "hash").starts_with(digest->end_text + "\n" + digest->path + "\nhash\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view path = input.substr(0, end);
    if (const auto name = trail::parse_digest_name(path))
        require(trail::is_account(name->account) && !name->trail.empty() && name->end >= trail::kFirstTime);
    trail::parse_log_name(path);
    const std::string_view rest = input.substr(std::min(end + 1, input.size()));
    trail::Gunzip gunzip;
    const auto text = gunzip(rest, kMost);
    if (text) require(text->size() <= kMost);
    check_text(text ? *text : rest);
    return 0;
}
