// SPDX-License-Identifier: Apache-2.0
// Whose name calls are made in. What must stay secret has a type of its own that no formatting prints.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/clock.h"

namespace vouch::aws {

// A text that is shown nowhere: streams and fmt write "(hidden)". Its memory is overwritten when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool empty() const { return text_.empty(); }
    // The text itself: for signing and for the header of a request, nothing else.
    const std::string& reveal() const { return text_; }
    bool operator==(const Secret&) const = default;

private:
    std::string text_;
};

std::ostream& operator<<(std::ostream& out, const Secret& secret);

struct Credentials {
    std::string access_key_id;
    Secret secret;
    Secret session_token;               // empty for keys of IAM users
    std::optional<base::Time> expires;  // absent: they do not
    std::string source;                 // where they were found, for people: "environment", "role arn:aws:iam::1:role/audit"
};

// "AKIA...MPLE from environment": enough to recognise a key by, not enough to use it.
std::string describe(const Credentials& credentials);

}  // namespace vouch::aws

template <>
struct fmt::formatter<vouch::aws::Secret> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const vouch::aws::Secret&, Context& context) const {
        return fmt::formatter<std::string_view>::format("(hidden)", context);
    }
};
