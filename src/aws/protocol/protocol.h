// SPDX-License-Identifier: Apache-2.0
// The five wire protocols of AWS: an operation's input into an HTTP request, an HTTP response into its output. The names of members are
// those of the model, whatever stands on the wire. Times are ISO 8601 texts ("2026-01-31T09:05:00Z"), blobs texts in base 64, both ways. A
// list that the answer does not have is absent; one that it has empty is empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/request.h"
#include "base/error.h"
#include "value/document.h"

namespace vouch::aws {

struct BuildOptions {
    std::string_view idempotency_token{};  // for the member that wants one and was given none
};

// Method, path, query, headers and body are set; scheme and host are the endpoint's. `host_prefix` goes before the host's name; empty
// mostly.
struct Built {
    HttpRequest request;
    std::string host_prefix;
};

// Errors: invalid_value, naming the operation and the member that is missing, not known, or of a type that it cannot have.
base::Result<Built> build(const Operation& operation, const value::Value& input, const BuildOptions& options = {});

// Bounds for answers, which are hostile. The longest that AWS gives are a few megabytes.
struct ParseLimits {
    std::size_t bytes = std::size_t{64} << 20U;
    std::uint32_t depth = 128;
    std::size_t nodes = 5'000'000;  // of XML; a node costs about 64 bytes
    bool leaves_blob = false;       // a blob that is the whole body is not read: whoever has the response takes it there
};

struct Parsed {
    value::Document document;  // root: a map; the offsets of values are those in the body where the protocol tells
    std::string request_id;    // empty where the answer has none
};

// Whether parse() is to read the answer, or parse_error().
bool succeeded(const HttpResponse& response);

// The output of an answer that succeeded(). Members that the model does not know are passed over.
// Errors: syntax and invalid_encoding for a body that is not what it claims to be (cut off, mostly), too_large, and incompatible for a
// member of another type than the model says; each names the operation, the last also the member.
base::Result<Parsed> parse(const Operation& operation, const HttpResponse& response, const ParseLimits& limits = {});

// What AWS said when it did not do what was asked.
struct ApiError {
    std::string code;     // "AccessDenied"; the status as text where the answer has none
    std::string message;  // may be empty
    std::string request_id;
    int status = 0;
    Retry retry = Retry::no;  // what the service's model says; the rules for all services are those of retry.h
};

// Never fails: an answer that makes no sense (a proxy's page, nothing) gives the status as its code.
ApiError parse_error(const Operation& operation, const HttpResponse& response, const ParseLimits& limits = {});

}  // namespace vouch::aws
