// SPDX-License-Identifier: Apache-2.0
// Files of a fixed form, such as those of the catalogue: what is not of the form is an error with its place.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/document.h"

namespace vouch::value {

// Keeps a reference to the document. Every error is invalid_value.
class Form {
public:
    explicit Form(const Document& document) : document_(document) {}

    std::unexpected<base::Error> fault(const Value& at, std::string message) const;
    // Errors: `map` is no map, or has a key that is not among `known`; `what` is how people call it: "remedy".
    base::Result<void> keys(const Value& map, std::span<const std::string_view> known, std::string_view what) const;
    // The text at `key`, which must be there and not empty.
    base::Result<std::string> text(const Value& map, std::string_view key) const;
    // The list of texts at `key`; none where nothing stands there.
    base::Result<std::vector<std::string>> texts(const Value& map, std::string_view key) const;

private:
    const Document& document_;
};

}  // namespace vouch::value
