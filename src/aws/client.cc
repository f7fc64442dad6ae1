// SPDX-License-Identifier: Apache-2.0
// A call is a flight: it is built once, and signed and sent for every attempt. Besides the retries of retry.h, three errors are repaired
// once each: a clock that is off, credentials that expired on the way, a bucket that lives in another region. Tested by client_test.cc.
#include "aws/client.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "aws/retry.h"
#include "aws/sign.h"
#include "aws/time.h"
#include "base/text.h"
#include "value/text_at.h"

namespace vouch::aws {
namespace {

constexpr std::size_t kLongestMessage = 1000;  // the longest of IAM's name two ARNs and the policies that decided
// What AWS allows is 5 minutes in most places.
constexpr std::chrono::minutes kSkewThatMatters{4};

// Codes that a wrong clock gives, some of them for other reasons too.
constexpr std::array<std::string_view, 8> kSkewed{"RequestTimeTooSkewed",      "RequestExpired",     "RequestInTheFuture",
                                                  "InvalidSignatureException", "AuthFailure",        "SignatureDoesNotMatch",
                                                  "InvalidSignature",          "IncompleteSignature"};
constexpr std::array<std::string_view, 4> kExpired{"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"};
constexpr std::array<std::string_view, 4> kElsewhere{"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
                                                     "IllegalLocationConstraintException"};

bool is_among(const auto& codes, std::string_view code) { return std::ranges::find(codes, code) != codes.end(); }

FailureKind modelled(Retry retry) {
    if (retry == Retry::throttling) return FailureKind::throttling;
    return retry == Retry::transient ? FailureKind::transient : FailureKind::permanent;
}

// Complaints about signatures repeat what was signed, the session token with it.
std::string without_secrets(std::string message, const Credentials& credentials) {
    message.resize(std::min(message.find("The Canonical String"), message.size()));
    while (!message.empty() && message.back() <= ' ') message.pop_back();
    for (const Secret* secret : {&credentials.session_token, &credentials.secret}) {
        if (secret->empty()) continue;
        for (const std::string& spelling : {secret->reveal(), percent_encode(secret->reveal())})
            for (std::size_t at = 0; (at = message.find(spelling, at)) != std::string::npos;)
                message.replace(at, spelling.size(), "(hidden)");
    }
    return message;
}

std::string text_of(const value::DocumentPtr& input, std::string_view member) {
    return input ? text_at(input->root, member) : std::string();
}

}  // namespace

struct Client::Flight {
    const Operation* operation;
    std::string region;   // of the call
    HttpRequest built{};  // without an endpoint
    std::string host_prefix{};
    std::string bucket{};
    Route route{};
    Lane* lane;
    Attempts attempts;
    Callback callback{};
    std::optional<Seconds> deadline{};
    bool takes_blob = false;
    int sent = 0;
    Credentials credentials{};
    std::chrono::milliseconds offset{0};  // of the newest attempt
    bool clock_corrected = false;
    bool renewed = false;
    bool moved = false;

    std::string name() const { return fmt::format("{}:{} {}", operation->service->name, operation->name, region); }
};

void Client::call(const Call& call, Callback callback) {
    base::Result<FlightPtr> flight = prepare(call);
    if (!flight) {
        CallFailure what{.kind = CallFailure::Kind::invalid, .error = std::move(flight).error(), .time = parts_.environment.clock.now()};
        parts_.http.after(
            Seconds(0), [what = std::move(what), callback = std::move(callback)]() mutable { callback(std::unexpected(std::move(what))); });
        return;
    }
    (*flight)->callback = std::move(callback);
    (*flight)->takes_blob = call.takes_blob;
    parts_.http.after(Seconds(0), [this, ready = *std::move(flight)] { begin(ready, true); });
}

base::Result<Client::FlightPtr> Client::prepare(const Call& call) {
    VOUCH_TRY(const Operation* operation, parts_.models.operation(call.service, call.operation));
    VOUCH_TRY(Built built, build(*operation, call.input ? call.input->root : value::Value::map(nullptr, 0, 0)));
    std::string_view service = operation->service->name;
    Seconds now = parts_.http.now();
    Lane& lane = parts_.lanes.lane(parts_.account, call.region, service, now);
    RetryPolicy policy{.rules = parts_.settings.new_retries ? &standard_2026() : &standard(),
                       .attempts = parts_.settings.max_attempts,
                       .service = operation->service->signing_name};
    auto flight = std::make_shared<Flight>(
        Flight{.operation = operation, .region = call.region, .lane = &lane, .attempts = Attempts(policy, lane.quota)});
    flight->built = std::move(built.request);
    flight->host_prefix = std::move(built.host_prefix);
    if (service == "s3" && operation->uri.starts_with("/{Bucket}")) flight->bucket = text_of(call.input, "Bucket");
    if (call.deadline.count() > 0) flight->deadline = now + call.deadline;
    auto known = bucket_regions_.find(flight->bucket);
    VOUCH_CHECK(direct_to(*flight, known == bucket_regions_.end() ? call.region : known->second));
    return flight;
}

base::Result<void> Client::direct_to(Flight& flight, std::string_view region) {
    VOUCH_TRY(flight.route, route(*flight.operation->service, region, parts_.settings, parts_.environment));
    return {};
}

// `paced`: waits for the lane's limiter. In the standard mode retries do not, for they have waited already; the adaptive mode wants it.
void Client::begin(const FlightPtr& flight, bool paced) {
    Queue& queue = queues_[flight->lane];
    if (!paced) return send(flight);
    queue.waiting.push_back(flight);
    if (!queue.armed) drain(*flight->lane);
}

void Client::drain(Lane& lane) {
    Queue& queue = queues_[&lane];
    queue.armed = false;
    while (!queue.waiting.empty() && (parts_.http.cancelled() || lane.limiter.acquire(parts_.http.now()))) {
        FlightPtr next = std::move(queue.waiting.front());
        queue.waiting.pop_front();
        send(next);
    }
    if (queue.waiting.empty()) return;
    queue.armed = true;
    // Rounding must not make a wait of nothing out of a token that is not quite there.
    parts_.http.after(std::max(lane.limiter.wait(parts_.http.now()), Seconds(0.001)), [this, &lane] { drain(lane); });
}

void Client::send(const FlightPtr& flight) {
    Seconds left{0};
    if (flight->deadline) {
        left = *flight->deadline - parts_.http.now();
        left = std::max(left, Seconds(0.001));
    }
    HttpRequest request = flight->built;
    direct(request, flight->route, flight->host_prefix);
    if (!flight->bucket.empty()) host_bucket(request, flight->route, flight->bucket);
    flight->offset = offset_;
    if (!flight->operation->is_unsigned) {
        base::Result<Credentials> credentials = parts_.provider.get();
        if (!credentials) return finish(flight, failure(*flight, CallFailure::Kind::credentials, std::move(credentials).error()));
        flight->credentials = *std::move(credentials);
        Scope scope{flight->route.region, std::string(flight->operation->service->signing_name), parts_.environment.clock.now() + offset_};
        if (auto done = sign(request, flight->credentials, scope, flight->route.signing); !done)
            return finish(flight, failure(*flight, CallFailure::Kind::credentials, std::move(done).error()));
    }
    if (!parts_.user_agent.empty()) request.headers.emplace_back("user-agent", parts_.user_agent);
    ++flight->sent;
    parts_.http.submit(std::move(request), left, [this, flight](HttpResult result) { receive(flight, std::move(result)); });
}

// A list alone grows old, and a name that is not found may be: only both together say that a region does not have the service.
bool Client::lacks_service(const Flight& flight) {
    return flight.route.own && std::ranges::binary_search(flight.operation->service->not_in, flight.route.region);
}

void Client::receive(const FlightPtr& flight, HttpResult result) {
    if (result) return succeeded(*result) ? receive_output(flight, *std::move(result)) : receive_error(flight, *result);
    TransportKind kind = result.error().kind;
    if (kind == TransportKind::cancelled)
        return finish(flight, failure(*flight, CallFailure::Kind::cancelled, std::move(result.error().error)));
    if (kind == TransportKind::resolve && lacks_service(*flight))
        return finish(flight, failure(*flight, CallFailure::Kind::not_in, std::move(result.error().error)));
    CallFailure what = failure(*flight, CallFailure::Kind::transport, std::move(result.error().error));
    failed(flight, {.connection = is_transient(kind), .timeout = kind == TransportKind::timeout}, std::move(what));
}

void Client::receive_output(const FlightPtr& flight, HttpResponse response) {
    base::Result<Parsed> output = parse(*flight->operation, response, {.leaves_blob = flight->takes_blob});
    if (!output) {  // a body that is no XML or JSON was damaged on its way: another attempt may help
        bool damaged = output.error().code == base::Code::syntax || output.error().code == base::Code::invalid_encoding;
        return failed(flight, {.connection = damaged}, failure(*flight, CallFailure::Kind::unreadable, std::move(output).error()));
    }
    flight->lane->limiter.answered(false, parts_.http.now());
    flight->attempts.succeeded();
    flight->callback(Answer{*std::move(output), parts_.environment.clock.now(), flight->sent,
                            flight->takes_blob ? std::move(response.body) : std::string()});
}

void Client::receive_error(const FlightPtr& flight, const HttpResponse& response) {
    ApiError error = parse_error(*flight->operation, response);
    error.message = without_secrets(std::move(error.message), flight->credentials);
    if (repair(*flight, error, response)) return begin(flight, false);
    std::string text =
        fmt::format("{}{}{}", base::excerpt(error.code), error.message.empty() ? "" : ": ", base::excerpt(error.message, kLongestMessage));
    CallFailure what = failure(*flight, CallFailure::Kind::refused, base::fail(base::Code::refused, std::move(text)).error());
    Failure seen{.status = response.status, .code = error.code, .modelled = modelled(error.retry)};
    if (const std::string* hint = find_header(response.headers, "x-amz-retry-after")) seen.retry_after = *hint;
    what.api = error;
    failed(flight, seen, std::move(what));
}

// Whether what made the call fail could be set right, so that it is to be sent again at once. Each remedy is tried once.
bool Client::repair(Flight& flight, const ApiError& error, const HttpResponse& response) {
    if (correct_clock(flight, error, response)) return true;
    if (!flight.renewed && is_among(kExpired, error.code)) {
        flight.renewed = true;
        return parts_.provider.renew().has_value();
    }
    if (!flight.bucket.empty() && !flight.moved &&
        (is_among(kElsewhere, error.code) || response.status == 301 || response.status == 307 || response.status == 400)) {
        std::string region = bucket_region(response);
        if (region.empty() || region == flight.route.region) return false;
        flight.moved = true;
        if (!direct_to(flight, region)) return false;
        bucket_regions_[flight.bucket] = region;
        return true;
    }
    return false;
}

// The answer's date is compared with the time that the attempt was signed with, which another call may have corrected since.
bool Client::correct_clock(Flight& flight, const ApiError& error, const HttpResponse& response) {
    const std::string* date = find_header(response.headers, "date");
    if (flight.clock_corrected || date == nullptr || !is_among(kSkewed, error.code)) return false;
    std::optional<base::Time> theirs = parse_http_date(*date);
    if (!theirs) return false;
    std::chrono::milliseconds ahead = *theirs - parts_.environment.clock.now();
    if (std::chrono::abs(ahead - flight.offset) < kSkewThatMatters) return false;
    flight.clock_corrected = true;
    offset_ = ahead;
    return true;
}

void Client::failed(const FlightPtr& flight, const Failure& failure, CallFailure what) {
    FailureKind kind = classify(failure, flight->operation->service->signing_name);
    flight->lane->limiter.answered(kind == FailureKind::throttling, parts_.http.now());
    if (kind == FailureKind::throttling) ++throttled_;
    if (parts_.http.cancelled()) return finish(flight, std::move(what));
    Decision decision = flight->attempts.failed(failure, parts_.environment.random);
    bool in_time = !flight->deadline || parts_.http.now() + decision.wait < *flight->deadline;
    if (!decision.again() || !in_time) return finish(flight, std::move(what));
    bool paced = parts_.settings.retry_mode == RetryMode::adaptive;
    parts_.http.after(decision.wait, [this, flight, paced] { begin(flight, paced); });
}

CallFailure Client::failure(const Flight& flight, CallFailure::Kind kind, base::Error error) const {
    // Protocols name the operation, too.
    std::string own = fmt::format("{}:{}: ", flight.operation->service->name, flight.operation->name);
    if (error.message.starts_with(own)) error.message.erase(0, own.size());
    error.message = fmt::format("`{}`: {}", flight.name(), error.message);
    return {.kind = kind, .error = std::move(error), .time = parts_.environment.clock.now()};
}

void Client::finish(const FlightPtr& flight, CallFailure what) {
    what.attempts = flight->sent;
    if (flight->sent > 1) what.error.message += fmt::format(" (after {} attempts)", flight->sent);
    flight->callback(std::unexpected(std::move(what)));
}

}  // namespace vouch::aws
