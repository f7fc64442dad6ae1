// SPDX-License-Identifier: Apache-2.0
// Messages are made anew for every record, so everything is appended to one string. Tested by tests/guard.
#include "guard/report/words.h"

#include <array>
#include <charconv>

#include "guard/report/emit_json.h"
#include "value/write.h"

namespace vouch::guard::report {
namespace {

using value::Value;

constexpr std::size_t kLongestValue = 160;  // bytes of a string that a message shows

// By operator: what is wrong where the clause asked for it, and where it asked for the opposite.
struct Words {
    std::string_view name;
    std::string_view wanted;
    std::string_view unwanted;
};
constexpr std::array<Words, 15> kComparisonWords = {{
    {"Eq", "does not equal", "equals"},
    {"In", "is not in", "is in"},
    {"Gt", "is not greater than", "is greater than"},
    {"Lt", "is not less than", "is less than"},
    {"Le", "is greater than", "is at most"},
    {"Ge", "is less than", "is at least"},
    {"Exists", "is missing", "exists but must not"},
    {"Empty", "is not empty", "is empty"},
    {"IsString", "is no string", "is a string"},
    {"IsList", "is no list", "is a list"},
    {"IsMap", "is no map", "is a map"},
    {"IsBool", "is no boolean", "is a boolean"},
    {"IsInt", "is no integer", "is an integer"},
    {"IsFloat", "is no float", "is a float"},
    {"IsNull", "is not null", "is null"},
}};
static_assert(static_cast<std::size_t>(Operator::is_null) + 1 == kComparisonWords.size());

const Words& words(Operator op) { return kComparisonWords[static_cast<std::size_t>(op)]; }

void append_number(std::string& out, std::uint64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

// `text` up to `end` bytes, not cutting a character in two.
std::string_view head(std::string_view text, std::size_t end) {
    if (text.size() <= end) return text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

void append_list(std::string& out, std::span<const QueryResult> values) {
    constexpr std::size_t kMost = 5;
    for (std::size_t i = 0; i < values.size() && i < kMost; ++i) {
        if (i > 0) out += ", ";
        append_value(out, values[i].value);
    }
    if (values.size() <= kMost) return;
    out += " and ";
    append_number(out, values.size() - kMost);
    out += " more";
}

void append_missing(std::string& out, const QueryResult& missing, Locator& locator, Positions positions) {
    out += '`';
    append_query(out, *missing.query, missing.part);
    out += "` is missing in ";
    append_place(out, missing.value, locator, positions);
    out += ": ";
    append_reason(out, missing);
}

void append_unknown(std::string& out, const QueryResult& result) {
    out += "a value is not known";
    if (!result.value.is_unknown()) return;
    out += ": ";
    out += result.value.as_unknown().reason;
}

void append_clause_record(std::string& out, const Record& record, Locator& locator, Positions positions) {
    const Clause& clause = *record.clause;
    if (record.from.kind == QueryResult::Kind::unknown || record.from.value.is_unknown()) return append_unknown(out, record.from);
    if (record.from.kind == QueryResult::Kind::unresolved) return append_missing(out, record.from, locator, positions);
    if (!record.to.empty() && record.to[0].kind == QueryResult::Kind::unresolved) {
        out += "what it is to be compared with is missing: ";
        return append_missing(out, record.to[0], locator, positions);
    }
    if (!record.to.empty() && record.to[0].value.is_unknown()) return append_unknown(out, record.to[0]);
    append_place(out, record.from.value, locator, positions);
    const Words& said = words(clause.comparison.op);
    out += ' ';
    if (is_unary(clause.comparison.op)) {
        out += negated(clause) ? said.unwanted : said.wanted;
        return;
    }
    out += "is ";
    append_value(out, record.from.value);
    out += record.incomparable ? ", which cannot be compared with " : ", which ";
    if (!record.incomparable) {
        out += negated(clause) ? said.unwanted : said.wanted;
        out += ' ';
    }
    append_list(out, record.to);
}

}  // namespace

std::string_view operator_name(Operator op) { return words(op).name; }

void append_clause(std::string& out, const Program& program, const Clause& clause) {
    std::string_view text = program.file.text(clause.begin, clause.end);
    const bool has_body = clause.body != nullptr;
    if (has_body) text = text.substr(0, text.find('{'));
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    bool blank = false;
    for (const char byte : text) {
        if (is_blank(byte)) {
            blank = true;
            continue;
        }
        if (blank) out += ' ';
        blank = false;
        out += byte;
    }
}

void append_query(std::string& out, const Query& query, std::size_t part) {
    const std::size_t begin = part;
    for (; part < query.parts.size(); ++part) {
        const Part& each = query.parts[part];
        const bool dotted = each.kind == Part::Kind::self || each.kind == Part::Kind::key || each.kind == Part::Kind::variable ||
                            each.kind == Part::Kind::all_values || (each.kind == Part::Kind::index && part == begin);
        if (dotted && part != begin) out += '.';
        switch (each.kind) {
            case Part::Kind::self: out += "this"; break;
            case Part::Kind::key: out += each.name; break;
            case Part::Kind::variable: (out += '%') += each.name; break;
            case Part::Kind::index: (out += '[') += std::to_string(each.index) + "]"; break;
            case Part::Kind::all_values: out += '*'; break;
            case Part::Kind::all_indices: out += "[*]"; break;
            case Part::Kind::filter: out += "[filter]"; break;
            case Part::Kind::key_filter: out += "[keys]"; break;
        }
    }
}

void append_reason(std::string& out, const QueryResult& missing) {
    const Part* part =
        missing.query != nullptr && missing.part < missing.query->parts.size() ? &missing.query->parts[missing.part] : nullptr;
    switch (missing.missing) {
        case QueryResult::Missing::nothing: out += "nothing stands there"; return;
        case QueryResult::Missing::key:
            out += "the map has no key `";
            if (part != nullptr) out += part->name;
            out += '`';
            return;
        case QueryResult::Missing::index:
            out += "the list has no element ";
            out += part == nullptr ? "there" : std::to_string(part->index);
            out += " (it has ";
            append_number(out, missing.value.is_list() ? missing.value.length() : 0);
            out += ')';
            return;
        case QueryResult::Missing::no_map: out += "that is no map"; break;
        case QueryResult::Missing::no_list: out += "that is no list"; break;
        case QueryResult::Missing::empty: out += "that is empty"; return;
        case QueryResult::Missing::no_collection: out += "that is neither a map nor a list"; break;
        case QueryResult::Missing::interpolated: out += "the map has none of the keys that the variable names"; return;
    }
    out += " but a value of type ";
    out += value::name(missing.value.kind());
}

void append_value(std::string& out, const Value& value) {
    switch (value.kind()) {
        case value::Kind::map:
        case value::Kind::list:
            if (value.length() == 0) {
                out += value.is_map() ? "{}" : "[]";
                return;
            }
            if (value.is_list() && value.length() <= 8) {
                out += '[';
                for (std::uint32_t i = 0; i < value.length(); ++i) {
                    const Value& item = value.as_list()[i];
                    if (i > 0) out += ", ";
                    if (item.is_list() && item.length() > 0) {
                        out += "[...]";
                    } else {
                        append_value(out, item);
                    }
                }
                out += ']';
                return;
            }
            out += value.is_map() ? "a map of " : "a list of ";
            append_number(out, value.length());
            return;
        case value::Kind::string: {
            const std::string_view text = value.as_string();
            value::write_json_string(out, head(text, kLongestValue));
            if (text.size() > kLongestValue) out += "...";
            return;
        }
        case value::Kind::opaque: out += literal_text(value); return;
        default: value::write_json(out, value); return;
    }
}

void append_place(std::string& out, const Value& value, Locator& locator, Positions positions) {
    const std::size_t before = out.size();
    out += '`';
    if (!locator.path(out, value)) {
        out.resize(before);
        out += "a value of the rule";
        return;
    }
    if (out.size() == before + 1) out += '/';
    out += '`';
    if (positions == Positions::leave_out) return;
    const auto place = locator.place(value);
    if (!place) return;
    out += " (";
    append_number(out, place->at.line);
    out += ':';
    append_number(out, place->at.column);
    out += ')';
}

void append_record(std::string& out, const Record& record, Locator& locator, Positions positions) {
    switch (record.kind) {
        case Record::Kind::rule:
        case Record::Kind::disjunction: return;
        case Record::Kind::clause: return append_clause_record(out, record, locator, positions);
        case Record::Kind::named_rule:
            out += "rule `";
            out += record.clause->name;
            out += record.clause->negated ? "` passed but must not" : "` did not pass";
            return;
        case Record::Kind::no_values: out += "the query selected nothing, but must select something"; return;
        case Record::Kind::missing:
            if (record.from.kind == QueryResult::Kind::unknown) return append_unknown(out, record.from);
            return append_missing(out, record.from, locator, positions);
    }
}

}  // namespace vouch::guard::report
