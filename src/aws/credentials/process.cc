// SPDX-License-Identifier: Apache-2.0
// A program of the user's prints credentials as JSON. What it prints never reaches an error. Tested by process_test.cc.
#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "aws/credentials/words.h"
#include "base/text.h"

namespace vouch::aws {

Found look_for_process(const Search& search) {
    const auto command = search.of_profile().get("credential_process");
    if (!command) return std::nullopt;
    const auto named = [&](base::Error error) { return std::move(error).within(fmt::format("profile {}", base::excerpt(search.profile))); };
    const auto words = split_words(*command);
    if (!words) return std::unexpected(named(words.error()));
    if (!search.outside.run) return base::fail(base::Code::invalid_value, "credential_process is configured and no program may be started");
    auto output = search.outside.run(*words);
    if (!output) return std::unexpected(named(output.error()));
    VOUCH_TRY(const auto document, read_secret_json("the output of credential_process", *std::move(output)));
    const value::Value* version = document.root.find("Version");
    if (version == nullptr || version->kind() != value::Kind::integer || version->as_integer() != 1)
        return base::fail(base::Code::invalid_value, "the output of credential_process has another `Version` than 1");
    VOUCH_TRY(Credentials credentials,
              credentials_in(document.root, {}, fmt::format("credential_process of profile `{}`", base::excerpt(search.profile))));
    return credentials;
}

}  // namespace vouch::aws
