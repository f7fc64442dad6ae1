// SPDX-License-Identifier: Apache-2.0
// The block is read as YAML with the comment marks blanked out, so that lines and columns stay those of the file.
// Each key is a row: its name, whether it must be there, and where it goes. Tested by catalog_test.cc.
#include "assess/metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "assess/plain_block.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::assess {

using base::Code;
using model::Control;
using value::Value;

namespace {

constexpr std::string_view kFence = "# ---";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::size_t kLongText = 20'000;
constexpr std::size_t kShortText = 300;
constexpr std::size_t kLongestId = 100;

struct Key {
    std::string_view name;
    bool required;
    std::size_t longest;          // of a text; those that stand beside every finding are short, and on one line
    std::string Control::* text;  // one of the two
    std::vector<std::string> Control::* list;
};

constexpr std::array kKeys{
    Key{"id", true, kLongestId, &Control::id, nullptr},
    Key{"title", true, kShortText, &Control::title, nullptr},
    Key{"resources", true, kShortText, nullptr, &Control::resources},
    Key{"covers", false, kShortText, nullptr, &Control::covers},
    Key{"criteria", false, kShortText, nullptr, &Control::criteria},
    Key{"iso27001", false, kShortText, nullptr, &Control::iso27001},
    Key{"rows", false, kShortText, nullptr, &Control::rows},
    Key{"severity", true, kShortText, nullptr, nullptr},
    Key{"phase", false, kShortText, nullptr, nullptr},
    Key{"rationale", false, kLongText, &Control::rationale, nullptr},
    Key{"fix", false, kLongText, &Control::fix, nullptr},
    Key{"references", false, kShortText, nullptr, &Control::references},
};

std::string_view without_return(std::string_view line) { return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line; }

bool is_id(std::string_view text) {
    const auto usual = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return usual(text.front()) && std::ranges::all_of(text, [&](char c) { return usual(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && text.find_first_of(" <>\"'") == std::string_view::npos;
}

// Nothing in it moves the cursor of a terminal, turns its direction or cannot be seen.
bool can_be_seen(std::string_view text, bool one_line) {
    const bool usual = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    return usual || base::escape(text, one_line ? base::Newlines::escape : base::Newlines::keep) == text;
}

// Fills a Control from the block's map.
class Filler {
public:
    Filler(const value::Document& block, Control& control) : block_(block), control_(control) {}

    base::Result<void> fill() {
        if (!block_.root.is_map()) return bad(block_.root, "the metadata block is no map of keys");
        for (const value::Member& member : block_.root.as_map()) {
            const auto key = std::ranges::find(kKeys, member.name(), &Key::name);
            if (key == kKeys.end())
                return bad(member.key, fmt::format("the metadata has an unknown key `{}`", base::excerpt(member.name())));
            VOUCH_CHECK(set(*key, member.value));
        }
        for (const Key& key : kKeys)
            if (key.required && block_.root.find(key.name) == nullptr)
                return bad(block_.root, fmt::format("the metadata lacks `{}`", key.name));
        if (control_.resources.empty()) return bad(*block_.root.find("resources"), "`resources` names no type");
        return {};
    }

private:
    std::unexpected<base::Error> bad(const Value& at, std::string message) const {
        return base::fail(Code::invalid_value, std::move(message), block_.location(at));
    }

    base::Result<void> set(const Key& key, const Value& value) {
        if (key.list != nullptr) return set_list(key, value);
        if (!value.is_string()) return bad(value, fmt::format("`{}` must be text", key.name));
        const std::string_view text = trimmed(value.as_string());
        VOUCH_CHECK(check(key, text, value));
        if (key.text != nullptr) {
            control_.*key.text = text;
        } else if (key.name == "severity") {
            return choose(control_.severity, model::severity_from(text), value, "severity", "low, medium, high, critical");
        } else {
            return choose(control_.phase, model::phase_from(text), value, "phase", "foundation, advanced, continuous");
        }
        return {};
    }

    // What every report may print as it is.
    base::Result<void> check(const Key& key, std::string_view text, const Value& value) const {
        if (text.empty()) return bad(value, fmt::format("`{}` is empty", key.name));
        if (text.size() > key.longest) return bad(value, fmt::format("`{}` is longer than the limit of {} bytes", key.name, key.longest));
        if (!can_be_seen(text, key.longest < kLongText))
            return bad(value, fmt::format("`{}` holds a character that cannot be seen: `{}`", key.name, base::excerpt(text)));
        if (key.name == "id" && !is_id(text))
            return bad(value, fmt::format("`{}` is no id: letters, digits, `-`, `_` and `.`", base::excerpt(text)));
        if (key.name == "references" && !is_address(text))
            return bad(value, fmt::format("`{}` is no address that begins with https://", base::excerpt(text)));
        return {};
    }

    base::Result<void> set_list(const Key& key, const Value& value) {
        if (!value.is_list()) return bad(value, fmt::format("`{}` must be a list", key.name));
        for (const Value& item : value.as_list()) {
            if (!item.is_string()) return bad(item, fmt::format("`{}` must hold texts only", key.name));
            VOUCH_CHECK(check(key, item.as_string(), item));
            (control_.*key.list).emplace_back(item.as_string());
        }
        return {};
    }

    template <class Enum>
    base::Result<void> choose(Enum& into, std::optional<Enum> chosen, const Value& value, std::string_view what,
                              std::string_view choices) const {
        if (!chosen) return bad(value, fmt::format("`{}` is no {}: {}", base::excerpt(value.as_string()), what, choices));
        into = *chosen;
        return {};
    }

    static std::string_view trimmed(std::string_view text) {
        const std::size_t first = text.find_first_not_of(" \n\t");
        if (first == std::string_view::npos) return {};
        return text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
    }

    const value::Document& block_;
    Control& control_;
};

}  // namespace

base::Result<std::string> metadata_block(const base::Source& source) {
    const std::string_view text = source.text();
    std::string yaml;
    bool inside = false;
    std::size_t first = 0;
    for (std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = without_return(text.substr(at, end - at));
        if (line == kFence) {
            if (inside) return yaml;
            inside = true;
            first = at;
            yaml += '\n';
        } else if (!inside) {
            if (!line.empty() && !line.starts_with('#')) break;  // rules begin: there is no block
            yaml += '\n';
        } else if (line.starts_with("# ") || line == "#") {
            yaml.append("  ").append(line.size() > 1 ? line.substr(2) : std::string_view()).append("\n");
        } else {
            return base::fail(Code::syntax, "a line of the metadata block does not begin with `# `", source.location(at),
                              "end the block with a line `# ---`");
        }
        at = end + 1;
    }
    if (inside)
        return base::fail(Code::syntax, "the metadata block has no end", source.location(first), "end the block with a line `# ---`");
    return base::fail(Code::syntax, "the control has no metadata block", source.location(0),
                      "begin the file with id, title, resources and severity as YAML between two lines `# ---`");
}

base::Result<Control> read_control(base::SourcePtr source, std::string service) {
    VOUCH_TRY(std::string yaml, metadata_block(*source));
    const auto text = std::make_shared<const base::Source>(source->name(), std::move(yaml));
    auto plain = read_plain_block(text);
    VOUCH_TRY(const value::Document block, plain ? base::Result<value::Document>(*std::move(plain)) : value::read_yaml(text));
    Control control;
    control.service = std::move(service);
    control.rules = std::move(source);
    VOUCH_CHECK(Filler(block, control).fill());
    return control;
}

}  // namespace vouch::assess
