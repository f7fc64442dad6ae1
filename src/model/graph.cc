// SPDX-License-Identifier: Apache-2.0
// One walk over every resource. Unknown values say what they refer to in their identity; known text is looked up among the names that
// resources give themselves. Tested by graph_test.cc.
#include "model/graph.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "model/estate.h"
#include "model/names.h"
#include "model/symbolic.h"

namespace vouch::model {

using value::Value;

namespace {

// Of what a template leaves open is known what it refers to; what was not asked is nothing that anybody looks for.
bool is_doubt(const Resource& resource, const Value& value) {
    using enum value::Unknown::Cause;
    if (!value.is_unknown() || resource.origins.empty()) return false;
    return value.as_unknown().cause == denied || value.as_unknown().cause == failed;
}

void collect_doubts(const Resource& resource, Node from, const Value& value, const std::string& path, std::vector<Doubt>& found) {
    if (is_doubt(resource, value)) found.push_back({from, path, value});
    if (value.is_list())
        for (const Value& each : value.as_list()) collect_doubts(resource, from, each, path, found);
    if (value.is_map())
        for (const value::Member& member : value.as_map())
            collect_doubts(resource, from, member.value, path + "." + std::string(member.name()), found);
}

bool is_below(std::string_view path, std::string_view above) {
    return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '.');
}

// The paths at which resources of a type name those of another; nullptr where nobody has said so: anywhere.
const std::vector<std::string>* named_at(const NamedIn* named, std::string_view from, std::string_view to) {
    static const std::vector<std::string> kNowhere;
    if (named == nullptr) return nullptr;
    const auto all = named->find(to);
    if (all == named->end()) return nullptr;
    const auto here = all->second.find(from);
    return here == all->second.end() ? &kNowhere : &here->second;
}

}  // namespace

class Graph::Builder {
public:
    explicit Builder(Graph& graph) : graph_(graph), inventory_(*graph.inventory_) {}

    void build() {
        index();
        graph_.out_.push_back(0);
        for (Node node = 0; node < graph_.size(); ++node) {
            walk(node);
            unique();
            graph_.out_.push_back(static_cast<std::uint32_t>(graph_.edges_.size()));
        }
        turn_round();
        mark_all_that_hangs_together();
    }

private:
    struct Named {
        Node node;
        const Naming* naming;  // null where the name is not known
    };
    // The resources of one name, and how often it was used.
    struct Bearers {
        std::vector<Named> all;
        std::size_t uses = 0;
        bool cut = false;  // not every use was followed
    };

    void index() {
        ids_.resize(inventory_.units.size());
        for (std::size_t u = 0; u < inventory_.units.size(); ++u) {
            const Unit& unit = *inventory_.units[u];
            graph_.first_.push_back(static_cast<Node>(graph_.unit_of_.size()));
            units_.try_emplace(unit.name, u);
            ids_[u].reserve(unit.resources.size());
            for (const Resource& resource : unit.resources) {
                const Node node = static_cast<Node>(graph_.unit_of_.size());
                graph_.unit_of_.push_back(static_cast<std::uint32_t>(u));
                ids_[u].try_emplace(resource.id, node);
                graph_.by_type_[resource.type].push_back(node);
                index_name(node, resource);
            }
        }
    }

    void index_name(Node node, const Resource& resource) {
        const Naming* naming = naming_of(resource.type);
        if (naming == nullptr) return;
        const Value properties = resource.properties();
        const Value* name = properties.find(naming->property);
        if (name == nullptr) return;
        if (name->is_unknown() && !name->as_unknown().identity.empty()) {
            spelt_names_[{graph_.unit_of_[node], name->as_unknown().identity}].all.push_back({node, nullptr});
        }
        if (name->is_string() && name->length() >= kShortestName) names_[name->as_string()].all.push_back({node, naming});
    }

    void walk(Node node) {
        node_ = node;
        unit_ = graph_.unit_of_[node];
        path_.clear();
        const Resource& resource = graph_.resource(node);
        own_name_.clear();
        if (const Naming* naming = naming_of(resource.type)) own_name_.append("Properties.").append(naming->property);
        if (!resource.body.is_map()) return;
        for (const value::Member& member : resource.body.as_map())
            if (member.name() == "Properties") below(member);
    }

    // Recursion is bounded by the depth that the readers allow.
    void value(const Value& value) {
        const bool referred = made(value.position());
        if (value.is_unknown()) {
            if (is_doubt(graph_.resource(node_), value)) doubt(value);
            unknown(value);
        } else if (value.is_string()) {
            if (!referred && !names_.empty() && value.length() >= kShortestName) text(value);
        } else if (value.is_list()) {
            for (const Value& each : value.as_list()) this->value(each);
        } else if (value.is_map()) {
            for (const value::Member& member : value.as_map()) below(member);
        }
    }

    // Two of a kind, so that one is left where the other is that of the resource itself.
    void doubt(const Value& value) {
        std::vector<Node>& of = doubted_[{graph_.resource(node_).type, path_}];
        if (of.size() == 2 || (!of.empty() && of.front() == node_)) return;
        of.push_back(node_);
        graph_.doubts_.push_back({node_, path_, value});
    }

    void below(const value::Member& member) {
        const std::size_t length = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += member.name();
        value(member.value);
        path_.resize(length);
    }

    // References that were resolved to what stands at `position`.
    bool made(std::uint32_t position) {
        const auto& references = graph_.resource(node_).references;
        if (references.empty()) return false;
        const auto here = std::ranges::equal_range(references, position, {}, &ReferenceMade::position);
        for (const ReferenceMade& each : here) refer({each.unit, each.id, each.attribute}, position);
        return !here.empty();
    }

    void unknown(const Value& value) {
        const std::string_view identity = value.as_unknown().identity;
        for (const Mention& mention : mentions(identity)) refer(mention, value.position());
        if (spelt_names_.empty() || path_ == own_name_) return;
        // A name that is not known is the same where it is spelt alike, within a template.
        const auto found = spelt_names_.find({static_cast<std::uint32_t>(unit_), identity});
        if (found == spelt_names_.end() || !follows(found->second, value)) return;
        for (const Named& named : found->second.all) add(named.node, {}, value.position(), true);
    }

    void refer(const Mention& mention, std::uint32_t position) {
        std::size_t unit = unit_;
        if (!mention.unit.empty()) {
            const auto other = units_.find(mention.unit);
            if (other == units_.end()) return;
            unit = other->second;
        }
        const auto found = ids_[unit].find(mention.id);
        if (found != ids_[unit].end()) add(found->second, mention.attribute, position, false);
    }

    void text(const Value& value) {
        const std::string_view text = value.as_string();
        if (text.starts_with("arn:")) return arn(value);
        if (path_ == own_name_) return;
        for (const Named& named : called(text, value))
            if (near(named.node)) add(named.node, {}, value.position(), true);
    }

    void arn(const Value& value) {
        const std::string_view service = service_of_arn(value.as_string());
        std::string_view last;
        for (const Naming& naming : namings()) {
            if (naming.service != service) continue;
            const std::string_view name = name_in_arn(naming, value.as_string());
            if (name.empty() || name == last) continue;
            last = name;
            for (const Named& named : called(name, value))
                if (named.naming->service == service && named.naming->kind == naming.kind && near(named.node))
                    add(named.node, {}, value.position(), true);
        }
    }

    // Names only mean the same within an account and region, as far as both are known.
    bool near(Node node) const {
        const auto same = [](const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; };
        const Environment& here = inventory_.units[unit_]->environment;
        const Environment& there = graph_.unit(node).environment;
        return same(here.account, there.account) && same(here.region, there.region);
    }

    // A thousand resources of one name, named a thousand times, would be a million edges from a small template. Beyond an allowance for
    // all names together, the first uses of a name are followed to all of its bearers, and any use to those of a name that few bear: both
    // are linear. What is left out is known.
    bool follows(Bearers& bearers, const Value& value) {
        ++bearers.uses;
        followed_ += bearers.all.size();
        if (followed_ <= kMostByName + 8 * graph_.size()) return true;
        if (bearers.all.size() <= kMostOfOneName || bearers.uses <= kMostOfOneName) return true;
        if (!std::exchange(bearers.cut, true))
            for (const Named& named : bearers.all) graph_.incomplete_.insert(named.node);
        graph_.incomplete_.insert(node_);
        if (!graph_.problems_.empty()) return false;
        base::Error problem;
        problem.code = base::Code::too_large;
        problem.message = "so many resources give themselves the same name that not every use of one was followed";
        problem.where = graph_.unit(node_).location(value.position());
        graph_.problems_.push_back(std::move(problem));
        return false;
    }

    // The resources of a name; none once its uses are beyond the limit.
    std::span<const Named> called(std::string_view name, const Value& value) {
        const auto found = names_.find(name);
        if (found == names_.end() || !follows(found->second, value)) return {};
        return found->second.all;
    }

    // Facts follow references from one resource to the next: what they meet on the way must be complete as well.
    void mark_all_that_hangs_together() {
        std::vector<Node> todo(graph_.incomplete_.begin(), graph_.incomplete_.end());
        const auto mark = [&](Node node) {
            if (graph_.incomplete_.insert(node).second) todo.push_back(node);
        };
        while (!todo.empty()) {
            const Node node = todo.back();
            todo.pop_back();
            for (const Edge& edge : graph_.out(node)) mark(edge.to);
            for (const Edge* edge : graph_.in(node)) mark(edge->from);
        }
    }

    void add(Node to, std::string_view attribute, std::uint32_t position, bool by_name) {
        if (to != node_) graph_.edges_.push_back({node_, to, path_, attribute, position, by_name});
    }

    // Takes out repetitions among the edges of this node; the first of each stays, in its place.
    void unique() {
        const std::size_t first = graph_.out_.back();
        if (graph_.edges_.size() - first < 2) return;
        const auto key = [](const Edge& edge) { return std::tie(edge.to, edge.path, edge.attribute); };
        std::vector<std::uint32_t> order(graph_.edges_.size() - first);
        std::iota(order.begin(), order.end(), 0U);
        const auto edge = [&](std::uint32_t i) -> const Edge& { return graph_.edges_[first + i]; };
        std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return key(edge(a)) < key(edge(b)); });
        std::vector<bool> again(order.size());
        for (std::size_t i = 1; i < order.size(); ++i) again[order[i]] = key(edge(order[i])) == key(edge(order[i - 1]));
        std::size_t kept = first;
        for (std::size_t i = 0; i < again.size(); ++i) {
            if (again[i]) continue;
            if (kept != first + i) graph_.edges_[kept] = std::move(graph_.edges_[first + i]);
            ++kept;
        }
        graph_.edges_.erase(graph_.edges_.begin() + static_cast<std::ptrdiff_t>(kept), graph_.edges_.end());
    }

    void turn_round() {
        graph_.in_.assign(graph_.size() + 1, 0);
        for (const Edge& edge : graph_.edges_) ++graph_.in_[edge.to + 1];
        std::partial_sum(graph_.in_.begin(), graph_.in_.end(), graph_.in_.begin());
        graph_.in_edges_.resize(graph_.edges_.size());
        std::vector<std::uint32_t> next(graph_.in_.begin(), graph_.in_.end());
        for (const Edge& edge : graph_.edges_) graph_.in_edges_[next[edge.to]++] = &edge;
    }

    static constexpr std::uint32_t kShortestName = 3;
    static constexpr std::size_t kMostOfOneName = 64;
    static constexpr std::size_t kMostByName = 50'000;

    Graph& graph_;
    const Inventory& inventory_;
    std::unordered_map<std::string_view, std::size_t> units_;
    std::vector<std::unordered_map<std::string_view, Node>> ids_;
    std::unordered_map<std::string_view, Bearers> names_;
    std::map<std::pair<std::uint32_t, std::string_view>, Bearers> spelt_names_;      // by unit and identity of the name
    std::map<std::pair<std::string_view, std::string>, std::vector<Node>> doubted_;  // by type and path
    std::size_t followed_ = 0;                                                       // bearers of names that were used
    Node node_ = 0;
    std::size_t unit_ = 0;
    std::string path_;
    std::string own_name_;  // path of the property that names the resource itself
};

Graph::Graph(const Inventory& inventory) : inventory_(&inventory) { Builder(*this).build(); }

bool Graph::complete(Node node) const { return incomplete_.empty() || (!incomplete_.contains(node) && resource(node).type != kEstateType); }

std::vector<Doubt> Graph::doubts_about(Node to) const {
    constexpr std::string_view kBelowProperties = "Properties.";
    std::vector<Doubt> found;
    for (const Doubt& doubt : doubts_) {
        if (doubt.from == to) continue;
        const auto* paths = named_at(inventory_->named, resource(doubt.from).type, resource(to).type);
        if (paths == nullptr || !doubt.path.starts_with(kBelowProperties)) {
            found.push_back(doubt);
            continue;
        }
        for (const std::string& path : *paths) {
            const std::string whole = std::string(kBelowProperties) + path;
            if (is_below(whole, doubt.path))
                found.push_back({doubt.from, whole, doubt.unknown, true});
            else if (is_below(doubt.path, whole))
                found.push_back(doubt);
        }
    }
    return found;
}

std::vector<Doubt> Graph::doubts(Node from) const {
    std::vector<Doubt> found;
    if (!resource(from).origins.empty()) collect_doubts(resource(from), from, resource(from).properties(), "Properties", found);
    return found;
}

std::span<const Node> Graph::of_type(std::string_view type) const {
    const auto found = by_type_.find(type);
    return found == by_type_.end() ? std::span<const Node>() : std::span<const Node>(found->second);
}

}  // namespace vouch::model
