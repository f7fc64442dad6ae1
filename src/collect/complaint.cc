// SPDX-License-Identifier: Apache-2.0
// Causes are a table of error codes. Tested by complaint_test.cc.
#include "collect/complaint.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "collect/line.h"

namespace vouch::collect {
namespace {

constexpr std::size_t kMostRegions = 3;  // that are told by name

// What a code means, however many calls have it.
struct Cause {
    std::string_view code;
    std::string_view help;
    bool common;  // of all calls with that code
};
constexpr std::string_view kRenew = "log in again (`aws sso login`) or take new keys, then audit again";
constexpr std::string_view kUnknown =
    "AWS does not know who asks: look at AWS_ACCESS_KEY_ID and `--profile`; a region where nobody is known may be one that is not enabled";
constexpr std::string_view kSecret =
    "the secret does not belong to the access key: look at AWS_SECRET_ACCESS_KEY and `--profile`, and at the clock";
constexpr std::string_view kClock = "set the clock of this machine, then audit again";
constexpr std::string_view kRegion = "the account or the region is not open to this service: leave the region out with `--regions`";
constexpr std::string_view kSlower = "AWS answers no faster: audit again later, or fewer controls at once";
constexpr std::string_view kTheirs = "the service failed, not the account: audit again";
constexpr std::array kCauses{
    Cause{kCancelled, "audit again: what was answered is judged, the rest is not known", true},
    Cause{kNoCredentials, "say who asks with `--profile` or AWS_PROFILE, or log in; a role to assume must trust who asks", true},
    Cause{kNoAnswer, "look at the network, the proxy, `--endpoint-url` and `--ca-bundle`, then audit again", false},
    Cause{kUnreadable, "what answered is no such service of AWS, or a newer one: look at the proxy and `--endpoint-url`", false},
    Cause{kNotRecorded, "audit again to ask for it", false},
    Cause{"ExpiredToken", kRenew, true},
    Cause{"ExpiredTokenException", kRenew, true},
    Cause{"InvalidClientTokenId", kUnknown, true},
    Cause{"InvalidAccessKeyId", kUnknown, true},
    Cause{"UnrecognizedClientException", kUnknown, true},
    Cause{"AuthFailure", kUnknown, true},
    Cause{"SignatureDoesNotMatch", kSecret, true},
    Cause{"InvalidSignatureException", kSecret, true},
    Cause{"RequestTimeTooSkewed", kClock, true},
    Cause{"RequestExpired", kClock, true},
    Cause{"OptInRequired", kRegion, true},
    Cause{"SubscriptionRequiredException", kRegion, false},
    Cause{"Throttling", kSlower, false},
    Cause{"ThrottlingException", kSlower, false},
    Cause{"TooManyRequestsException", kSlower, false},
    Cause{"RequestLimitExceeded", kSlower, false},
    Cause{"SlowDown", kSlower, false},
    Cause{"InternalError", kTheirs, false},
    Cause{"InternalFailure", kTheirs, false},
    Cause{"InternalServerError", kTheirs, false},
    Cause{"InternalServerException", kTheirs, false},
    Cause{"ServiceUnavailable", kTheirs, false},
    Cause{"Unavailable", kTheirs, false},
};

const Cause* cause_of(std::string_view code) {
    const auto* const found = std::ranges::find(kCauses, code, &Cause::code);
    return found == kCauses.end() ? nullptr : found;
}

std::string help_of(const Answer& answer) {
    if (const Cause* cause = cause_of(answer.code)) return std::string(cause->help);
    return answer.code.starts_with('5') ? std::string(kTheirs) : std::string();  // a status, where no code came
}

// Failures with equal keys have one cause.
std::string key_of(const Answer& answer) {
    if (answer.code == kNoAnswer) return answer.message.substr(0, answer.message.find(" (after "));
    const Cause* cause = cause_of(answer.code);
    if (cause != nullptr && cause->common) return answer.code;
    return fmt::format("{}:{} {}", answer.made->question.service, answer.made->question.operation, answer.code);
}

// What one cause kept away.
struct Group {
    std::string key;
    Refused all;  // the first, with the questions and regions of the others
    std::size_t operations = 0;
};

// "eu-west-1, us-east-1" or how many, and how often.
std::string places(const Refused& refused) {
    const bool often = refused.questions > refused.regions.size();
    const std::string times = often ? fmt::format(", {} times", refused.questions) : std::string();
    if (refused.regions.size() > kMostRegions) return fmt::format("{} regions{}", refused.regions.size(), times);
    return fmt::format("{}{}", fmt::join(refused.regions, ", "), times);
}

std::string sentence(const Group& group) {
    const Answer& first = group.all.first;
    if (group.operations == 1 && first.code != kCancelled) return told(group.all);
    std::string others;
    if (group.operations > 1) others = fmt::format(" and {} more operation{}", group.operations - 1, group.operations > 2 ? "s" : "");
    const std::string what = fmt::format("`{}:{}`{}", first.made->question.service, first.made->question.operation, others);
    if (first.code == kCancelled) return fmt::format("the audit was stopped before {} had answered ({})", what, places(group.all));
    return fmt::format("{} failed: {}{}{} ({})", what, base::excerpt(first.code), first.message.empty() ? "" : ": ",
                       base::excerpt(first.message, 200), places(group.all));
}

}  // namespace

std::string told(const Refused& refused) { return fmt::format("{} ({})", reason_of(refused.first), places(refused)); }

std::vector<base::Error> complaints(std::span<const Refused> refused) {
    std::vector<Group> groups;
    for (const Refused& each : refused) {
        if (each.first.outcome != Outcome::failed) continue;
        std::string key = key_of(each.first);
        const auto same = std::ranges::find(groups, key, &Group::key);
        if (same == groups.end()) {
            groups.push_back({std::move(key), each, 1});
            continue;
        }
        same->all.questions += each.questions;
        same->all.regions.insert(each.regions.begin(), each.regions.end());
        ++same->operations;
    }
    std::vector<base::Error> errors;
    for (const Group& group : groups) {
        base::Error error;
        const std::string& code = group.all.first.code;
        error.code = code == kNoAnswer ? base::Code::network : code == kCancelled ? base::Code::cancelled : base::Code::refused;
        error.message = sentence(group);
        error.help = help_of(group.all.first);
        errors.push_back(std::move(error));
    }
    return errors;
}

}  // namespace vouch::collect
