// SPDX-License-Identifier: Apache-2.0
// What was certain stays: random clauses over random documents with unknown values are judged; then each unknown is replaced by
// values that it may stand for (or, where it may be absent, taken away), and no PASS, FAIL or SKIP may change.
#include <array>
#include <random>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "guard/testing/judging.h"
#include "value/write.h"

namespace vouch::guard {
namespace {

using value::Unknown;
using value::Value;

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t limit) { return engine_() % limit; }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    template <std::size_t size>
    std::string pick(const std::array<std::string_view, size>& items) {
        return std::string(items[below(size)]);
    }

private:
    std::mt19937 engine_;
};

constexpr std::array<std::string_view, 4> kKeys{"a", "b", "c", "Items"};
constexpr std::array<std::string_view, 8> kScalars{"\"a\"", "\"b\"", "\"ab\"", "\"\"", "1", "5", "true", "1.5"};
constexpr std::array<Unknown::Cause, 6> kCauses{Unknown::Cause::attribute, Unknown::Cause::parameter, Unknown::Cause::condition,
                                                Unknown::Cause::denied,    Unknown::Cause::intrinsic, Unknown::Cause::import};
constexpr std::array<std::string_view, 3> kIdentities{"", "x", "y"};

// A document as text in which "?<cause><identity>" stands for an unknown.
std::string random_document(Dice& dice, int depth) {
    const std::size_t kind = dice.below(depth > 0 ? 10 : 5);
    if (kind == 0 || kind == 5) return "\"?" + std::to_string(dice.below(kCauses.size())) + dice.pick(kIdentities) + "\"";
    if (kind < 5) return dice.pick(kScalars);
    std::string out;
    if (kind < 8) {
        for (const std::string_view key : kKeys)
            if (dice.chance(2))
                out.append(out.empty() ? "" : ", ").append("\"").append(key).append("\": ").append(random_document(dice, depth - 1));
        return "{" + out + "}";
    }
    for (std::size_t i = dice.below(4); i > 0; --i) out.append(out.empty() ? "" : ", ").append(random_document(dice, depth - 1));
    return "[" + out + "]";
}

std::string root(Dice& dice) {
    std::string out =
        "{\"Resources\": {\"r\": {\"Type\": \"A\", \"p\": " + random_document(dice, 2) + "}, \"s\": " + random_document(dice, 2) + "}";
    for (const std::string_view key : kKeys) out.append(", \"").append(key).append("\": ").append(random_document(dice, 3));
    return out + "}";
}

std::string clause(Dice& dice, int depth);

std::string query(Dice& dice, int depth) {
    constexpr std::array<std::string_view, 11> kParts{
        ".*", "[*]", "[0]", "[1]", ".a", ".b", ".c", ".Items", "[ keys == /^[ab]/ ]", "[ keys in ['a', 'c'] ]", ".a"};
    constexpr std::array<std::string_view, 12> kStarts{"a",           "b",  "c",  "Items", "a", "b", "c", "Resources.*[ Type == 'A' ].p",
                                                       "Resources.*", "%v", "%w", "%s"};
    std::string out = (dice.chance(5) ? "some " : "") + dice.pick(kStarts);
    bool may_filter = true;
    for (std::size_t i = dice.below(3); i > 0; --i) {
        if (may_filter && depth > 0 && dice.chance(4)) {
            out += "[ " + clause(dice, depth - 1) + " ]";
            may_filter = false;
        } else {
            const std::string part = dice.pick(kParts);
            may_filter = part.starts_with('.') || part == "[*]";
            out += part;
        }
    }
    return out;
}

std::string clause(Dice& dice, int depth) {
    constexpr std::array<std::string_view, 9> kUnary{"exists",    "exists",  "empty",  "is_string", "is_list",
                                                     "is_struct", "is_bool", "is_int", "is_null"};
    constexpr std::array<std::string_view, 8> kBinary{"==", "==", "!=", "in", "not in", "<", ">=", "=="};
    constexpr std::array<std::string_view, 14> kLiterals{"'a'", "'ab'",     "1",  "5",    "true",    "['a', 'b']",     "['a']",
                                                         "[]",  "{a: 'a'}", "{}", "/^a/", "r[1, 5)", "[['a'], ['b']]", "null"};
    constexpr std::array<std::string_view, 4> kCalls{"count", "to_upper", "parse_string", "count"};
    const std::string front = dice.chance(6) ? "not " : "";
    const std::string left = query(dice, depth);
    switch (dice.below(4)) {
        case 0: return front + left + " " + (dice.chance(3) ? "!" : "") + dice.pick(kUnary);
        case 1: return front + left + " " + dice.pick(kBinary) + " " + query(dice, depth);
        case 2:
            if (dice.chance(3)) return front + left + " " + dice.pick(kBinary) + " " + dice.pick(kCalls) + "(" + query(dice, depth) + ")";
            [[fallthrough]];
        default: return front + left + " " + dice.pick(kBinary) + " " + dice.pick(kLiterals);
    }
}

std::string rules(Dice& dice) {
    std::string out = "let v = a\nlet w = b.*\nlet s = some c.*.a\nlet n = count(Items)\nlet j = join(c[*], ',')\n";
    out += "rule p(x) { %x " + std::string(dice.chance(2) ? "exists" : "== 'a'") + " }\n";
    out += "rule r {\n" + clause(dice, 2) + "\n}\n";
    out += "rule o {\n" + clause(dice, 1) + "\nor " + clause(dice, 1) + "\n}\n";
    out += "rule w when " + clause(dice, 1) + " { " + clause(dice, 1) + "\n }\n";
    out += "rule b { " + query(dice, 1) + (dice.chance(3) ? " !empty" : "") + " { " + clause(dice, 1) + "\n } }\n";
    out += "rule t { A { " + clause(dice, 1) + "\n } }\nrule d { not r\n}\nrule q { p(" + query(dice, 1) + ") }\n";
    out += "rule k { a[ key | " + clause(dice, 1) +
           "\n ] exists or a exists or a !exists\n b.%key exists }\nrule c { %n == 1 }\nrule j { %j == 'a' }\n";
    return out;
}

// What stands behind "?": its cause and, behind that, its identity.
bool is_unknown_mark(const Value& value) { return value.is_string() && value.as_string().starts_with('?'); }
Unknown::Cause cause_of(const Value& mark) { return kCauses[static_cast<std::size_t>(mark.as_string()[1] - '0')]; }
// Imported values are not empty.
Unknown why_of(Unknown::Cause cause, std::string_view identity) {
    Unknown why{cause, "test", identity, ""};
    why.not_empty = cause == Unknown::Cause::import;
    return why;
}

Value with_marked_unknowns(base::Arena& arena, const Value& value) {
    if (is_unknown_mark(value)) return value::make_unknown(arena, why_of(cause_of(value), value.as_string().substr(2)), value.position());
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& each : value.as_list()) items.push_back(with_marked_unknowns(arena, each));
        return value::make_list(arena, items, value.position());
    }
    if (value.is_map()) {
        std::vector<value::Member> members;
        for (const value::Member& each : value.as_map()) members.push_back({each.key, with_marked_unknowns(arena, each.value)});
        return value::make_map(arena, members, value.position());
    }
    return value;
}

// Puts known values in the place of the marks; unknowns of one identity (and cause) get one value. nullopt: absent.
class Settling {
public:
    Settling(Dice& dice, base::Arena& arena) : dice_(dice), arena_(arena) {}

    std::optional<Value> settle(const Value& value) {
        if (is_unknown_mark(value)) return concrete(value);
        if (value.is_list()) {
            std::vector<Value> items;
            for (const Value& each : value.as_list())
                if (const auto known = settle(each)) items.push_back(*known);
            return value::make_list(arena_, items, value.position());
        }
        if (value.is_map()) {
            std::vector<value::Member> members;
            for (const value::Member& each : value.as_map())
                if (const auto known = settle(each.value)) members.push_back({each.key, *known});
            return value::make_map(arena_, members, value.position());
        }
        return value;
    }

private:
    std::optional<Value> concrete(const Value& mark) {
        const std::string_view identity = mark.as_string().substr(2);
        if (identity.empty()) return choose(cause_of(mark), mark.position());
        // Same identity, same value: the value is one that every cause allows, so that it is there for all of them.
        const std::size_t which = identity == "x" ? 0 : 1;
        if (!chosen_[which]) chosen_[which] = choose(Unknown::Cause::attribute, 0);
        if (!absent_[which]) absent_[which] = dice_.chance(3);
        if (!Unknown{cause_of(mark), {}, {}, {}}.present() && *absent_[which]) return std::nullopt;
        return chosen_[which]->at(mark.position());
    }

    std::optional<Value> choose(Unknown::Cause cause, std::uint32_t at) {
        const Unknown why = why_of(cause, {});
        if (!why.present() && dice_.chance(3)) return std::nullopt;
        const std::array items{Value::string("a", at), Value::string("b", at)};
        const std::array lists{value::make_list(arena_, items, at)};
        const std::array members{value::Member{Value::string("a", at), items[0]}};
        switch (dice_.below(why.filled() ? 6 : 11)) {
            case 0: return items[0];
            case 1: return Value::string("ab", at);
            case 2: return lists[0];
            case 3: return value::make_list(arena_, std::span(items).first(1), at);
            case 4: return value::make_map(arena_, members, at);
            case 5: return value::make_list(arena_, lists, at);
            case 6: return Value::integer(1, at);
            case 7: return Value::string("", at);
            case 8: return value::make_list(arena_, {}, at);
            case 9: return value::make_map(arena_, {}, at);
            default: return Value::boolean(true, at);
        }
    }

    Dice& dice_;
    base::Arena& arena_;
    std::array<std::optional<Value>, 2> chosen_;
    std::array<std::optional<bool>, 2> absent_;
};

bool certain(Status status) { return status == Status::pass || status == Status::fail || status == Status::skip; }

std::vector<Status> statuses(Evaluator& evaluator, const Value& root) {
    const TypeIndex index(root);
    std::vector<Status> out;
    for (const RuleOutcome& each : evaluator.run(index).rules) out.push_back(each.status);
    return out;
}

TEST(UnknownValues, NoOutcomeThatWasCertainChangesWhenTheyBecomeKnown) {
    constexpr std::uint32_t kRuns = 1500;
    constexpr int kSettled = 12;
    std::size_t unknown = 0;
    std::size_t held = 0;
    int contradictions = 0;
    for (std::uint32_t seed = 0; seed < kRuns && contradictions < 5; ++seed) {
        Dice dice(seed);
        const std::string rule_text = rules(dice);
        const auto program = load(testing::source(rule_text));
        ASSERT_TRUE(program) << rule_text << testing::errors_of(rule_text);
        const auto read = value::read_json(testing::source(root(dice)));
        ASSERT_TRUE(read);
        base::Arena arena;
        Evaluator evaluator(*program);
        const auto before = statuses(evaluator, with_marked_unknowns(arena, read->root));
        for (const Status each : before) unknown += each == Status::unknown;
        for (int i = 0; i < kSettled && contradictions < 5; ++i) {
            const auto known = Settling(dice, arena).settle(read->root);
            const auto after = statuses(evaluator, *known);
            for (std::size_t rule = 0; rule < before.size(); ++rule) {
                if (!certain(before[rule]) || !certain(after[rule])) continue;  // a concrete value may be one that EMPTY refuses
                held += before[rule] == after[rule];
                if (before[rule] == after[rule]) continue;
                ++contradictions;
                ADD_FAILURE() << "seed " << seed << ", rule " << program->file.rules[rule].name << ": " << name(before[rule]) << " became "
                              << name(after[rule]) << "\n"
                              << rule_text << "\n"
                              << value::to_json(read->root) << "\n"
                              << value::to_json(*known);
                break;
            }
        }
    }
    EXPECT_GT(unknown, 1000U);
    EXPECT_GT(held, 10000U);
}

}  // namespace
}  // namespace vouch::guard
