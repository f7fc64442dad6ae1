// SPDX-License-Identifier: Apache-2.0
// Tested by expand_test.cc.
#include "baseline/expand.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "value/form.h"
#include "value/read.h"

namespace vouch::baseline {

using base::Code;

namespace {

using Words = std::map<std::string, std::string>;  // "<rule>" to what stands for it

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// cloud-trail-enabled: CloudTrailEnabled.
std::string camel(std::string_view word) {
    std::string text;
    bool first = true;
    for (const char c : word) {
        if (c != '-') text += first ? upper(c) : c;
        first = c == '-';
    }
    return text;
}

// cloud-trail-enabled: CLOUD_TRAIL_ENABLED.
std::string shout(std::string_view word) {
    std::string text(word);
    for (char& c : text) c = c == '-' ? '_' : upper(c);
    return text;
}

// As it stands between single quotes of YAML.
std::string quoted(std::string_view text) {
    std::string made;
    for (const char c : text) made.append(c == '\'' ? 2U : 1U, c);
    return made;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> all;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
        const std::size_t end = std::min(text.find(' '), text.size());
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return all;
}

Words named(std::string_view name, std::string_view word) {
    return {{fmt::format("<{}>", name), std::string(word)},
            {fmt::format("<{}>", camel(name)), camel(word)},
            {fmt::format("<{}>", shout(name)), shout(word)}};
}

class Expander {
public:
    Expander(const base::Source& source, const Settings& settings, const Lists& lists)
        : source_(source), settings_(settings), lists_(lists) {}

    base::Result<std::string> run() {
        std::string_view rest = source_.text();
        for (line_ = 1; !rest.empty(); ++line_) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            VOUCH_CHECK(take(rest.substr(0, end)));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (repeating_) return fault(Code::syntax, "`# for each` has no `# end`");
        return std::move(text_);
    }

private:
    std::unexpected<base::Error> fault(Code code, std::string message) const {
        return base::fail(code, std::move(message), base::Location{source_.name(), line_, 1});
    }

    base::Result<void> take(std::string_view line) {
        constexpr std::string_view kEach = "# for each ";
        constexpr std::string_view kSetting = "  # setting: ";
        const std::string_view inside = trimmed(line);
        if (inside.starts_with(kEach)) {
            const std::size_t colon = inside.find(':');
            if (repeating_ || colon == std::string_view::npos) return fault(Code::syntax, "`# for each NAME: WORDS` stands in no other");
            repeating_ = true;
            body_.clear();
            rows_ = rows(inside.substr(kEach.size(), colon - kEach.size()), inside.substr(colon + 1));
            return {};
        }
        if (inside == "# end") {
            if (!repeating_) return fault(Code::syntax, "`# end` without `# for each`");
            repeating_ = false;
            for (const Words& row : rows_)
                for (const std::string_view each : body_) put(filled(each, row));
            return {};
        }
        if (repeating_) {
            body_.push_back(line);
            return {};
        }
        if (const std::size_t at = line.find(kSetting); at != std::string_view::npos && inside.starts_with("Default:"))
            return put_default(line, trimmed(line.substr(at + kSetting.size())));
        put(line);
        return {};
    }

    void put(std::string_view line) {
        text_ += line;
        text_ += '\n';
    }

    base::Result<void> put_default(std::string_view line, std::string_view key) {
        const SettingKind* kind = kind_of(key);
        if (kind == nullptr) return fault(Code::undefined_name, fmt::format("there is no setting `{}`", base::excerpt(key)));
        std::string value = fmt::format("{}", fmt::join(settings_.all(key), ","));
        // What an account without an organization has no value for; the conditions of the template leave it unused.
        if (value.empty()) value = key == "organization_id" ? "o-none" : "r-none";
        if (*kind != SettingKind::number) value = fmt::format("'{}'", quoted(value));
        put(fmt::format("{}Default: {}  # setting: {}", line.substr(0, line.find("Default:")), value, key));
        return {};
    }

    std::vector<Words> rows(std::string_view name, std::string_view words) const {
        std::vector<Words> all;
        if (name == "detection") {
            for (const Detection& each : lists_.detections) {
                Words row = named(name, each.id);
                row["<title>"] = quoted(each.title);
                row["<pattern>"] = quoted(each.pattern);
                row["<rows>"] = fmt::format("{}", fmt::join(each.rows, ", "));
                row["<criteria>"] = fmt::format("{}", fmt::join(each.criteria, ", "));
                row["<threshold>"] = "1";
                for (const std::string& word : split(words))
                    if (word.starts_with(each.id + "=")) row["<threshold>"] = "!Ref " + word.substr(each.id.size() + 1);
                all.push_back(std::move(row));
            }
        } else if (name == "target") {
            for (const std::string& each : lists_.targets) all.push_back(named(name, each));
        } else {
            for (const std::string& word : split(words)) all.push_back(named(name, word));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i]["<number>"] = fmt::format("{}", i + 1);
            all[i]["<comma>"] = i + 1 < all.size() ? "," : "";
        }
        return all;
    }

    // In one pass: what a word brings along is not looked at again.
    static std::string filled(std::string_view line, const Words& words) {
        std::string made;
        while (!line.empty()) {
            const std::size_t open = std::min(line.find('<'), line.size());
            made += line.substr(0, open);
            line.remove_prefix(open);
            const std::size_t close = line.find('>');
            const auto found = close == std::string_view::npos ? words.end() : words.find(std::string(line.substr(0, close + 1)));
            if (found != words.end()) {
                made += found->second;
                line.remove_prefix(close + 1);
            } else if (!line.empty()) {
                made += line.front();
                line.remove_prefix(1);
            }
        }
        return made;
    }

    const base::Source& source_;
    const Settings& settings_;
    const Lists& lists_;
    std::string text_;
    std::uint32_t line_ = 0;
    bool repeating_ = false;
    std::vector<std::string_view> body_;
    std::vector<Words> rows_;
};

// nullopt where it asks for no alarm.
base::Result<std::optional<Detection>> read_detection(base::SourcePtr source) {
    VOUCH_TRY(const value::Document document, value::read_yaml(std::move(source)));
    const value::Form form(document);
    const value::Value* alarm = document.root.find("alarm");
    if (alarm == nullptr || alarm->kind() != value::Kind::boolean || !alarm->as_boolean()) return std::nullopt;
    Detection made;
    VOUCH_TRY(made.id, form.text(document.root, "id"));
    VOUCH_TRY(made.title, form.text(document.root, "title"));
    VOUCH_TRY(made.pattern, form.text(document.root, "pattern"));
    VOUCH_TRY(made.rows, form.texts(document.root, "rows"));
    VOUCH_TRY(made.criteria, form.texts(document.root, "criteria"));
    while (made.pattern.ends_with('\n')) made.pattern.pop_back();
    if (made.pattern.find('\n') != std::string::npos) return form.fault(*document.root.find("pattern"), "the pattern has several lines");
    return made;
}

}  // namespace

base::Result<std::vector<Detection>> read_detections(std::span<const base::EmbeddedFile> files) {
    std::vector<Detection> all;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with("detections/") || !file.path.ends_with(".yaml")) continue;
        VOUCH_TRY(std::optional<Detection> one,
                  read_detection(std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes))));
        if (one) all.push_back(*std::move(one));
    }
    std::ranges::sort(all, {}, &Detection::id);
    return all;
}

base::Result<std::string> expand(const base::Source& source, const Settings& settings, const Lists& lists) {
    return Expander(source, settings, lists).run();
}

}  // namespace vouch::baseline
