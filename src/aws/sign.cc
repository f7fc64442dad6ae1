// SPDX-License-Identifier: Apache-2.0
// The request in a canonical spelling is digested; the digest, time and scope are signed with a key that is derived from the secret for
// that day, region and service. Tested by sign_test.cc on AWS's own test suite.
#include "aws/sign.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "aws/detail/hmac.h"
#include "aws/time.h"
#include "base/digest.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";
// Proxies and the transport change or add these on the way.
constexpr std::array<std::string_view, 6> kNotSigned{"authorization",     "connection", "expect",
                                                     "transfer-encoding", "user-agent", "x-amzn-trace-id"};

bool unfit_for_header(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

void remove_header(Pairs& headers, std::string_view name) {
    std::erase_if(headers, [&](const auto& header) { return header.first == name; });
}

void set_header(Pairs& headers, std::string name, std::string value) {
    remove_header(headers, name);
    headers.emplace_back(std::move(name), std::move(value));
}

// Without white space at the ends, and one space for every run of it.
std::string squeezed(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '\t')
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

// RFC 3986, section 5.2.4, with empty segments left out too.
std::string normalised(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        if (segment == ".." && !segments.empty())
            segments.pop_back();
        else if (segment != ".." && segment != "." && !segment.empty())
            segments.push_back(segment);
        begin = end + 1;
    }
    std::string out = "/";
    for (const std::string_view segment : segments) out.append(segment).append("/");
    const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    if (out.size() > 1 && !folder) out.pop_back();
    return out;
}

std::string canonical_path(const HttpRequest& request, const SignOptions& options) {
    std::string path = request.path.empty() ? "/" : request.path;
    if (options.normalise_path) path = normalised(path);
    return options.encode_path ? percent_encode(path, Slashes::keep) : path;
}

// Sorted by what is sent, names first: "Param" stands before "Param-3".
std::string canonical_query(const Pairs& query) {
    Pairs encoded;
    for (const auto& [name, value] : query) encoded.emplace_back(percent_encode(name), percent_encode(value));
    std::ranges::sort(encoded);
    std::string out;
    for (const auto& [name, value] : encoded) out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, value);
    return out;
}

Result<std::map<std::string, std::string>> canonical_headers(const HttpRequest& request, const SignOptions& options) {
    std::map<std::string, std::string> headers{{"host", host_header(request)}};
    for (const auto& [name, value] : request.headers) {
        if (unfit_for_header(name) || unfit_for_header(value))
            return base::fail(Code::invalid_value, fmt::format("the header `{}` has a control character", base::excerpt(name)));
        if (std::ranges::find(kNotSigned, name) != kNotSigned.end()) continue;
        if (name == "x-amz-security-token" && !options.sign_session_token) continue;
        const auto [place, added] = headers.try_emplace(name, squeezed(value));
        if (!added) place->second.append(",").append(squeezed(value));
    }
    return headers;
}

Result<std::string> body_digest(const HttpRequest& request, const SignOptions& options) {
    if (options.unsigned_payload) return std::string(kUnsigned);
    return base::sha256_hex(request.body);
}

std::string credential_scope(const Scope& scope) {
    return fmt::format("{}/{}/{}/aws4_request", compact_time(scope.time).substr(0, 8), scope.region, scope.service);
}

Result<std::string> signature_of(const std::string& text, const Secret& secret, const Scope& scope) {
    Secret key("AWS4" + secret.reveal());
    for (const std::string& part : {compact_time(scope.time).substr(0, 8), scope.region, scope.service, std::string("aws4_request")}) {
        VOUCH_TRY(std::string next, detail::hmac_sha256(key.reveal(), part));
        key = Secret(std::move(next));
    }
    VOUCH_TRY(const std::string bytes, detail::hmac_sha256(key.reveal(), text));
    return detail::hex(bytes);
}

}  // namespace

Result<Canonical> canonical_request(const HttpRequest& request, const SignOptions& options) {
    VOUCH_TRY(const auto headers, canonical_headers(request, options));
    VOUCH_TRY(const std::string digest, body_digest(request, options));
    std::string lines;
    std::string names;
    for (const auto& [name, value] : headers) {
        lines += fmt::format("{}:{}\n", name, value);
        names += fmt::format("{}{}", names.empty() ? "" : ";", name);
    }
    std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, canonical_path(request, options),
                                   canonical_query(request.query), lines, names, digest);
    return Canonical{std::move(text), std::move(names)};
}

std::string string_to_sign(std::string_view digest, const Scope& scope) {
    return fmt::format("{}\n{}\n{}\n{}", kAlgorithm, compact_time(scope.time), credential_scope(scope), digest);
}

Result<void> sign(HttpRequest& request, const Credentials& credentials, const Scope& scope, const SignOptions& options) {
    if (unfit_for_header(credentials.access_key_id) || unfit_for_header(credentials.session_token.reveal()))
        return base::fail(Code::invalid_value, fmt::format("the credentials from {} have a control character", credentials.source));
    HttpRequest complete = request;
    remove_header(complete.headers, "authorization");
    remove_header(complete.headers, "x-amz-security-token");
    set_header(complete.headers, "x-amz-date", compact_time(scope.time));
    if (!credentials.session_token.empty()) complete.headers.emplace_back("x-amz-security-token", credentials.session_token.reveal());
    if (options.send_digest || options.unsigned_payload) {
        VOUCH_TRY(std::string digest, body_digest(request, options));
        set_header(complete.headers, "x-amz-content-sha256", std::move(digest));
    }
    VOUCH_TRY(const Canonical canonical, canonical_request(complete, options));
    VOUCH_TRY(const std::string digest, base::sha256_hex(canonical.text));
    VOUCH_TRY(const std::string signature, signature_of(string_to_sign(digest, scope), credentials.secret, scope));
    complete.headers.emplace_back("authorization",
                                  fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, credentials.access_key_id,
                                              credential_scope(scope), canonical.signed_headers, signature));
    request = std::move(complete);
    return {};
}

}  // namespace vouch::aws
