// SPDX-License-Identifier: Apache-2.0
// vouch.yaml: {suppressions: [{controls, paths, resources, reason, owner, until}], rows: {A5: {owner, due}}}. Tested by
// suppressions_test.cc.
#include <fmt/format.h>

#include "assess/suppressions/entry.h"
#include "assess/suppressions/register.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::assess {

using base::Code;
using value::Value;

namespace {

class FileReader {
public:
    FileReader(const value::Document& document, std::span<const model::Control> known, Register& out)
        : document_(document), known_(known), out_(out) {}

    void run() {
        const Value& root = document_.root;
        if (root.is_null()) return;
        if (!root.is_map()) return problem(root, "vouch.yaml is a map with the keys `suppressions` and `rows`");
        for (const value::Member& member : root.as_map()) {
            if (member.name() == "rows") {
                rows(member.value);
            } else if (member.name() != "suppressions") {
                problem(member.key, fmt::format("vouch.yaml has no key `{}`", base::excerpt(member.name())));
            } else if (!member.value.is_list()) {
                problem(member.value, "`suppressions` is a list");
            } else {
                for (const Value& each : member.value.as_list()) entry(each);
            }
        }
    }

private:
    void problem(const Value& value, std::string message) {
        out_.problems.push_back({Code::invalid_value, std::move(message), document_.location(value), {}, {}});
    }

    // A string or a list of strings; reported where it is neither.
    bool strings(const Value& entry, std::string_view key, std::vector<std::string>& out) {
        const Value* found = entry.find(key);
        if (found == nullptr) return true;
        if (found->is_string()) return out.emplace_back(found->as_string()), true;
        bool right = found->is_list();
        // What somebody meant to fill would stand for everything.
        if (right && found->as_list().empty())
            return problem(*found, fmt::format("`{}` names nothing; left out, it stands for everything", key)), false;
        if (right)
            for (const Value& each : found->as_list()) {
                right = right && each.is_string();
                if (each.is_string()) out.emplace_back(each.as_string());
            }
        if (!right) problem(*found, fmt::format("`{}` is a string or a list of strings", key));
        return right;
    }

    bool string(const Value& entry, std::string_view key, std::string& out) {
        const Value* found = entry.find(key);
        if (found == nullptr) return true;
        if (!found->is_string()) return problem(*found, fmt::format("`{}` is a string", key)), false;
        out = found->as_string();
        return true;
    }

    void rows(const Value& all) {
        if (!all.is_map()) return problem(all, "`rows` is a map of rows to their `owner` and `due`");
        for (const value::Member& row : all.as_map()) {
            model::Undertaking made{std::string(row.name()), {}, {}};
            if (!row.value.is_map()) {
                problem(row.value, "a row has `owner` and `due`");
                continue;
            }
            for (const value::Member& each : row.value.as_map())
                if (each.name() != "owner" && each.name() != "due")
                    problem(each.key, fmt::format("a row has no key `{}`", base::excerpt(each.name())));
            if (!string(row.value, "owner", made.owner) || !string(row.value, "due", made.due)) continue;
            if (!made.due.empty() && !is_date(made.due))
                problem(*row.value.find("due"), fmt::format("`{}` is no date: YYYY-MM-DD", base::excerpt(made.due)));
            else
                out_.undertakings.push_back(std::move(made));
        }
    }

    void entry(const Value& value) {
        if (!value.is_map()) return problem(value, "a suppression is a map with `controls` and `reason`");
        Entry entry;
        entry.what.source = "vouch.yaml";
        entry.what.where = document_.location(value);
        const bool read = strings(value, "controls", entry.controls) && strings(value, "paths", entry.paths) &&
                          strings(value, "resources", entry.resources) && string(value, "reason", entry.what.reason) &&
                          string(value, "owner", entry.what.owner) && string(value, "until", entry.what.until);
        if (!read) return;
        if (entry.controls.empty()) return problem(value, "a suppression names its `controls`; `*` stands for all");
        if (auto error = check_entry(entry, value, {"controls", "paths", "resources", "reason", "owner", "until"}, known_, out_.guesses)) {
            error->where = document_.location(value);
            out_.problems.push_back(*std::move(error));
            return;
        }
        out_.entries.push_back(std::move(entry));
    }

    const value::Document& document_;
    std::span<const model::Control> known_;
    Register& out_;
};

}  // namespace

void read_file(base::SourcePtr source, std::span<const model::Control> known, Register& out) {
    const auto document = value::read_yaml(std::move(source));
    if (!document) {
        out.problems.push_back(document.error());
        return;
    }
    FileReader(*document, known, out).run();
}

}  // namespace vouch::assess
