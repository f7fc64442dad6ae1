// SPDX-License-Identifier: Apache-2.0
// One scan: each form begins with characters of its own. Tested by credentials_test.cc.
#include "model/credentials.h"

#include <algorithm>
#include <array>

namespace vouch::model {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); }

// A token that its issuer begins in a way of its own.
struct Token {
    std::string_view prefix;
    std::string_view kind;
    std::size_t least;  // characters after the prefix
    std::size_t most;
    bool (*of)(char);
};
constexpr std::size_t kAny = 512;
constexpr std::string_view kGithub = "a token of GitHub";
constexpr std::string_view kSlack = "a token of Slack";
constexpr std::string_view kStripe = "a key of Stripe";
constexpr std::array kTokens{
    Token{"AKIA", kAwsKey, 16, 16, is_upper_or_digit},
    Token{"ASIA", kAwsKey, 16, 16, is_upper_or_digit},
    Token{"ghp_", kGithub, 36, kAny, is_token_character},
    Token{"gho_", kGithub, 36, kAny, is_token_character},
    Token{"ghu_", kGithub, 36, kAny, is_token_character},
    Token{"ghs_", kGithub, 36, kAny, is_token_character},
    Token{"ghr_", kGithub, 36, kAny, is_token_character},
    Token{"github_pat_", kGithub, 22, kAny, is_token_character},
    Token{"glpat-", "a token of GitLab", 20, kAny, is_token_character},
    Token{"xoxb-", kSlack, 10, kAny, is_token_character},
    Token{"xoxp-", kSlack, 10, kAny, is_token_character},
    Token{"xoxa-", kSlack, 10, kAny, is_token_character},
    Token{"xoxr-", kSlack, 10, kAny, is_token_character},
    Token{"xapp-", kSlack, 10, kAny, is_token_character},
    Token{"sk_live_", kStripe, 16, kAny, is_token_character},
    Token{"rk_live_", kStripe, 16, kAny, is_token_character},
    Token{"npm_", "a token of npm", 36, 36, is_token_character},
    Token{"AIza", "a key of Google", 35, 35, is_token_character},
};
constexpr std::string_view kWebToken = "a JSON web token";
constexpr std::string_view kPrivateKey = "a private key";
// Every kind, in the order in which they are told.
constexpr std::array kKinds{kAwsKey,
                            kGithub,
                            std::string_view("a token of GitLab"),
                            kSlack,
                            kStripe,
                            std::string_view("a token of npm"),
                            std::string_view("a key of Google"),
                            kWebToken,
                            kPrivateKey,
                            kPasswordInUrl};

std::size_t run(std::string_view text, std::size_t from, std::size_t most, bool (*of)(char)) {
    std::size_t length = 0;
    while (from + length < text.size() && length <= most && of(text[from + length])) ++length;
    return length;
}

class Scan {
public:
    explicit Scan(std::string_view text) : text_(text) {}

    std::vector<Credential> run_all() {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            switch (text_[i]) {
                case '-': private_key(i); break;
                case ':': url(i); break;
                case '(': hidden(i); break;
                default:
                    if (is_letter(text_[i]) && (i == 0 || !is_token_character(text_[i - 1]))) word(i);
            }
        }
        std::ranges::stable_sort(found_, {}, &Credential::begin);
        return std::move(found_);
    }

private:
    void hidden(std::size_t at) {
        constexpr std::string_view kBegin = "(hidden: looks like ";
        if (!text_.substr(at).starts_with(kBegin)) return;
        const std::string_view rest = text_.substr(at + kBegin.size());
        for (const std::string_view kind : kKinds)
            if (rest.starts_with(kind) && rest.substr(kind.size()).starts_with(')'))
                found_.push_back({kind, at, at + kBegin.size() + kind.size() + 1, true});
    }

    // A word is entered at its first character only.
    void word(std::size_t at) {
        for (const Token& token : kTokens) {
            if (text_[at] != token.prefix.front() || !text_.substr(at).starts_with(token.prefix)) continue;
            const std::size_t length = run(text_, at + token.prefix.size(), token.most, token.of);
            if (length >= token.least && length <= token.most) found_.push_back({token.kind, at, at + token.prefix.size() + length, false});
        }
        if (text_[at] == 'e') web_token(at);
    }

    // eyJ... . eyJ... . signature: two JSON objects in base 64.
    void web_token(std::size_t at) {
        std::size_t end = at;
        for (int part = 0; part < 2; ++part) {
            if (!text_.substr(end).starts_with("eyJ")) return;
            end += run(text_, end, text_.size(), is_token_character);
            if (end >= text_.size() || text_[end] != '.') return;
            ++end;
        }
        end += run(text_, end, text_.size(), is_token_character);
        found_.push_back({kWebToken, at, end, false});
    }

    // `-----BEGIN RSA PRIVATE KEY-----` to its end; where that is missing, to the end of what is quoted.
    void private_key(std::size_t at) {
        constexpr std::string_view kBegin = "-----BEGIN ";
        constexpr std::string_view kEnd = "-----END ";
        constexpr std::string_view kName = "PRIVATE KEY-----";
        constexpr std::size_t kLongestName = 40;
        if (at < key_end_ || !text_.substr(at, kBegin.size()).starts_with(kBegin)) return;
        if (text_.substr(at + kBegin.size(), kLongestName).find(kName) == std::string_view::npos) return;
        // Looked for once: a text may hold many beginnings and one end.
        if (last_ < at || !looked_) last_ = text_.find(kEnd, at);
        looked_ = true;
        const std::size_t last = last_;
        const std::size_t name = last == std::string_view::npos ? last : text_.substr(last, kEnd.size() + kLongestName).find(kName);
        key_end_ = name == std::string_view::npos ? std::min(text_.find('"', at), text_.size()) : last + name + kName.size();
        found_.push_back({kPrivateKey, at, key_end_, false});
    }

    // `user:password@host`, where the password is no place holder.
    void url(std::size_t colon) {
        constexpr std::string_view kScheme = "://";
        constexpr std::string_view kEnds = "/?# \t\r\n\"'`\\,;<>";
        if (!text_.substr(colon, kScheme.size()).starts_with(kScheme)) return;
        const std::size_t begin = colon + kScheme.size();
        const std::string_view authority = text_.substr(begin, text_.find_first_of(kEnds, begin) - begin);
        const std::size_t at = authority.rfind('@');
        const std::size_t middle = authority.find(':');
        if (at == std::string_view::npos || middle >= at) return;
        const std::string_view password = authority.substr(middle + 1, at - middle - 1);
        constexpr std::string_view kPlaceHolders = "${<%*";
        if (!password.empty() && kPlaceHolders.find(password.front()) == std::string_view::npos)
            found_.push_back({kPasswordInUrl, begin, begin + at, false});
    }

    std::string_view text_;
    std::size_t key_end_ = 0;
    std::size_t last_ = 0;  // where the next end of a key or certificate stands
    bool looked_ = false;
    std::vector<Credential> found_;
};

}  // namespace

bool is_token_character(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; }

std::vector<Credential> find_credentials(std::string_view text) { return Scan(text).run_all(); }

std::vector<std::string_view> credentials_in(std::string_view text) {
    std::vector<bool> there(kKinds.size());
    for (const Credential& each : find_credentials(text))
        there[static_cast<std::size_t>(std::ranges::find(kKinds, each.kind) - kKinds.begin())] = true;
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (there[i]) found.push_back(kKinds[i]);
    return found;
}

std::string hidden_as(std::string_view kind) { return std::string("(hidden: looks like ").append(kind).append(")"); }

}  // namespace vouch::model
