// SPDX-License-Identifier: Apache-2.0
// A copy of the tree, kept where it differs. Recursion follows the depth of the document, which its reader bounds. Tested by
// redact_test.cc.
#include "store/redact.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "model/credentials.h"
#include "model/secret_names.h"
#include "store/hide.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::store {

using value::Kind;
using value::Member;
using value::Value;

namespace {

// What a value stands under.
enum class Under : std::uint8_t {
    nothing,
    secret,     // a name that says that it is one: all that is text or number in it is hidden
    user_data,  // the script of an instance
    variables,  // a map whose names people gave: environment variables, arguments
    id,         // of an access key, which is no secret: other calls take it
};

bool is_map_of_variables(std::string_view name) {
    constexpr std::array<std::string_view, 5> kEnds{"variables", "arguments", "connectionproperties", "environment",
                                                    "configurationoptions"};
    const std::string plain = base::to_lower(name);
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return plain.ends_with(end); });
}

// A name that is a credential itself says nothing of its value: it will be hidden, and the words for it must say the same.
bool says_secret(std::string_view name, bool given_by_people) {
    const bool says = given_by_people ? model::variable_names_a_secret(name) : model::names_a_secret(name);
    return says && model::credentials_in(name).empty();
}

// A map that is one variable, setting or tag: {"Name": "DB_PASSWORD", "Value": ...}, {"ParameterKey": ..., "ParameterValue": ...}.
struct Pair {
    std::string_view value;  // the member that holds the value; empty: the map is none
    bool secret = false;
};

Pair pair_of(const Value& map) {
    constexpr std::uint32_t kMost = 32;  // those of AWS have a dozen members
    if (map.length() > kMost) return {};
    for (const Member& member : map.as_map()) {
        const std::string name = base::to_lower(member.name());
        const bool key = name.ends_with("key");
        if ((!key && !name.ends_with("name")) || !member.value.is_string()) continue;
        const std::string stem = name.substr(0, name.size() - (key ? 3 : 4));
        for (const Member& other : map.as_map()) {
            const std::string value = base::to_lower(other.name());
            if (value != stem + "value" && value != "value") continue;
            // Keys are mostly those of tags: narrower, since `sort-key` is no secret of a tag.
            const std::string_view text = member.value.as_string();
            return {other.name(), says_secret(text, !key)};
        }
    }
    return {};
}

class Copier {
public:
    Copier(base::Arena& arena, bool ids_stay, bool beside_key, int depth)
        : arena_(arena), ids_stay_(ids_stay), beside_key_(beside_key), depth_(depth) {}

    bool changed() const { return changed_; }

    Value copy(const Value& value, Under under) {
        switch (value.kind()) {
            case Kind::string: return text(value.as_string(), hidden(value.as_string(), under), value.position());
            case Kind::decimal:
                if (under == Under::secret) return zero(value);
                return Value::decimal(arena_.copy(value.as_string()), value.position());
            case Kind::integer:
            case Kind::real: return under == Under::secret ? zero(value) : value;
            case Kind::list: return list(value, under);
            case Kind::map: return map(value, under);
            case Kind::unknown: return value::make_unknown(arena_, value.as_unknown(), value.position());
            default: return value;
        }
    }

private:
    static constexpr int kDeepestText = 4;  // JSON in JSON in JSON
    static constexpr std::size_t kAccessKeyId = 20;

    Value text(std::string_view before, const std::string& after, std::uint32_t at) {
        const std::string valid = base::valid_utf8(after);  // XML may have brought what no JSON can hold
        changed_ = changed_ || before != valid;
        return value::make_string(arena_, valid, at);
    }

    // Stays a number, for whoever asks what it is.
    Value zero(const Value& value) {
        const bool is_zero = value.kind() == Kind::integer && value.as_integer() == 0;
        changed_ = changed_ || !is_zero;
        return Value::integer(0, value.position());
    }

    std::string hidden(std::string_view text, Under under) const {
        if (under == Under::secret) return secret(text);
        if (under == Under::user_data) return hide_user_data(text);
        if (under == Under::id && text.size() == kAccessKeyId && std::ranges::all_of(text, model::is_token_character))
            return std::string(text);
        if (beside_key_ && is_like_an_aws_secret(text)) return std::string(model::kHidden);
        return hide_secrets(text);
    }

    // A JSON text is a secret in parts: their names stay.
    std::string secret(std::string_view text) const {
        if (depth_ >= kDeepestText || text.find_first_not_of(" \t\r\n") == std::string_view::npos) return hide_value(text);
        if (text[text.find_first_not_of(" \t\r\n")] != '{' || text.starts_with("{{resolve:")) return hide_value(text);
        const auto document = value::read_json(std::make_shared<base::Source>("secret", std::string(text)));
        if (!document) return hide_value(text);
        base::Arena arena;
        Copier inner(arena, false, beside_key_, depth_ + 1);
        return value::to_json(inner.copy(document->root, Under::secret));
    }

    // What follows `--password` in a list of arguments is one.
    Value list(const Value& value, Under under) {
        std::vector<Value> items;
        items.reserve(value.length());
        bool option = false;
        for (const Value& each : value.as_list()) {
            items.push_back(copy(each, option && each.is_string() ? Under::secret : under == Under::variables ? Under::nothing : under));
            option = each.is_string() && each.as_string().starts_with("--") && says_secret(each.as_string(), false);
        }
        return value::make_list(arena_, items, value.position());
    }

    Value map(const Value& value, Under under) {
        const Pair pair = pair_of(value);
        std::vector<Member> members;
        members.reserve(value.length());
        for (const Member& member : value.as_map()) {
            const bool secret = pair.secret && member.name() == pair.value;
            members.push_back({key(value, member), copy(member.value, secret ? Under::secret : beneath(member, under))});
        }
        return value::make_map(arena_, members, value.position());
    }

    Under beneath(const Member& member, Under under) const {
        const std::string_view name = member.name();
        if (under == Under::secret || under == Under::user_data) return under;
        if (ids_stay_ && name == "AccessKeyId") return Under::id;
        const bool variable = under == Under::variables && !member.value.is_map() && !member.value.is_list();
        if (says_secret(name, variable)) return Under::secret;
        const std::string plain = base::to_lower(name);
        if (plain == "userdata" || plain == "user_data") return Under::user_data;
        return member.value.is_map() && is_map_of_variables(name) ? Under::variables : Under::nothing;
    }

    // Two keys that are hidden must not become one.
    Value key(const Value& map, const Member& member) {
        const std::string_view name = member.name();
        std::string after = hide_secrets(name);
        if (after != name) {
            const std::string hidden = after;
            for (int next = 2; map.find(after) != nullptr || !keys_.insert(after).second; ++next)
                after = fmt::format("{} {}", hidden, next);
        }
        return text(name, after, member.key.position());
    }

    base::Arena& arena_;
    bool ids_stay_;
    bool beside_key_;
    int depth_;
    bool changed_ = false;
    std::set<std::string> keys_;
};

// Whether the id of an access key, or what stands for one, is in a text of the tree.
bool has_key_of_aws(const Value& value) {
    if (value.is_string()) {
        const std::string_view text = value.as_string();
        if (text.find("AKIA") == text.npos && text.find("ASIA") == text.npos && text.find(model::kAwsKey) == text.npos) return false;
        const auto kinds = model::credentials_in(text);
        return std::ranges::find(kinds, model::kAwsKey) != kinds.end();
    }
    if (value.is_list()) return std::ranges::any_of(value.as_list(), has_key_of_aws);
    if (value.is_map()) return std::ranges::any_of(value.as_map(), [](const Member& member) { return has_key_of_aws(member.value); });
    return false;
}

value::DocumentPtr redacted_but_ids(const Value& root, bool ids_stay) {
    const auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<base::Source>("answer", "");
    Copier copier(document->arena, ids_stay, has_key_of_aws(root), 0);
    document->root = copier.copy(root, Under::nothing);
    return copier.changed() ? document : nullptr;
}

}  // namespace

value::DocumentPtr redacted(const Value& root) { return redacted_but_ids(root, false); }

void redact(model::Exchange& exchange) {
    exchange.message = hide_secrets(exchange.message);
    if (!exchange.output) return;
    // IAM tells of keys by their ids, which are what its other calls take.
    const bool ids_stay = exchange.made != nullptr && exchange.made->question.service == "iam";
    if (value::DocumentPtr without = redacted_but_ids(exchange.output->root, ids_stay)) exchange.output = std::move(without);
}

}  // namespace vouch::store
