// SPDX-License-Identifier: Apache-2.0
// Secrets within texts, replaced by words that let a control judge what it would have judged: model/credentials.h says which.
#pragma once

#include <string>
#include <string_view>

namespace vouch::store {

// `text` without what shows by its form that it is a secret: credentials, whoever stands before the @ of a URL, a secret access key beside
// the id of its key, what a password or token is said to be (`password=...`, `"ApiKey": "..."`, `--token ...`, `Bearer ...`).
// model::credentials_in() says the same of both texts; hiding twice changes nothing more. Linear in the length.
std::string hide_secrets(std::string_view text);

// The whole of a text that is a secret by its name. What is nothing but an ARN, a dynamic reference, white space, true or false stays; of
// other texts the marker begins as they did where controls ask for it: `arn:`, or `/` for paths and names of secrets. Hiding it twice
// changes nothing more.
std::string hide_value(std::string_view text);

// User data, in base 64 or not: all of it is hidden, and what kinds of credentials stand in it is told.
std::string hide_user_data(std::string_view text);

// A text of the form that secret access keys of AWS have. Others have it too: it counts beside the id of a key.
bool is_like_an_aws_secret(std::string_view text);

}  // namespace vouch::store
