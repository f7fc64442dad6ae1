// SPDX-License-Identifier: Apache-2.0
// Fuzz target for configuration files: names are unique and never empty, lines ascend, and what was read says the same when it is written
// and read again.
#include "aws/ini.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {
namespace aws = vouch::aws;
namespace base = vouch::base;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string written(const std::vector<aws::IniSection>& sections) {
    std::string out;
    for (const aws::IniSection& section : sections) {
        out.append("[").append(section.name).append("]\n");
        for (const auto& [name, value] : section.settings) {
            out.append(name).append(" =");
            for (const char c : value.text) out.append(1, c).append(c == '\n' ? "  " : "");
            out += '\n';
        }
    }
    return out;
}

bool same(const std::vector<aws::IniSection>& a, const std::vector<aws::IniSection>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].name != b[i].name || a[i].settings.size() != b[i].settings.size()) return false;
        for (const auto& [name, value] : a[i].settings) {
            const auto found = b[i].settings.find(name);
            if (found == b[i].settings.end() || found->second.text != value.text) return false;
        }
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const base::Source source("config", std::string(reinterpret_cast<const char*>(bytes), size));
    const auto ini = aws::parse_ini(source, {.bytes = 65'536, .lines = 4096});
    if (!ini) {
        require(ini.error().code != base::Code::internal && !ini.error().message.empty() && ini.error().where.has_value());
        return 0;
    }
    std::uint32_t line = 0;
    for (const aws::IniSection& section : *ini) {
        require(!section.name.empty() && section.line > line);
        line = section.line;
        for (const auto& [name, value] : section.settings) {
            require(!name.empty() && value.line > line);
            static_cast<void>(aws::nested_settings(value.text));
        }
    }
    const auto again = aws::parse_ini(base::Source("config", written(*ini)));
    require(again.has_value() && same(*ini, *again));
    return 0;
}
