// SPDX-License-Identifier: Apache-2.0
// The network: requests go in, answers come back through callbacks, and one thread, that which calls run(), owns all of it. Nothing
// here knows AWS: no retries, no signatures.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "aws/request.h"
#include "aws/seconds.h"
#include "base/error.h"

namespace vouch::aws {

// Why no whole answer came.
enum class TransportKind : std::uint8_t {
    resolve,      // the name of the host has no address
    connect,      // nobody listens there, or no way leads there
    tls,          // the handshake failed
    certificate,  // the server is not whom it says to be, for all we can tell
    timeout,      // connecting, or waiting for the next byte, took too long
    deadline,     // the time that the caller gave ran out
    reset,        // the connection was closed before an answer came
    truncated,    // ... in the middle of one
    too_large,    // the answer is larger than the limit
    cancelled,    // the caller's stop flag was set
    other,        // a request that cannot be sent, an answer that is no HTTP
};

struct TransportFailure {
    TransportKind kind = TransportKind::other;
    base::Error error;
};
// Whether another attempt may succeed.
bool is_transient(TransportKind kind);

using HttpResult = std::expected<HttpResponse, TransportFailure>;

class Http {
public:
    using Callback = std::move_only_function<void(HttpResult)>;
    using Task = std::move_only_function<void()>;

    Http() = default;
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;
    virtual ~Http() = default;

    // Sends the request when its turn comes; `callback` is called once, from within run(). `deadline` counts from now and covers the
    // waiting too; 0: none.
    virtual void submit(HttpRequest request, Seconds deadline, Callback callback) = 0;
    // Calls `task` once, from within run(), after that time, or at once when the caller cancelled.
    virtual void after(Seconds delay, Task task) = 0;
    // Seconds since some moment; never goes back.
    virtual Seconds now() const = 0;
    // Works until nothing is under way and no task waits. Callbacks may submit more.
    virtual void run() = 0;
    // Whether the caller cancelled: everything submitted from now on ends as `cancelled`.
    virtual bool cancelled() const = 0;
};

// Where requests go through, as curl writes proxies; empty: straight. The environment is not read here.
struct Proxies {
    std::string http = {};
    std::string https = {};
    std::string none = {};  // hosts that are reached straight: "localhost,.internal,10.0.0.0/8"
};

struct HttpOptions {
    std::string ca_bundle = {};  // file of certificates to trust; empty: the system's
    Proxies proxies = {};
    std::chrono::milliseconds connect_timeout{60'000};  // as botocore's
    std::chrono::milliseconds read_timeout{60'000};     // without a byte
    std::size_t concurrency = 64;                       // requests under way at once
    std::size_t concurrency_per_host = 16;              // ... of one host: more are seen as a flood by some services
    std::size_t response_bytes = 64U << 20U;            // the largest documented answers of AWS are a few megabytes
    const std::atomic<bool>* stop = nullptr;            // set by a signal handler; looked at ten times a second
};

// libcurl's multi interface: HTTP/2 where the server has it, connections are kept and used again.
class CurlHttp final : public Http {
public:
    explicit CurlHttp(HttpOptions options);
    ~CurlHttp() override;

    void submit(HttpRequest request, Seconds deadline, Callback callback) override;
    void after(Seconds delay, Task task) override;
    Seconds now() const override;
    void run() override;
    bool cancelled() const override;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace vouch::aws
