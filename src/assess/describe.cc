// SPDX-License-Identifier: Apache-2.0
// A small writer of its own instead of value/write.h: it stops early, hides secrets and knows rule literals. Tested by describe_test.cc.
#include "assess/describe.h"

#include <array>

#include <fmt/format.h>

#include "guard/literal.h"
#include "model/secret_names.h"
#include "value/write.h"

namespace vouch::assess {

using value::Kind;
using value::Value;

namespace {

std::string literal_text(const guard::Literal& literal) {
    using enum guard::Literal::Kind;
    switch (literal.kind) {
        case regex: return fmt::format("/{}/", literal.text);
        case character: return fmt::format("'{}'", literal.text);
        default: return std::string(literal.text);
    }
}

// Depth is that of the document, which its reader bounds.
class Writer {
public:
    explicit Writer(std::size_t most) : most_(most) {}

    void write(const Value& value) {
        if (full()) return;
        switch (value.kind()) {
            case Kind::list: return write_list(value);
            case Kind::map: return write_map(value);
            case Kind::unknown: out_ += fmt::format("<{}>", value.as_unknown().reason); return;
            case Kind::opaque:
                if (const guard::Literal* literal = guard::as_literal(value)) out_ += literal_text(*literal);
                return;
            case Kind::string: return write_string(value.as_string());
            default: value::write_json(out_, value);
        }
    }

    std::string take() { return std::move(out_); }

private:
    bool full() const { return out_.size() >= most_; }

    void write_string(std::string_view text) {
        std::size_t end = std::min(text.size(), most_ - out_.size());
        while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
        value::write_json_string(out_, text.substr(0, end));
        if (end < text.size()) out_ += "...";
    }

    void write_list(const Value& value) {
        out_ += '[';
        bool first = true;
        for (const Value& item : value.as_list()) {
            if (!first) out_ += ", ";
            if (full()) return cut(']');
            first = false;
            write(item);
        }
        out_ += ']';
    }

    void write_map(const Value& value) {
        out_ += '{';
        bool first = true;
        // Variables of containers and builds: {"Name": "DB_PASSWORD", "Value": ...}.
        const Value* name = value.find("Name");
        const bool named = name != nullptr && name->is_string() && model::variable_names_a_secret(name->as_string());
        for (const value::Member& member : value.as_map()) {
            if (!first) out_ += ", ";
            if (full()) return cut('}');
            first = false;
            write_string(member.name());
            out_ += ": ";
            const bool secret = model::names_a_secret(member.name()) || (named && member.name() == "Value");
            if (secret && !member.value.is_unknown()) {
                out_ += "\"(hidden)\"";
            } else {
                write(member.value);
            }
        }
        out_ += '}';
    }

    void cut(char close) {
        out_ += "...";
        out_ += close;
    }

    std::size_t most_;
    std::string out_;
};

struct Words {
    std::string_view plain;
    std::string_view negated;
};

// In the order of guard::Operator.
constexpr std::array kWords{
    Words{"to be", "not to be"},
    Words{"to be one of", "not to be one of"},
    Words{"to be more than", "not to be more than"},
    Words{"to be less than", "not to be less than"},
    Words{"to be at most", "to be more than"},
    Words{"to be at least", "to be less than"},
    Words{"to be given", "not to be given"},
    Words{"to be empty", "not to be empty"},
    Words{"to be text", "not to be text"},
    Words{"to be a list", "not to be a list"},
    Words{"to be a map", "not to be a map"},
    Words{"to be true or false", "not to be true or false"},
    Words{"to be a whole number", "not to be a whole number"},
    Words{"to be a number with a point", "not to be a number with a point"},
    Words{"to be null", "not to be null"},
};
static_assert(kWords.size() == static_cast<std::size_t>(guard::Operator::is_null) + 1);

}  // namespace

std::string describe(const Value& value, std::size_t most) {
    Writer writer(most);
    writer.write(value);
    return writer.take();
}

std::string_view relation(const guard::Comparison& comparison, bool negated, const Value* right, bool selection) {
    const bool inverse = comparison.negated != negated;
    if (selection) return inverse ? "to select something" : "to select nothing";
    if (right != nullptr) {
        const guard::Literal* literal = guard::as_literal(*right);
        if (literal != nullptr && literal->kind == guard::Literal::Kind::regex) return inverse ? "not to match" : "to match";
        if (literal != nullptr && literal->kind != guard::Literal::Kind::character) return inverse ? "to be outside" : "to be within";
        if (comparison.op == guard::Operator::in && right->is_string()) return inverse ? "not to be part of" : "to be part of";
    }
    const Words& words = kWords[static_cast<std::size_t>(comparison.op)];
    return inverse ? words.negated : words.plain;
}

}  // namespace vouch::assess
