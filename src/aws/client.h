// SPDX-License-Identifier: Apache-2.0
// Calls of operations: built, directed, signed, sent, paced, repeated where that may help, and read. One client is one identity (account
// and credentials); several share a network. All of it happens on the thread that runs the network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials/provider.h"
#include "aws/environment.h"
#include "aws/http.h"
#include "aws/limiter.h"
#include "aws/models.h"
#include "aws/protocol/protocol.h"
#include "aws/route.h"
#include "aws/settings.h"
#include "base/error.h"
#include "value/document.h"

namespace vouch::aws {

struct Call {
    std::string service;                 // as the AWS CLI calls it: "elbv2"
    std::string operation;               // "DescribeLoadBalancers"
    std::string region;                  // where; services with one place know theirs, but the partition follows from it
    value::DocumentPtr input = nullptr;  // root: a map by the names of the model; nullptr: nothing is said
    Seconds deadline{0};                 // for all attempts together; 0: none
    bool takes_blob = false;             // a blob that is the whole answer is Answer::blob, as it came, and no member of the output
};

struct Answer {
    Parsed output;
    base::Time time;   // when it came
    int attempts = 1;  // requests that were sent for it
    std::string blob{};
};

struct CallFailure {
    enum class Kind : std::uint8_t {
        invalid,      // the call cannot be made: no such operation, a member that it does not have
        credentials,  // there are none, or they could not be renewed
        transport,    // no whole answer came
        not_in,       // the region does not have the service: nothing has its name, and the service's list lacks it
        refused,      // the service answered with an error: `api`
        unreadable,   // the answer is not what the operation's model says
        cancelled,
    };
    Kind kind = Kind::invalid;
    base::Error error;  // the message begins with `service:Operation region`
    std::optional<ApiError> api = std::nullopt;
    base::Time time{};
    int attempts = 0;
};

using CallResult = std::expected<Answer, CallFailure>;

// What clients need of the world. Everything must outlive them; lanes may be shared by clients of one account.
struct ClientParts {
    const Environment& environment;
    const Settings& settings;
    Http& http;
    Models& models;
    Lanes& lanes;
    Provider& provider;
    std::string account{};     // tells lanes apart; any text
    std::string user_agent{};  // "vouch/1.0"
};

class Client {
public:
    using Callback = std::move_only_function<void(CallResult)>;

    explicit Client(ClientParts parts) : parts_(std::move(parts)) {}

    // `callback` is called once, from within Http::run(). The client must live until then.
    void call(const Call& call, Callback callback);
    // The pages of a listing, one call after the other; `on_page` says whether to go on. `done` is called once, after the last page or the
    // first failure: with how many pages came, or with why there are not more.
    using OnPage = std::move_only_function<bool(Answer)>;
    using Done = std::move_only_function<void(std::expected<std::size_t, CallFailure>)>;
    void pages(Call first, OnPage on_page, Done done);
    // What the service's clock was seen to be ahead of ours.
    std::chrono::milliseconds clock_offset() const { return offset_; }
    // Answers that said to slow down.
    std::size_t throttled() const { return throttled_; }

private:
    struct Listing;
    void next_page(const std::shared_ptr<Listing>& listing);
    void turn_page(const std::shared_ptr<Listing>& listing, Answer answer);

    struct Flight;
    using FlightPtr = std::shared_ptr<Flight>;
    struct Queue {
        std::deque<FlightPtr> waiting;
        bool armed = false;  // a task will look at it
    };

    base::Result<FlightPtr> prepare(const Call& call);
    base::Result<void> direct_to(Flight& flight, std::string_view region);
    void begin(const FlightPtr& flight, bool paced);
    void drain(Lane& lane);
    void send(const FlightPtr& flight);
    void receive(const FlightPtr& flight, HttpResult result);
    static bool lacks_service(const Flight& flight);
    void receive_output(const FlightPtr& flight, HttpResponse response);
    void receive_error(const FlightPtr& flight, const HttpResponse& response);
    bool repair(Flight& flight, const ApiError& error, const HttpResponse& response);
    bool correct_clock(Flight& flight, const ApiError& error, const HttpResponse& response);
    void failed(const FlightPtr& flight, const Failure& failure, CallFailure what);
    void finish(const FlightPtr& flight, CallFailure what);
    CallFailure failure(const Flight& flight, CallFailure::Kind kind, base::Error error) const;

    ClientParts parts_;
    std::chrono::milliseconds offset_{0};
    std::size_t throttled_ = 0;
    std::map<Lane*, Queue> queues_;
    std::map<std::string, std::string, std::less<>> bucket_regions_;  // those that were not where they were looked for
};

}  // namespace vouch::aws
