// SPDX-License-Identifier: Apache-2.0
// The texts that a policy names actions, resources and values by: wildcards (`*`, `?`), policy variables (`${aws:username}`), and holes
// where a part is not known. Patterns are compared as the sets of texts they stand for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts {

// How a text is read.
enum class Reading : std::uint8_t {
    action,    // without regard to case; `*` and `?` are wildcards
    resource,  // an ARN: `*` crosses a colon only at the end of a part, `?` never; policy variables
    like,      // a value of StringLike: `*` and `?` are wildcards; policy variables
    literal,   // a value of StringEquals: no wildcards; policy variables
};

// A value type that copies what it needs, but for `unknown`, which lives as long as the value it was made of.
class Pattern {
public:
    static Pattern of_text(std::string_view text, Reading reading);
    // Of a string or an unknown (whose identity tells the known parts); anything else is read as its JSON text. ARNs of every partition
    // read as those of `aws`: a policy means the same in each.
    static Pattern of_value(const value::Value& value, Reading reading);
    // Another resource as cfn spells it: "GetAtt:Bucket.Arn", "Concat(...)".
    static Pattern of_spelling(std::string_view spelling, Reading reading);

    // An ARN with this one's parts up to the account, and `rest` behind; `otherwise` where this is no ARN with an account part.
    Pattern same_account(std::string_view rest, std::string_view otherwise) const;

    // The value that is not known in it, or nullptr.
    const value::Unknown* unknown() const { return unknown_; }
    // `*` alone (or `**`).
    bool matches_everything() const;
    // Has a wildcard or a policy variable.
    bool has_wildcard() const;
    // Is one hole and nothing else.
    bool is_hole() const { return prefix_.empty() && rest_.size() == 1 && rest_.front().kind == Kind::hole; }
    // The text as the policy has it, holes as `{identity}`. For people; not that of the same set in another spelling.
    std::string text() const;
    // The known text before the first wildcard or hole.
    std::string_view prefix() const { return prefix_; }
    // The text where it has neither wildcards nor holes; else empty.
    std::string_view exact() const { return rest_.empty() ? std::string_view(prefix_) : std::string_view(); }
    std::size_t size() const { return prefix_.size() + rest_.size(); }

    // Every text of `other` is one of this.
    Answer covers(const Pattern& other) const;
    // Some text is one of both.
    Answer overlaps(const Pattern& other) const;

private:
    enum class Kind : std::uint8_t { character, one, any, any_in_part, hole };
    struct Atom {
        Kind kind;
        std::uint32_t payload;  // character: its byte; hole: index into holes_
        bool operator==(const Atom&) const = default;
    };
    struct Hole {
        std::string identity;  // empty equals nothing
        bool variable;         // a policy variable: not a wildcard in any request
        bool wild;             // nobody knows whether it holds wildcards
        std::string resource;  // the resource it is a reference to or an attribute of: two of them never mean the same
        bool shared = false;   // stands in both of two patterns that are compared: it is the same text in both

        bool fixed() const { return variable || shared; }
    };

    bool elsewhere(const Pattern& other) const;
    // Both begin with known text, and not with the same: what most pairs end at, without a table.
    bool begins_otherwise(const Pattern& other) const;
    // The known text of this goes on where `other` may be anything, or ends: this cannot cover it.
    bool begins_longer(const Pattern& other) const;
    // A copy in which the holes that `other` has too are marked.
    Pattern sharing(const Pattern& other) const;
    bool read_spelling(std::string_view spelling, Reading reading, bool parameter);
    void add_text(std::string_view text, Reading reading);
    void add_hole(std::string_view identity, bool variable, bool wild);
    void add_characters(std::string_view text, bool lower);
    std::size_t add_special(std::string_view text, Reading reading);
    void finish(Reading reading);
    // The atoms behind the first `skipped` characters of the known beginning.
    std::vector<Atom> atoms(std::size_t skipped) const;
    static bool same_hole(const Hole& a, const Hole& b) { return !a.identity.empty() && a.identity == b.identity; }
    static bool may_be_same(const Hole& a, const Hole& b) { return a.resource.empty() || b.resource.empty() || a.resource == b.resource; }
    // Of two that have a known beginning in common as far as both go.
    bool covers(const Pattern& other, bool generous) const;
    bool overlaps(const Pattern& other, bool generous) const;
    bool takes(const Atom& mine, const Pattern& other, const Atom& theirs, bool generous) const;
    bool star(const Atom& atom, bool generous) const;

    std::string prefix_;      // the known beginning: most patterns are nothing else
    std::vector<Atom> rest_;  // what follows; does not begin with a character
    std::vector<Hole> holes_;
    std::string written_;  // an action, as the policy has it
    const value::Unknown* unknown_ = nullptr;
};

const Pattern& every_action();
const Pattern& every_resource();

}  // namespace vouch::facts
