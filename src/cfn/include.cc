// SPDX-License-Identifier: Apache-2.0
// A walk before anything is resolved, as deployment does it too. The values of a file are copied with positions inside the call that
// names it, because a unit has one source text; every function call among them gets a byte of its own as long as the call has some, so
// that references in them can be told apart. Tested by include_test.cc.
#include "cfn/include.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/functions.h"
#include "value/read.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using value::Document;
using value::Kind;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kInclude = "AWS::Include";
constexpr std::string_view kCall = "Fn::Transform";

// The path that this macro includes; nothing for other macros, for URLs and for what is no text.
std::optional<std::string_view> local_path(const Value& macro) {
    const Value* name = macro.find("Name");
    if (name == nullptr || !name->is_string() || name->as_string() != kInclude) return std::nullopt;
    const Value* parameters = macro.find("Parameters");
    const Value* location = parameters != nullptr ? parameters->find("Location") : nullptr;
    if (location == nullptr || !location->is_string()) return std::nullopt;
    const std::string_view path = location->as_string();
    for (const std::string_view scheme : {"s3://", "http://", "https://"})
        if (path.starts_with(scheme)) return std::nullopt;
    return path;
}

// Of everything in it. Recursion is bounded by the depth that the readers allow.
std::uint32_t last_position(const Value& value) {
    std::uint32_t last = value.position();
    if (value.is_list())
        for (const Value& item : value.as_list()) last = std::max(last, last_position(item));
    if (value.is_map())
        for (const Member& member : value.as_map()) last = std::max(last, last_position(member.value));
    return last;
}

class Includer {
public:
    Includer(Evaluator& evaluator, const Surroundings& surroundings) : evaluator_(evaluator), surroundings_(surroundings) {}

    Value run(const Value& root) {
        const Value walked = walk(root, 1);
        return walked.is_map() ? sections(walked) : walked;
    }

private:
    // A file that is being included.
    struct File {
        std::string name;
        Value root;
    };

    // `value` with the files that it names. `depth` is that of the value in what results.
    Value walk(const Value& value, std::size_t depth) {
        if (value.is_list()) return list(value, depth);
        return value.is_map() ? map(value, depth) : value;
    }

    Value list(const Value& list, std::size_t depth) {
        std::vector<Value> items;
        bool same = true;
        for (const Value& item : list.as_list()) {
            items.push_back(walk(item, depth + 1));
            same = same && items.back().same_node(item);
        }
        return same ? list : evaluator_.list(items, list.position());
    }

    Value map(const Value& map, std::size_t depth) {
        std::vector<Member> members;
        bool same = true;
        for (const Member& member : map.as_map()) {
            const bool alone = map.length() == 1;
            const auto path = member.name() == kCall ? local_path(member.value) : std::nullopt;
            const auto included = path ? include(*path, member, alone ? depth : depth + 1) : std::nullopt;
            if (included && alone) return *included;
            if (included && included->is_map()) {
                same = false;
                add(members, map, *included);
                continue;
            }
            if (included) failed(Code::invalid_value, fmt::format("`{}` holds no map, but is included beside other keys", excerpt(*path)));
            members.push_back({member.key, walk(member.value, depth + 1)});
            same = same && members.back().value.same_node(member.value);
        }
        return same ? map : evaluator_.map(members, map.position());
    }

    // The members of a file among those of the map that includes it.
    void add(std::vector<Member>& members, const Value& map, const Value& included) {
        std::unordered_set<std::string_view> names;
        for (const Member& member : map.as_map()) names.insert(member.name());
        for (const Member& member : members) names.insert(member.name());
        for (const Member& member : included.as_map()) {
            if (names.contains(member.name()))
                failed(Code::duplicate_key, fmt::format("`{}` is included, and is there already", excerpt(member.name())),
                       member.key.position());
            else
                members.push_back(member);
        }
    }

    // Includes of the section Transform add to the other sections.
    Value sections(const Value& root) {
        const Value* transform = root.find("Transform");
        if (transform == nullptr) return root;
        const std::span<const Value> macros = transform->is_list() ? transform->as_list() : std::span(transform, 1);
        std::vector<Value> rest;
        std::vector<Value> files;
        for (const Value& macro : macros) {
            const auto path = local_path(macro);
            auto included = path ? include(*path, {macro, macro}, 1) : std::nullopt;
            if (included && !included->is_map())
                failed(Code::invalid_value, fmt::format("`{}` holds no map of sections", excerpt(*path)), macro.position());
            if (included && included->is_map())
                files.push_back(*included);
            else
                rest.push_back(macro);
        }
        if (files.empty()) return root;
        std::vector<Member> members;
        for (const Member& member : root.as_map()) {
            if (member.name() != "Transform")
                members.push_back(member);
            else if (!rest.empty())
                members.push_back({member.key, evaluator_.list(rest, transform->position())});
        }
        for (const Value& file : files) merge(members, file);
        return evaluator_.map(members, root.position());
    }

    void merge(std::vector<Member>& sections, const Value& file) {
        for (const Member& section : file.as_map()) {
            const auto there = std::ranges::find(sections, section.name(), &Member::name);
            if (there == sections.end()) {
                sections.push_back(section);
            } else if (there->value.is_map() && section.value.is_map()) {
                std::vector<Member> members(there->value.as_map().begin(), there->value.as_map().end());
                add(members, there->value, section.value);
                there->value = evaluator_.map(members, there->value.position());
            } else if (section.name() != "AWSTemplateFormatVersion" && section.name() != "Description") {
                failed(Code::duplicate_key, fmt::format("`{}` is included, and is there already", excerpt(section.name())),
                       section.key.position());
            }
        }
    }

    // What the file holds, with positions inside the call; nothing, and a problem, where it may not or cannot be read.
    std::optional<Value> include(std::string_view path, const Member& call, std::size_t depth) {
        const bool outermost = chain_.empty();
        if (outermost) at_ = call.key.position();
        const auto root = read(path);
        if (!root) return std::nullopt;
        chain_.push_back(root->name);
        const Value walked = walk(root->root, 1);
        chain_.pop_back();
        next_ = call.value.position();
        last_ = std::max(next_, last_position(call.value));
        too_deep_ = false;
        const Value moved = move(walked, call.value.position(), depth);
        if (evaluator_.exhausted()) return std::nullopt;
        if (too_deep_) {
            failed(Code::too_large, fmt::format("`{}` is not included: it nests deeper than {}", excerpt(path), kDeepestValue));
            return std::nullopt;
        }
        return moved;
    }

    std::optional<File> read(std::string_view path) {
        const auto refuse = [&](Code code, std::string_view why) -> std::optional<File> {
            const std::string from = chain_.empty() ? std::string() : fmt::format(" (in `{}`)", excerpt(chain_.back()));
            failed(code, fmt::format("`{}`{} is not included: {}", excerpt(path), from, why));
            return std::nullopt;
        };
        if (chain_.size() >= kDeepestInclude)
            return refuse(Code::too_large, fmt::format("files include files deeper than {}", kDeepestInclude));
        auto included = surroundings_.include(path, chain_.empty() ? std::string_view() : std::string_view(chain_.back()));
        if (!included) return refuse(included.error().code, reason(included.error()));
        if (std::ranges::find(chain_, included->file) != chain_.end())
            return refuse(Code::cycle, "files include each other: " + way(included->file));
        // Read again for every call: the text counts each time.
        if (!evaluator_.charge(1 + included->document->source->text().size() / Evaluator::kBytesPerNode, at_)) return std::nullopt;
        documents_.push_back(included->document);
        return File{std::move(included->file), documents_.back()->root};
    }

    static std::string reason(const base::Error& error) {
        const bool placed = error.where && error.where->line > 0;
        return placed ? fmt::format("{} ({})", error.message, base::to_string(*error.where)) : error.message;
    }

    std::string way(const std::string& last) const {
        std::string out;
        for (auto file = std::ranges::find(chain_, last); file != chain_.end(); ++file) out += fmt::format("`{}` -> ", excerpt(*file));
        return out + fmt::format("`{}`", excerpt(last));
    }

    // A copy with other positions. Recursion is bounded by kDeepestValue.
    Value move(const Value& value, std::uint32_t at, std::size_t depth) {
        too_deep_ = too_deep_ || depth > kDeepestValue;
        if (too_deep_ || evaluator_.exhausted()) return Value();
        switch (value.kind()) {
            case Kind::list: {
                std::vector<Value> items;
                for (const Value& item : value.as_list()) items.push_back(move(item, at, depth + 1));
                return evaluator_.list(items, at);
            }
            case Kind::map: return move_map(value, at, depth);
            case Kind::string: return evaluator_.text(value.as_string(), at);
            case Kind::integer: return Value::integer(value.as_integer(), at);
            case Kind::real: return Value::real(value.as_real(), at);
            case Kind::decimal: {
                const Value text = evaluator_.text(value.as_string(), at);
                return text.is_string() ? Value::decimal(text.as_string(), at) : text;
            }
            default: return value.at(at);
        }
    }

    Value move_map(const Value& value, std::uint32_t at, std::size_t depth) {
        const std::span<const Member> members = value.as_map();
        const bool is_call = members.size() == 1 && is_function_name(members.front().name());
        if (is_call && next_ < last_) ++next_;
        const std::uint32_t here = is_call ? next_ : at;
        std::vector<Member> out;
        for (const Member& member : members) {
            const Value key = evaluator_.text(member.name(), here);
            if (!key.is_string()) return key;
            out.push_back({key, move(member.value, at, depth + 1)});
        }
        return evaluator_.map(out, here);
    }

    void failed(Code code, std::string message) { failed(code, std::move(message), at_); }

    // Inside of files there are no positions of the template: the outermost call stands for them.
    void failed(Code code, std::string message, std::uint32_t at) {
        static_cast<void>(evaluator_.failed(code, std::move(message), chain_.empty() ? at : at_));
    }

    static constexpr std::size_t kDeepestValue = value::Limits{}.depth;

    Evaluator& evaluator_;
    const Surroundings& surroundings_;
    std::vector<value::DocumentPtr> documents_;  // what is being copied
    std::vector<std::string> chain_;             // files that are being included, the outermost first
    std::uint32_t at_ = 0;                       // of the outermost call
    std::uint32_t next_ = 0, last_ = 0;          // bytes of the call that function calls may still get
    bool too_deep_ = false;
};

}  // namespace

Value with_includes(Evaluator& evaluator, const Document& document, const Surroundings& surroundings) {
    if (!surroundings.include || document.source->text().find(kInclude) == std::string_view::npos) return document.root;
    return Includer(evaluator, surroundings).run(document.root);
}

}  // namespace vouch::cfn
