// SPDX-License-Identifier: Apache-2.0
// From a value back to where it stands: its path from the root of the document and its line and column. Nothing is kept per
// value; the way is found again when a report needs it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "value/value.h"

namespace vouch::guard::report {

// A text whose values have positions from `base` on (ReadOptions::position_base).
struct TextPart {
    std::uint32_t base = 0;
    base::SourcePtr source;
    bool aliases = false;  // YAML that may show one node in several places
};

struct Place {
    const base::Source* source = nullptr;
    base::LineColumn at;
};

// Answers questions about one document, which may have been merged from several texts. Not thread-safe. Keeps views of `root`.
class Locator {
public:
    // `parts` by ascending base.
    Locator(const value::Value& root, std::vector<TextPart> parts);
    ~Locator();
    Locator(Locator&&) noexcept;
    Locator& operator=(Locator&&) noexcept;

    // Appends the path of `value`, a value or a key of the document: "/Resources/Bucket/Properties/Tags/0". Names stand as
    // they are written; with `pointer` they are escaped, so that the path is a JSON pointer. False, and nothing appended,
    // where the value is not of this document (a literal of a rule, the result of a function).
    bool path(std::string& out, const value::Value& value, bool pointer = false);
    // Where the value stands; empty where it is not of this document.
    std::optional<Place> place(const value::Value& value);

private:
    struct Parents;
    struct Step {
        value::Value container;
        std::uint32_t index;
    };

    bool find(const value::Value& value);
    bool descend(const value::Value& value);
    bool look_up(const value::Value& value);

    value::Value root_;
    std::vector<TextPart> parts_;
    bool aliases_ = false;
    std::vector<Step> steps_;  // the way to the value that was asked for last
    value::Value last_;
    bool last_found_ = false;
    bool has_last_ = false;
    std::unique_ptr<Parents> parents_;  // made when the search by position first fails in a document with aliases
};

}  // namespace vouch::guard::report
