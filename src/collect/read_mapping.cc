// SPDX-License-Identifier: Apache-2.0
// A text that begins with `$` is a path, one with `${...}` in it is put together, a map with `from` is a row of steps, every other map
// is a map. Recursion is bounded by the depth that the reader of the YAML allows. Tested by catalog_test.cc.
#include "collect/read_mapping.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/transform.h"
#include "value/form.h"

namespace vouch::collect {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

struct RootName {
    std::string_view name;
    Root root;
};
constexpr std::array kRoots{RootName{"item", Root::item},     RootName{"parent", Root::parent},
                            RootName{"this", Root::element},  RootName{"outer", Root::outer},
                            RootName{"id", Root::id},         RootName{"account", Root::account},
                            RootName{"region", Root::region}, RootName{"partition", Root::partition}};

constexpr std::array kStepKeys{std::string_view("from"),  std::string_view("when"),   std::string_view("as"),
                               std::string_view("where"), std::string_view("each"),   std::string_view("first"),
                               std::string_view("only"),  std::string_view("drop"),   std::string_view("rename"),
                               std::string_view("is"),    std::string_view("values"), std::string_view("default")};

bool plain(std::string_view step) {
    return !step.empty() && std::ranges::all_of(step, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ':' || c == '*';
    });
}

class MappingReader {
public:
    explicit MappingReader(const value::Document& document) : form_(document) {}

    base::Result<Mapping> mapping(const Value& written) const {
        Mapping made;
        if (written.is_string()) return text(written);
        if (written.is_list()) {
            made.kind = Mapping::Kind::items;
            VOUCH_TRY(made.items, mappings(written));
        } else if (written.is_map() && written.find("from") != nullptr) {
            return steps(written);
        } else if (written.is_map()) {
            made.kind = Mapping::Kind::members;
            for (const value::Member& member : written.as_map()) {
                VOUCH_TRY(Mapping value, mapping(member.value));
                made.members.push_back({std::string(member.name()), std::move(value)});
            }
        } else {
            made.literal = written;
        }
        return made;
    }

    base::Result<std::vector<Condition>> conditions(const Value& written, bool inner) const {
        if (!written.is_map()) return form_.fault(written, "conditions are a map of paths to values");
        std::vector<Condition> all;
        for (const value::Member& member : written.as_map()) {
            Condition made;
            VOUCH_TRY(made.path, path(member.key, inner));
            VOUCH_TRY(made.among, alternatives(member.value));
            all.push_back(std::move(made));
        }
        return all;
    }

private:
    base::Result<Path> path(const Value& written, bool inner) const {
        if (!written.is_string()) return form_.fault(written, "a path must be a text");
        auto made = parse_path(written.as_string(), inner);
        if (!made) return form_.fault(written, made.error().message);
        return made;
    }

    base::Result<std::vector<Mapping>> mappings(const Value& list) const {
        std::vector<Mapping> all;
        for (const Value& each : list.as_list()) {
            VOUCH_TRY(Mapping one, mapping(each));
            all.push_back(std::move(one));
        }
        return all;
    }

    // A value, or a list of them.
    base::Result<std::vector<Mapping>> alternatives(const Value& written) const {
        if (written.is_list()) return mappings(written);
        std::vector<Mapping> all;
        VOUCH_TRY(Mapping one, mapping(written));
        all.push_back(std::move(one));
        return all;
    }

    base::Result<Mapping> text(const Value& written) const {
        Mapping made;
        const std::string_view text = written.as_string();
        if (text.starts_with("$$")) {  // a text that begins with one
            made.literal = Value::string(text.substr(1), written.position());
            return made;
        }
        if (text.find("${") != std::string_view::npos) return pieces(written);
        if (!text.starts_with('$')) {
            made.literal = written;
            return made;
        }
        made.kind = Mapping::Kind::path;
        VOUCH_TRY(Path one, path(written, false));
        made.paths.push_back(std::move(one));
        return made;
    }

    base::Result<Mapping> pieces(const Value& written) const {
        Mapping made;
        made.kind = Mapping::Kind::text;
        std::string_view rest = written.as_string();
        while (!rest.empty()) {
            const std::size_t begin = std::min(rest.find("${"), rest.size());
            if (begin > 0) made.pieces.push_back({.text = std::string(rest.substr(0, begin))});
            rest.remove_prefix(begin);
            if (rest.empty()) break;
            const std::size_t end = rest.find('}');
            if (end == std::string_view::npos) return form_.fault(written, "a `${` has no `}`");
            VOUCH_TRY(Piece one, piece(written, rest.substr(2, end - 2)));
            made.pieces.push_back(std::move(one));
            rest.remove_prefix(end + 1);
        }
        return made;
    }

    // `item.Id` or `item.Id as name`.
    base::Result<Piece> piece(const Value& written, std::string_view text) const {
        constexpr std::string_view kAs = " as ";
        Piece made;
        if (const std::size_t as = text.find(kAs); as != std::string_view::npos) {
            made.transform = find_transform(text.substr(as + kAs.size()));
            if (made.transform == nullptr) return form_.fault(written, "there is no such transform");
            text = text.substr(0, as);
        }
        auto found = parse_path(fmt::format("${}", text));
        if (!found) return form_.fault(written, found.error().message);
        made.path = *std::move(found);
        return made;
    }

    base::Result<void> from(const Value& written, Mapping& made) const {
        const auto is_path = [](const Value& each) {
            return each.is_string() && each.as_string().starts_with('$') && !each.as_string().starts_with("${");
        };
        if (written.is_list() && std::ranges::all_of(written.as_list(), is_path)) {
            for (const Value& each : written.as_list()) {
                VOUCH_TRY(Path one, path(each, false));
                made.paths.push_back(std::move(one));
            }
            if (made.paths.empty()) return form_.fault(written, "`from` names nothing");
            return {};
        }
        VOUCH_TRY(Mapping one, mapping(written));
        if (one.kind == Mapping::Kind::path) {
            made.paths = std::move(one.paths);
        } else {
            made.from.push_back(std::move(one));
        }
        return {};
    }

    base::Result<void> transforms(const Value& written, Mapping& made) const {
        const auto add = [&](const Value& name) -> base::Result<void> {
            const Transform* found = name.is_string() ? find_transform(name.as_string()) : nullptr;
            if (found == nullptr) return form_.fault(name, "there is no such transform");
            made.transforms.push_back(found);
            return {};
        };
        if (!written.is_list()) return add(written);
        for (const Value& each : written.as_list()) VOUCH_CHECK(add(each));
        return {};
    }

    base::Result<std::vector<std::string>> names(const Value& written) const {
        std::vector<std::string> all;
        if (!written.is_list()) return form_.fault(written, "must be a list of names");
        for (const Value& each : written.as_list()) {
            if (!each.is_string()) return form_.fault(each, "must be a list of names");
            all.emplace_back(each.as_string());
        }
        return all;
    }

    base::Result<void> renames(const Value& written, Mapping& made) const {
        if (!written.is_map()) return form_.fault(written, "`rename` is a map of names");
        for (const value::Member& member : written.as_map()) {
            if (!member.value.is_string()) return form_.fault(member.value, "`rename` is a map of names");
            made.rename.emplace(member.name(), member.value.as_string());
        }
        return {};
    }

    base::Result<void> values(const Value& written, Mapping& made) const {
        if (!written.is_map()) return form_.fault(written, "`values` is a map of values to values");
        for (const value::Member& member : written.as_map()) made.values.emplace_back(member.key, member.value);
        return {};
    }

    base::Result<void> step(std::string_view key, const Value& written, Mapping& made) const {
        const auto one = [&](std::vector<Mapping>& into) -> base::Result<void> {
            VOUCH_TRY(Mapping value, mapping(written));
            into.push_back(std::move(value));
            return {};
        };
        if (key == "from") return from(written, made);
        if (key == "as") return transforms(written, made);
        if (key == "each") return one(made.each);
        if (key == "first") return one(made.first);
        if (key == "default") return one(made.otherwise);
        if (key == "rename") return renames(written, made);
        if (key == "values") return values(written, made);
        if (key == "when" || key == "where") {
            VOUCH_TRY(auto all, conditions(written, key == "where"));
            (key == "when" ? made.when : made.where) = std::move(all);
        } else if (key == "is") {
            VOUCH_TRY(made.is, alternatives(written));
        } else {
            VOUCH_TRY((key == "only" ? made.only : made.drop), names(written));
        }
        return {};
    }

    base::Result<Mapping> steps(const Value& written) const {
        Mapping made;
        made.kind = Mapping::Kind::steps;
        for (const value::Member& member : written.as_map()) {
            if (std::ranges::find(kStepKeys, member.name()) == kStepKeys.end())
                return form_.fault(member.key, fmt::format("there is no step `{}`", excerpt(member.name())));
            VOUCH_CHECK(step(member.name(), member.value, made));
        }
        if (!made.each.empty() && !made.first.empty()) return form_.fault(written, "either `each` or `first`");
        return made;
    }

    value::Form form_;
};

bool add_path(const Path& path, std::set<std::string>& calls) {
    if (path.root == Root::answer) calls.insert(path.call);
    return path.root == Root::item || path.root == Root::parent || path.root == Root::id;
}

bool add_all(const std::vector<Mapping>& mappings, std::set<std::string>& calls) {
    bool own = false;
    for (const Mapping& each : mappings) own = add_calls(each, calls) || own;
    return own;
}

}  // namespace

base::Result<Path> parse_path(std::string_view text, bool inner) {
    Path made;
    const std::string_view whole = text;
    made.root = Root::element;
    bool first = !inner || text.starts_with('$');
    if (first) {
        if (!text.starts_with('$')) return base::fail(Code::syntax, fmt::format("the path `{}` must begin with `$`", excerpt(text)));
        text.remove_prefix(1);
    } else if (text.empty()) {
        return made;
    }
    while (true) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        const std::string_view step = text.substr(0, dot);
        if (!plain(step)) return base::fail(Code::syntax, fmt::format("the path `{}` has a step that is no name", excerpt(whole)));
        if (first) {
            const auto* const row = std::ranges::find(kRoots, step, &RootName::name);
            made.root = row == kRoots.end() ? Root::answer : row->root;
            if (row == kRoots.end()) made.call = step;
        } else {
            made.steps.emplace_back(step);
        }
        first = false;
        if (dot == text.size()) return made;
        text.remove_prefix(dot + 1);
    }
}

base::Result<Mapping> read_mapping(const value::Document& document, const Value& written) {
    return MappingReader(document).mapping(written);
}

base::Result<std::vector<Condition>> read_conditions(const value::Document& document, const Value& written, bool inner) {
    return MappingReader(document).conditions(written, inner);
}

bool add_calls(const std::vector<Condition>& conditions, std::set<std::string>& calls) {
    bool own = false;
    for (const Condition& each : conditions) {
        own = add_path(each.path, calls) || own;
        own = add_all(each.among, calls) || own;
    }
    return own;
}

bool add_calls(const Mapping& mapping, std::set<std::string>& calls) {
    bool own = false;
    for (const Path& path : mapping.paths) own = add_path(path, calls) || own;
    for (const Piece& piece : mapping.pieces)
        if (piece.path) own = add_path(*piece.path, calls) || own;
    for (const auto& [name, value] : mapping.members) own = add_calls(value, calls) || own;
    for (const auto* all : {&mapping.items, &mapping.from, &mapping.each, &mapping.first, &mapping.is, &mapping.otherwise})
        own = add_all(*all, calls) || own;
    own = add_calls(mapping.when, calls) || own;
    return add_calls(mapping.where, calls) || own;
}

}  // namespace vouch::collect
