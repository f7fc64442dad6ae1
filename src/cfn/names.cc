// SPDX-License-Identifier: Apache-2.0
// Names that stand in the template as they are need no work. The others (`Fn::Sub: "${Logs}-copies"`) are ordered by what they
// refer to (graph.h) and resolved quietly: the body that holds them is resolved, and its mistakes reported, later.
// Tested by names_test.cc.
#include "cfn/names.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cfn/attribute_table.h"
#include "cfn/graph.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using value::Value;

namespace {

constexpr std::string_view kStackType = "AWS::CloudFormation::Stack";

// The rows of a type and the properties that their patterns ask for.
struct Patterns {
    std::span<const AttributeRow> rows;
    std::vector<std::string_view> properties;
};

Patterns patterns_of(std::string_view type) {
    Patterns patterns{attribute_rows(type), {}};
    const auto add = [&](std::string_view name) {
        if (!name.empty() && !name.starts_with("AWS::") && std::ranges::find(patterns.properties, name) == patterns.properties.end())
            patterns.properties.push_back(name);
    };
    for (const AttributeRow& row : patterns.rows) {
        add(row.unless);
        each_part(row.pattern, [](std::string_view) {}, [&](std::string_view name, std::string_view) { add(name); });
    }
    return patterns;
}

// A property whose value has to be worked out.
struct Open {
    Value written;
    Value* place;
};

struct Node {
    const Entry* entry;
    std::vector<Open> open;
    bool is_stack;
};

class Naming {
public:
    Naming(Evaluator& evaluator, Scope& scope, const std::function<void(const Entry&)>& follow)
        : evaluator_(evaluator), scope_(scope), follow_(follow) {}

    void run(std::span<const Entry> entries) {
        for (const Entry& entry : entries) take(entry);
        if (nodes_.empty()) return;
        Graph graph(nodes_.size());
        for (std::size_t i = 0; i < nodes_.size(); ++i) evaluator_.within(*nodes_[i].entry, [&] { collect(nodes_[i], graph[i]); });
        for (const std::vector<std::uint32_t>& component : components(graph))
            for (const std::uint32_t number : component) visit(nodes_[number], is_cycle(graph, component));
    }

private:
    // Notes what the entry is called by, and what of it is open.
    void take(const Entry& entry) {
        const Value* type = entry.member.value.find("Type");
        const Value* properties = entry.member.value.find("Properties");
        if (type == nullptr || !type->is_string()) return;
        if (type->as_string() == kStackType) return add_node({&entry, {}, true});
        if (properties == nullptr) return;
        auto [known, fresh] = patterns_.try_emplace(type->as_string());
        if (fresh) known->second = patterns_of(type->as_string());
        const Patterns& patterns = known->second;
        if (patterns.rows.empty()) return;
        Named& named = scope_.named[entry.member.name()];
        named.rows = patterns.rows;
        named.properties.reserve(patterns.properties.size());
        Node node{&entry, {}, false};
        for (const std::string_view name : patterns.properties) {
            const Value* written = properties->find(name);
            if (written == nullptr) continue;
            const bool plain =
                entry.bindings == nullptr && (!written->is_string() || written->as_string().find("{{") == std::string_view::npos);
            const bool settled = plain && scalar_text(*written).has_value();
            named.properties.emplace_back(name, settled ? *written : Value());
            if (!settled) node.open.push_back({*written, &named.properties.back().second});
        }
        if (!node.open.empty()) add_node(std::move(node));
    }
    void add_node(Node node) {
        numbers_.emplace(node.entry->member.name(), static_cast<std::uint32_t>(nodes_.size()));
        nodes_.push_back(std::move(node));
    }

    // The nodes that a node needs.
    void collect(const Node& node, std::vector<std::uint32_t>& needs) {
        for (const Open& open : node.open) collect(open.written, needs);
        if (!node.is_stack) return;
        for (const char* section : {"Properties", "DependsOn"}) {
            const Value* written = node.entry->member.value.find(section);
            if (written == nullptr) continue;
            collect(*written, needs);
            const bool ids = std::string_view(section) == "DependsOn";
            if (ids && written->is_string()) add(*written, needs);
            if (ids && written->is_list())
                for (const Value& id : written->as_list()) add(id, needs);
        }
    }
    // Those that an expression names. Recursion follows the depth of the document.
    void collect(const Value& value, std::vector<std::uint32_t>& needs) {
        if (value.is_list())
            for (const Value& item : value.as_list()) collect(item, needs);
        if (!value.is_map()) return;
        for (const value::Member& member : value.as_map()) {
            const Value& first = member.value.is_list() && member.value.length() > 0 ? member.value.as_list()[0] : member.value;
            if (member.name() == "Ref" || member.name() == "Fn::GetAtt") add(first, needs);
            if (member.name() == "Fn::Sub") add_variables(first, needs);
            collect(member.value, needs);
        }
    }
    void add_variables(const Value& written, std::vector<std::uint32_t>& needs) {
        const Value whole = written.is_string() ? evaluator_.loop_text(written) : written;
        if (!whole.is_string()) return;
        const std::string_view text = whole.as_string();
        for (std::size_t open = text.find("${"); open != std::string_view::npos; open = text.find("${", open + 2)) {
            const std::string_view rest = text.substr(open + 2);
            add(Value::string(rest.substr(0, rest.find('}')), 0), needs);
        }
    }
    // A logical id, perhaps with an attribute behind it.
    void add(const Value& written, std::vector<std::uint32_t>& needs) {
        const Value whole = written.is_string() ? evaluator_.loop_text(written) : written;
        if (!whole.is_string()) return;
        const std::string_view reference = whole.as_string();
        const auto found = numbers_.find(reference.substr(0, reference.find('.')));
        if (found != numbers_.end()) needs.push_back(found->second);
    }

    // Names in a cycle stay unknown; a stack in one is followed all the same.
    void visit(const Node& node, bool cyclic) {
        if (node.is_stack)
            follow_(*node.entry);
        else if (!cyclic)
            work_out(node);
    }

    void work_out(const Node& node) {
        const Evaluator::Quiet quiet(evaluator_);
        evaluator_.within(*node.entry, [&] {
            for (const Open& open : node.open) {
                const Value resolved = evaluator_.resolve(open.written);
                if (!Evaluator::is_absent(resolved)) *open.place = resolved;
            }
        });
    }

    Evaluator& evaluator_;
    Scope& scope_;
    const std::function<void(const Entry&)>& follow_;
    std::unordered_map<std::string_view, Patterns> patterns_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
    std::vector<Node> nodes_;
};

}  // namespace

void name_resources(Evaluator& evaluator, Scope& scope, std::span<const Entry> entries, const std::function<void(const Entry&)>& follow) {
    Naming(evaluator, scope, follow).run(entries);
}

}  // namespace vouch::cfn
