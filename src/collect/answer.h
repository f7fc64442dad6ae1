// SPDX-License-Identifier: Apache-2.0
// What came of a call: an answer, or one of three different things that keep it away.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "collect/table.h"
#include "model/call_made.h"
#include "value/value.h"

namespace vouch::collect {

enum class Outcome : std::uint8_t {
    given,
    absent,     // the service says that there is nothing: no policy, no encryption. That is knowledge
    denied,     // the caller may not ask
    failed,     // anything else: the service is down, the answer was no answer
    not_asked,  // no selected control needs it
};

// Values live as long as whoever received them keeps them.
struct Answer {
    Outcome outcome = Outcome::not_asked;
    value::Value value;       // given: what it says (all pages as one)
    std::string code;         // else: the error code of the API, or of the transport
    std::string message;      // of the API; not_asked: the name of the call
    std::string action;       // denied: the IAM action that would settle it
    model::CallMadePtr made;  // who said it, and when; null: not_asked
};

using Answers = std::map<std::string, Answer, std::less<>>;  // by the name of the call

// Which of the three an error of the API is. `denied` holds the codes that mean so everywhere (catalog/collectors/errors.yaml); a status
// of 401 or 403 without a known code means it too.
Outcome outcome_of(const Call& call, std::string_view code, int status, const std::set<std::string, std::less<>>& denied);

// The action that a denial names in its message ("not authorized to perform: s3:GetBucketPolicy on ..."), else the first of the call's.
std::string action_of(const Call& call, std::string_view message);
// Who said no, as far as the message tells: "a service control policy", "a permissions boundary", "no policy allows it"; else empty.
std::string_view refused_by(std::string_view message);
// The reason of an unknown value, in words.
std::string reason_of(const Answer& answer);

}  // namespace vouch::collect
