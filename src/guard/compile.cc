// SPDX-License-Identifier: Apache-2.0
// Two walks over the tree. The first collects every name that the file defines as a variable (assignments, parameters,
// captures): a use of any other name is an error. The second links uses to rules, functions and variables, turns names into
// ids, hashes keys, and records which rule or assignment needs which; a cycle among them would recurse for ever, so it is
// refused with its chain. Tested by compile_test.cc.
//
// Guard looks variables up where a rule is called, not where it is written, so a name that is not found lexically may still
// be there at run time; it only has to be defined somewhere in the file.
#include "guard/compile.h"

#include <algorithm>

#include <fmt/format.h>

#include "guard/detail/linker.h"
#include "guard/function.h"
#include "guard/parse.h"

namespace vouch::guard {
namespace detail {
namespace {

// The tree belongs to the file that is being compiled and nobody else sees it yet.
template <class T>
std::span<T> edit(std::span<const T> items) {
    return {const_cast<T*>(items.data()), items.size()};
}
template <class T>
T& edit(const T* item) {
    return const_cast<T&>(*item);
}

// Of several assignments to one name in a block, Guard takes the last literal, else the last call, else the last query.
int precedence(const Let& let) {
    switch (let.value.kind) {
        case Term::Kind::literal: return 3;
        case Term::Kind::call: return 2;
        default: return 1;
    }
}

std::vector<Let> effective(std::span<const Let> lets) {
    std::vector<Let> out;
    for (const Let& let : lets) {
        const auto same = std::ranges::find(out, let.name, &Let::name);
        if (same == out.end()) {
            out.push_back(let);
        } else if (precedence(let) >= precedence(*same)) {
            *same = let;
        }
    }
    return out;
}

}  // namespace

void Linker::link() {
    current_ = add_node("the file", 0);
    file_.lets = file_.arena.copy(std::span<const Let>(effective(file_.lets)));
    declare_rules();
    for (const Let& let : file_.lets) {
        define(let.name);
        define_term(let.value);
        if (let.value.kind == Term::Kind::literal) file_literals_[let.name] = &let;
    }
    for (const auto rules : {file_.rules, file_.templates}) {
        for (const Rule& rule : rules) {
            for (const std::string_view parameter : rule.parameters) define(parameter);
            if (rule.conditions != nullptr) define_conjunction(*rule.conditions);
            define_block(rule.body);
        }
    }
    scopes_.emplace_back();
    link_lets(file_.lets, scopes_.back());
    for (Rule& rule : file_.rules) link_rule(rule, rule_nodes_[rule.name_id]);
    for (std::size_t i = 0; i < file_.templates.size(); ++i)
        link_rule(file_.templates[i], template_nodes_[template_ids_[file_.templates[i].name]]);
    find_cycles();
    std::ranges::sort(program_.types);
    program_.types.erase(std::ranges::unique(program_.types).begin(), program_.types.end());
}

std::vector<base::Error> Linker::take_errors() {
    std::ranges::stable_sort(errors_, {}, &std::pair<std::uint32_t, base::Error>::first);
    std::vector<base::Error> sorted;
    for (auto& [at, error] : errors_) sorted.push_back(std::move(error));
    return sorted;
}

void Linker::declare_rules() {
    for (Rule& rule : file_.rules) {
        rule.name_id = intern(rule.name, rule_ids_, program_.rule_names);
        if (rule.name_id == program_.rules_by_name.size()) {
            program_.rules_by_name.emplace_back();
            rule_nodes_.push_back(add_node(fmt::format("rule `{}`", rule.name), rule.begin));
        }
        program_.rules_by_name[rule.name_id].push_back(&rule);
    }
    for (std::size_t i = 0; i < file_.templates.size(); ++i) {
        template_ids_[file_.templates[i].name] = static_cast<Id>(i);  // of several with one name the last counts
        template_nodes_.push_back(add_node(fmt::format("rule `{}`", file_.templates[i].name), file_.templates[i].begin));
    }
}

void Linker::define(std::string_view name) {
    ++definitions_[name];
    intern(name, variable_ids_, program_.variables);
}

void Linker::define_block(const Block& block) {
    for (const Let& let : block.lets) {
        define(let.name);
        define_term(let.value);
    }
    define_conjunction(block.body);
}

void Linker::define_conjunction(Conjunction conjunction) {
    for (const Disjunction& disjunction : conjunction)
        for (const Clause& clause : disjunction) define_clause(clause);
}

void Linker::define_clause(const Clause& clause) {
    if (clause.query != nullptr) define_query(*clause.query);
    define_term(clause.right);
    for (const Term& argument : clause.arguments) define_term(argument);
    if (clause.conditions != nullptr) define_conjunction(*clause.conditions);
    if (clause.body != nullptr) define_block(*clause.body);
}

void Linker::define_query(const Query& query) {
    for (const Part& part : query.parts) {
        if (part.kind != Part::Kind::key && part.kind != Part::Kind::variable && !part.name.empty()) define(part.name);
        define_conjunction(part.filter);
        if (part.key_filter != nullptr) define_term(part.key_filter->right);
    }
}

void Linker::define_term(const Term& term) {
    if (term.query != nullptr) define_query(*term.query);
    if (term.call != nullptr)
        for (const Term& argument : term.call->arguments) define_term(argument);
}

void Linker::link_rule(Rule& rule, std::size_t node) {
    current_ = node;
    scopes_.emplace_back();
    rule.parameter_ids = {file_.arena.allocate_array<Id>(rule.parameters.size()), rule.parameters.size()};
    for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
        rule.parameter_ids[i] = variable_ids_[rule.parameters[i]];
        scopes_.back().nodes[rule.parameters[i]] = kParameter;
    }
    if (rule.conditions != nullptr) link_conjunction(*rule.conditions);
    link_block(rule.body);
    scopes_.pop_back();
}

void Linker::link_block(const Block& block) {
    scopes_.emplace_back();
    edit(&block).lets = file_.arena.copy(std::span<const Let>(effective(block.lets)));
    link_lets(block.lets, scopes_.back());
    link_conjunction(block.body);
    scopes_.pop_back();
}

void Linker::link_lets(std::span<const Let> lets, Scope& scope) {
    for (Let& let : edit(lets)) {
        let.variable = variable_ids_[let.name];
        scope.nodes[let.name] = add_node(fmt::format("variable `%{}`", let.name), let.begin);
    }
    const std::size_t outer = current_;
    for (const Let& let : lets) {
        current_ = scopes_.back().nodes[let.name];
        link_term(let.value);
    }
    current_ = outer;
}

void Linker::link_conjunction(Conjunction conjunction) {
    for (const Disjunction& disjunction : conjunction)
        for (Clause& clause : edit(disjunction)) link_clause(clause);
}

void Linker::link_clause(Clause& clause) {
    if (clause.kind == Clause::Kind::named_rule) link_named_rule(clause);
    if (clause.kind == Clause::Kind::rule_call) link_rule_call(clause);
    if (clause.kind == Clause::Kind::type_block) give_type_query(clause);
    if (clause.query != nullptr) link_query(edit(clause.query));
    link_term(clause.right);
    for (const Term& argument : clause.arguments) link_term(argument);
    if (clause.conditions != nullptr) link_conjunction(*clause.conditions);
    if (clause.body != nullptr) link_block(*clause.body);
}

void Linker::link_named_rule(Clause& clause) {
    if (const auto found = rule_ids_.find(clause.name); found != rule_ids_.end()) {
        clause.rule = found->second;
        need(rule_nodes_[clause.rule]);
        return;
    }
    const bool is_template = template_ids_.contains(clause.name);
    fail(base::Code::undefined_name,
         is_template ? fmt::format("rule `{}` needs arguments", clause.name) : fmt::format("there is no rule `{}`", clause.name),
         clause.begin, is_template ? "" : "a name on a line of its own refers to a rule; a clause needs an operator such as `exists`");
}

void Linker::link_rule_call(Clause& clause) {
    const auto found = template_ids_.find(clause.name);
    if (found == template_ids_.end()) {
        fail(base::Code::undefined_name, fmt::format("there is no rule `{}` that takes arguments", clause.name), clause.begin);
        return;
    }
    clause.rule = found->second;
    need(template_nodes_[clause.rule]);
    const std::size_t wanted = file_.templates[clause.rule].parameters.size();
    if (wanted != clause.arguments.size())
        fail(base::Code::invalid_value,
             fmt::format("rule `{}` takes {} argument{}, {} given", clause.name, wanted, wanted == 1 ? "" : "s", clause.arguments.size()),
             clause.begin);
}

void Linker::link_query(Query& query) {
    for (Part& part : edit(query.parts)) link_part(part);
    if (!query.parts.empty() && query.parts.front().kind == Part::Kind::variable) use_variable(query.parts.front().name, query.begin);
    for (const Part& part : query.parts.subspan(std::min<std::size_t>(1, query.parts.size())))
        if (part.kind == Part::Kind::variable) use_variable(part.name, query.begin);
    select_by_type(query);
}

void Linker::link_part(Part& part) {
    if (part.kind == Part::Kind::key) {
        part.hash = value::key_hash(part.name);
        part.id = intern(part.name, key_ids_, program_.keys);
    } else if (!part.name.empty() && definitions_.contains(part.name)) {
        part.id = variable_ids_[part.name];
    }
    link_conjunction(part.filter);
    if (part.key_filter != nullptr) link_term(part.key_filter->right);
}

void Linker::link_term(const Term& term) {
    if (term.query != nullptr) link_query(edit(term.query));
    if (term.call != nullptr) link_call(edit(term.call));
}

void Linker::link_call(Call& call) {
    for (const Term& argument : call.arguments) link_term(argument);
    call.function = find_function(call.name);
    if (call.function == nullptr) {
        fail(base::Code::undefined_name, fmt::format("there is no function `{}`", call.name), call.begin);
    } else if (call.function->arity != call.arguments.size()) {
        fail(base::Code::invalid_value,
             fmt::format("function `{}` takes {} argument{}, {} given", call.name, call.function->arity,
                         call.function->arity == 1 ? "" : "s", call.arguments.size()),
             call.begin);
    }
}

void Linker::use_variable(std::string_view name, std::uint32_t at) {
    if (!definitions_.contains(name)) {
        fail(base::Code::undefined_name, fmt::format("there is no variable `%{}`", name), at,
             "assign it with `let`, or capture it in a query");
        return;
    }
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        const auto found = scope->nodes.find(name);
        if (found == scope->nodes.end()) continue;
        if (found->second != kParameter) need(found->second);
        return;
    }
}

// The type that a filter `[ Type == X ]` asks for, where X is a string or a file-level variable bound to one; else empty.
std::string_view Linker::literal_type(const Clause& clause) const {
    if (clause.kind != Clause::Kind::access || clause.negated || clause.comparison.negated || clause.comparison.op != Operator::equal)
        return {};
    const auto is_type = [](std::span<const Part> parts) {
        return parts.size() == 1 && parts[0].kind == Part::Kind::key && parts[0].name == "Type";
    };
    if (!is_type(clause.query->parts)) return {};
    const Term& right = clause.right;
    if (right.kind == Term::Kind::literal) return right.literal.is_string() ? right.literal.as_string() : std::string_view{};
    if (right.kind != Term::Kind::query || right.query->parts.size() != 1 || right.query->parts[0].kind != Part::Kind::variable) return {};
    const std::string_view name = right.query->parts[0].name;
    const auto found = file_literals_.find(name);
    const bool only = found != file_literals_.end() && definitions_.at(name) == 1;
    return only && found->second->value.literal.is_string() ? found->second->value.literal.as_string() : std::string_view{};
}

void Linker::select_by_type(Query& query) {
    if (query.parts.size() < 3) return;
    const Part& resources = query.parts[0];
    const Part& filter = query.parts[2];
    const bool shape = resources.kind == Part::Kind::key && resources.name == "Resources" &&
                       query.parts[1].kind == Part::Kind::all_values && query.parts[1].name.empty() && filter.kind == Part::Kind::filter &&
                       filter.filter.size() == 1 && filter.filter[0].size() == 1;
    if (!shape) return;
    query.type = literal_type(filter.filter[0][0]);
    if (query.type.empty()) return;
    query.type_parts = 3;
    program_.types.push_back(query.type);
}

// A type block is judged on `Resources.*[ Type == '<name>' ]`.
void Linker::give_type_query(Clause& clause) {
    base::Arena& arena = file_.arena;
    const auto key = [](std::string_view name) {
        Part part;
        part.kind = Part::Kind::key;
        part.name = name;
        return part;
    };
    Query type;
    type.begin = clause.begin;
    type.end = clause.begin + static_cast<std::uint32_t>(clause.name.size());
    type.parts = arena.copy(std::span<const Part>(std::vector{key("Type")}));
    Clause equals;
    equals.query = arena.make<Query>(type);
    equals.begin = type.begin;
    equals.end = type.end;
    equals.right.kind = Term::Kind::literal;
    equals.right.literal = value::Value::string(clause.name, clause.begin);
    std::vector<Part> parts{key("Resources"), {}, {}};
    parts[1].kind = Part::Kind::all_values;
    parts[2].kind = Part::Kind::filter;
    const Disjunction only = arena.copy(std::span<const Clause>(&equals, 1));
    parts[2].filter = arena.copy(std::span<const Disjunction>(&only, 1));
    Query selection = type;
    selection.parts = arena.copy(std::span<const Part>(parts));
    clause.query = arena.make<Query>(selection);
}

std::size_t Linker::add_node(std::string label, std::uint32_t begin) {
    nodes_.push_back({std::move(label), begin, {}});
    return nodes_.size() - 1;
}

// Depth-first search with a stack of its own: rule files may chain thousands of rules.
void Linker::find_cycles() {
    enum class Mark : std::uint8_t { fresh, open, done };
    std::vector<Mark> marks(nodes_.size(), Mark::fresh);
    std::vector<std::pair<std::size_t, std::size_t>> path;  // node, next of its needs
    for (std::size_t start = 0; start < nodes_.size(); ++start) {
        if (marks[start] != Mark::fresh) continue;
        path.emplace_back(start, 0);
        marks[start] = Mark::open;
        while (!path.empty()) {
            auto& [node, next] = path.back();
            if (next == nodes_[node].needs.size()) {
                marks[node] = Mark::done;
                path.pop_back();
                continue;
            }
            const std::size_t needed = nodes_[node].needs[next++];
            if (marks[needed] == Mark::fresh) {
                marks[needed] = Mark::open;
                path.emplace_back(needed, 0);
            } else if (marks[needed] == Mark::open) {
                std::string chain;
                bool within = false;
                for (const auto& [step, unused] : path) {
                    within = within || step == needed;
                    if (within) chain += nodes_[step].label + " -> ";
                }
                fail(base::Code::cycle, chain + nodes_[needed].label + " would never end", nodes_[needed].begin);
            }
        }
    }
}

Id Linker::intern(std::string_view name, std::unordered_map<std::string_view, Id>& ids, std::vector<std::string_view>& names) {
    const auto [found, added] = ids.try_emplace(name, static_cast<Id>(names.size()));
    if (added) names.push_back(name);
    return found->second;
}

void Linker::fail(base::Code code, std::string message, std::uint32_t at, std::string help) {
    errors_.emplace_back(at, base::Error{code, std::move(message), file_.location(at), {}, std::move(help)});
}

}  // namespace detail

std::expected<Program, std::vector<base::Error>> compile(RuleFile file) {
    Program program;
    program.file = std::move(file);
    detail::Linker linker(program);
    linker.link();
    if (auto errors = linker.take_errors(); !errors.empty()) return std::unexpected(std::move(errors));
    return program;
}

std::expected<Program, std::vector<base::Error>> load(base::SourcePtr source) {
    auto file = parse(std::move(source));
    if (!file) return std::unexpected(std::move(file).error());
    return compile(*std::move(file));
}

}  // namespace vouch::guard
