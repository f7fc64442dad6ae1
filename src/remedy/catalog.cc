// SPDX-License-Identifier: Apache-2.0
// One YAML map a remedy. Tested by catalog_test.cc.
#include "remedy/catalog.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/read_mapping.h"
#include "value/form.h"
#include "value/read.h"

namespace vouch::remedy {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

constexpr std::string_view kFolder = "remedies/";
constexpr std::string_view kExtension = ".yaml";
constexpr std::array kRemedyKeys{std::string_view("id"),           std::string_view("title"),    std::string_view("controls"),
                                 std::string_view("risk"),         std::string_view("warning"),  std::string_view("live risk"),
                                 std::string_view("live warning"), std::string_view("template"), std::string_view("live"),
                                 std::string_view("create"),       std::string_view("needs"),    std::string_view("manual"),
                                 std::string_view("after")};
constexpr std::array kCreationKeys{std::string_view("type"), std::string_view("name"), std::string_view("in"),
                                   std::string_view("properties")};
constexpr std::array kEditKeys{std::string_view("set"),  std::string_view("add"),    std::string_view("to"),
                               std::string_view("for"),  std::string_view("unless"), std::string_view("at least"),
                               std::string_view("when"), std::string_view("with"),   std::string_view("without")};

struct RiskRow {
    Risk risk;
    std::string_view name;
};
constexpr std::array kRisks{RiskRow{Risk::none, "none"}, RiskRow{Risk::interrupt, "may interrupt"},
                            RiskRow{Risk::lock_out, "may lock out"}};

class Reader {
public:
    explicit Reader(value::DocumentPtr document) : document_(std::move(document)), form_(*document_) {}

    base::Result<Remedy> run() {
        const Value& root = document_->root;
        VOUCH_CHECK(form_.keys(root, kRemedyKeys, "remedy"));
        Remedy remedy;
        VOUCH_TRY(remedy.id, form_.text(root, "id"));
        VOUCH_TRY(remedy.title, form_.text(root, "title"));
        VOUCH_TRY(remedy.controls, some_texts(root, "controls"));
        VOUCH_CHECK(risk(root, "risk", "warning", remedy.risk, remedy.warning));
        remedy.live_risk = remedy.risk;
        remedy.live_warning = remedy.warning;
        if (root.find("live risk") != nullptr) VOUCH_CHECK(risk(root, "live risk", "live warning", remedy.live_risk, remedy.live_warning));
        VOUCH_TRY(remedy.edits, edits(root, "template"));
        VOUCH_CHECK(live(root, remedy));
        remedy.document = document_;
        return remedy;
    }

private:
    base::Result<void> risk(const Value& root, std::string_view key, std::string_view says, Risk& risk, std::string& warning) const {
        VOUCH_TRY(const std::string written, form_.text(root, key));
        const auto* const row = std::ranges::find(kRisks, written, &RiskRow::name);
        if (row == kRisks.end()) return form_.fault(*root.find(key), fmt::format("`{}` is none, may interrupt or may lock out", key));
        risk = row->risk;
        warning.clear();
        if (root.find(says) != nullptr) {
            VOUCH_TRY(warning, form_.text(root, says));
        }
        if ((risk == Risk::none) != warning.empty())
            return form_.fault(root, fmt::format("a remedy with a risk has a `{}` that says what may happen, one without has none", says));
        return {};
    }

    // At least one.
    base::Result<std::vector<std::string>> some_texts(const Value& map, std::string_view key) const {
        const Value* found = map.find(key);
        if (found == nullptr || !found->is_list() || found->length() == 0)
            return form_.fault(map, fmt::format("`{}` must be a list of texts", key));
        return form_.texts(map, key);
    }

    base::Result<std::vector<Step>> path_of(const Value& written) const {
        if (!written.is_string()) return form_.fault(written, "a path must be a text");
        auto steps = parse_path(written.as_string());
        if (!steps) return form_.fault(written, steps.error().message);
        return steps;
    }

    base::Result<std::vector<Step>> path_at(const Value& map, std::string_view key) const { return path_of(*map.find(key)); }

    base::Result<void> require(const Value& path, const Value& values, std::vector<Requirement>& all) const {
        Requirement made;
        VOUCH_TRY(made.path, path_of(path));
        if (!std::ranges::all_of(made.path, [](const Step& step) { return step.kind == Step::Kind::member; }))
            return form_.fault(path, "the path of a condition has no brackets");
        if (values.is_list()) made.values.assign(values.as_list().begin(), values.as_list().end());
        all.push_back(std::move(made));
        return {};
    }

    // `with`: {path: [values]}; `without`: [paths].
    base::Result<void> requirements(const Value& each, std::vector<Requirement>& all) const {
        if (const Value* with = each.find("with"); with != nullptr) {
            if (!with->is_map()) return form_.fault(*with, "`with` is a map of paths to lists of values");
            for (const value::Member& member : with->as_map()) {
                if (!member.value.is_list() || member.value.length() == 0)
                    return form_.fault(member.value, "`with` is a map of paths to lists of values");
                VOUCH_CHECK(require(member.key, member.value, all));
            }
        }
        if (const Value* without = each.find("without"); without != nullptr) {
            if (!without->is_list()) return form_.fault(*without, "`without` is a list of paths");
            for (const Value& path : without->as_list()) VOUCH_CHECK(require(path, Value(), all));
        }
        return {};
    }

    base::Result<std::vector<Edit>> edits(const Value& root, std::string_view key) const {
        std::vector<Edit> all;
        const Value* written = root.find(key);
        if (written == nullptr) return all;
        if (!written->is_list() || written->length() == 0) return form_.fault(*written, fmt::format("`{}` is a list of edits", key));
        for (const Value& each : written->as_list()) {
            VOUCH_TRY(Edit one, edit(each));
            if (key == "live") {
                VOUCH_TRY(one.made_to, collect::read_mapping(*document_, one.to));
            }
            all.push_back(std::move(one));
        }
        return all;
    }

    // What is done in an account: the edits of the template, unless it says otherwise.
    base::Result<void> live(const Value& root, Remedy& remedy) const {
        VOUCH_TRY(remedy.live, edits(root, "live"));
        VOUCH_TRY(remedy.needs, form_.texts(root, "needs"));
        VOUCH_TRY(remedy.manual, form_.texts(root, "manual"));
        VOUCH_TRY(remedy.after, form_.texts(root, "after"));
        if (const Value* all = root.find("create")) {
            if (!all->is_list() || all->length() == 0) return form_.fault(*all, "`create` is a list of resources");
            for (const Value& each : all->as_list()) {
                VOUCH_TRY(Creation one, creation(each));
                remedy.creations.push_back(std::move(one));
            }
        }
        const bool says_live = !remedy.live.empty() || !remedy.creations.empty();
        if (says_live && !remedy.manual.empty()) return form_.fault(root, "what is done by hand is not done by `live` or `create`");
        if (!says_live && remedy.manual.empty() && remedy.edits.empty())
            return form_.fault(root, "a remedy has `template`, `live`, `create` or `manual`");
        if (!says_live && remedy.manual.empty()) remedy.live = remedy.edits;
        return {};
    }

    base::Result<Creation> creation(const Value& written) const {
        VOUCH_CHECK(form_.keys(written, kCreationKeys, "creation"));
        Creation made;
        VOUCH_TRY(made.type, form_.text(written, "type"));
        const Value* name = written.find("name");
        const Value* properties = written.find("properties");
        if (name == nullptr || properties == nullptr || !properties->is_map())
            return form_.fault(written, "what is made has a `name` and `properties`");
        VOUCH_TRY(made.name, collect::read_mapping(*document_, *name));
        VOUCH_TRY(made.properties, collect::read_mapping(*document_, *properties));
        if (written.find("in") != nullptr) {
            VOUCH_TRY(const std::string in, form_.text(written, "in"));
            if (in != "home" && in != "every region") return form_.fault(*written.find("in"), "`in` is home or every region");
            made.every_region = in == "every region";
        }
        return made;
    }

    base::Result<Edit> edit(const Value& each) const {
        VOUCH_CHECK(form_.keys(each, kEditKeys, "edit"));
        Edit made;
        made.adds = each.find("add") != nullptr;
        if (made.adds == (each.find("set") != nullptr)) return form_.fault(each, "an edit has either `set` or `add`");
        VOUCH_TRY(made.path, path_at(each, made.adds ? "add" : "set"));
        const Value* to = each.find("to");
        if (to == nullptr) return form_.fault(each, "the edit lacks `to`");
        made.to = *to;
        if (made.adds && !to->is_list()) return form_.fault(*to, "what is added is a list");
        if (each.find("for") != nullptr) {
            VOUCH_TRY(made.types, some_texts(each, "for"));
        }
        if (const Value* unless = each.find("unless"); unless != nullptr) {
            if (!unless->is_list()) return form_.fault(*unless, "`unless` is a list of values that may stay");
            made.unless.assign(unless->as_list().begin(), unless->as_list().end());
        }
        if (const Value* least = each.find("at least"); least != nullptr) {
            if (least->kind() != value::Kind::integer) return form_.fault(*least, "`at least` is an integer");
            made.at_least = static_cast<double>(least->as_integer());
        }
        VOUCH_CHECK(requirements(each, made.requirements));
        if (each.find("when") != nullptr) {
            VOUCH_TRY(const std::string when, form_.text(each, "when"));
            if (when != "absent" && when != "present") return form_.fault(*each.find("when"), "`when` is absent or present");
            made.when = when == "absent" ? Edit::When::absent : Edit::When::present;
        }
        return made;
    }

    value::DocumentPtr document_;
    value::Form form_;
};

void check_controls(Catalog& catalog, std::span<const std::string> controls) {
    std::map<std::string_view, const Remedy*> taken;
    const auto problem = [&](const Remedy& remedy, std::string message) {
        catalog.problems.push_back(
            {Code::invalid_value, std::move(message), base::Location{remedy.document->source->name(), 0, 0}, {}, {}});
    };
    for (const Remedy& remedy : catalog.remedies) {
        for (const std::string& control : remedy.controls) {
            if (!controls.empty() && std::ranges::find(controls, control) == controls.end())
                problem(remedy, fmt::format("there is no control `{}`", excerpt(control)));
            const auto [other, first] = taken.emplace(control, &remedy);
            if (!first)
                problem(remedy, fmt::format("the control `{}` already has the remedy `{}`", excerpt(control), excerpt(other->second->id)));
        }
    }
}

}  // namespace

std::string_view name(Risk risk) { return std::ranges::find(kRisks, risk, &RiskRow::risk)->name; }

base::Result<Remedy> read_remedy(base::SourcePtr source) {
    constexpr value::Limits kLimits{.bytes = std::size_t{1} << 20U, .depth = 32};
    VOUCH_TRY(value::Document document, value::read_yaml(std::move(source), {.limits = kLimits}));
    return Reader(std::make_shared<const value::Document>(std::move(document))).run();
}

Catalog read_catalog(std::span<const base::EmbeddedFile> files, std::span<const std::string> controls) {
    Catalog catalog;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with(kFolder) || !file.path.ends_with(kExtension)) continue;
        const std::string_view stem = file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kExtension.size());
        auto remedy = read_remedy(std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes)));
        if (!remedy) {
            catalog.problems.push_back(std::move(remedy).error());
        } else if (remedy->id != stem) {
            catalog.problems.push_back({Code::invalid_value,
                                        fmt::format("the id is `{}`, but the file is called `{}`", excerpt(remedy->id), excerpt(stem)),
                                        remedy->document->location(*remedy->document->root.find("id")),
                                        {},
                                        {}});
        } else {
            catalog.remedies.push_back(*std::move(remedy));
        }
    }
    std::ranges::sort(catalog.remedies, {}, &Remedy::id);
    check_controls(catalog, controls);
    return catalog;
}

const Remedy* remedy_for(const Catalog& catalog, std::string_view control) {
    const auto found = std::ranges::find_if(
        catalog.remedies, [&](const Remedy& remedy) { return std::ranges::find(remedy.controls, control) != remedy.controls.end(); });
    return found == catalog.remedies.end() ? nullptr : &*found;
}

}  // namespace vouch::remedy
