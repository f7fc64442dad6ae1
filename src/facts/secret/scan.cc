// SPDX-License-Identifier: Apache-2.0
// Tested by secret_test.cc.
#include "facts/secret/scan.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace vouch::facts {

namespace {

bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

// A token that its issuer begins in a way of its own.
struct Token {
    std::string_view prefix;
    std::string_view kind;
    std::size_t least;  // characters after the prefix
    std::size_t most;
    bool (*of)(char);
};
constexpr std::size_t kAny = 512;
constexpr std::array kTokens{
    Token{"AKIA", "an access key of AWS", 16, 16, is_upper_or_digit},
    Token{"ASIA", "an access key of AWS", 16, 16, is_upper_or_digit},
    Token{"ghp_", "a token of GitHub", 36, kAny, is_word},
    Token{"gho_", "a token of GitHub", 36, kAny, is_word},
    Token{"ghs_", "a token of GitHub", 36, kAny, is_word},
    Token{"github_pat_", "a token of GitHub", 22, kAny, is_word},
    Token{"glpat-", "a token of GitLab", 20, kAny, is_word},
    Token{"xoxb-", "a token of Slack", 10, kAny, is_word},
    Token{"xoxp-", "a token of Slack", 10, kAny, is_word},
    Token{"sk_live_", "a key of Stripe", 16, kAny, is_word},
    Token{"rk_live_", "a key of Stripe", 16, kAny, is_word},
};

bool stands_at(const Token& token, std::string_view text, std::size_t at) {
    if (at > 0 && is_word(text[at - 1])) return false;
    std::size_t length = 0;
    for (std::size_t i = at + token.prefix.size(); i < text.size() && length <= token.most && token.of(text[i]); ++i) ++length;
    return length >= token.least && length <= token.most;
}

bool holds(const Token& token, std::string_view text) {
    for (std::size_t at = text.find(token.prefix); at != std::string_view::npos; at = text.find(token.prefix, at + token.prefix.size()))
        if (stands_at(token, text, at)) return true;
    return false;
}

// `-----BEGIN RSA PRIVATE KEY-----`
bool holds_private_key(std::string_view text) {
    constexpr std::string_view kBegin = "-----BEGIN ";
    constexpr std::size_t kLongestName = 40;
    for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + kBegin.size()))
        if (text.substr(at + kBegin.size(), kLongestName).find("PRIVATE KEY-----") != std::string_view::npos) return true;
    return false;
}

// `user:password@host`, where the password is no place holder.
bool has_password(std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (at == std::string_view::npos || colon >= at) return false;
    const std::string_view password = authority.substr(colon + 1, at - colon - 1);
    constexpr std::string_view kPlaceHolders = "${<%*";
    return !password.empty() && kPlaceHolders.find(password.front()) == std::string_view::npos;
}

bool holds_password_in_url(std::string_view text) {
    constexpr std::string_view kScheme = "://";
    constexpr std::string_view kEnds = "/?# \t\r\n\"'`\\,;<>";
    for (std::size_t at = text.find(kScheme); at != std::string_view::npos; at = text.find(kScheme, at + kScheme.size())) {
        const std::string_view rest = text.substr(at + kScheme.size());
        if (has_password(rest.substr(0, rest.find_first_of(kEnds)))) return true;
    }
    return false;
}

}  // namespace

std::vector<std::string_view> credentials_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (const Token& token : kTokens)
        if (std::ranges::find(found, token.kind) == found.end() && holds(token, text)) found.push_back(token.kind);
    if (holds_private_key(text)) found.push_back("a private key");
    if (holds_password_in_url(text)) found.push_back("a password in a URL");
    return found;
}

}  // namespace vouch::facts
