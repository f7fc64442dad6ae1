// SPDX-License-Identifier: Apache-2.0
// Documents are written with fmt, so that nothing of what reads them makes them.
#include "trail/testing/maker.h"

#include <fmt/format.h>
#include <libdeflate.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/base64.h"
#include "base/digest.h"
#include "base/handle.h"
#include "trail/names.h"
#include "value/read.h"

namespace vouch::trail::testing {
namespace {

using Key = base::Handle<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = base::Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using SignContext = base::Handle<EVP_MD_CTX, EVP_MD_CTX_free>;

std::string hex(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

Key generate(int bits, unsigned exponent) {
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY_keygen_init(context.get());
    EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), bits);
    BIGNUM* number = BN_new();
    BN_set_word(number, exponent);
    EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), number);
    BN_free(number);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_keygen(context.get(), &key);
    return Key(key);
}

}  // namespace

struct SigningKey::State {
    Key key;
    std::string der;
};

SigningKey::SigningKey(int bits, unsigned exponent) : state_(std::make_unique<State>()) {
    state_->key = generate(bits, exponent);
    unsigned char* bytes = nullptr;
    const int length = i2d_PublicKey(state_->key.get(), &bytes);
    state_->der.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
    OPENSSL_free(bytes);
    fingerprint_ = base::sha256_hex(state_->der)->substr(0, 32);
}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

std::string SigningKey::sign(std::string_view text, bool md5) const {
    const SignContext context(EVP_MD_CTX_new());
    EVP_DigestSignInit(context.get(), nullptr, md5 ? EVP_md5() : EVP_sha256(), nullptr, state_->key.get());
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t length = 0;
    EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size());
    std::string signature(length, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes, text.size());
    return hex(signature);
}

std::string SigningKey::row(std::string_view from, std::string_view to) const {
    return fmt::format(R"({{"Fingerprint": "{}", "Value": "{}", "ValidityStartTime": "{}", "ValidityEndTime": "{}"}})", fingerprint_,
                       base::to_base64(state_->der), from, to);
}

const SigningKey& usual_key() {
    static const SigningKey key;
    return key;
}

PublicKeys keys_of(const std::vector<const SigningKey*>& keys) {
    std::string rows;
    for (const SigningKey* key : keys) rows += (rows.empty() ? "" : ",") + key->row();
    return *parse_public_keys(std::make_shared<base::Source>("keys.json", R"({"PublicKeyList": [)" + rows + "]}"));
}

PublicKeys usual_keys() { return keys_of({&usual_key()}); }

std::string gzip(std::string_view text) {
    const base::Handle<libdeflate_compressor, libdeflate_free_compressor> compressor(libdeflate_alloc_compressor(6));
    std::string out(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
    return out;
}

Time at(std::string_view time) { return *parse_time(time); }

std::string MemoryObjects::locate(std::string_view stated, std::string_view root) {
    if (is_exact) return std::string(stated);
    return std::string(root) + std::string(below_logs(stated).substr(std::string_view("AWSLogs/").size()));
}

base::Result<std::vector<std::string>> MemoryObjects::roots() {
    std::vector<std::string> found;
    for (const auto& [path, object] : stored) {
        const std::string root = path.substr(0, path.find("AWSLogs/")) + "AWSLogs/";
        if (found.empty() || found.back() != root) found.push_back(root);
    }
    return found;
}

base::Result<std::vector<std::string>> MemoryObjects::folders(const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& [path, object] : stored) {
        if (!path.starts_with(folder)) continue;
        const std::size_t slash = path.find('/', folder.size());
        if (slash == std::string::npos) continue;
        std::string name = path.substr(folder.size(), slash - folder.size());
        if (found.empty() || found.back() != name) found.push_back(std::move(name));
    }
    return found;
}

base::Result<std::vector<std::string>> MemoryObjects::list(const std::string& folder, const Interval& days) {
    std::vector<std::string> found;
    for (const auto& [path, object] : stored) {
        if (!path.starts_with(folder)) continue;
        const std::string day = path.substr(folder.size(), 10);
        if (day >= day_folder(days.from) && day <= day_folder(days.to)) found.push_back(path);
    }
    return found;
}

void MemoryObjects::read(std::span<const std::string> paths, const OnObject& receive) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
        ++reads;
        const auto found = stored.find(paths[i]);
        if (const auto bad = failing.find(paths[i]); bad != failing.end())
            receive(i, base::fail(bad->second, "cannot be read"));
        else if (found == stored.end())
            receive(i, base::fail(base::Code::not_found, "is not there"));
        else if (keeps_metadata && !found->second.metadata)
            receive(i, Object{found->second.bytes, Metadata{}});
        else
            receive(i, Object{found->second.bytes, keeps_metadata ? found->second.metadata : std::nullopt});
    }
}

std::string Draft::json() const {
    const auto text = [](const std::string& value) { return value.empty() ? std::string("null") : "\"" + value + "\""; };
    std::string list;
    for (const ListedLog& log : logs) {
        const std::size_t slash = log.path.find('/');
        list += fmt::format(R"({}{{"s3Bucket":"{}","s3Object":"{}","hashValue":"{}","hashAlgorithm":"SHA-256"}})", list.empty() ? "" : ",",
                            log.path.substr(0, slash), log.path.substr(slash + 1), log.sha256);
    }
    return fmt::format(
        R"({{"awsAccountId":"{}","digestStartTime":"{}","digestEndTime":"{}","digestS3Bucket":"{}","digestS3Object":"{}",)"
        R"("digestPublicKeyFingerprint":"{}","digestSignatureAlgorithm":"{}","newestEventTime":null,"oldestEventTime":null,)"
        R"("previousDigestS3Bucket":{},"previousDigestS3Object":{},"previousDigestHashValue":{},"previousDigestHashAlgorithm":{},)"
        R"("previousDigestSignature":{},"logFiles":[{}]}})",
        account, start, end, bucket, key, fingerprint, algorithm, text(previous_bucket), text(previous_key), text(previous_hash),
        previous_hash.empty() ? "null" : "\"SHA-256\"", text(previous_signature), list);
}

namespace {

std::string compact(Time time, bool seconds) {
    std::string text = to_string(time);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return seconds ? text : text.substr(0, 13) + "Z";
}

}  // namespace

std::string TrailMaker::log(MemoryObjects& objects, int number, const std::string& records, Draft& draft) {
    const Time time = next + std::chrono::minutes(1 + number * 50 / std::max(logs, 1));
    const std::string member = organization.empty() ? account : organization + "/" + account;
    const std::string path = fmt::format("{}{}/CloudTrail/{}/{}/{}_CloudTrail_{}_{}_{:016}.json.gz", root, member, region, day_folder(time),
                                         account, region, compact(time, false), number);
    const std::string text = fmt::format(R"({{"Records":[{}]}})", records.empty() ? fmt::format(R"({{"n":"{}"}})", path) : records);
    objects.stored[path] = {gzip(text)};
    draft.logs.push_back({path, *base::sha256_hex(text)});
    return path;
}

void TrailMaker::write_one(MemoryObjects& objects, const std::string& records) {
    const Time end = next + std::chrono::hours(1);
    const std::string member = organization.empty() ? account : organization + "/" + account;
    const std::string path = fmt::format("{}{}/CloudTrail-Digest/{}/{}/{}_CloudTrail-Digest_{}_{}_{}_{}{}.json.gz", root, member, region,
                                         day_folder(end), account, region, trail, home, compact(end, true), backfill ? "_backfill" : "");
    const auto split = [](const std::string& whole) {
        return std::pair(whole.substr(0, whole.find('/')), whole.substr(whole.find('/') + 1));
    };
    Draft draft;
    draft.account = account;
    draft.start = to_string(next);
    draft.end = to_string(end);
    std::tie(draft.bucket, draft.key) = split(path);
    draft.fingerprint = key->fingerprint();
    if (!last_path.empty()) {
        std::tie(draft.previous_bucket, draft.previous_key) = split(last_path);
        draft.previous_hash = last_hash;
        draft.previous_signature = last_signature;
    }
    logs_of.emplace_back();
    for (int i = 0; i < logs; ++i) logs_of.back().push_back(log(objects, i, i == 0 ? records : "", draft));
    before_signing(draft);
    const std::string text = draft.json();
    last_hash = *base::sha256_hex(text);
    last_signature = key->sign(fmt::format("{}\n{}/{}\n{}\n{}", draft.end, draft.bucket, draft.key, last_hash,
                                           draft.previous_signature.empty() ? "null" : draft.previous_signature));
    objects.stored[path] = {gzip(text), Metadata{last_signature, "SHA256withRSA"}};
    last_path = path;
    digests.push_back(path);
    next = end;
}

void TrailMaker::write(MemoryObjects& objects, int count, const std::string& records) {
    for (int i = 0; i < count; ++i) write_one(objects, records);
}

void TrailMaker::pause(std::chrono::seconds length) {
    next += length;
    last_path.clear();
    last_hash.clear();
    last_signature.clear();
}

std::string switch_record(std::string_view name, std::string_view trail, std::string_view time, std::string_view more) {
    return fmt::format(R"({{"eventSource":"cloudtrail.amazonaws.com","eventName":"{}","eventTime":"{}",)"
                       R"("userIdentity":{{"arn":"arn:aws:iam::111122223333:user/ops"}},"requestParameters":{{"name":"{}"{}}}}})",
                       name, time, trail, more);
}

}  // namespace vouch::trail::testing
