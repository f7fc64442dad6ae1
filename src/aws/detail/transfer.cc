// SPDX-License-Identifier: Apache-2.0
// libcurl is told everything that it would else take from its surroundings: proxies, certificates, protocols, redirects. Tested through
// CurlHttp by http_test.cc, against a real server.
#include "aws/detail/transfer.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "aws/detail/transport_failure.h"
#include "base/ascii.h"
#include "base/text.h"

namespace vouch::aws::detail {
namespace {

constexpr std::size_t kMostHeaderBytes = 256U << 10U;  // AWS sends a few hundred bytes; without a limit a server could fill the memory

// Instance and container metadata: a proxy elsewhere would answer for another machine.
constexpr std::string_view kNeverProxied = "169.254.169.254,169.254.170.2,169.254.170.23,[fd00:ec2::254],[fd00:ec2::23]";

bool printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool one_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

std::string url_of(const HttpRequest& request) {
    std::string url = fmt::format("{}://{}{}", request.scheme, host_header(request), request.path);
    if (!request.query.empty()) url += "?" + query_text(request.query);
    return url;
}

std::string not_proxied(const Proxies& proxies) {
    if (proxies.none == "*") return proxies.none;
    return fmt::format("{}{}{}", kNeverProxied, proxies.none.empty() ? "" : ",", proxies.none);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

std::optional<TransportFailure> Transfer::refuse(const HttpRequest& request) {
    auto refused = [&](std::string_view what) {
        auto message = fmt::format("`{}`: a request with {} is not sent", base::excerpt(request.host), what);
        return TransportFailure{TransportKind::other, base::fail(base::Code::invalid_value, std::move(message)).error()};
    };
    if (request.scheme != "https" && request.scheme != "http") return refused("a scheme that is neither https nor http");
    if (request.host.empty() || !printable(request.host) || request.host.find_first_of("/?#@\\") != std::string::npos)
        return refused("a host that is no name");
    if (request.method.empty() || !std::ranges::all_of(request.method, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return refused("a method that is no word");
    if (!request.path.starts_with('/') || !printable(request.path) || request.path.find_first_of("?#") != std::string::npos)
        return refused("a path that is not percent-encoded");
    for (const auto& [name, value] : request.headers)
        if (name.empty() || !printable(name) || name.contains(':') || !one_line(value))
            return refused(fmt::format("a header `{}` of more than one line", base::excerpt(name)));
    return std::nullopt;
}

void Transfer::start(Easy easy, const HttpOptions& options, Seconds now) {
    easy_ = std::move(easy);
    curl().easy_reset(easy_.get());
    response_ = {};
    heard_at_ = now;
    set_request();
    set_headers();
    set_limits(options, now);
    CURL* handle = easy_.get();
    const std::string& proxy = request_.scheme == "https" ? options.proxies.https : options.proxies.http;
    curl().easy_setopt(handle, CURLOPT_PROXY, proxy.c_str());  // "" turns the environment's off
    curl().easy_setopt(handle, CURLOPT_NOPROXY, not_proxied(options.proxies).c_str());
    curl().easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!options.ca_bundle.empty()) curl().easy_setopt(handle, CURLOPT_CAINFO, options.ca_bundle.c_str());
    curl().easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl().easy_setopt(handle, CURLOPT_PIPEWAIT, 1L);  // rather a stream on a connection that is being made than one connection more
    curl().easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl().easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl().easy_setopt(handle, CURLOPT_PRIVATE, this);
}

void Transfer::set_request() {
    CURL* handle = easy_.get();
    curl().easy_setopt(handle, CURLOPT_URL, url_of(request_).c_str());
    curl().easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // it is signed as it is
    curl().easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl().easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    bool has_body = !request_.body.empty() || request_.method == "POST" || request_.method == "PUT";
    if (request_.method == "HEAD") {
        curl().easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else if (has_body) {
        curl().easy_setopt(handle, CURLOPT_POST, 1L);
        curl().easy_setopt(handle, CURLOPT_POSTFIELDS, request_.body.c_str());
        curl().easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    curl().easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    curl().easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl().easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl().easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl().easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl().easy_setopt(handle, CURLOPT_ERRORBUFFER, complaint_.data());
}

// `Name:` takes away what libcurl would send of its own accord, `name;` sends a header without a value.
void Transfer::set_headers() {
    curl_slist* list = nullptr;
    auto add = [&](const std::string& line) { list = curl().slist_append(list, line.c_str()); };
    add("Expect:");
    for (std::string_view own : {"accept", "content-type", "user-agent"})
        if (!find_header(request_.headers, own)) add(fmt::format("{}:", own));
    for (const auto& [name, value] : request_.headers) add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
    headers_.reset(list);
    curl().easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, list);
}

void Transfer::set_limits(const HttpOptions& options, Seconds now) {
    CURL* handle = easy_.get();
    most_bytes_ = options.response_bytes;
    curl().easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    if (!deadline_) return;
    auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - now) + std::chrono::milliseconds(1);  // not before is_late() says so
    curl().easy_setopt(handle, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(left.count())));
}

// libcurl's own watch on slow transfers takes the mean of several seconds, and so tells a silence late.
bool Transfer::is_silent(Seconds now, std::chrono::milliseconds read_timeout) {
    curl_off_t sent_after = 0;
    curl().easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent_after);
    std::size_t bytes = header_bytes_ + response_.body.size();
    if (sent_after == 0 || bytes != heard_bytes_) heard_at_ = now;
    heard_bytes_ = bytes;
    return now - heard_at_ > read_timeout;
}

std::size_t Transfer::on_header(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes_ += count;
    if (transfer.header_bytes_ > kMostHeaderBytes) {
        transfer.too_large_ = true;
        return 0;
    }
    transfer.read_header({bytes, count});
    return count;
}

void Transfer::read_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // of an interim answer (100) or the final one
        response_.headers.clear();
        return;
    }
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    response_.headers.emplace_back(base::to_lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
}

std::size_t Transfer::on_body(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.response_.body.size() + count > transfer.most_bytes_) {
        transfer.too_large_ = true;
        return 0;
    }
    transfer.response_.body.append(bytes, count);
    return count;
}

HttpResult Transfer::finish(CURLcode code, Seconds now, const HttpOptions& options) {
    long status = 0;
    curl().easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    if (code == CURLE_OK) return std::move(response_);
    Ending ending{.code = code, .answered = status != 0, .late = is_late(now), .too_large = too_large_, .complaint = complaint_.data()};
    curl().easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &ending.proxy_status);
    curl_off_t sent_after = 0;
    curl().easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent_after);
    ending.connected = sent_after > 0;
    return std::unexpected(transport_failure(ending, request_, options));
}

}  // namespace vouch::aws::detail
