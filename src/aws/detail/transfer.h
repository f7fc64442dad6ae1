// SPDX-License-Identifier: Apache-2.0
// One request on its way: what libcurl is told of it, and what it gathers of the answer.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "aws/detail/curl.h"
#include "aws/http.h"

namespace vouch::aws::detail {

class Transfer {
public:
    // `deadline` is a time of Http::now(); nothing: none.
    Transfer(HttpRequest request, std::optional<Seconds> deadline, Http::Callback callback)
        : request_(std::move(request)), deadline_(deadline), callback_(std::move(callback)) {}

    const HttpRequest& request() const { return request_; }
    bool is_late(Seconds now) const { return deadline_ && now >= *deadline_; }
    // Whether the request went out and nothing has come for the read timeout. To be asked again and again: it looks at what came since.
    bool is_silent(Seconds now, std::chrono::milliseconds read_timeout);
    // What may not be sent as it is: header injection, a path with spaces.
    static std::optional<TransportFailure> refuse(const HttpRequest& request);

    // Tells `easy`, which it owns from now on, all about the request. Requires: the transfer stays where it is until finish().
    void start(Easy easy, const HttpOptions& options, Seconds now);
    CURL* easy() const { return easy_.get(); }
    // What it came to, once libcurl is done with it.
    HttpResult finish(CURLcode code, Seconds now, const HttpOptions& options);
    // The handle, to be used again.
    Easy take_easy() { return std::move(easy_); }
    void answer(HttpResult result) { callback_(std::move(result)); }

private:
    static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self);
    static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self);
    void read_header(std::string_view line);
    void set_request();
    void set_headers();
    void set_limits(const HttpOptions& options, Seconds now);

    HttpRequest request_;
    std::optional<Seconds> deadline_;
    Http::Callback callback_;
    HttpResponse response_;
    std::size_t most_bytes_ = 0;
    std::size_t header_bytes_ = 0;
    bool too_large_ = false;
    Seconds heard_at_{0};
    std::size_t heard_bytes_ = 0;
    Easy easy_;
    HeaderList headers_;
    std::array<char, CURL_ERROR_SIZE> complaint_{};
};

}  // namespace vouch::aws::detail
