// SPDX-License-Identifier: Apache-2.0
// The way to an account: the network, or the record of an earlier run.
#pragma once

#include <functional>
#include <string_view>

#include "collect/table.h"
#include "model/call_made.h"

namespace vouch::collect {

// Codes of exchanges to which no service gave an answer.
inline constexpr std::string_view kNoAnswer = "NoAnswer";            // the network failed
inline constexpr std::string_view kNoCredentials = "NoCredentials";  // there are none, or they could not be renewed
inline constexpr std::string_view kUnreadable = "UnreadableAnswer";  // not what the operation's model says
inline constexpr std::string_view kNotInRegion = "NotInRegion";      // the region does not have the service
inline constexpr std::string_view kCancelled = "Cancelled";          // the user stopped the run
inline constexpr std::string_view kNotCalled = "NotCalled";          // the call cannot be made: no such operation or member
inline constexpr std::string_view kNotRecorded = "NotRecorded";      // the record does not have it

class Line {
public:
    using Callback = std::move_only_function<void(model::Exchange)>;
    using Task = std::move_only_function<void()>;

    Line() = default;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    virtual ~Line() = default;

    // Makes the call, with what has to be asked for before it (Call::preparation). `callback` is called once, from within run().
    virtual void ask(const Call& call, model::Question question, Callback callback) = 0;
    // Calls `task` once from within run(), after what is ready now.
    virtual void later(Task task) = 0;
    // Works until everything that was asked has been answered.
    virtual void run() = 0;
};

}  // namespace vouch::collect
