// SPDX-License-Identifier: Apache-2.0
// What is asked of vouch itself, beside the line to an account: its tables are those of the service `vouch`.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.h"
#include "collect/line.h"

namespace vouch::collect {

inline constexpr std::string_view kOwnService = "vouch";
inline constexpr std::string_view kNoStore = "NoStore";  // code: nothing is kept that could answer

// Keeps references to the line and the clock.
class LocalLine final : public Line {
public:
    // The output of an operation. Errors: not_found where there is no store; others become answers that cannot be read.
    using Answering = std::function<base::Result<value::DocumentPtr>(const model::Question&)>;

    // Without `answering` there is no store.
    LocalLine(Line& line, const base::Clock& clock, Answering answering) : line_(line), clock_(clock), answering_(std::move(answering)) {}

    void ask(const Call& call, model::Question question, Callback callback) override;
    void later(Task task) override { line_.later(std::move(task)); }
    void run() override { line_.run(); }

private:
    model::Exchange answer(model::Question question) const;

    Line& line_;
    const base::Clock& clock_;
    Answering answering_;
};

}  // namespace vouch::collect
