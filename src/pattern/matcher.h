// SPDX-License-Identifier: Apache-2.0
// Many filters on many events: each event is walked once, and only what some selector names is looked at. Says of an event what
// matches() of filter.h says of each filter, but for keys that occur twice in an object, where each of their values counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "pattern/filter.h"
#include "value/json_cursor.h"

namespace vouch::pattern {

// Compiled filters. Immutable; may be used from several threads at once. Copies share what is compiled.
class Matcher {
public:
    // Besides judging filters it finds the values of `fields`.
    explicit Matcher(std::vector<Filter> filters, const std::vector<Selector>& fields = {});

    struct Program;
    const Program& program() const { return *program_; }

private:
    std::shared_ptr<const Program> program_;
};

// Judges one event after the other. For one thread.
class Matching {
public:
    explicit Matching(const Matcher& matcher);
    Matching(Matching&&) noexcept;
    Matching& operator=(Matching&&) noexcept;
    ~Matching();

    // The numbers of the filters that match the event at `cursor`, ascending, until the next call; then goes behind the event. `text` is
    // what the cursor walks. Errors: syntax (the text ends within the event, or what stands there is no JSON).
    base::Result<std::span<const std::uint32_t>> judge(value::JsonCursor& cursor, std::string_view text);

    // Of the last event: the text or number (as it is written) that the field of that number finds first; nullopt: none.
    std::optional<std::string_view> field(std::size_t number) const;

    // How often a regular expression took too many steps to tell, which counts as no match.
    std::size_t gave_up() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The selector `$.a.b`. Errors: those of parse_filter.
base::Result<Selector> parse_selector(std::string_view text);

}  // namespace vouch::pattern
