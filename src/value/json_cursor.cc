// SPDX-License-Identifier: Apache-2.0
// simdjson's stage 1 gives the offset of every bracket, comma, colon and of the first byte of every scalar, and behind the last one the
// length of the text; a cursor is a place among these. Tested by json_cursor_test.cc.
#include "value/json_cursor.h"

#include <cstring>

#include <simdjson.h>

#include "value/detail/json_text.h"

namespace vouch::value {

using base::Code;
using base::fail;
using base::Result;

struct JsonIndex::State {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
};

JsonIndex::JsonIndex() : state_(std::make_unique<State>()) {}
JsonIndex::~JsonIndex() = default;
JsonIndex::JsonIndex(JsonIndex&&) noexcept = default;
JsonIndex& JsonIndex::operator=(JsonIndex&&) noexcept = default;

Result<JsonCursor> JsonIndex::index(std::string_view text) {
    auto& stage = state_->stage;
    if (text.empty()) return fail(Code::syntax, "is empty where JSON is expected");
    if (!stage || stage->capacity() < text.size()) {
        stage.reset();
        if (simdjson::get_active_implementation()->create_dom_parser_implementation(text.size(), 1, stage) != simdjson::SUCCESS)
            return fail(Code::internal, "cannot be read as JSON: no memory");
    }
    if (stage->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS)
        return fail(Code::syntax, "is no JSON: it is not UTF-8, or a string in it does not end");
    return JsonCursor(text, stage->structural_indexes.get());
}

std::string_view JsonCursor::take_word() {
    const char* const begin = text_ + *next_;
    step();
    const char* end = begin;
    while (end != end_ && !detail::ends_json_word(*end)) ++end;
    return {begin, static_cast<std::size_t>(end - begin)};
}

bool JsonCursor::skip_container() {
    std::size_t depth = 0;
    for (;;) {
        switch (here()) {
            case '{':
            case '[': ++depth; break;
            case '}':
            case ']':
                if (depth == 0) return false;
                --depth;
                break;
            case ',':
            case ':':
                if (depth == 0) return false;
                break;
            case '\0': return false;
            default: break;
        }
        step();
        if (depth == 0) return true;
    }
}

void JsonCursor::find_backslash(const char* from) {
    const void* found = std::memchr(from, '\\', static_cast<std::size_t>(end_ - from));
    backslash_ = found == nullptr ? end_ : static_cast<const char*>(found);
}

Result<std::string> unescape_json(std::string_view raw) {
    std::string text(raw.size(), '\0');
    std::size_t bad = 0;
    const char* const end = detail::unescape(raw, text.data(), bad);
    if (end == nullptr) return fail(Code::syntax, "a string holds an escape that is none");
    text.resize(static_cast<std::size_t>(end - text.data()));
    return text;
}

}  // namespace vouch::value
