// SPDX-License-Identifier: Apache-2.0
// Suppressions in the metadata of resources and of whole templates. Every convention is a row. Tested by suppressions_test.cc.
#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "assess/suppressions/entry.h"
#include "assess/suppressions/peers.h"
#include "assess/suppressions/register.h"
#include "base/base64.h"
#include "base/text.h"
#include "value/text_at.h"

namespace vouch::assess {

using base::Code;
using value::Value;

namespace {

struct Convention {
    std::string_view source;  // as findings name it
    std::string_view key;     // below Metadata
    std::string_view list;    // below the key
    std::string_view reason;  // in an entry; empty where the convention has none
    std::optional<Tool> tool;
};
constexpr auto kConventions = std::to_array<Convention>({
    {"template", "vouch", "suppress", "reason", std::nullopt},
    {"cdk-nag", "cdk_nag", "rules_to_suppress", "reason", Tool::cdk_nag},
    {"cfn_nag", "cfn_nag", "rules_to_suppress", "reason", Tool::cfn_nag},
    {"checkov", "checkov", "skip", "comment", Tool::checkov},
    {"checkov", "bridgecrew", "skip", "comment", Tool::checkov},
    {"guard", "guard", "SuppressedRules", "", Tool::guard},
});

// Entries for other tools.
class Foreign {
public:
    Foreign(std::span<const model::Control> known, std::span<const base::EmbeddedFile> catalog, Register& out)
        : known_(known), catalog_(catalog), out_(out) {}

    // Adds the entry with the controls that answer the rule. "Annotation::AwsSolutions-IAM5[Resource::*]": who tells of the rule stands
    // in front, and in brackets which single values it accepts, as `applies_to` says too.
    void add(Entry entry, Tool tool, std::string_view id, bool narrowed) {
        if (id.starts_with("CloudFormation-Validate::")) return;  // about templates that cannot be deployed, nothing of ours
        if (!peers_) peers_ = std::make_unique<Peers>(catalog_, known_);
        std::string_view rule = id.substr(0, id.find('['));
        narrowed = narrowed || rule.size() != id.size();
        if (const std::size_t mark = rule.rfind("::"); mark != std::string_view::npos) rule.remove_prefix(mark + 2);
        entry.own = false;
        entry.controls = peers_->controls(tool, rule);
        if (entry.controls.empty()) {
            ++out_.without_counterpart[fmt::format("{} {}", entry.what.source, rule)];
        } else if (narrowed) {
            ++out_.of_single_values[fmt::format("{} {}", entry.what.source, rule)];
        } else {
            if (entry.what.reason.empty())
                entry.what.reason = fmt::format("no reason is given ({} {})", entry.what.source, base::excerpt(id));
            out_.entries.push_back(std::move(entry));
        }
    }

private:
    std::span<const model::Control> known_;
    std::span<const base::EmbeddedFile> catalog_;
    Register& out_;
    std::unique_ptr<const Peers> peers_;  // made where something is written for another tool
};

class TemplateReader {
public:
    TemplateReader(const model::Inventory& inventory, std::span<const model::Control> known, std::span<const base::EmbeddedFile> catalog,
                   Register& out)
        : inventory_(inventory), known_(known), foreign_(known, catalog, out), out_(out) {}

    void run() {
        for (unit_ = 0; unit_ < inventory_.units.size(); ++unit_) {
            const model::Unit& unit = *inventory_.units[unit_];
            if (const Value* metadata = unit.root.find("Metadata")) metadata_of(*metadata, std::nullopt);
            for (std::size_t r = 0; r < unit.resources.size(); ++r)
                if (const Value* metadata = unit.resources[r].body.find("Metadata")) metadata_of(*metadata, r);
        }
    }

private:
    base::Location at(const Value& value) const { return inventory_.units[unit_]->location(value.position()); }

    void metadata_of(const Value& metadata, std::optional<std::size_t> resource) {
        for (const Convention& convention : kConventions) {
            const Value* block = metadata.find(convention.key);
            if (block == nullptr) continue;
            const Value* list = block->find(convention.list);
            if (!convention.tool && (!block->is_map() || block->as_map().size() != (list != nullptr ? 1U : 0U)))
                problem(*block, fmt::format("`{}` is a map with the key `{}`", convention.key, convention.list), convention);
            if (list == nullptr) continue;
            if (!list->is_list()) {
                problem(*list, fmt::format("`{}.{}` is a list of suppressions", convention.key, convention.list), convention);
                continue;
            }
            for (const Value& each : list->as_list()) entry(each, convention, resource);
        }
    }

    // What is wrong in an entry for another tool is that tool's business: a warning.
    void problem(const Value& value, std::string message, const Convention& convention) {
        auto& list = convention.tool ? out_.warnings : out_.problems;
        list.push_back({Code::invalid_value, std::move(message), at(value), {}, {}});
    }

    void entry(const Value& value, const Convention& convention, std::optional<std::size_t> resource) {
        Entry entry;
        entry.unit = unit_;
        entry.resource = resource;
        entry.own = !convention.tool;
        entry.what.source = convention.source;
        entry.what.where = at(value);
        const std::string id = value.is_string() ? std::string(value.as_string()) : text_at(value, "id");
        if (id.empty()) return problem(value, "a suppression names a control by its `id`", convention);
        if (convention.tool) return foreign(std::move(entry), value, id, convention);
        entry.controls = {id};
        entry.what.reason = text_at(value, "reason");
        entry.what.owner = text_at(value, "owner");
        entry.what.until = text_at(value, "until");
        if (auto error = check_entry(entry, value.is_map() ? value : Value(), {"id", "reason", "owner", "until"}, known_, out_.guesses)) {
            error->where = at(value);
            out_.problems.push_back(*std::move(error));
            return;
        }
        out_.entries.push_back(std::move(entry));
    }

    void foreign(Entry entry, const Value& value, std::string_view id, const Convention& convention) {
        entry.what.reason = convention.reason.empty() ? std::string() : text_at(value, convention.reason);
        const Value* encoded = value.find("is_reason_encoded");
        if (encoded != nullptr && encoded->kind() == value::Kind::boolean && encoded->as_boolean())
            entry.what.reason = base::from_base64(entry.what.reason).value_or(entry.what.reason);
        foreign_.add(std::move(entry), *convention.tool, id, value.find("applies_to") != nullptr);
    }

    const model::Inventory& inventory_;
    std::span<const model::Control> known_;
    Foreign foreign_;
    Register& out_;
    std::size_t unit_ = 0;
};

constexpr std::string_view kAcknowledged = "vouch::";

// For us: Validations.of(...).acknowledge({ id: 'vouch::s3-versioning', reason: '...' }). Not `own`, because the same one is read for every
// unit that the construct reaches into, and need not match in each.
void acknowledged(Entry entry, std::string control, std::span<const model::Control> known, Register& out) {
    entry.own = false;
    entry.controls = {std::move(control)};
    entry.what.source = "cdk";
    if (auto error = check_entry(entry, Value(), {}, known, out.guesses)) {
        error->where = entry.what.where;
        out.problems.push_back(*std::move(error));
    } else {
        out.entries.push_back(std::move(entry));
    }
}

}  // namespace

void read_templates(const model::Inventory& inventory, std::span<const model::Control> known, std::span<const base::EmbeddedFile> catalog,
                    Register& out) {
    TemplateReader(inventory, known, catalog, out).run();
}

void read_acknowledged(std::span<const model::Acknowledgement> all, std::span<const model::Control> known,
                       std::span<const base::EmbeddedFile> catalog, Register& out) {
    Foreign foreign(known, catalog, out);
    for (const model::Acknowledgement& each : all) {
        Entry entry;
        entry.unit = each.unit;
        entry.construct = each.construct;
        entry.what = {each.reason, {}, {}, "cdk-nag", each.where};
        if (each.rule.starts_with(kAcknowledged)) {
            acknowledged(std::move(entry), each.rule.substr(kAcknowledged.size()), known, out);
        } else {
            foreign.add(std::move(entry), Tool::cdk_nag, each.rule, false);
        }
    }
}

}  // namespace vouch::assess
