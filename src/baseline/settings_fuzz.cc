// SPDX-License-Identifier: Apache-2.0
// Fuzz target for the settings of a baseline. Errors have a place and one line; settings that were read, written and read again are the
// same.
#include "baseline/settings.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "value/write.h"

namespace {
namespace base = vouch::base;
namespace baseline = vouch::baseline;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void write(std::string& out, std::string_view text, baseline::SettingKind kind) {
    if (kind == baseline::SettingKind::number)
        out += text;
    else
        value::write_json_string(out, text);
}

// As YAML, each value in the form that its setting has.
std::string written(const baseline::Settings& settings) {
    std::string out;
    for (const auto& [key, values] : settings.values) {
        const baseline::SettingKind* kind = baseline::kind_of(key);
        require(kind != nullptr && !values.empty());
        const bool list = *kind == baseline::SettingKind::list;
        if (!list && values.front().empty()) continue;  // not given
        out += key + (list ? ": [" : ": ");
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) out += ", ";
            write(out, values[i], *kind);
        }
        out += list ? "]\n" : "\n";
    }
    return out;
}

void require_told(const base::Error& error, std::string_view text) {
    require(error.code != base::Code::internal && !error.message.empty() && error.message.find_first_of("\r\n") == std::string::npos);
    const auto lines = 1 + std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; });
    require(error.where && error.where->line >= 1 && std::cmp_less_equal(error.where->line, lines));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    const auto settings = baseline::read_settings(std::make_shared<base::Source>("b.yaml", text));
    if (!settings) {
        require(!settings.error().empty());
        for (const base::Error& each : settings.error()) require_told(each, text);
        return 0;
    }
    const auto again = baseline::read_settings(std::make_shared<base::Source>("again", written(*settings)));
    require(again.has_value() && again->values == settings->values);
    return 0;
}
