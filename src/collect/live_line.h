// SPDX-License-Identifier: Apache-2.0
// The line to a real account.
#pragma once

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
    void prepare(const AskingPtr& asking, int attempt);
    void list(const AskingPtr& asking);
    void finish(const AskingPtr& asking, const aws::CallFailure& failure);

    aws::Client& client_;
    aws::Http& http_;
    aws::Models& models_;
};

}  // namespace vouch::collect
