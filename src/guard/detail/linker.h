// SPDX-License-Identifier: Apache-2.0
// The passes behind compile.h over one rule file: collect the names it defines, link every use to them, and note who needs
// whom for the search for cycles.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "guard/compile.h"

namespace vouch::guard::detail {

// A rule, rule template or assignment, as a node of the graph of needs.
struct Need {
    std::string label;  // "rule `a`", "variable `%x`"
    std::uint32_t begin = 0;
    std::vector<std::size_t> needs;
};

class Linker {
public:
    explicit Linker(Program& program) : program_(program), file_(program.file) {}

    void link();
    std::vector<base::Error> take_errors();

private:
    // The names that a block or rule template adds, innermost last.
    struct Scope {
        std::unordered_map<std::string_view, std::size_t> nodes;  // name -> node of its assignment (kParameter: a parameter)
    };
    static constexpr std::size_t kParameter = ~std::size_t{0};

    void declare_rules();
    void define(std::string_view name);
    void define_block(const Block& block);
    void define_conjunction(Conjunction conjunction);
    void define_clause(const Clause& clause);
    void define_query(const Query& query);
    void define_term(const Term& term);

    void link_rule(Rule& rule, std::size_t node);
    void link_block(const Block& block);
    void link_lets(std::span<const Let> lets, Scope& scope);
    void link_conjunction(Conjunction conjunction);
    void link_clause(Clause& clause);
    void link_named_rule(Clause& clause);
    void link_rule_call(Clause& clause);
    void link_query(Query& query);
    void link_part(Part& part);
    void link_term(const Term& term);
    void link_call(Call& call);
    void use_variable(std::string_view name, std::uint32_t at);
    void select_by_type(Query& query);
    std::string_view literal_type(const Clause& clause) const;
    void give_type_query(Clause& clause);

    std::size_t add_node(std::string label, std::uint32_t begin);
    void need(std::size_t node) { nodes_[current_].needs.push_back(node); }
    void find_cycles();

    Id intern(std::string_view name, std::unordered_map<std::string_view, Id>& ids, std::vector<std::string_view>& names);
    void fail(base::Code code, std::string message, std::uint32_t at, std::string help = {});

    Program& program_;
    RuleFile& file_;
    std::vector<std::pair<std::uint32_t, base::Error>> errors_;  // with the offset each stands at
    std::unordered_map<std::string_view, Id> key_ids_;
    std::unordered_map<std::string_view, Id> variable_ids_;
    std::unordered_map<std::string_view, Id> rule_ids_;
    std::unordered_map<std::string_view, Id> template_ids_;
    std::unordered_map<std::string_view, int> definitions_;  // of variables: how many assignments, parameters and captures
    std::unordered_map<std::string_view, const Let*> file_literals_;
    std::vector<std::size_t> rule_nodes_;      // by rule name id
    std::vector<std::size_t> template_nodes_;  // by template id
    std::vector<Scope> scopes_;
    std::vector<Need> nodes_;
    std::size_t current_ = 0;
};

}  // namespace vouch::guard::detail
