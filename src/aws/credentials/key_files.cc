// SPDX-License-Identifier: Apache-2.0
// Keys that simply stand somewhere: variables, ~/.aws/credentials, ~/.aws/config, and the files of older tools. Tested by
// key_files_test.cc.
#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "aws/ini.h"
#include "aws/time.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;

// A file that is not there, or that is none for us, has nothing.
base::Result<std::vector<IniSection>> older_file(const Search& search, std::string_view path, std::string_view before) {
    const Environment& environment = search.outside.environment;
    const auto file = environment.files.read(expand_home(environment, path), IniLimits{}.bytes);
    if (!file && file.error().code == Code::not_found) return {};
    if (!file) return std::unexpected(file.error());
    return parse_ini(base::Source((*file)->name(), std::string(before) + std::string((*file)->text())));
}

// The keys under the names that a file of another tool has for them.
Found renamed_keys(const IniSection& section, std::string_view id, std::string_view secret, std::string source) {
    Section keys;
    if (const auto found = section.settings.find(id); found != section.settings.end()) keys["aws_access_key_id"] = found->second.text;
    if (const auto found = section.settings.find(secret); found != section.settings.end())
        keys["aws_secret_access_key"] = found->second.text;
    return keys_in(keys, std::move(source));
}

}  // namespace

Found look_in_variables(const Search& search) {
    if (!search.variables) return std::nullopt;
    const Environment& environment = search.outside.environment;
    const auto id = variable(environment, "AWS_ACCESS_KEY_ID");
    if (!id) return std::nullopt;
    const auto secret = variable(environment, "AWS_SECRET_ACCESS_KEY");
    if (!secret) return base::fail(Code::invalid_value, "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
    auto token = variable(environment, "AWS_SESSION_TOKEN");
    if (!token) token = variable(environment, "AWS_SECURITY_TOKEN");
    Credentials credentials{*id, Secret(*secret), Secret(token.value_or("")), std::nullopt, "variables of the environment"};
    if (const auto expires = variable(environment, "AWS_CREDENTIAL_EXPIRATION")) {
        credentials.expires = parse_time(*expires);
        if (!credentials.expires) return base::fail(Code::invalid_value, "AWS_CREDENTIAL_EXPIRATION is no time");
    }
    return credentials;
}

Found look_in_credentials_file(const Search& search) {
    return keys_in(search.of_profile().credentials, fmt::format("profile `{}` of the credentials file", base::excerpt(search.profile)));
}

Found look_in_config_file(const Search& search) {
    return keys_in(search.of_profile().config, fmt::format("profile `{}` of the config file", base::excerpt(search.profile)));
}

Found look_in_ec2_file(const Search& search) {
    const auto path = variable(search.outside.environment, "AWS_CREDENTIAL_FILE");
    if (!path) return std::nullopt;
    VOUCH_TRY(const auto sections, older_file(search, *path, "[keys]\n"));  // the file has no sections
    if (sections.empty()) return std::nullopt;
    return renamed_keys(sections.front(), "awsaccesskeyid", "awssecretkey", "the file that AWS_CREDENTIAL_FILE names");
}

Found look_in_boto_file(const Search& search) {
    std::vector<std::string> paths{"/etc/boto.cfg", "~/.boto"};
    if (const auto named = variable(search.outside.environment, "BOTO_CONFIG")) paths = {*named};
    for (const std::string& path : paths) {
        VOUCH_TRY(const auto sections, older_file(search, path, ""));
        for (const IniSection& section : sections) {
            if (section.name != "Credentials") continue;
            auto found = renamed_keys(section, "aws_access_key_id", "aws_secret_access_key", fmt::format("`{}`", base::excerpt(path)));
            if (!found || *found) return found;
        }
    }
    return std::nullopt;
}

}  // namespace vouch::aws
