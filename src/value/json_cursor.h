// SPDX-License-Identifier: Apache-2.0
// A walk over JSON that builds no values: what nobody asks for is stepped over. It trusts more than read_json() does: of what is stepped
// over only brackets are counted, so a walk to the end does not prove that the text is JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::value {

// A place in an indexed text: before a value, a key, a comma or a bracket, or at the end, where `here()` is NUL. Steps are only to be taken
// from what was seen to be here.
class JsonCursor {
public:
    JsonCursor(std::string_view text, const std::uint32_t* next) : text_(text.data()), end_(text.data() + text.size()), next_(next) {}

    char here() const { return text_[*next_]; }
    std::size_t offset() const { return *next_; }
    void step() { ++next_; }

    // The bytes of the key here, between its quotes, and whether any is a backslash; then goes behind its colon. False: no key is here.
    bool take_key(std::string_view& raw, bool& escaped) {
        if (here() != '"') return false;
        take_string(raw, escaped);
        if (here() != ':') return false;
        step();
        return true;
    }

    // The bytes of the string here, between its quotes.
    void take_string(std::string_view& raw, bool& escaped) {
        const char* const begin = text_ + *next_ + 1;
        step();
        const char* close = text_ + *next_ - 1;
        while (*close != '"') --close;
        if (backslash_ < begin) find_backslash(begin);
        raw = {begin, static_cast<std::size_t>(close - begin)};
        escaped = backslash_ < close;
    }

    // The bytes of the number, `true`, `false` or `null` here, or of whatever else stands in such a place.
    std::string_view take_word();

    // Goes behind the value here. False: there is none, or the text ends within it.
    bool skip() {
        const char begin = here();
        if (begin == '"' || begin == '-' || (begin >= '0' && begin <= '9') || begin == 't' || begin == 'f' || begin == 'n') {
            step();
            return true;
        }
        return skip_container();
    }

private:
    bool skip_container();
    void find_backslash(const char* from);

    const char* text_;
    const char* end_;
    const std::uint32_t* next_;
    const char* backslash_ = nullptr;  // the first at or behind where it was last asked for
};

// Finds where the values of a text begin. Its memory is used again. For one thread.
class JsonIndex {
public:
    JsonIndex();
    ~JsonIndex();
    JsonIndex(JsonIndex&&) noexcept;
    JsonIndex& operator=(JsonIndex&&) noexcept;

    // A cursor at the first value; good until the next call, and as long as the text lives, behind which a NUL must stand.
    // Errors: syntax (not UTF-8, a string that does not end, nothing there).
    base::Result<JsonCursor> index(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// What the inside of a JSON string stands for. Errors: syntax (an escape that is none).
base::Result<std::string> unescape_json(std::string_view raw);

}  // namespace vouch::value
