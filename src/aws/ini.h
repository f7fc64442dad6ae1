// SPDX-License-Identifier: Apache-2.0
// The files ~/.aws/config and ~/.aws/credentials as the AWS CLI reads them: sections of settings, continued by indented lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"

namespace vouch::aws {

// Each limit ends in an error `too_large`. Estates of hundreds of accounts have files of some 100 kB.
struct IniLimits {
    std::size_t bytes = std::size_t{4} << 20U;
    std::size_t lines = 200'000;
};

struct IniValue {
    std::string text;  // without white space at the ends; lines that continue it follow behind a line feed each
    std::uint32_t line = 0;
};

struct IniSection {
    std::string name;  // as it stands between the brackets
    std::uint32_t line = 0;
    std::map<std::string, IniValue, std::less<>> settings;  // names in lower case
};

// Errors: syntax, duplicate_key (a section, or a setting of one, twice; both lines are named), invalid_encoding (a NUL), too_large. No
// message holds text of the file: it may be a secret.
base::Result<std::vector<IniSection>> parse_ini(const base::Source& source, const IniLimits& limits = {});

// The settings within a value that has only continued lines: "s3 =\n  endpoint_url = http://..." Lines that are none are left out.
std::map<std::string, std::string, std::less<>> nested_settings(std::string_view value);

}  // namespace vouch::aws
