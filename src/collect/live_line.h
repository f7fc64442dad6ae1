// SPDX-License-Identifier: Apache-2.0
// The line to a real account.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "aws/client.h"
#include "collect/line.h"

namespace vouch::collect {

// Keeps references to both; `models` tells which members of the pages of an operation are put together.
class LiveLine final : public Line {
public:
    LiveLine(aws::Client& client, aws::Http& http, aws::Models& models) : client_(client), http_(http), models_(models) {}

    void ask(const Call& call, model::Question question, Callback callback) override;
    void later(Task task) override { http_.after(aws::Seconds(0), std::move(task)); }
    void run() override { http_.run(); }

private:
    struct Asking;
    using AskingPtr = std::shared_ptr<Asking>;
    // Questions to one service of a region. Only some are with the client at a time: a question that waits takes far less memory than a
    // call that does.
    struct Desk {
        std::size_t under_way = 0;
        std::deque<AskingPtr> waiting;
    };
    void begin(const AskingPtr& asking);
    void answer(const AskingPtr& asking, model::Exchange exchange);
    void prepare(const AskingPtr& asking, int attempt);
    void list(const AskingPtr& asking);
    void finish(const AskingPtr& asking, const aws::CallFailure& failure);

    aws::Client& client_;
    aws::Http& http_;
    aws::Models& models_;
    std::map<std::pair<std::string, std::string>, Desk> desks_;  // by service and region
};

}  // namespace vouch::collect
