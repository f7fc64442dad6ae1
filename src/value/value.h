// SPDX-License-Identifier: Apache-2.0
// The immutable tree that every document becomes: a Value is a 16-byte handle (kind, position, payload) into the arena of
// its Document. It is copied freely and must not outlive that document.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "base/arena.h"

namespace vouch::value {

enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,  // fits an int64
    real,     // a double
    decimal,  // a number that neither int64 nor double holds: its source text is kept
    string,
    list,
    map,
    unknown,  // not known here, with the reason: an intrinsic function that cannot be resolved, a call that was denied
    opaque,   // a literal of a rule language that no document holds (regular expression, range); its room knows the payload
};
std::string_view name(Kind kind);

class Value;
struct Member;

// Why a value is not known. Two unknowns with the same non-empty identity stand for the same (unknown) value:
// `{"Ref": "Key"}` twice is one key.
struct Unknown {
    // `parameter` to `intrinsic`: the value is there, it is only not known. `condition` to `unasked`: it may also be absent.
    enum class Cause : std::uint8_t { parameter, attribute, import, dynamic_reference, intrinsic, condition, denied, failed, unasked };
    Cause cause;
    std::string_view reason;    // for people: "parameter `Env` has no value"
    std::string_view identity;  // "Ref:Env", may be empty
    std::string_view subject;   // the parameter, resource or IAM action that would settle it
    std::string_view begins{};  // the value is a string that certainly starts so: "arn:"; empty: nobody can tell
    std::string_view lacks{};   // a text that is certainly nowhere in it: "::aws:" in an ARN of the account; empty: nobody can tell
    std::uint32_t items = 0;    // it is a list of at least so many
    bool not_empty = false;     // it is certainly not empty, whatever the cause
    bool whole = false;         // it is nothing but what it `begins` with
    bool in_doubt = false;      // what it stands in may not be there at all: then it is no other text either

    // True where some value is certain to stand here.
    bool present() const { return cause <= Cause::intrinsic; }
    // True where that value is certainly not empty: references to resources and their attributes always.
    bool filled() const { return present() && (cause == Cause::attribute || not_empty || items > 0); }
};

// Hash of a map key. Compiled paths carry it, so that a look-up compares 4-byte hashes first.
std::uint32_t key_hash(std::string_view key);

class Value {
public:
    constexpr Value() : head_(0), position_(0), integer_(0) {}

    static Value null(std::uint32_t at) { return Value(Kind::null, 0, at); }
    static Value boolean(bool value, std::uint32_t at) { return Value(Kind::boolean, 0, at).with(static_cast<std::int64_t>(value)); }
    // `text_length` is the length of the number's text at `at`, 0 if it has none.
    static Value integer(std::int64_t value, std::uint32_t at, std::uint32_t text_length = 0) {
        return Value(Kind::integer, text_length, at).with(value);
    }
    static Value real(double value, std::uint32_t at, std::uint32_t text_length = 0);
    static Value decimal(std::string_view text, std::uint32_t at) { return Value(Kind::decimal, text.size(), at).with(text.data()); }
    static Value string(std::string_view text, std::uint32_t at) { return Value(Kind::string, text.size(), at).with(text.data()); }
    static Value list(std::span<const Value> items, std::uint32_t at) { return Value(Kind::list, items.size(), at).with(items.data()); }
    static Value unknown(const Unknown* why, std::uint32_t at) { return Value(Kind::unknown, 0, at).with(why); }
    static Value opaque(const void* payload, std::uint32_t at) { return Value(Kind::opaque, 0, at).with(payload); }
    // The members' hashes must stand behind them in memory: make maps with make_map() below.
    static Value map(const Member* members, std::size_t count, std::uint32_t at) { return Value(Kind::map, count, at).with(members); }

    Kind kind() const { return static_cast<Kind>(head_ & 0xFU); }
    // Byte offset in the document's source of the first byte of this value.
    std::uint32_t position() const { return position_; }

    bool is_null() const { return kind() == Kind::null; }
    bool is_string() const { return kind() == Kind::string; }
    bool is_list() const { return kind() == Kind::list; }
    bool is_map() const { return kind() == Kind::map; }
    bool is_unknown() const { return kind() == Kind::unknown; }
    bool is_number() const { return kind() >= Kind::integer && kind() <= Kind::decimal; }

    // Each requires its kind.
    bool as_boolean() const { return integer_ != 0; }
    std::int64_t as_integer() const { return integer_; }
    double as_real() const { return real_; }
    std::string_view as_string() const { return {text_, length()}; }  // string and decimal
    std::span<const Value> as_list() const { return {items_, length()}; }
    std::span<const Member> as_map() const;
    const Unknown& as_unknown() const { return *unknown_; }
    const void* as_opaque() const { return opaque_; }

    // Elements of a list, members of a map, bytes of a string; bytes of a number's source text (0: none).
    std::uint32_t length() const { return head_ >> 4U; }

    // The member of that name; nullptr where this is no map or has none. The second form takes key_hash(key).
    const Value* find(std::string_view key) const { return find(key, key_hash(key)); }
    const Value* find(std::string_view key, std::uint32_t hash) const;
    // The member that find() would give, with its key.
    const Member* find_member(std::string_view key, std::uint32_t hash) const;

    // The same value, said to stand elsewhere.
    Value at(std::uint32_t position) const {
        Value moved = *this;
        moved.position_ = position;
        return moved;
    }
    // True when both are the very same node (not merely equal).
    bool same_node(const Value& other) const { return head_ == other.head_ && position_ == other.position_ && integer_ == other.integer_; }

private:
    Value(Kind kind, std::size_t length, std::uint32_t at)
        : head_(static_cast<std::uint32_t>(kind) | static_cast<std::uint32_t>(length << 4U)), position_(at), integer_(0) {}
    Value with(std::int64_t value) const {
        Value v = *this;
        v.integer_ = value;
        return v;
    }
    Value with(const char* text) const {
        Value v = *this;
        v.text_ = text;
        return v;
    }
    Value with(const Value* items) const {
        Value v = *this;
        v.items_ = items;
        return v;
    }
    Value with(const Member* members) const {
        Value v = *this;
        v.members_ = members;
        return v;
    }
    Value with(const Unknown* why) const {
        Value v = *this;
        v.unknown_ = why;
        return v;
    }
    Value with(const void* payload) const {
        Value v = *this;
        v.opaque_ = payload;
        return v;
    }

    std::uint32_t head_;  // kind in the low 4 bits, length above
    std::uint32_t position_;
    union {
        std::int64_t integer_;
        double real_;
        const char* text_;
        const Value* items_;
        const Member* members_;
        const Unknown* unknown_;
        const void* opaque_;
    };
};
static_assert(sizeof(Value) == 16);

// The longest string, list or map that a Value can hold.
inline constexpr std::size_t kLongest = (std::size_t{1} << 28U) - 1;

// A key (always a string, with its own position) and its value. Map order is the source's.
struct Member {
    Value key;
    Value value;

    std::string_view name() const { return key.as_string(); }
};

inline std::span<const Member> Value::as_map() const { return {members_, length()}; }

// Equal content: same kinds, same values, maps as sets of members. Unknowns are equal where their identities are equal and not empty.
// Integer 1 and real 1.0 differ.
bool operator==(const Value& a, const Value& b);

// A map of copies of `members` in the arena, hashes behind them.
Value make_map(base::Arena& arena, std::span<const Member> members, std::uint32_t at);
Value make_list(base::Arena& arena, std::span<const Value> items, std::uint32_t at);
Value make_string(base::Arena& arena, std::string_view text, std::uint32_t at);
Value make_unknown(base::Arena& arena, const Unknown& why, std::uint32_t at);

}  // namespace vouch::value
