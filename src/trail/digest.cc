// SPDX-License-Identifier: Apache-2.0
// The document's members are read one by one, and each says what is wrong with it. Tested by digest_test.cc and digest_fuzz.cc.
#include "trail/digest.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using value::Value;

namespace {

constexpr std::size_t kLongestText = 4096;     // keys have 1,024 bytes at most, signatures of 8,192 bits 2,048 digits
constexpr std::size_t kMostNodes = 2'000'000;  // seven a log

bool is_absent(const Value& map, std::string_view name) {
    const Value* member = map.find(name);
    return member == nullptr || member->is_null();
}

// The members of one map of the document.
class Members {
public:
    Members(const value::Document& document, const Value& map) : document_(document), map_(map) {}

    Result<std::string> text(std::string_view name) const {
        const Value* member = map_.find(name);
        if (member == nullptr) return wrong(map_, name, "is missing");
        if (!member->is_string()) return wrong(*member, name, "is no text");
        if (member->as_string().empty()) return wrong(*member, name, "is empty");
        if (member->as_string().size() > kLongestText) return wrong(*member, name, "is too long");
        return std::string(member->as_string());
    }

    Result<std::string> hash(std::string_view name) const {
        VOUCH_TRY(const std::string given, text(name));
        auto digits = hexadecimal(given);
        if (!digits || digits->size() != 64) return wrong(*map_.find(name), name, "is no SHA-256 hash");
        return *std::move(digits);
    }

    Result<std::string> signature(std::string_view name) const {
        VOUCH_TRY(const std::string given, text(name));
        auto digits = hexadecimal(given);
        if (!digits) return wrong(*map_.find(name), name, "is no signature");
        return *std::move(digits);
    }

    Result<std::string> path(std::string_view bucket, std::string_view key) const {
        VOUCH_TRY(std::string path, text(bucket));
        VOUCH_TRY(const std::string object, text(key));
        if (path.find('/') != std::string::npos) return wrong(*map_.find(bucket), bucket, "is no name of a bucket");
        return std::move(path) + "/" + object;
    }

    Result<void> only(std::string_view name, std::string_view value) const {
        VOUCH_TRY(const std::string given, text(name));
        if (given != value) return wrong(*map_.find(name), name, fmt::format("is `{}`, not `{}`", base::excerpt(given), value));
        return {};
    }

    std::unexpected<base::Error> wrong(const Value& at, std::string_view name, std::string_view how) const {
        return fail(Code::invalid_value, fmt::format("`{}` {}", name, how), document_.location(at));
    }

private:
    const value::Document& document_;
    const Value& map_;
};

Result<Time> digest_time(const Members& members, const Value& root, std::string_view name, std::string& text) {
    VOUCH_TRY(text, members.text(name));
    const auto time = parse_time(text);
    if (!time) return members.wrong(*root.find(name), name, "is no time of a digest");
    return *time;
}

Result<std::optional<PreviousDigest>> previous_of(const Members& members, const Value& root) {
    bool none = true;
    for (const std::string_view name : {"previousDigestS3Bucket", "previousDigestS3Object", "previousDigestHashValue",
                                        "previousDigestHashAlgorithm", "previousDigestSignature"})
        none = none && is_absent(root, name);
    if (none) return std::nullopt;
    PreviousDigest previous;
    VOUCH_TRY(previous.path, members.path("previousDigestS3Bucket", "previousDigestS3Object"));
    VOUCH_CHECK(members.only("previousDigestHashAlgorithm", kHashAlgorithm));
    VOUCH_TRY(previous.sha256, members.hash("previousDigestHashValue"));
    VOUCH_TRY(previous.signature, members.signature("previousDigestSignature"));
    return previous;
}

Result<std::vector<ListedLog>> logs_of(const value::Document& document, const Members& members) {
    const Value* list = document.root.find("logFiles");
    if (list == nullptr || !list->is_list()) return members.wrong(list == nullptr ? document.root : *list, "logFiles", "is no list");
    std::vector<ListedLog> logs;
    logs.reserve(list->as_list().size());
    for (const Value& each : list->as_list()) {
        if (!each.is_map()) return members.wrong(each, "logFiles", "holds something that is no log");
        const Members log(document, each);
        ListedLog listed;
        VOUCH_TRY(listed.path, log.path("s3Bucket", "s3Object"));
        VOUCH_CHECK(log.only("hashAlgorithm", kHashAlgorithm));
        VOUCH_TRY(listed.sha256, log.hash("hashValue"));
        logs.push_back(std::move(listed));
    }
    return logs;
}

}  // namespace

std::optional<std::string> hexadecimal(std::string_view text) {
    if (text.size() % 2 != 0 || text.empty()) return std::nullopt;
    std::string lower = base::to_lower(text);
    if (lower.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
    return lower;
}

Result<Digest> parse_digest(base::SourcePtr text) {
    value::ReadOptions options;
    options.limits = {.bytes = kMostDigestBytes, .depth = 16, .nodes = kMostNodes, .alias_nodes = 0};
    VOUCH_TRY(const value::Document document, value::read_json(std::move(text), options));
    const Value& root = document.root;
    const Members members(document, root);
    if (!root.is_map()) return fail(Code::invalid_value, "a digest is a map", document.location(root));
    Digest digest;
    std::string ignored;
    VOUCH_TRY(digest.account, members.text("awsAccountId"));
    VOUCH_TRY(digest.about.from, digest_time(members, root, "digestStartTime", ignored));
    VOUCH_TRY(digest.about.to, digest_time(members, root, "digestEndTime", digest.end_text));
    if (digest.about.empty()) return members.wrong(*root.find("digestEndTime"), "digestEndTime", "is not after `digestStartTime`");
    VOUCH_TRY(digest.path, members.path("digestS3Bucket", "digestS3Object"));
    VOUCH_TRY(digest.key, members.text("digestPublicKeyFingerprint"));
    VOUCH_CHECK(members.only("digestSignatureAlgorithm", kSignatureAlgorithm));
    VOUCH_TRY(digest.previous, previous_of(members, root));
    VOUCH_TRY(digest.logs, logs_of(document, members));
    return digest;
}

std::string string_to_sign(const Digest& digest, std::string_view sha256) {
    return fmt::format("{}\n{}\n{}\n{}", digest.end_text, digest.path, sha256,
                       digest.previous ? std::string_view(digest.previous->signature) : std::string_view("null"));
}

}  // namespace vouch::trail
