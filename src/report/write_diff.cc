// SPDX-License-Identifier: Apache-2.0
// Changes by control, so that many alike are read once. Tested by diff_test.cc.
#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "report/diff.h"
#include "report/json_writer.h"
#include "report/page.h"

namespace vouch::report {

namespace {

constexpr std::size_t kListed = 20;  // of a control, or of the resources; verbose: all

struct Section {
    std::string_view name;
    std::string_view heading;
    std::vector<Change> Difference::* changes;
    Ink ink;
};
constexpr std::array<Section, 4> kSections{
    {{"opened", "opened: fail now and did not before", &Difference::opened, Ink::red},
     {"closed", "closed: failed before and do not any more", &Difference::closed, Ink::green},
     {"changed", "other changes of a verdict", &Difference::changed, Ink::yellow},
     {"unseen", "not looked at again: failed before, and nobody knows now", &Difference::unseen, Ink::yellow}}};

// "was pass", "now pass", "fail, now unverified", "gone", "new".
std::string change_told(const Change& change, std::string_view section) {
    if (change.before == nullptr) return "not seen before";
    if (change.after == nullptr) return section == "closed" ? "the resource is gone" : "not asked, or not answered";
    return fmt::format("was {}, is {}", model::name(change.before->verdict), model::name(change.after->verdict));
}

class DiffText {
public:
    DiffText(std::string& out, const Difference& difference, const View& view)
        : difference_(difference), view_(view), page_(out, view.colours, view.width) {}

    void write() {
        if (!view_.summary_only) {
            for (const Section& section : kSections) show(section);
            resources("new resources", difference_.added);
            resources("resources that are gone", difference_.gone);
        }
        page_.line(fmt::format("{} opened, {} closed, {} changed, {} not looked at again, {} still fail; {} new, {} gone",
                               page_.ink(difference_.opened.empty() ? Ink::green : Ink::red, fmt::format("{}", difference_.opened.size())),
                               difference_.closed.size(), difference_.changed.size(), difference_.unseen.size(), difference_.still,
                               counted(difference_.added.size(), "resource"), counted(difference_.gone.size(), "resource")));
    }

private:
    void show(const Section& section) {
        const std::vector<Change>& changes = difference_.*section.changes;
        if (changes.empty()) return;
        page_.line(page_.ink(section.ink, fmt::format("== {} ==", section.heading)));
        page_.line();
        std::map<std::string_view, std::vector<const Change*>> by_control;
        for (const Change& each : changes) by_control[each.either().control].push_back(&each);
        for (const auto& [control, all] : by_control) {
            page_.line(page_.ink(Ink::bold, control) + "  " + page_.ink(Ink::faint, all.front()->either().severity));
            const std::size_t shown = view_.verbose ? all.size() : std::min(all.size(), kListed);
            for (std::size_t i = 0; i < shown; ++i) line(*all[i], section.name);
            rest(all.size() - shown);
        }
        page_.line();
    }

    void line(const Change& change, std::string_view section) {
        const RunFinding& either = change.either();
        page_.line("  " + page_.ink(Ink::blue, either.unit) + "  " + page_.ink(Ink::plain, either.resource) + "  " +
                   page_.ink(Ink::faint, change_told(change, section)));
        if (change.after != nullptr && !change.after->why.empty()) page_.paragraph("    ", 4, change.after->why);
    }

    void rest(std::size_t count) {
        if (count > 0) page_.line("  " + page_.ink(Ink::faint, fmt::format("and {} more (--verbose lists them)", count)));
    }

    void resources(std::string_view heading, const std::vector<ResourceSeen>& all) {
        if (all.empty()) return;
        page_.line(page_.ink(Ink::bold, fmt::format("== {} ==", heading)));
        page_.line();
        const std::size_t shown = view_.verbose ? all.size() : std::min(all.size(), kListed);
        for (std::size_t i = 0; i < shown; ++i)
            page_.line("  " + page_.ink(Ink::blue, all[i].unit) + "  " + page_.ink(Ink::plain, all[i].resource) + "  " +
                       page_.ink(Ink::faint, all[i].type));
        rest(all.size() - shown);
        page_.line();
    }

    const Difference& difference_;
    const View& view_;
    Page page_;
};

class DiffJson {
public:
    explicit DiffJson(std::string& out) : json_(out) {}

    void write(const Difference& difference, const PastRun& before, const PastRun& after) {
        json_.open_map();
        json_.member("format", "vouch-diff/1");
        json_.optional("before", before.name);
        json_.optional("after", after.name);
        json_.count("still", difference.still);
        for (const Section& section : kSections) {
            json_.key(section.name);
            json_.open_list();
            for (const Change& change : difference.*section.changes) show(change);
            json_.close();
        }
        resources("added", difference.added);
        resources("gone", difference.gone);
        json_.close();
    }

private:
    void show(const Change& change) {
        const RunFinding& either = change.either();
        json_.open_map();
        json_.member("control", either.control);
        json_.optional("severity", either.severity);
        json_.member("unit", either.unit);
        json_.member("resource", either.resource);
        json_.member("type", either.type);
        if (change.before != nullptr) json_.member("before", model::name(change.before->verdict));
        if (change.after != nullptr) json_.member("after", model::name(change.after->verdict));
        if (change.after != nullptr) json_.optional("why", change.after->why);
        json_.close();
    }

    void resources(std::string_view name, const std::vector<ResourceSeen>& all) {
        json_.key(name);
        json_.open_list();
        for (const ResourceSeen& each : all) {
            json_.open_map();
            json_.member("unit", each.unit);
            json_.member("resource", each.resource);
            json_.member("type", each.type);
            json_.close();
        }
        json_.close();
    }

    JsonWriter json_;
};

}  // namespace

void write_diff_text(std::string& out, const Difference& difference, const View& view) { DiffText(out, difference, view).write(); }

void write_diff_json(std::string& out, const Difference& difference, const PastRun& before, const PastRun& after) {
    DiffJson(out).write(difference, before, after);
}

}  // namespace vouch::report
