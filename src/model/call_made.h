// SPDX-License-Identifier: Apache-2.0
// A call that was made of an API, and what came of it: the origin of everything that was made out of its answer.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "value/document.h"

namespace vouch::model {

// What is asked, and where.
struct Question {
    std::string service;    // as the AWS CLI calls it: "s3"
    std::string operation;  // "GetBucketEncryption"
    std::string region;     // "eu-west-1"
    std::string input;      // JSON on one line: {"Bucket":"logs"}

    auto operator<=>(const Question&) const = default;
};

struct CallMade {
    Question question;
    std::string request_id;  // empty where no answer came
    std::int64_t time = 0;   // of the answer, seconds since 1970

    bool operator==(const CallMade&) const = default;
};

using CallMadePtr = std::shared_ptr<const CallMade>;

// What the network gives, a record keeps and a replay gives again.
struct Exchange {
    CallMadePtr made;           // never null
    value::DocumentPtr output;  // all pages as one, secrets taken out; null: the call failed, and the next three say how
    std::string code;           // of the API; a word of ours where no answer came
    std::string message;
    int status = 0;  // of HTTP; 0 where no answer came
};

// The calls that a property of a live resource was made of: its list first, then the further reads.
struct PropertyOrigin {
    std::string property;  // or the fact that looks at some of them: "Vouch.Bucket"
    std::vector<CallMadePtr> calls;
};

}  // namespace vouch::model
