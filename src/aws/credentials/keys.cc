// SPDX-License-Identifier: Apache-2.0
// Tested by the tests of the places.
#include "aws/credentials/keys.h"

#include <fmt/format.h>

#include "aws/detail/hmac.h"
#include "aws/time.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using namespace std::chrono_literals;

constexpr std::size_t kLargestAnswer = std::size_t{1} << 20U;  // the real ones have some kilobytes

// Absent: nullopt within the result. An error where something else than a time stands there.
Result<std::optional<base::Time>> expiry_in(const value::Value& map, std::string_view name, const std::string& source) {
    const value::Value* found = map.find(name);
    if (found == nullptr || found->is_null()) return std::nullopt;
    // Milliseconds; nothing that overflows a clock.
    if (found->kind() == value::Kind::integer && found->as_integer() > 0 && found->as_integer() < 100'000'000'000'000)
        return base::Time(std::chrono::milliseconds(found->as_integer()));
    const auto time = found->is_string() ? parse_time(found->as_string()) : std::nullopt;
    if (!time) return base::fail(Code::invalid_value, fmt::format("`{}` of the credentials from {} is no time", name, source));
    return time;
}

}  // namespace

Result<value::Document> read_secret_json(std::string_view name, std::string text) {
    const value::ReadOptions options{.limits = {.bytes = kLargestAnswer, .depth = 32, .nodes = 10'000, .alias_nodes = 0}};
    auto document = value::read_json(std::make_shared<base::Source>(std::string(name), std::move(text)), options);
    if (!document) return base::fail(document.error().code, fmt::format("{} is no JSON that can be read", name));
    if (!document->root.is_map()) return base::fail(Code::syntax, fmt::format("{} is no JSON object", name));
    return document;
}

Result<Credentials> credentials_in(const value::Value& map, const KeyNames& names, std::string source) {
    VOUCH_TRY(const auto expires, expiry_in(map, names.expires, source));
    Credentials credentials{text_at(map, names.id), Secret(text_at(map, names.secret)), Secret(text_at(map, names.token)), expires,
                            std::move(source)};
    if (credentials.access_key_id.empty() || credentials.secret.empty())
        return base::fail(Code::invalid_value, fmt::format("the credentials from {} have no `{}`", credentials.source,
                                                           credentials.access_key_id.empty() ? names.id : names.secret));
    return credentials;
}

Found keys_in(const Section& section, std::string source) {
    const auto id = setting(section, "aws_access_key_id");
    if (!id) return std::nullopt;
    const auto secret = setting(section, "aws_secret_access_key");
    if (!secret) return base::fail(Code::invalid_value, fmt::format("{} has aws_access_key_id and no aws_secret_access_key", source));
    auto token = setting(section, "aws_session_token");
    if (!token) token = setting(section, "aws_security_token");
    return Credentials{*id, Secret(*secret), Secret(token.value_or("")), std::nullopt, std::move(source)};
}

std::optional<Credentials> cached_credentials(const Search& search, std::string_view key, std::string source) {
    const auto name = detail::sha1_hex(key);
    if (!name) return std::nullopt;
    const Environment& environment = search.outside.environment;
    const auto file = environment.files.read(expand_home(environment, fmt::format("~/.aws/cli/cache/{}.json", *name)), kLargestAnswer);
    if (!file) return std::nullopt;
    const auto document = read_secret_json("the cache", std::string((*file)->text()));
    const value::Value* map = document ? document->root.find("Credentials") : nullptr;
    if (map == nullptr) return std::nullopt;
    auto credentials = credentials_in(*map, {}, std::move(source));
    if (!credentials || !credentials->expires || *credentials->expires < environment.clock.now() + 15min) return std::nullopt;
    return *std::move(credentials);
}

}  // namespace vouch::aws
