// SPDX-License-Identifier: Apache-2.0
// Tested by local_line_test.cc.
#include "collect/local_line.h"

#include <chrono>
#include <memory>
#include <utility>

namespace vouch::collect {

void LocalLine::ask(const Call& call, model::Question question, Callback callback) {
    if (question.service != kOwnService) return line_.ask(call, std::move(question), std::move(callback));
    line_.later(
        [this, question = std::move(question), callback = std::move(callback)]() mutable { callback(answer(std::move(question))); });
}

model::Exchange LocalLine::answer(model::Question question) const {
    base::Result<value::DocumentPtr> output = base::fail(base::Code::not_found, "no store is used");
    if (answering_) output = answering_(question);
    model::Exchange exchange;
    const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    exchange.made = std::make_shared<const model::CallMade>(model::CallMade{std::move(question), {}, now});
    if (output) {
        exchange.output = *std::move(output);
    } else {
        exchange.code = output.error().code == base::Code::not_found ? kNoStore : kUnreadable;
        exchange.message = output.error().message;
    }
    return exchange;
}

}  // namespace vouch::collect
