// SPDX-License-Identifier: Apache-2.0
// Tested by answer_test.cc.
#include "collect/answer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/line.h"

namespace vouch::collect {
namespace {

// "Client.UnauthorizedOperation" and "com.amazonaws.s3#AccessDenied" are told by their last part.
std::string_view bare(std::string_view code) { return code.substr(code.find_last_of(".#") + 1); }

bool contains(const std::vector<std::string>& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end() || std::ranges::find(codes, bare(code)) != codes.end();
}

constexpr std::string_view kPerform = "not authorized to perform: ";

struct Refusal {
    std::string_view words;  // in the message
    std::string_view who;
};
constexpr std::array kRefusals{
    Refusal{"service control policy", "a service control policy"},
    Refusal{"resource control policy", "a resource control policy"},
    Refusal{"permissions boundary", "a permissions boundary"},
    Refusal{"session policy", "a session policy"},
    Refusal{"VPC endpoint policy", "the policy of a VPC endpoint"},
    Refusal{"explicit deny in a resource-based policy", "a statement of the resource's policy"},
    Refusal{"explicit deny in an identity-based policy", "a statement of the caller's policies"},
    Refusal{"no identity-based policy allows", "no policy allows it"},
    Refusal{"no resource-based policy allows", "no policy of the resource allows it"},
};

}  // namespace

Outcome outcome_of(const Call& call, std::string_view code, int status, const std::set<std::string, std::less<>>& denied) {
    if (code == kNotInRegion || contains(call.absent, code)) return Outcome::absent;
    if (denied.contains(code) || denied.contains(bare(code))) return Outcome::denied;
    return code.empty() && (status == 401 || status == 403) ? Outcome::denied : Outcome::failed;
}

std::string action_of(const Call& call, std::string_view message) {
    const std::size_t at = message.find(kPerform);
    if (at != std::string_view::npos) {
        message.remove_prefix(at + kPerform.size());
        const std::string_view action = message.substr(0, message.find_first_of(" \n\t"));
        const bool usual = std::ranges::all_of(action, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-';
        });
        if (usual && action.find(':') != std::string_view::npos && action.size() < 100) return std::string(action);
    }
    return call.actions.empty() ? call.title() : call.actions.front();
}

std::string_view refused_by(std::string_view message) {
    const auto* const found =
        std::ranges::find_if(kRefusals, [&](const Refusal& each) { return message.find(each.words) != std::string_view::npos; });
    return found == kRefusals.end() ? std::string_view() : found->who;
}

std::string reason_of(const Answer& answer) {
    if (answer.made == nullptr) return fmt::format("`{}` was not asked: no selected control needs it", answer.message);
    const std::string title = fmt::format("{}:{}", answer.made->question.service, answer.made->question.operation);
    if (answer.outcome == Outcome::failed)
        return fmt::format("`{}` failed: {}{}{}", title, base::excerpt(answer.code), answer.message.empty() ? "" : ": ",
                           base::excerpt(answer.message, 200));
    const std::string_view who = refused_by(answer.message);
    return fmt::format("`{}` was denied ({}{}{})", answer.action, base::excerpt(answer.code), who.empty() ? "" : ": ", who);
}

}  // namespace vouch::collect
