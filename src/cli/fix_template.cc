// SPDX-License-Identifier: Apache-2.0
// Judge, change a draft, make the text, judge the text: what the second judgement says is what is reported. Where the changes together
// cannot be written, each is tried alone and the others go without it. Tested by tests/fix.
#include "cli/fix_template.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "assess/assess.h"
#include "base/text.h"
#include "remedy/apply.h"
#include "value/layout.h"

namespace vouch::cli {

using model::Verdict;

namespace {

// The files as they are, but for one whose text is another.
class ChangedFiles final : public base::Files {
public:
    ChangedFiles(const base::Files& files, std::string path, std::string text)
        : files_(files), source_(std::make_shared<base::Source>(std::move(path), std::move(text))) {}

    using Files::read;
    using Files::read_beneath;
    base::Result<base::SourcePtr> read(const std::string& path, std::size_t most) const override {
        return path == source_->name() ? base::Result<base::SourcePtr>(source_) : files_.read(path, most);
    }
    base::Result<base::SourcePtr> read_beneath(const std::string& folder, std::string_view relative, std::size_t most) const override {
        return files_.read_beneath(folder, relative, most);
    }
    base::Result<base::Listing> list(const std::string& folder, const base::ListOptions& options) const override {
        return files_.list(folder, options);
    }
    base::Result<base::SourcePtr> read_standard_input(std::size_t most) const override { return files_.read_standard_input(most); }
    bool is_folder(const std::string& path) const override { return files_.is_folder(path); }

private:
    const base::Files& files_;
    base::SourcePtr source_;
};

constexpr std::string_view kMoreNeeded = "the remedy is applied, but more is needed";

using Failure = std::pair<std::string, std::size_t>;  // resource, control

class Fixer {
public:
    Fixer(const FixRequest& request, const base::Files& files) : request_(request), files_(files) {}

    Fixing run() {
        const model::Inventory inventory = cfn::load({&request_.path, 1}, request_.loading, files_);
        const model::Assessment assessment = judge(inventory, fixing_.problems);
        if (inventory.units.empty()) return std::move(fixing_);
        if (inventory.resource_count() == 0 && fixing_.problems.empty())
            fixing_.problems.push_back({base::Code::empty_set, "no resource was found: there is nothing to judge", {}, {}, {}});
        unit_ = inventory.units.front();
        for (const model::Resource& resource : unit_->resources) fixing_.from_cdk = fixing_.from_cdk || !resource.construct_path.empty();
        collect(inventory, assessment);
        if (fixing_.from_cdk) {
            leave_all("the CDK wrote this template: change the application");
            return std::move(fixing_);
        }
        change();
        check_again();
        if (take_back()) {
            fixing_.patch = {};
            change();
            check_again();
        }
        return std::move(fixing_);
    }

private:
    model::Assessment judge(const model::Inventory& inventory, std::vector<base::Error>& problems) const {
        model::Assessment assessment = assess::assess(request_.controls, inventory, {.workers = 0, .now = request_.now});
        std::ranges::copy(inventory.problems, std::back_inserter(problems));
        for (const model::UnitPtr& unit : inventory.units) std::ranges::copy(unit->problems, std::back_inserter(problems));
        std::ranges::copy(assessment.problems, std::back_inserter(problems));
        if (request_.accept) request_.accept(inventory, assessment, problems);
        return assessment;
    }

    void leave_all(const std::string& why) {
        for (Repair& repair : fixing_.repairs) repair.left = why;
    }

    // A nested stack may use the very same template: its failures are those of the template too.
    bool is_here(const model::Unit& unit) const { return unit.document == unit_->document; }

    void collect(const model::Inventory& inventory, const model::Assessment& assessment) {
        std::set<Failure> seen;
        for (const model::Finding& finding : assessment.findings) {
            const model::Unit& unit = *inventory.units[finding.unit];
            const model::Resource& resource = unit.resources[finding.resource];
            if (is_here(unit) && finding.verdict == Verdict::pass) passed_.insert({resource.id, finding.control});
            if (finding.verdict != Verdict::fail) continue;
            if (!is_here(unit)) {
                ++fixing_.elsewhere;
                continue;
            }
            if (!seen.insert({resource.id, finding.control}).second) continue;
            Repair repair;
            repair.control = finding.control;
            repair.resource = resource.id;
            repair.where = unit.location(resource.position);
            repair.construct = resource.construct_path;
            repair.remedy = remedy::remedy_for(*request_.remedies, request_.controls[finding.control].id);
            if (repair.remedy != nullptr && repair.remedy->edits.empty()) repair.remedy = nullptr;  // it is for live accounts
            types_[resource.id] = resource.type;
            fixing_.repairs.push_back(std::move(repair));
        }
    }

    void change() {
        auto layout = value::read_layout(*unit_->document);
        if (!layout) {
            fixing_.problems.push_back(std::move(layout).error());
            return leave_all("the template cannot be changed in place");
        }
        if (try_all(*layout)) return;
        for (Repair& repair : fixing_.repairs) {
            if (!repair.left.empty()) continue;
            remedy::Draft draft(*unit_->document, *layout);
            remedy::apply(repair.remedy->edits, repair.resource, types_[repair.resource], draft, arena_);
            if (const auto made = remedy::patch(draft); !made) repair.left = made.error().message;
        }
        if (!try_all(*layout)) {
            for (Repair& repair : fixing_.repairs)
                if (repair.left.empty()) repair.left = "the changes cannot be written together";
        }
    }

    // All changes that nothing speaks against. False where they cannot be written.
    bool try_all(const value::Layout& layout) {
        remedy::Draft draft(*unit_->document, layout);
        std::set<std::pair<std::string, const remedy::Remedy*>> done;
        for (Repair& repair : fixing_.repairs) {
            if (repair.left.empty()) repair.left = objection(repair);
            if (!repair.left.empty()) continue;
            const bool again = !done.insert({repair.resource, repair.remedy}).second;
            const remedy::Outcome outcome = remedy::apply(repair.remedy->edits, repair.resource, types_[repair.resource], draft, arena_);
            repair.left = outcome.blocked;
            if (repair.left.empty() && outcome.changes == 0 && !again && !draft.changed())
                repair.left = "the remedy finds nothing to change here";
        }
        if (!draft.changed()) return true;
        auto made = remedy::patch(draft);
        if (!made) return false;
        fixing_.patch = *std::move(made);
        return true;
    }

    std::string objection(const Repair& repair) const {
        if (repair.remedy == nullptr) return "there is no remedy that changes the template";
        if (repair.remedy->risk != remedy::Risk::none && !request_.risky)
            return fmt::format("{}: {}; --risky makes the change", remedy::name(repair.remedy->risk), repair.remedy->warning);
        return {};
    }

    // Changes that take no failure away are not made. True where there are such.
    bool take_back() {
        std::set<std::pair<std::string, const remedy::Remedy*>> useful;
        for (const Repair& repair : fixing_.repairs)
            if (repair.fixed) useful.insert({repair.resource, repair.remedy});
        bool any = false;
        for (Repair& repair : fixing_.repairs) {
            if (repair.fixed || repair.left != kMoreNeeded || useful.contains({repair.resource, repair.remedy})) continue;
            repair.left = "the remedy alone is not enough here";
            any = true;
        }
        return any;
    }

    void check_again() {
        fixing_.broken.clear();
        if (fixing_.patch.edits.empty()) {
            for (Repair& repair : fixing_.repairs)
                if (repair.left.empty()) repair.left = "the remedy finds nothing to change here";
            return;
        }
        cfn::Options loading = request_.loading;
        if (request_.path == "-") loading.standard_input = fixing_.patch.text;
        const ChangedFiles changed(files_, request_.path, fixing_.patch.text);
        const model::Inventory inventory = cfn::load({&request_.path, 1}, loading, changed);
        std::vector<base::Error> problems;
        const model::Assessment assessment = judge(inventory, problems);
        std::set<Failure> failing;
        for (const model::Finding& finding : assessment.findings) {
            const model::Unit& unit = *inventory.units[finding.unit];
            if (unit.document != inventory.units.front()->document || finding.verdict != Verdict::fail) continue;
            Failure failure{unit.resources[finding.resource].id, finding.control};
            if (passed_.contains(failure))
                fixing_.broken.push_back(fmt::format("{} on `{}`", request_.controls[finding.control].id, base::excerpt(failure.first)));
            failing.insert(std::move(failure));
        }
        for (Repair& repair : fixing_.repairs) {
            repair.fixed = !inventory.units.empty() && !failing.contains({repair.resource, repair.control});
            if (repair.fixed) {
                repair.left.clear();
            } else if (repair.left.empty()) {
                repair.left = kMoreNeeded;
            }
        }
    }

    const FixRequest& request_;
    const base::Files& files_;
    Fixing fixing_;
    model::UnitPtr unit_;
    base::Arena arena_;
    std::map<std::string, std::string> types_;  // of the resources that fail
    std::set<Failure> passed_;
};

}  // namespace

Fixing fix_template(const FixRequest& request, const base::Files& files) { return Fixer(request, files).run(); }

}  // namespace vouch::cli
