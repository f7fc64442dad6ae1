// SPDX-License-Identifier: Apache-2.0
// One pass over the lines. What Python's configparser does in its strict form, since that is what the AWS CLI uses: a line indented deeper
// than the setting above continues it; `#` and `;` begin comments only at the start of a line; a repeated name is an error. Tested by
// ini_test.cc and held to its properties by ini_fuzz.cc.
#include "aws/ini.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Location;
using base::Result;

constexpr std::string_view kIniBlank = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kIniBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kIniBlank) - begin + 1);
}

class IniParser {
public:
    IniParser(const base::Source& source, const IniLimits& limits) : source_(source), limits_(limits) {}

    Result<std::vector<IniSection>> parse() {
        std::string_view rest = source_.text();
        if (rest.size() > limits_.bytes)
            return fail(Code::too_large, fmt::format("has more than the limit of {} bytes for a configuration file", limits_.bytes));
        if (rest.find('\0') != std::string_view::npos) return fail(Code::invalid_encoding, "has a NUL byte");
        if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            if (++line_ > limits_.lines) return fail(Code::too_large, fmt::format("has more than the limit of {} lines", limits_.lines));
            VOUCH_CHECK(read_line(rest.substr(0, end)));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return std::move(sections_);
    }

private:
    std::unexpected<base::Error> fail(Code code, std::string message) const {
        return base::fail(code, std::move(message), Location{source_.name(), line_, line_ == 0 ? 0U : 1U});
    }

    Result<void> read_line(std::string_view line) {
        const std::string_view text = trimmed(line);
        if (text.empty() || text.front() == '#' || text.front() == ';') return {};
        const std::size_t indent = line.find_first_not_of(kIniBlank);
        if (setting_ != nullptr && indent > indent_) {
            setting_->text.append("\n").append(text);
            return {};
        }
        indent_ = indent;
        return text.front() == '[' ? begin_section(text) : begin_setting(text);
    }

    Result<void> begin_section(std::string_view text) {
        const std::size_t end = text.rfind(']');
        if (end == std::string_view::npos || trimmed(text.substr(1, end - 1)).empty())
            return fail(Code::syntax, "a section has no name between `[` and `]`");
        std::string name(trimmed(text.substr(1, end - 1)));
        if (const auto [earlier, added] = lines_.try_emplace(name, line_); !added)
            return fail(Code::duplicate_key, fmt::format("the same section stands on line {} already", earlier->second));
        sections_.push_back({std::move(name), line_, {}});
        setting_ = nullptr;
        return {};
    }

    Result<void> begin_setting(std::string_view text) {
        const std::size_t delimiter = text.find_first_of("=:");
        if (delimiter == std::string_view::npos || delimiter == 0) return fail(Code::syntax, "a line is no section, setting or comment");
        if (sections_.empty()) return fail(Code::syntax, "a setting stands before the first section");
        const std::string name = base::to_lower(trimmed(text.substr(0, delimiter)));
        const auto [place, added] =
            sections_.back().settings.try_emplace(name, IniValue{std::string(trimmed(text.substr(delimiter + 1))), line_});
        if (!added) return fail(Code::duplicate_key, fmt::format("the same setting stands on line {} already", place->second.line));
        setting_ = &place->second;
        return {};
    }

    const base::Source& source_;
    const IniLimits& limits_;
    std::vector<IniSection> sections_;
    std::map<std::string, std::uint32_t> lines_;  // of the sections, by name
    IniValue* setting_ = nullptr;                 // that the next line may continue; within the last section
    std::size_t indent_ = 0;                      // of that setting
    std::uint32_t line_ = 0;
};

}  // namespace

Result<std::vector<IniSection>> parse_ini(const base::Source& source, const IniLimits& limits) { return IniParser(source, limits).parse(); }

std::map<std::string, std::string, std::less<>> nested_settings(std::string_view value) {
    std::map<std::string, std::string, std::less<>> settings;
    if (!value.starts_with('\n')) return settings;
    for (std::size_t begin = 1; begin <= value.size();) {
        const std::size_t end = std::min(value.find('\n', begin), value.size());
        const std::string_view line = value.substr(begin, end - begin);
        const std::size_t delimiter = line.find('=');
        if (delimiter != std::string_view::npos && delimiter > 0)
            settings.insert_or_assign(base::to_lower(trimmed(line.substr(0, delimiter))), std::string(trimmed(line.substr(delimiter + 1))));
        begin = end + 1;
    }
    return settings;
}

}  // namespace vouch::aws
