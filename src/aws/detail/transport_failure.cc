// SPDX-License-Identifier: Apache-2.0
// A table of codes; what the code alone does not tell (was there an answer already? is the deadline over?) is asked first. Tested by
// http_test.cc.
#include "aws/detail/transport_failure.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::aws::detail {
namespace {

struct CodeMeaning {
    CURLcode code;
    TransportKind kind;
    std::string_view text;
    bool with_complaint;  // libcurl's own words say more
};
constexpr std::array kMeanings{
    CodeMeaning{CURLE_COULDNT_RESOLVE_HOST, TransportKind::resolve, "the name of the host has no address", false},
    CodeMeaning{CURLE_COULDNT_RESOLVE_PROXY, TransportKind::resolve, "the name of the proxy has no address", false},
    CodeMeaning{CURLE_COULDNT_CONNECT, TransportKind::connect, "no connection can be made", false},
    CodeMeaning{CURLE_PROXY, TransportKind::connect, "the proxy makes no connection", true},
    CodeMeaning{CURLE_SSL_CONNECT_ERROR, TransportKind::tls, "the TLS handshake failed", true},
    CodeMeaning{CURLE_PEER_FAILED_VERIFICATION, TransportKind::certificate, "the server's certificate is not trusted", true},
    CodeMeaning{CURLE_SSL_ISSUER_ERROR, TransportKind::certificate, "the server's certificate is not trusted", true},
    CodeMeaning{CURLE_GOT_NOTHING, TransportKind::reset, "the connection was closed before an answer came", false},
    CodeMeaning{CURLE_SEND_ERROR, TransportKind::reset, "the connection was closed while the request was sent", false},
    CodeMeaning{CURLE_RECV_ERROR, TransportKind::reset, "the connection was closed before an answer came", false},
    CodeMeaning{CURLE_HTTP2, TransportKind::reset, "the HTTP/2 connection broke", false},
    CodeMeaning{CURLE_HTTP2_STREAM, TransportKind::reset, "the HTTP/2 stream broke", false},
    CodeMeaning{CURLE_PARTIAL_FILE, TransportKind::truncated, "the answer was cut off", false},
};

constexpr std::array kCutOff{CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM};

base::Code code_of(TransportKind kind) {
    if (kind == TransportKind::cancelled) return base::Code::cancelled;
    return kind == TransportKind::too_large ? base::Code::too_large : base::Code::network;
}

TransportFailure failure(TransportKind kind, const HttpRequest& request, std::string_view text) {
    return {kind, base::fail(code_of(kind), fmt::format("`{}`: {}", base::excerpt(host_header(request)), text)).error()};
}

std::string waited(std::chrono::milliseconds time) { return fmt::format("{} s", std::chrono::duration<double>(time).count()); }

std::string with_complaint(std::string_view text, std::string_view complaint) {
    return complaint.empty() ? std::string(text) : fmt::format("{} ({})", text, base::excerpt(complaint, 120));
}

}  // namespace

TransportFailure transport_failure(const Ending& ending, const HttpRequest& request, const HttpOptions& options) {
    if (ending.too_large)
        return failure(TransportKind::too_large, request,
                       fmt::format("the answer is larger than the limit of {} bytes", options.response_bytes));
    if (ending.late) return failure(TransportKind::deadline, request, "no answer came within the time that was given");
    if (ending.code == CURLE_OPERATION_TIMEDOUT && !ending.connected)
        return failure(TransportKind::timeout, request, fmt::format("no connection was made within {}", waited(options.connect_timeout)));
    if (ending.code == CURLE_OPERATION_TIMEDOUT)
        return failure(TransportKind::timeout, request, fmt::format("nothing came for {}", waited(options.read_timeout)));
    if (ending.code == CURLE_SSL_CACERT_BADFILE)
        return failure(TransportKind::certificate, request,
                       fmt::format("the file `{}` of trusted certificates cannot be read", base::excerpt(options.ca_bundle)));
    if (ending.proxy_status >= 300)
        return failure(TransportKind::connect, request, fmt::format("the proxy answered with status {}", ending.proxy_status));
    if (ending.answered && std::ranges::find(kCutOff, ending.code) != kCutOff.end())
        return failure(TransportKind::truncated, request, "the answer was cut off");
    const auto* row = std::ranges::find(kMeanings, ending.code, &CodeMeaning::code);
    if (row == kMeanings.end())
        return failure(TransportKind::other, request, with_complaint(curl().easy_strerror(ending.code), ending.complaint));
    return failure(row->kind, request, row->with_complaint ? with_complaint(row->text, ending.complaint) : row->text);
}

TransportFailure no_library(const HttpRequest& request, std::string_view why) {
    return failure(TransportKind::other, request,
                   fmt::format("the library libcurl cannot be loaded ({}); install the package libcurl4", base::excerpt(why)));
}

TransportFailure unsent(TransportKind kind, const HttpRequest& request) {
    if (kind == TransportKind::cancelled) return failure(kind, request, "the request was cancelled");
    return failure(kind, request, "no answer came within the time that was given");
}

}  // namespace vouch::aws::detail
