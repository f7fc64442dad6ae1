// SPDX-License-Identifier: Apache-2.0
// The profiles of ~/.aws/config and ~/.aws/credentials, sessions of single sign-on and endpoints of services with them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/environment.h"
#include "base/error.h"

namespace vouch::aws {

using Section = std::map<std::string, std::string, std::less<>>;

// One profile. Both files may know it; what each says is kept apart, since some sources of credentials read one file only.
struct Profile {
    Section config;
    Section credentials;

    // What the credentials file says, else the config file; nullopt where neither does, or nothing stands there.
    std::optional<std::string> get(std::string_view setting) const;
};

struct Profiles {
    std::map<std::string, Profile, std::less<>> profiles;
    std::map<std::string, Section, std::less<>> sessions;  // [sso-session NAME]
    std::map<std::string, Section, std::less<>> services;  // [services NAME]

    const Profile* find(std::string_view name) const;
};

// Reads the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those below HOME. A file that is not there has nothing.
// Errors: those of reading a file and of parse_ini().
base::Result<Profiles> read_profiles(const Environment& environment);

// The setting's value within a section; nullopt where it is absent or empty.
std::optional<std::string> setting(const Section& section, std::string_view name);

}  // namespace vouch::aws
