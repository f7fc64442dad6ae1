// SPDX-License-Identifier: Apache-2.0
// What the identity of an unknown value says about it: which resources it refers to, and which of its text is known.
// Identities are spelled by the loader: `Ref:Id`, `GetAtt:Id.Attr`, `Unit|Ref:Id` where it comes from another unit, `Concat("text",Ref:Id)`
// for text put together, `Name(...)` for other functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch::model {

// A resource (or parameter) that an identity names. Views into the identity.
struct Mention {
    std::string_view unit;       // empty: the unit that the value stands in
    std::string_view id;         // logical id
    std::string_view attribute;  // of Fn::GetAtt; empty for Ref

    bool operator==(const Mention&) const = default;
};

// Every mention in it, in order. Linear; an identity that is spelled otherwise gives none.
std::vector<Mention> mentions(std::string_view identity);

// A piece of text that is known, or one that is not.
struct Piece {
    std::string text;          // where it is known
    std::string_view unknown;  // else its identity

    bool known() const { return unknown.empty(); }
    bool operator==(const Piece&) const = default;
};

// The pieces of a `Concat(...)`; any other identity is one unknown piece.
std::vector<Piece> pieces(std::string_view identity);

}  // namespace vouch::model
