// SPDX-License-Identifier: Apache-2.0
// Signature Version 4: completes a request with the headers that prove who makes it.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials/credentials.h"
#include "aws/request.h"
#include "base/clock.h"
#include "base/error.h"

namespace vouch::aws {

// What a signature is good for. `time` is the service's: add what its clock was seen to be ahead of ours.
struct Scope {
    std::string region;
    std::string service;  // the signing name
    base::Time time;
};

struct SignOptions {
    bool encode_path = true;         // the path is signed encoded once more; S3 signs it as it is sent
    bool normalise_path = true;      // "//", "." and ".." are resolved before it is signed; S3 takes keys as they are
    bool unsigned_payload = false;   // the signature does not cover the body
    bool send_digest = false;        // the digest of the body is sent too, as S3 wants
    bool sign_session_token = true;  // a few services want the token outside of the signature
};

// As S3 has it.
constexpr SignOptions s3_signing() {
    return {.encode_path = false, .normalise_path = false, .unsigned_payload = false, .send_digest = true, .sign_session_token = true};
}

// Adds `x-amz-date`, `x-amz-security-token` and `x-amz-content-sha256` where they belong, and `authorization`. What an earlier signature
// left there is replaced, so a request can be signed again for another attempt. Errors: invalid_value where a header, or the key id, has
// a control character (the request is as it was).
base::Result<void> sign(HttpRequest& request, const Credentials& credentials, const Scope& scope, const SignOptions& options = {});

// The steps of it, for tests. The request has all its headers but `host` and `authorization`.
struct Canonical {
    std::string text;
    std::string signed_headers;  // "host;x-amz-date"
};
base::Result<Canonical> canonical_request(const HttpRequest& request, const SignOptions& options);
// `digest` is that of the canonical request.
std::string string_to_sign(std::string_view digest, const Scope& scope);

}  // namespace vouch::aws
