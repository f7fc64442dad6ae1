// SPDX-License-Identifier: Apache-2.0
// In the config file sections are `default`, `profile NAME`, `sso-session NAME`, `services NAME`; in the credentials file every section is
// the name of a profile. Tested by profiles_test.cc.
#include "aws/profiles.h"

#include "aws/ini.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

constexpr std::size_t kLargestConfiguration = IniLimits{}.bytes;

// `profile "a b"` in its two words; the quotes are not part of the name.
struct Heading {
    std::string kind;
    std::string name;
};

Heading heading(std::string_view text) {
    const std::size_t end = text.find_first_of(" \t");
    if (end == std::string_view::npos) return {std::string(text), {}};
    std::string_view name = text.substr(text.find_first_not_of(" \t", end));
    for (const char quote : {'"', '\''})
        if (name.size() > 1 && name.front() == quote && name.back() == quote) name = name.substr(1, name.size() - 2);
    return {std::string(text.substr(0, end)), std::string(name)};
}

Section section_of(const IniSection& ini) {
    Section section;
    for (const auto& [name, value] : ini.settings) section.emplace(name, value.text);
    return section;
}

Result<std::vector<IniSection>> read_file(const Environment& environment, std::string_view name, std::string_view usual) {
    const std::string path = expand_home(environment, variable(environment, name).value_or(std::string(usual)));
    const auto source = environment.files.read(path, kLargestConfiguration);
    if (!source && source.error().code == Code::not_found) return {};
    if (!source) return std::unexpected(source.error());
    return parse_ini(**source);
}

}  // namespace

std::optional<std::string> setting(const Section& section, std::string_view name) {
    const auto found = section.find(name);
    if (found == section.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

std::optional<std::string> Profile::get(std::string_view name) const {
    auto found = setting(credentials, name);
    return found ? found : setting(config, name);
}

const Profile* Profiles::find(std::string_view name) const {
    const auto found = profiles.find(name);
    return found == profiles.end() ? nullptr : &found->second;
}

Result<Profiles> read_profiles(const Environment& environment) {
    Profiles all;
    VOUCH_TRY(const auto config, read_file(environment, "AWS_CONFIG_FILE", "~/.aws/config"));
    bool prefixed_default = false;
    for (const IniSection& ini : config) {
        const auto [kind, name] = heading(ini.name);
        if (kind == "sso-session")
            all.sessions.insert_or_assign(name, section_of(ini));
        else if (kind == "services")
            all.services.insert_or_assign(name, section_of(ini));
        else if (kind == "profile" && !name.empty()) {
            prefixed_default = prefixed_default || name == "default";
            all.profiles[name].config = section_of(ini);
        } else if (kind == "default" && name.empty() && !prefixed_default)
            all.profiles["default"].config = section_of(ini);
    }
    VOUCH_TRY(const auto credentials, read_file(environment, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"));
    for (const IniSection& ini : credentials) all.profiles[ini.name].credentials = section_of(ini);
    return all;
}

}  // namespace vouch::aws
