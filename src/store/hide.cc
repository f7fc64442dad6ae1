// SPDX-License-Identifier: Apache-2.0
// Two passes: credentials first, then what is known by its neighbours; both again until nothing changes. What looks like a credential only
// because something was hidden beside it is hidden without being called one. Tested by hide_test.cc and held to it by
// exchange_line_fuzz.cc.
#include "store/hide.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/base64.h"
#include "model/credentials.h"
#include "store/assignments.h"

namespace vouch::store {

using model::Credential;

namespace {

using Kinds = std::vector<std::string_view>;

bool has(const Kinds& kinds, std::string_view kind) { return std::ranges::find(kinds, kind) != kinds.end(); }

std::string markers(const Kinds& kinds) {
    std::string out;
    for (const std::string_view kind : kinds) out += model::hidden_as(kind);
    return out.empty() ? std::string(model::kHidden) : out;
}

// Credentials that overlap, as one stretch of the text.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    Credential url;  // a user and password of a URL in it; none where `end` is 0
    Kinds kinds;

    bool is_url() const { return url.end != 0 && url.begin == begin && url.end == end; }
};

// `kinds` are those that may be told.
std::vector<Stretch> stretches(std::string_view text, const Kinds& kinds) {
    std::vector<Stretch> all;
    for (const Credential& each : model::find_credentials(text)) {
        std::size_t begin = each.begin;
        std::size_t end = each.end;
        const bool told = has(kinds, each.kind);
        const bool url = each.kind == model::kPasswordInUrl && !each.hidden && told;
        const std::size_t before = all.empty() ? 0 : all.back().end;
        // What stands beside it without a gap must not become another one by itself.
        if (!url && !each.hidden) {
            while (begin > before && model::is_token_character(text[begin - 1])) --begin;
            while (end < text.size() && model::is_token_character(text[end])) ++end;
        }
        if (all.empty() || begin >= before) all.push_back({begin, end, {}, {}});
        Stretch& last = all.back();
        last.end = std::max(last.end, end);
        if (url) last.url = each;
        if (told && !has(last.kinds, each.kind)) last.kinds.push_back(each.kind);
    }
    return all;
}

// Within a URL no space may stand: the markers of further kinds come behind the @. The user's name stays where it shows no credential.
void write_url(std::string& out, std::string_view text, const Stretch& stretch) {
    const std::string_view user = text.substr(stretch.begin, text.find(':', stretch.begin) - stretch.begin);
    const bool further = stretch.kinds.size() > 1;
    out.append(further ? model::kHidden : user).append(":").append(model::kHidden).append("@");
    for (const std::string_view kind : stretch.kinds)
        if (kind != model::kPasswordInUrl) out += model::hidden_as(kind);
}

std::string without_credentials(std::string_view text, const Kinds& kinds) {
    std::string out;
    std::size_t written = 0;
    for (const Stretch& each : stretches(text, kinds)) {
        out.append(text.substr(written, each.begin - written));
        written = each.end + (each.is_url() ? 1 : 0);
        if (each.is_url()) {
            write_url(out, text, each);
        } else {
            out += markers(each.kinds);
        }
    }
    return out.append(text.substr(written));
}

bool of_aws_secret(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '+'; }

// Secret access keys beside the id of a key.
void find_aws_secrets(std::string_view text, std::vector<Replacement>& found) {
    if (text.find(model::hidden_as(model::kAwsKey)) == std::string_view::npos) return;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && of_aws_secret(text[end])) ++end;
        const bool in_word =
            (i > 0 && model::is_token_character(text[i - 1])) || (end < text.size() && model::is_token_character(text[end]));
        if (!in_word && is_like_an_aws_secret(text.substr(i, end - i))) found.push_back({i, end, std::string(model::kHidden)});
        i = std::max(end, i + 1);
    }
}

// https://token@host
void find_users_of_urls(std::string_view text, std::vector<Replacement>& found) {
    for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
        const std::string_view rest = text.substr(at);
        const std::size_t scheme = rest.starts_with("https://") ? 8 : rest.starts_with("http://") ? 7 : 0;
        if (scheme == 0) continue;
        const std::string_view authority = rest.substr(scheme, rest.find_first_of("/?# \t\r\n\"'`\\,;<>", scheme) - scheme);
        const std::size_t end = authority.rfind('@');
        if (end == std::string_view::npos || end == 0 || authority.substr(0, end).find(':') != std::string_view::npos) continue;
        found.push_back({at + scheme, at + scheme + end, std::string(model::kHidden)});
    }
}

std::string replaced(std::string_view text, std::vector<Replacement> all) {
    std::ranges::stable_sort(all, {}, &Replacement::begin);
    std::string out;
    std::size_t written = 0;
    for (const Replacement& each : all) {
        if (each.begin < written) continue;  // within one that was replaced
        out.append(text.substr(written, each.begin - written)).append(each.by);
        written = each.end;
    }
    return out.append(text.substr(written));
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// arn:aws-cn:service:region:account:resource
bool is_arn(std::string_view text) {
    constexpr std::string_view kBeside = ":/_+=.@*-";
    const auto fits = [&](char c) { return model::is_token_character(c) || kBeside.find(c) != std::string_view::npos; };
    return text.starts_with("arn:aws") && std::ranges::count(text, ':') >= 5 && std::ranges::all_of(text, fits);
}

// {{resolve:secretsmanager:name}} from `begin` on; 0 where none stands there.
std::size_t dynamic_reference(std::string_view text, std::size_t begin) {
    const std::size_t end = text.find("}}", begin);
    const std::string_view reference = text.substr(begin, end - begin);
    if (end == std::string_view::npos || reference.find_first_of("{\n", 2) != std::string_view::npos) return 0;
    return model::credentials_in(reference).empty() ? reference.size() + 2 : 0;
}

// shop/prod/api-key
bool is_name_with_slashes(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || text.ends_with('/') || text.find("//") != std::string_view::npos) return false;
    const auto small = [](char c) { return model::is_token_character(c) && (c < 'A' || c > 'Z'); };
    const auto any = [](char c) { return model::is_token_character(c) || c == '.' || c == '/'; };
    return std::ranges::all_of(text.substr(0, slash), small) && std::ranges::all_of(text.substr(slash), any);
}

}  // namespace

bool is_like_an_aws_secret(std::string_view text) {
    constexpr std::size_t kLength = 40;
    const auto some = [&](char from, char to) { return std::ranges::any_of(text, [=](char c) { return c >= from && c <= to; }); };
    return text.size() == kLength && std::ranges::all_of(text, of_aws_secret) && some('a', 'z') && some('A', 'Z') && some('0', '9');
}

namespace {

// `kinds` stood in the text that nobody has touched.
std::string hidden_once(std::string_view text, const Kinds& kinds) {
    std::string out = without_credentials(text, kinds);
    std::vector<Replacement> found;
    find_aws_secrets(out, found);
    find_users_of_urls(out, found);
    find_assignments(out, found);
    if (!found.empty()) out = replaced(out, std::move(found));
    // A password that ends within a URL takes the form of the URL with it.
    const Kinds left = model::credentials_in(out);
    for (const std::string_view kind : kinds)
        if (!has(left, kind)) out += model::hidden_as(kind);
    return out;
}

}  // namespace

// What was hidden within something may end what kept a larger secret from being seen.
std::string hide_secrets(std::string_view text) {
    constexpr int kMost = 8;
    const Kinds kinds = model::credentials_in(text);
    std::string hidden(text);
    for (int i = 0; i < kMost; ++i) {
        std::string again = hidden_once(hidden, kinds);
        if (again == hidden) return hidden;
        hidden = std::move(again);
    }
    return markers(kinds);  // no text is known that needs half as many
}

std::string hide_value(std::string_view text) {
    const std::string plain = base::to_lower(trimmed(text));
    if (plain.empty() || plain == "true" || plain == "false") return std::string(text);
    std::string marker = markers(model::credentials_in(text));
    if (is_arn(text) && marker == model::kHidden) return std::string(text);
    if (text.starts_with("arn:")) return "arn:" + marker;
    if (text.starts_with('/') || is_name_with_slashes(text)) return "/" + marker;
    const std::size_t reference = text.find("{{resolve:");
    const std::size_t length = reference == std::string_view::npos ? 0 : dynamic_reference(text, reference);
    if (length == 0) return marker;
    std::string out = reference > 0 || marker != model::kHidden ? marker : std::string();
    out.append(text.substr(reference, length));
    if (reference + length < text.size()) out.append(model::kHidden);
    return out;
}

std::string hide_user_data(std::string_view text) {
    if (trimmed(text).empty()) return std::string(text);
    const std::string decoded = base::from_base64(text).value_or("");
    return markers(model::credentials_in(decoded.empty() ? text : std::string_view(decoded)));
}

}  // namespace vouch::store
