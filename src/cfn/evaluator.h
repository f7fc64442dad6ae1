// SPDX-License-Identifier: Apache-2.0
// Replaces intrinsic functions in a value by what they stand for. The functions themselves are rows in functions.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "cfn/scope.h"
#include "model/resource.h"
#include "value/value.h"

namespace vouch::cfn {

struct Function;

// A member of a map after loops are expanded: its final key, its value not yet resolved, and the loop variables it sees.
struct Entry {
    value::Member member;
    const Binding* bindings;
};

// One per template; not thread-safe. Recursion follows the depth of the document, which the readers bound.
class Evaluator {
public:
    // What resolving one resource told besides its value.
    struct Notes {
        std::vector<std::uint32_t> needs;  // numbers of the resources that it refers to for certain
        std::string open;                  // see model::Resource::open
        std::vector<model::ReferenceMade> references;
        Choice* choice = nullptr;  // the first that something depends on
    };

    // Keeps references to all of them. `nodes`: see Options::resolved_nodes.
    Evaluator(base::Arena& arena, const base::Source& source, Scope& scope, std::vector<base::Error>& problems, std::size_t nodes)
        : arena_(arena), source_(source), scope_(scope), problems_(problems), budget_(nodes), limit_(nodes) {}

    // `value` with every intrinsic function in it replaced; the very same value where there is none. absent() where it
    // is AWS::NoValue.
    value::Value resolve(const value::Value& value);
    value::Value resolve(const Entry& entry);
    // The same where {"Condition": name} is a function: inside Conditions and their operators.
    value::Value resolve_condition(const value::Value& value);
    value::Value resolve_condition(const Entry& entry);

    // The members of a map with its Fn::ForEach members expanded. Loops over what is not known are problems and left out.
    std::vector<Entry> expand(const value::Value& map);

    // Runs `work` where the loop variables of `entry` are seen.
    template <class Work>
    void within(const Entry& entry, Work work) {
        const Binding* const before = std::exchange(bindings_, entry.bindings);
        work();
        bindings_ = before;
    }

    // Notes are taken from here on for one resource, and handed over by finish().
    void begin() { notes_ = {}; }
    Notes finish();

    // For the functions:

    static value::Value absent();
    static bool is_absent(const value::Value& value);

    // An unknown; its texts are copied.
    value::Value unknown(const value::Unknown& why, std::uint32_t at);
    // What a function over `argument`, which holds an unknown, gives: an unknown of its cause and reason. `identity` as call_spelling().
    value::Value derived(const value::Value& argument, const std::string& identity, std::uint32_t at);
    // Reports a problem; an unknown of cause `failed`.
    value::Value failed(base::Code code, std::string message, std::uint32_t at);
    value::Value text(std::string_view text, std::uint32_t at);
    value::Value list(std::span<const value::Value> items, std::uint32_t at);
    value::Value map(std::span<const value::Member> members, std::uint32_t at);
    // `string` with the loop variables in it (`${Name}`, `&{Name}`) replaced.
    value::Value loop_text(const value::Value& string) { return substitute(string, bindings_); }
    // The strings and scalars in `parts` one after another; an unknown where one of them is or where a dynamic reference results.
    value::Value concatenate(std::span<const value::Value> parts, std::uint32_t at);

    // What {"Ref": name} and {"Fn::GetAtt": [id, attribute]} stand for.
    value::Value reference(std::string_view name, std::uint32_t at);
    value::Value attribute(std::string_view id, std::string_view name, std::uint32_t at);
    // The output of another stack; nothing, and the reason, where it is not known.
    base::Result<value::Value> output_of(const Asked& asked);
    // The condition of that name, a boolean or an unknown.
    value::Value condition(std::string_view name, std::uint32_t at);

    const Scope& scope() const { return scope_; }
    // Notes that the value depends on it.
    void depends_on(Choice* choice) {
        if (notes_.choice == nullptr) notes_.choice = choice;
    }
    // Notes that it depends on whether an equation holds; `parameter` and `literal` as in Choice.
    void depends_on_equation(std::string_view equation, std::string_view parameter, const value::Value& literal);
    // A parameter that has one of these values.
    Choice* choice(std::string_view parameter, std::span<const value::Value> values);
    bool exhausted() const { return exhausted_; }
    // Takes `nodes` from the budget. False, and a problem the first time, where it is used up.
    bool charge(std::size_t nodes, std::uint32_t at);
    static constexpr std::size_t kBytesPerNode = 16;  // of text, beside the node that holds it

    // While one lives, references are no dependency for certain: they stand under a condition that is not known.
    class Maybe {
    public:
        explicit Maybe(Evaluator& evaluator) : depth_(evaluator.maybe_) { ++depth_; }
        ~Maybe() { --depth_; }
        Maybe(const Maybe&) = delete;
        Maybe& operator=(const Maybe&) = delete;

    private:
        int& depth_;
    };

    // While one lives, references are noted as those of the value at that position, unless one lives already.
    class Holder {
    public:
        Holder(Evaluator& evaluator, std::uint32_t at) : holder_(evaluator.holder_), before_(evaluator.holder_) {
            if (!holder_) holder_ = at;
        }
        ~Holder() { holder_ = before_; }
        Holder(const Holder&) = delete;
        Holder& operator=(const Holder&) = delete;

    private:
        std::optional<std::uint32_t>& holder_;
        std::optional<std::uint32_t> before_;
    };

    // While one lives, mistakes in the template are not reported: what is resolved now is resolved once more.
    class Quiet {
    public:
        explicit Quiet(Evaluator& evaluator) : quiet_(evaluator.quiet_) { ++quiet_; }
        ~Quiet() { --quiet_; }
        Quiet(const Quiet&) = delete;
        Quiet& operator=(const Quiet&) = delete;

    private:
        int& quiet_;
    };

private:
    value::Value resolve_map(const value::Value& map);
    value::Value resolve_members(const value::Value& map);
    value::Value resolve_loops(const value::Value& map);
    value::Value resolve_list(const value::Value& list);
    value::Value resolve_string(const value::Value& string);
    static bool has_dynamic_reference(std::string_view text);
    value::Value dynamic_reference(std::string_view text, std::uint32_t at);
    value::Value exhausted(std::uint32_t at);
    void expand_loop(const value::Member& loop, const Binding* bindings, std::vector<Entry>& out);
    void expand_into(const value::Value& map, const Binding* bindings, std::vector<Entry>& out);
    void skip_loop(const value::Member& loop, base::Code code, std::string why);
    value::Value substitute(const value::Value& string, const Binding* bindings);
    value::Value call(const Function& function, const value::Value& argument, std::uint32_t at);
    void note(std::string_view id, std::string_view attribute, std::uint32_t at);
    std::optional<value::Value> nested_output(std::string_view id, std::string_view attribute, std::uint32_t at);
    value::Value bring(const model::Unit& unit, const model::Output& output, std::uint32_t at);
    void note_crossing(std::span<const model::ReferenceMade> references, std::string_view from, std::uint32_t at);
    std::string_view begin_of(std::string_view id, std::string_view attribute) const;
    std::string_view lack_of(std::string_view id, std::string_view attribute) const;
    std::optional<value::Value> identifier(std::string_view id, std::string_view attribute, std::uint32_t at);

    base::Arena& arena_;
    const base::Source& source_;
    Scope& scope_;
    std::vector<base::Error>& problems_;
    std::size_t budget_;
    std::size_t limit_;
    bool exhausted_ = false;
    bool in_condition_ = false;
    int maybe_ = 0;
    int quiet_ = 0;
    std::optional<std::uint32_t> holder_;
    const Binding* bindings_ = nullptr;
    Notes notes_;
};

}  // namespace vouch::cfn
