// SPDX-License-Identifier: Apache-2.0
// A pattern is a row of atoms; two patterns are compared by the usual table over both rows, once strictly (a hole is itself and nothing
// else) and once generously (a hole may be anything): where the two differ, the answer is a maybe. Tested by pattern_test.cc.
#include "facts/policy/pattern.h"

#include <algorithm>

#include "base/ascii.h"
#include "model/symbolic.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

// Longer patterns are compared as if they were not known: the table is quadratic. IAM's own limit for a policy is 6,144 to 20,480 bytes.
constexpr std::size_t kLongest = 2048;

// "Stack|Bucket" of "Stack|GetAtt:Bucket.Arn" and "Stack|Ref:Bucket"; empty where it is no such spelling.
std::string resource_of(std::string_view identity) {
    const std::size_t bar = identity.rfind('|');
    const std::size_t begin = bar == std::string_view::npos ? 0 : bar + 1;
    std::string_view rest = identity.substr(begin);
    if (rest.starts_with("GetAtt:"))
        rest = rest.substr(7, rest.find('.') - 7);
    else if (rest.starts_with("Ref:") && !rest.starts_with("Ref:AWS::"))
        rest.remove_prefix(4);
    else
        return {};
    return std::string(identity.substr(0, begin)).append(rest);
}

bool may_be_special(char c) { return c == '$' || c == '*' || c == '?'; }

}  // namespace

void Pattern::add_characters(std::string_view text, bool lower) {
    if (rest_.empty()) {
        const std::size_t before = prefix_.size();
        prefix_ += text;
        for (std::size_t i = before; lower && i < prefix_.size(); ++i) prefix_[i] = base::to_lower(prefix_[i]);
    } else {
        for (const char c : text) rest_.push_back({Kind::character, static_cast<unsigned char>(lower ? base::to_lower(c) : c)});
    }
}

void Pattern::add_hole(std::string_view identity, bool variable, bool wild) {
    rest_.push_back({Kind::hole, static_cast<std::uint32_t>(holes_.size())});
    holes_.push_back({std::string(identity), variable, wild, variable || wild ? std::string() : resource_of(identity), false});
}

void Pattern::add_text(std::string_view text, Reading reading) {
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, may_be_special) - text.begin());
        add_characters(text.substr(0, plain), reading == Reading::action);
        text.remove_prefix(plain);
        if (!text.empty()) text.remove_prefix(add_special(text, reading));
    }
}

// Reads the wildcard, variable or single character that `text` begins with; returns its length.
std::size_t Pattern::add_special(std::string_view text, Reading reading) {
    const bool wildcards = reading != Reading::literal;
    const std::size_t close = reading != Reading::action && text.starts_with("${") ? text.find('}') : std::string_view::npos;
    if (close != std::string_view::npos) {
        const std::string_view name = text.substr(2, close - 2);
        // `${*}`, `${?}` and `${$}` are these characters themselves.
        if (name == "*" || name == "?" || name == "$")
            add_characters(name, false);
        else
            add_hole(text.substr(0, close + 1), true, false);
        return close + 1;
    }
    if (text[0] == '*' && wildcards) {
        if (rest_.empty() || rest_.back().kind != Kind::any) rest_.push_back({Kind::any, 0});
    } else if (text[0] == '?' && wildcards) {
        rest_.push_back({Kind::one, 0});
    } else {
        add_characters(text.substr(0, 1), false);
    }
    return 1;
}

// `?` before `*`, so that equal sets are spelt alike; in ARNs every partition reads as `aws`, and a `*` within a part stays in it.
void Pattern::finish(Reading reading) {
    for (std::size_t i = 1; i < rest_.size(); ++i)
        for (std::size_t k = i; k > 0 && rest_[k].kind == Kind::one && rest_[k - 1].kind == Kind::any; --k)
            std::swap(rest_[k], rest_[k - 1]);
    const auto repeated = std::ranges::unique(rest_, [](const Atom& a, const Atom& b) { return a == b && a.kind == Kind::any; });
    rest_.erase(repeated.begin(), repeated.end());
    if (reading != Reading::resource) return;
    for (const std::string_view partition : {"arn:aws-cn:", "arn:aws-us-gov:"})
        if (prefix_.starts_with(partition)) prefix_.erase(7, partition.size() - 8);
    for (std::size_t i = 0; i + 1 < rest_.size(); ++i)
        if (rest_[i].kind == Kind::any && !(rest_[i + 1].kind == Kind::character && rest_[i + 1].payload == ':'))
            rest_[i].kind = Kind::any_in_part;
}

std::vector<Pattern::Atom> Pattern::atoms(std::size_t skipped) const {
    std::vector<Atom> out;
    out.reserve(size() - skipped);
    for (const char c : std::string_view(prefix_).substr(skipped)) out.push_back({Kind::character, static_cast<unsigned char>(c)});
    out.insert(out.end(), rest_.begin(), rest_.end());
    return out;
}

Pattern Pattern::of_text(std::string_view text, Reading reading) {
    Pattern pattern;
    pattern.add_text(text, reading);
    if (reading == Reading::action) pattern.written_ = text;
    pattern.finish(reading);
    return pattern;
}

// Reads `Concat("text",Ref:A,...)`. False where the spelling is of another form.
bool Pattern::read_spelling(std::string_view spelling, Reading reading, bool parameter) {
    const std::vector<model::Piece> pieces = model::pieces(spelling);
    if (pieces.size() == 1 && pieces.front().unknown == spelling) return false;
    for (const model::Piece& piece : pieces) {
        if (piece.known()) {
            add_text(piece.text, reading);
        } else if (piece.unknown.ends_with("Ref:AWS::Partition")) {
            add_text("aws", reading);
        } else {
            const bool known =
                piece.unknown.find("Ref:AWS::") != std::string_view::npos || piece.unknown.find("GetAtt:") != std::string_view::npos;
            add_hole(piece.unknown, false, parameter && !known);
        }
    }
    return true;
}

Pattern Pattern::of_spelling(std::string_view spelling, Reading reading) {
    Pattern pattern;
    if (!pattern.read_spelling(spelling, reading, false)) pattern.add_hole(spelling, false, false);
    pattern.finish(reading);
    return pattern;
}

Pattern Pattern::of_value(const value::Value& value, Reading reading) {
    if (value.is_string()) return of_text(value.as_string(), reading);
    Pattern pattern;
    if (value.is_unknown()) {
        const value::Unknown& why = value.as_unknown();
        pattern.unknown_ = &why;
        // A reference to a resource of the estate is no wildcard; a parameter may hold anything.
        const bool wild = why.cause != value::Unknown::Cause::attribute;
        if (!pattern.read_spelling(why.identity, reading, wild))
            pattern.add_hole(why.identity, false, wild && why.identity.find("GetAtt:") == std::string_view::npos);
    } else {
        pattern.add_text(value::to_json(value), Reading::literal);
    }
    pattern.finish(reading);
    return pattern;
}

Pattern Pattern::same_account(std::string_view rest, std::string_view otherwise) const {
    Pattern out;
    out.holes_ = holes_;
    int colons = 0;
    for (const Atom& atom : atoms(0)) {
        if (colons == 5) break;
        colons += atom.kind == Kind::character && atom.payload == ':' ? 1 : 0;
        const char c = static_cast<char>(atom.payload);
        if (atom.kind == Kind::character)
            out.add_characters({&c, 1}, false);
        else
            out.rest_.push_back(atom.kind == Kind::any_in_part ? Atom{Kind::any, 0} : atom);
    }
    if (colons < 5) return of_text(otherwise, Reading::resource);
    out.unknown_ = unknown_;
    out.add_text(rest, Reading::resource);
    out.finish(Reading::resource);
    return out;
}

bool Pattern::matches_everything() const { return prefix_.empty() && rest_.size() == 1 && rest_.front().kind == Kind::any; }

bool Pattern::has_wildcard() const {
    return std::ranges::any_of(rest_, [this](const Atom& atom) {
        return atom.kind == Kind::one || atom.kind == Kind::any || atom.kind == Kind::any_in_part ||
               (atom.kind == Kind::hole && holes_[atom.payload].variable);
    });
}

std::string Pattern::text() const {
    if (!written_.empty()) return written_;
    std::string out = prefix_;
    for (const Atom& atom : rest_) {
        switch (atom.kind) {
            case Kind::character: out += static_cast<char>(atom.payload); break;
            case Kind::one: out += '?'; break;
            case Kind::any:
            case Kind::any_in_part: out += '*'; break;
            case Kind::hole: {
                const Hole& hole = holes_[atom.payload];
                if (hole.variable)
                    out += hole.identity;
                else
                    out.append("{").append(hole.identity).append("}");
            }
        }
    }
    return out;
}

// Stands for any number of characters.
bool Pattern::star(const Atom& atom, bool generous) const {
    if (atom.kind == Kind::any || atom.kind == Kind::any_in_part) return true;
    return atom.kind == Kind::hole && generous;
}

// One atom of the other, `theirs`, lies wholly within what `mine` stands for once.
bool Pattern::takes(const Atom& mine, const Pattern& other, const Atom& theirs, bool generous) const {
    const bool colon = theirs.kind == Kind::character && theirs.payload == ':';
    switch (mine.kind) {
        case Kind::any: return true;
        case Kind::any_in_part: return !colon && theirs.kind != Kind::any;
        case Kind::one:
            return (theirs.kind == Kind::character && !colon) || theirs.kind == Kind::one ||
                   (theirs.kind == Kind::hole && generous && !other.holes_[theirs.payload].shared);
        case Kind::character:
            return (theirs.kind == Kind::character && theirs.payload == mine.payload) ||
                   (theirs.kind == Kind::hole && generous && !other.holes_[theirs.payload].fixed());
        case Kind::hole: {
            const Hole& hole = holes_[mine.payload];
            if (theirs.kind == Kind::hole && same_hole(hole, other.holes_[theirs.payload])) return true;
            if (!generous || hole.fixed()) return false;
            if (theirs.kind == Kind::hole) return may_be_same(hole, other.holes_[theirs.payload]);
            return hole.wild || theirs.kind == Kind::character;
        }
    }
    return false;
}

bool Pattern::covers(const Pattern& other, bool generous) const {
    // row[j]: the atoms of this so far cover the first j atoms of the other. What both begin with covers itself.
    const std::size_t same = std::min(prefix_.size(), other.prefix_.size());
    const std::vector<Atom> all = atoms(same), others = other.atoms(same);
    const std::size_t width = others.size();
    std::vector<char> row(width + 1, 0), next(width + 1, 0);
    row[0] = 1;
    const auto free_hole = [&](const Atom& atom) {  // theirs, that may stand for nothing at all
        return generous && atom.kind == Kind::hole && !other.holes_[atom.payload].fixed();
    };
    for (std::size_t j = 0; j < width && row[j] != 0 && free_hole(others[j]); ++j) row[j + 1] = 1;
    for (const Atom& mine : all) {
        const bool many = star(mine, generous && mine.kind == Kind::hole && !holes_[mine.payload].fixed());
        next[0] = static_cast<char>(row[0] != 0 && many);
        for (std::size_t j = 1; j <= width; ++j) {
            const Atom& theirs = others[j - 1];
            const bool fits = takes(mine, other, theirs, generous);
            // A hole of theirs stretches over several atoms of mine.
            const bool stretched = free_hole(theirs) && (next[j - 1] != 0 || (row[j] != 0 && fits));
            next[j] =
                static_cast<char>((many && row[j] != 0) || (fits && row[j - 1] != 0) || (many && fits && next[j - 1] != 0) || stretched);
        }
        row.swap(next);
    }
    return row[width] != 0;
}

bool Pattern::overlaps(const Pattern& other, bool generous) const {
    const std::size_t same = std::min(prefix_.size(), other.prefix_.size());
    const std::vector<Atom> all = atoms(same), others = other.atoms(same);
    const std::size_t width = others.size();
    const auto loose = [generous](const Pattern& of, const Atom& atom) {
        // A policy variable is some text of the request: it overlaps whatever may stand there.
        if (atom.kind != Kind::hole) return of.star(atom, generous);
        const Hole& hole = of.holes_[atom.payload];
        return hole.variable || (generous && !hole.shared);
    };
    const auto meet = [&](const Atom& mine, const Atom& theirs) {
        if (mine.kind == Kind::hole && theirs.kind == Kind::hole && !same_hole(holes_[mine.payload], other.holes_[theirs.payload]))
            if (!may_be_same(holes_[mine.payload], other.holes_[theirs.payload])) return false;
        if (loose(*this, mine) || loose(other, theirs)) {
            const auto colon = [](const Atom& a) { return a.kind == Kind::character && a.payload == ':'; };
            if ((mine.kind == Kind::any_in_part && colon(theirs)) || (theirs.kind == Kind::any_in_part && colon(mine))) return false;
            return true;
        }
        return takes(mine, other, theirs, generous) || other.takes(theirs, *this, mine, generous);
    };
    std::vector<char> row(width + 1, 0), next(width + 1, 0);
    row[0] = 1;
    for (std::size_t j = 0; j < width && row[j] != 0 && loose(other, others[j]); ++j) row[j + 1] = 1;
    for (const Atom& mine : all) {
        const bool many = loose(*this, mine);
        next[0] = static_cast<char>(row[0] != 0 && many);
        for (std::size_t j = 1; j <= width; ++j) {
            const Atom& theirs = others[j - 1];
            const bool theirs_many = loose(other, theirs);
            const bool fits = meet(mine, theirs);
            next[j] = static_cast<char>((many && row[j] != 0) || (theirs_many && next[j - 1] != 0) || (fits && row[j - 1] != 0) ||
                                        (fits && many && next[j - 1] != 0) || (fits && theirs_many && row[j] != 0));
        }
        row.swap(next);
    }
    return row[width] != 0;
}

// The first that is not known in each is a resource, and not the same one.
bool Pattern::elsewhere(const Pattern& other) const {
    if (rest_.empty() || other.rest_.empty()) return false;
    const Atom& mine = rest_.front();
    const Atom& theirs = other.rest_.front();
    if (mine.kind != Kind::hole || theirs.kind != Kind::hole) return false;
    return !may_be_same(holes_[mine.payload], other.holes_[theirs.payload]);
}

bool Pattern::begins_otherwise(const Pattern& other) const {
    const std::size_t both = std::min(prefix_.size(), other.prefix_.size());
    if (both > 0 && prefix_[0] != other.prefix_[0]) return true;  // most pairs: actions of two services
    return prefix_.compare(0, both, other.prefix_, 0, both) != 0;
}

bool Pattern::begins_longer(const Pattern& other) const {
    return prefix_.size() > other.prefix_.size() && (other.rest_.empty() || other.rest_.front().kind != Kind::hole);
}

Pattern Pattern::sharing(const Pattern& other) const {
    Pattern out = *this;
    for (Hole& hole : out.holes_)
        hole.shared = std::ranges::any_of(other.holes_, [&hole](const Hole& theirs) { return same_hole(hole, theirs); });
    return out;
}

Answer Pattern::covers(const Pattern& other) const {
    if (matches_everything()) return Answer::of(true);
    if (begins_otherwise(other) || begins_longer(other)) return Answer::of(false);
    const value::Unknown* why = unknown_ != nullptr ? unknown_ : other.unknown_;
    if (elsewhere(other)) return Answer::of(false);
    if (size() > kLongest || other.size() > kLongest) return Answer::not_known(why);
    if (covers(other, false)) return Answer::of(true);
    if (why == nullptr || !sharing(other).covers(other.sharing(*this), true)) return Answer::of(false);
    return Answer::not_known(why);
}

Answer Pattern::overlaps(const Pattern& other) const {
    if (begins_otherwise(other)) return Answer::of(false);
    const value::Unknown* why = unknown_ != nullptr ? unknown_ : other.unknown_;
    if (elsewhere(other)) return Answer::of(false);
    if (size() > kLongest || other.size() > kLongest) return Answer::not_known(why);
    if (overlaps(other, false)) return Answer::of(true);
    if (why == nullptr || !sharing(other).overlaps(other.sharing(*this), true)) return Answer::of(false);
    return Answer::not_known(why);
}

const Pattern& every_action() {
    static const Pattern pattern = Pattern::of_text("*:*", Reading::action);
    return pattern;
}
const Pattern& every_resource() {
    static const Pattern pattern = Pattern::of_text("arn:aws:*:*:*:*", Reading::resource);
    return pattern;
}

}  // namespace vouch::facts
