// SPDX-License-Identifier: Apache-2.0
// JSON in two stages. simdjson's stage 1 checks UTF-8 and gives the offset of every bracket, comma, colon and of the first byte of
// every scalar. Ours walks these offsets in one loop with an explicit stack: finished values of open containers wait on a scratch
// array and are copied to the arena when their container closes. A string ends at the last quote before the next offset, so its
// bytes are not looked at one by one. It stops at the first fault; explain_json() then says what it was. Tested by read_json_test.cc.
#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "value/detail/encoding.h"
#include "value/detail/json_text.h"
#include "value/detail/map_builder.h"
#include "value/read.h"

namespace vouch::value {
namespace {

using Stage1 = simdjson::internal::dom_parser_implementation;

enum class Fault : std::uint8_t { none, syntax, depth, nodes, duplicate };

struct Frame {
    std::uint32_t begin;  // of its values on the scratch array
    std::uint32_t position;
    bool is_map;
};

class TreeBuilder {
public:
    // `text` is NUL-terminated; `offsets` holds `count` structural offsets and then text.size().
    TreeBuilder(std::string_view text, const std::uint32_t* offsets, std::uint32_t count, std::uint32_t base, const Limits& limits,
                base::Arena& arena)
        : text_(text.data()),
          end_(text.data() + text.size()),
          next_(offsets),
          last_(offsets + count),
          base_(base),
          limits_(limits),
          arena_(arena) {
        const std::size_t most = std::min<std::size_t>(count, limits.nodes * 2) + 4;
        scratch_ = std::make_unique_for_overwrite<std::byte[]>(most * sizeof(Value));
        top_ = begin_ = reinterpret_cast<Value*>(scratch_.get());
        frames_.reserve(64);
    }

    Fault run() {
        if (!read_value()) return fault_;
        while (!frames_.empty())
            if (!continue_container()) return fault_;
        return next_ == last_ ? Fault::none : Fault::syntax;
    }

    Value root() const { return *begin_; }
    const detail::Duplicate& duplicate() const { return duplicate_; }

private:
    // What follows a finished element: a comma and the next element, or the end of the container.
    bool continue_container() {
        const char c = text_[*next_];
        const bool is_map = frames_.back().is_map;
        if (c == ',') {
            ++next_;
            if (is_map && !read_key()) return false;
            return read_value();
        }
        if (c != (is_map ? '}' : ']')) return false;
        ++next_;
        return close();
    }

    // Reads a scalar or an empty container, or opens containers down to the first scalar.
    bool read_value() {
        for (;;) {
            if (++nodes_ > limits_.nodes) return stop(Fault::nodes);
            const char* at = text_ + *next_;
            switch (*at) {
                case '"': return read_string();
                case '{':
                    if (!open(true)) return false;
                    if (text_[*next_] == '}') return ++next_, close();
                    if (!read_key()) return false;
                    break;
                case '[':
                    if (!open(false)) return false;
                    if (text_[*next_] == ']') return ++next_, close();
                    break;
                default: return read_scalar(at);
            }
        }
    }

    bool read_key() {
        if (text_[*next_] != '"' || !read_string() || text_[*next_] != ':') return false;
        ++next_;
        return true;
    }

    bool read_string() {
        const std::uint32_t start = *next_++;
        const char* const begin = text_ + start + 1;
        const char* close = text_ + *next_ - 1;
        while (*close != '"') --close;
        if (next_backslash_ < begin) find_backslash(begin);
        std::string_view content(begin, static_cast<std::size_t>(close - begin));
        if (next_backslash_ < close && !unescape(content)) return false;
        *top_++ = Value::string(content, base_ + start);
        return true;
    }

    void find_backslash(const char* from) {
        const void* found = std::memchr(from, '\\', static_cast<std::size_t>(end_ - from));
        next_backslash_ = found == nullptr ? end_ : static_cast<const char*>(found);
    }

    bool unescape(std::string_view& content) {
        char* const copy = arena_.allocate_array<char>(content.size());
        std::size_t bad = 0;
        const char* const end = detail::unescape(content, copy, bad);
        if (end == nullptr) return false;
        content = {copy, static_cast<std::size_t>(end - copy)};
        return true;
    }

    bool read_scalar(const char* at) {
        const std::uint32_t position = base_ + *next_++;
        const std::string_view rest(at, static_cast<std::size_t>(end_ - at));
        const char* behind = nullptr;
        if (rest.starts_with("true")) {
            *top_ = Value::boolean(true, position);
            behind = at + 4;
        } else if (rest.starts_with("false")) {
            *top_ = Value::boolean(false, position);
            behind = at + 5;
        } else if (rest.starts_with("null")) {
            *top_ = Value::null(position);
            behind = at + 4;
        } else {
            behind = detail::read_number(at, position, *top_);
        }
        ++top_;
        return behind != nullptr && (behind == end_ || detail::ends_json_word(*behind));
    }

    bool open(bool is_map) {
        if (frames_.size() == limits_.depth) return stop(Fault::depth);
        frames_.push_back({static_cast<std::uint32_t>(top_ - begin_), base_ + *next_++, is_map});
        return true;
    }

    bool close() {
        const Frame frame = frames_.back();
        frames_.pop_back();
        Value* const first = begin_ + frame.begin;
        const auto count = static_cast<std::size_t>(top_ - first);
        top_ = first + 1;
        if (!frame.is_map) {
            *first = make_list(arena_, {first, count}, frame.position);
            return true;
        }
        // A Member is two Values, key and value, and that is how they lie here.
        const auto found = detail::build_map(arena_, {reinterpret_cast<const Member*>(first), count / 2}, frame.position, *first);
        if (!found) return true;
        duplicate_ = *found;
        return stop(Fault::duplicate);
    }

    bool stop(Fault fault) {
        fault_ = fault;
        return false;
    }

    const char* text_;
    const char* end_;
    const std::uint32_t* next_;
    const std::uint32_t* last_;
    std::uint32_t base_;
    const Limits& limits_;
    base::Arena& arena_;
    std::unique_ptr<std::byte[]> scratch_;
    Value* begin_ = nullptr;
    Value* top_ = nullptr;
    const char* next_backslash_ = nullptr;
    std::size_t nodes_ = 0;
    std::vector<Frame> frames_;
    Fault fault_ = Fault::syntax;
    detail::Duplicate duplicate_;
};
static_assert(sizeof(Member) == 2 * sizeof(Value));

// Runs stage 1; nullptr where it found a fault (or memory ran out).
std::unique_ptr<Stage1> index_text(std::string_view text) {
    std::unique_ptr<Stage1> stage;
    if (text.empty()) return nullptr;
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(text.size(), 1, stage) != simdjson::SUCCESS) return nullptr;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (stage->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) return nullptr;
    return stage;
}

base::Error error_of(Fault fault, const TreeBuilder& tree, const base::Source& source, const ReadOptions& options) {
    if (fault == Fault::duplicate) {
        const detail::Duplicate& twice = tree.duplicate();
        return detail::duplicate_key_error(source, twice.second->name(), twice.first->key.position() - options.position_base,
                                           twice.second->key.position() - options.position_base);
    }
    if (fault == Fault::nodes) {
        return base::fail(base::Code::too_large,
                          fmt::format("the document has more values than the limit `nodes` of {}", options.limits.nodes),
                          base::Location{source.name(), 0, 0})
            .error();
    }
    return detail::explain_json(source, options.limits);
}

}  // namespace

base::Result<Document> read_json(base::SourcePtr source, const ReadOptions& options) {
    VOUCH_CHECK(detail::check_size(*source, options));
    const std::uint32_t mark = detail::byte_order_mark(source->text());
    const std::string_view text = source->text().substr(mark);
    const auto stage = index_text(text);
    if (!stage) return std::unexpected(detail::explain_json(*source, options.limits));
    Document document;
    TreeBuilder tree(text, stage->structural_indexes.get(), stage->n_structural_indexes, options.position_base + mark, options.limits,
                     document.arena);
    const Fault fault = tree.run();
    if (fault != Fault::none) return std::unexpected(error_of(fault, tree, *source, options));
    document.root = tree.root();
    document.source = std::move(source);
    document.format = Format::json;
    return document;
}

}  // namespace vouch::value
