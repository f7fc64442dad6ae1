// SPDX-License-Identifier: Apache-2.0
// What libcurl's codes mean to whoever waits for an answer: one sentence and a kind.
#pragma once

#include <string_view>

#include "aws/detail/curl.h"
#include "aws/http.h"

namespace vouch::aws::detail {

// How a transfer ended that did not end well.
struct Ending {
    CURLcode code = CURLE_OK;
    bool answered = false;   // a status line came
    bool connected = false;  // the request could be sent
    bool late = false;       // the deadline is over
    bool too_large = false;
    long proxy_status = 0;  // of the proxy's answer to CONNECT; 0: none
    std::string_view complaint;
};

TransportFailure transport_failure(const Ending& ending, const HttpRequest& request, const HttpOptions& options);
// libcurl cannot be loaded; `why` is what the loader says.
TransportFailure no_library(const HttpRequest& request, std::string_view why);
// The failures that libcurl has no part in: cancelled, and late before its turn came.
TransportFailure unsent(TransportKind kind, const HttpRequest& request);

}  // namespace vouch::aws::detail
