// SPDX-License-Identifier: Apache-2.0
// What several places share: keys out of JSON, out of sections of files, and the files in which the AWS CLI keeps what it was given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials/source.h"
#include "value/document.h"

namespace vouch::aws {

// What the members of a JSON object are called at one place.
struct KeyNames {
    std::string_view id = "AccessKeyId";
    std::string_view secret = "SecretAccessKey";
    std::string_view token = "SessionToken";
    std::string_view expires = "Expiration";  // a time, or milliseconds since 1970
};
inline constexpr KeyNames kMetadataNames{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"};  // of containers and instances

// Reads `text` as JSON. Errors: syntax, too_large; no message holds any of the text. `name` is what errors call it.
base::Result<value::Document> read_secret_json(std::string_view name, std::string text);

// The credentials that `map` holds. Errors: invalid_value where the id or the secret is missing or the time is none.
base::Result<Credentials> credentials_in(const value::Value& map, const KeyNames& names, std::string source);

// The three settings aws_access_key_id, aws_secret_access_key, aws_session_token; nullopt without the first. Errors: invalid_value where
// there is no secret to it.
Found keys_in(const Section& section, std::string source);

// Credentials in ~/.aws/cli/cache that have 15 minutes left at least; nullopt for everything else, whatever is wrong with the file. `key`
// is the JSON that the AWS CLI names the file after.
std::optional<Credentials> cached_credentials(const Search& search, std::string_view key, std::string source);

}  // namespace vouch::aws
