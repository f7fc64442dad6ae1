// SPDX-License-Identifier: Apache-2.0
// Keys are PKCS #1 structures in base 64, as the service gives them. What a key must be is checked once, when it is read; padding and hash
// are set by us and never taken from a digest or a signature. Tested by public_keys_test.cc.
#include "trail/public_keys.h"

#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/base64.h"
#include "base/handle.h"
#include "base/text.h"
#include "trail/digest.h"
#include "value/read.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using value::Value;

namespace {

using PublicKey = base::Handle<EVP_PKEY, EVP_PKEY_free>;
using DigestContext = base::Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using BigNumber = base::Handle<BIGNUM, BN_free>;

constexpr std::size_t kMostKeys = 100'000;
constexpr BN_ULONG kLeastExponent = 65'537;  // what the service uses, and the least that FIPS 186-5 allows

// Digests may wait so long between the end of their hour and their signature.
constexpr std::chrono::hours kSigningDelay{2};

std::optional<Time> validity_time(const Value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return parse_any_time(value->as_string());
    std::int64_t seconds = 0;
    if (value->kind() == value::Kind::integer)
        seconds = value->as_integer();
    else if (value->kind() == value::Kind::real && std::abs(value->as_real()) < 1e12)
        seconds = static_cast<std::int64_t>(value->as_real());
    else
        return std::nullopt;
    if (seconds < kFirstTime.time_since_epoch().count() || seconds >= kLastTime.time_since_epoch().count()) return std::nullopt;
    return Time(std::chrono::seconds(seconds));
}

// Why the key must not be used; empty where it may.
std::string refusal(const EVP_PKEY& key) {
    const int bits = EVP_PKEY_get_bits(&key);
    if (bits < kLeastKeyBits) return fmt::format("its key has {} bits, fewer than {}", bits, kLeastKeyBits);
    if (bits > kMostKeyBits) return fmt::format("its key has {} bits, more than {}", bits, kMostKeyBits);
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_RSA_E, &raw) != 1) return "its key has no exponent";
    const BigNumber exponent(raw);
    const bool small = BN_num_bits(exponent.get()) <= 32 && BN_get_word(exponent.get()) < kLeastExponent;
    if (small || BN_is_odd(exponent.get()) != 1) return "its key has an exponent that nothing secure has";
    return {};
}

std::string bytes_of(std::string_view digits) {
    const auto value = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

const unsigned char* unsigned_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

struct PublicKeys::Key {
    PublicKey key;
    std::string refused;  // why it must not be used
    std::optional<Time> from;
    std::optional<Time> to;
};

PublicKeys::PublicKeys() = default;
PublicKeys::PublicKeys(PublicKeys&&) noexcept = default;
PublicKeys& PublicKeys::operator=(PublicKeys&&) noexcept = default;
PublicKeys::~PublicKeys() = default;

std::size_t PublicKeys::size() const { return keys_.size(); }

Result<void> PublicKeys::add(const Value& answer) {
    const Value* list = answer.is_list() ? &answer : answer.find("PublicKeyList");
    if (list == nullptr || !list->is_list())
        return fail(Code::invalid_value, "this is no answer of `aws cloudtrail list-public-keys`: it has no `PublicKeyList`");
    if (list->as_list().size() > kMostKeys) return fail(Code::too_large, fmt::format("more than {} public keys", kMostKeys));
    for (const Value& row : list->as_list()) {
        const Value* fingerprint = row.find("Fingerprint");
        const Value* bytes = row.find("Value");
        if (fingerprint == nullptr || !fingerprint->is_string() || bytes == nullptr || !bytes->is_string())
            return fail(Code::invalid_value, "a public key has no `Fingerprint` or no `Value`");
        auto key = std::make_unique<Key>();
        key->from = validity_time(row.find("ValidityStartTime"));
        key->to = validity_time(row.find("ValidityEndTime"));
        const auto der = base::from_base64(bytes->as_string());
        const unsigned char* at = der ? unsigned_bytes(*der) : nullptr;
        if (der && der->size() <= 4096) key->key.reset(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(der->size())));
        if (!key->key)
            key->refused = "its key is no RSA key";
        else
            key->refused = refusal(*key->key);
        keys_.insert_or_assign(std::string(fingerprint->as_string()), std::move(key));
    }
    return {};
}

Result<void> PublicKeys::verify(std::string_view fingerprint, std::string_view text, std::string_view signature,
                                const Interval& when) const {
    const auto found = keys_.find(fingerprint);
    if (found == keys_.end())
        return fail(Code::undefined_name, fmt::format("cannot be verified: no public key `{}` is known", base::excerpt(fingerprint)));
    const Key& key = *found->second;
    if (!key.refused.empty()) return fail(Code::invalid_value, fmt::format("counts for nothing: {}", key.refused));
    if ((key.from && when.to + kSigningDelay < *key.from) || (key.to && when.from > *key.to))
        return fail(Code::invalid_value, fmt::format("counts for nothing: its key was not in use on {}", to_string(when.to)));
    const auto digits = hexadecimal(signature);
    if (!digits || digits->size() / 2 != static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get())))
        return fail(Code::integrity, "is no signature of this key: its length is another");
    const std::string bytes = bytes_of(*digits);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* settings = nullptr;  // owned by the context
    if (!context || EVP_DigestVerifyInit(context.get(), &settings, EVP_sha256(), nullptr, key.key.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) != 1)
        return fail(Code::internal, "cannot be verified: the crypto library refuses");
    if (EVP_DigestVerify(context.get(), unsigned_bytes(bytes), bytes.size(), unsigned_bytes(text), text.size()) != 1)
        return fail(Code::integrity, "is not one of these bytes");
    return {};
}

Result<PublicKeys> parse_public_keys(base::SourcePtr text) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(text)));
    PublicKeys keys;
    VOUCH_CHECK(keys.add(document.root));
    return keys;
}

}  // namespace vouch::trail
