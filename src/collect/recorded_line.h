// SPDX-License-Identifier: Apache-2.0
// The line to the record of an earlier run: every question gets the answer that it got then.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "collect/line.h"

namespace vouch::collect {

class RecordedLine final : public Line {
public:
    explicit RecordedLine(std::vector<model::Exchange> exchanges);

    void ask(const Call& call, model::Question question, Callback callback) override;
    void later(Task task) override { tasks_.push_back(std::move(task)); }
    void run() override;

private:
    std::map<model::Question, model::Exchange> exchanges_;
    std::deque<Task> tasks_;
};

}  // namespace vouch::collect
