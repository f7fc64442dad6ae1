// SPDX-License-Identifier: Apache-2.0
// A network that is a function: every request is answered by the test, after a latency of a clock that jumps from event to event.
#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "aws/http.h"

namespace vouch::aws::testing {

class FakeHttp final : public Http {
public:
    using Responder = std::function<HttpResult(const HttpRequest&)>;

    explicit FakeHttp(Responder responder) : responder_(std::move(responder)) {}

    void submit(HttpRequest request, Seconds, Callback callback) override {
        events_.emplace(now_ + latency, [this, request = std::move(request), callback = std::move(callback)]() mutable {
            if (stop)
                return callback(std::unexpected(TransportFailure{
                    .kind = TransportKind::cancelled, .error = base::fail(base::Code::cancelled, "the request was cancelled").error()}));
            sent.emplace_back(now_, request);
            callback(responder_(request));
        });
    }
    void after(Seconds delay, Task task) override { events_.emplace(now_ + (stop ? Seconds(0) : delay), std::move(task)); }
    Seconds now() const override { return now_; }
    void run() override {
        while (!events_.empty()) {
            auto event = events_.extract(events_.begin());
            now_ = event.key();
            event.mapped()();
        }
    }
    bool cancelled() const override { return stop; }

    Seconds latency{0.125};
    bool stop = false;
    std::vector<std::pair<Seconds, HttpRequest>> sent;  // when each was answered

private:
    Responder responder_;
    Seconds now_{1000};
    std::multimap<Seconds, Task> events_;
};

}  // namespace vouch::aws::testing
