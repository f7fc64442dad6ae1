// SPDX-License-Identifier: Apache-2.0
// Tested by collector_test.cc.
#include "collect/recorded_line.h"

#include <memory>
#include <utility>

namespace vouch::collect {

RecordedLine::RecordedLine(std::vector<model::Exchange> exchanges) {  // NOLINT(performance-unnecessary-value-param): moved from
    for (model::Exchange& each : exchanges) {
        model::Question question = each.made->question;
        exchanges_.try_emplace(std::move(question), std::move(each));
    }
}

void RecordedLine::ask(const Call&, model::Question question, Callback callback) {
    tasks_.push_back([this, question = std::move(question), callback = std::move(callback)]() mutable {
        const auto found = exchanges_.find(question);
        if (found != exchanges_.end()) return callback(found->second);
        model::Exchange none;
        none.code = kNotRecorded;
        none.message = "the record does not have this call; it was made with other controls or regions";
        none.made = std::make_shared<const model::CallMade>(model::CallMade{std::move(question), {}, 0});
        callback(std::move(none));
    });
}

void RecordedLine::run() {
    while (!tasks_.empty()) {
        Task task = std::move(tasks_.front());
        tasks_.pop_front();
        task();
    }
}

}  // namespace vouch::collect
