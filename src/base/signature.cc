// SPDX-License-Identifier: Apache-2.0
// Tested by signature_test.cc.
#include "base/signature.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/base64.h"
#include "base/handle.h"

namespace vouch::base {
namespace {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Hashing = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using Memory = Handle<BIO, BIO_free_all>;

// Never asks anybody.
int no_phrase(char*, int, int, void*) { return -1; }

Result<Key> key_of(std::string_view pem, bool secret) {
    const Memory text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(secret ? PEM_read_bio_PrivateKey(text.get(), nullptr, no_phrase, nullptr)
                   : PEM_read_bio_PUBKEY(text.get(), nullptr, no_phrase, nullptr));
    if (key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519) return key;
    return fail(Code::invalid_value,
                secret ? "this is no private key of Ed25519 in PEM without a pass phrase" : "this is no public key of Ed25519 in PEM",
                std::nullopt,
                secret ? "`openssl genpkey -algorithm ed25519 -out key.pem` makes one" : "`openssl pkey -in key.pem -pubout` gives it");
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Result<std::string> sign(std::string_view private_key, std::string_view message) {
    VOUCH_TRY(const Key key, key_of(private_key, true));
    const Hashing hashing(EVP_MD_CTX_new());
    std::string signature(64, '\0');
    std::size_t length = signature.size();
    if (EVP_DigestSignInit(hashing.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(hashing.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes(message), message.size()) != 1)
        return fail(Code::internal, "the crypto library refuses to sign");
    return to_base64(signature);
}

Result<bool> is_signed(std::string_view public_key, std::string_view message, std::string_view signature) {
    VOUCH_TRY(const Key key, key_of(public_key, false));
    const auto made = from_base64(signature);
    if (!made) return false;
    const Hashing hashing(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(hashing.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(hashing.get(), bytes(*made), made->size(), bytes(message), message.size()) == 1;
}

}  // namespace vouch::base
