// SPDX-License-Identifier: Apache-2.0
// Tested by credentials_test.cc.
#include "aws/credentials/credentials.h"

#include <utility>

#include "aws/detail/hmac.h"
#include "base/text.h"

namespace vouch::aws {

// A short text is kept inside the object, where moving leaves a copy behind: it goes as well.
Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { detail::wipe(other.text_); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    detail::wipe(text_);
    text_ = std::move(other.text_);
    detail::wipe(other.text_);
    return *this;
}

Secret::~Secret() { detail::wipe(text_); }

std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "(hidden)"; }

std::string describe(const Credentials& credentials) {
    const std::string& id = credentials.access_key_id;
    const std::string shown =
        id.size() < 16 ? "a key" : fmt::format("{}...{}", base::escape(id.substr(0, 4)), base::escape(id.substr(id.size() - 4)));
    return fmt::format("{} from {}", shown, credentials.source);
}

}  // namespace vouch::aws
