// SPDX-License-Identifier: Apache-2.0
// A question to the client and its pages: tested against the emulator (tests/audit).
#include "collect/live_line.h"

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collect/join_pages.h"
#include "value/read.h"

namespace vouch::collect {

namespace {

// A credential report of a large account takes some seconds.
constexpr aws::Seconds kBetween{1};
constexpr int kMostAttempts = 60;
constexpr std::size_t kMostUnderWay = 64;  // to one service of a region: more than a connection carries at once

std::string_view code_of(aws::CallFailure::Kind kind) {
    using Kind = aws::CallFailure::Kind;
    switch (kind) {
        case Kind::credentials: return kNoCredentials;
        case Kind::unreadable: return kUnreadable;
        case Kind::cancelled: return kCancelled;
        case Kind::not_in: return kNotInRegion;
        case Kind::invalid: return kNotCalled;
        case Kind::transport:
        case Kind::refused: break;
    }
    return kNoAnswer;
}

// What the client says without the name of the call: whoever has the exchange knows that.
std::string message_of(const aws::CallFailure& failure, const model::Question& question) {
    if (failure.api) return failure.api->message;
    std::string text = failure.error.message;
    const std::string name = fmt::format("`{}:{} {}`: ", question.service, question.operation, question.region);
    if (text.starts_with(name)) text.erase(0, name.size());
    return text;
}

std::int64_t seconds_of(base::Time time) { return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(); }

}  // namespace

struct LiveLine::Asking {
    const Call& call;
    model::Question question;
    Callback callback;
    std::vector<value::DocumentPtr> pages{};
    std::string request_id{};  // of the last page
    std::int64_t time = 0;
    Desk* desk = nullptr;
};

void LiveLine::ask(const Call& call, model::Question question, Callback callback) {
    auto asking = std::make_shared<Asking>(Asking{call, std::move(question), std::move(callback)});
    asking->desk = &desks_[{asking->question.service, asking->question.region}];
    if (asking->desk->under_way < kMostUnderWay)
        begin(asking);
    else
        asking->desk->waiting.push_back(std::move(asking));
}

void LiveLine::begin(const AskingPtr& asking) {
    ++asking->desk->under_way;
    if (asking->call.preparation)
        prepare(asking, 1);
    else
        list(asking);
}

void LiveLine::answer(const AskingPtr& asking, model::Exchange exchange) {
    Desk& desk = *asking->desk;
    --desk.under_way;
    if (!desk.waiting.empty()) {
        const AskingPtr next = std::move(desk.waiting.front());
        desk.waiting.pop_front();
        begin(next);
    }
    asking->callback(std::move(exchange));
}

// Asks for the preparation until it is done, then for what it is about.
void LiveLine::prepare(const AskingPtr& asking, int attempt) {
    const Preparation& wanted = *asking->call.preparation;
    aws::Call call{.service = asking->question.service, .operation = wanted.operation, .region = asking->question.region};
    client_.call(call, [this, asking, attempt, &wanted](aws::CallResult result) {
        if (!result) return finish(asking, result.error());
        const value::Value* member = result->output.document.root.find(wanted.member);
        const bool ready = member != nullptr && member->is_string() && member->as_string() == wanted.until;
        if (ready || attempt == kMostAttempts) return list(asking);
        http_.after(kBetween, [this, asking, attempt] { prepare(asking, attempt + 1); });
    });
}

void LiveLine::list(const AskingPtr& asking) {
    auto input = value::read_json(std::make_shared<base::Source>("input", asking->question.input));
    aws::Call call{.service = asking->question.service,
                   .operation = asking->question.operation,
                   .region = asking->question.region,
                   .input = input ? std::make_shared<const value::Document>(*std::move(input)) : nullptr};
    client_.pages(
        std::move(call),
        [asking](aws::Answer page) {
            asking->request_id = page.output.request_id;
            asking->time = seconds_of(page.time);
            asking->pages.push_back(std::make_shared<const value::Document>(std::move(page.output.document)));
            return true;
        },
        [this, asking](const std::expected<std::size_t, aws::CallFailure>& ended) {
            if (!ended) return finish(asking, ended.error());
            const auto operation = models_.operation(asking->question.service, asking->question.operation);
            const bool paged = operation && (*operation)->pages != nullptr;
            model::Exchange exchange;
            exchange.output = join_pages(asking->pages, paged ? (*operation)->pages->results : std::span<const std::string_view>());
            exchange.made = std::make_shared<const model::CallMade>(
                model::CallMade{std::move(asking->question), std::move(asking->request_id), asking->time});
            answer(asking, std::move(exchange));
        });
}

void LiveLine::finish(const AskingPtr& asking, const aws::CallFailure& failure) {
    model::Exchange exchange;
    exchange.code = failure.api ? failure.api->code : std::string(code_of(failure.kind));
    exchange.message = message_of(failure, asking->question);
    exchange.status = failure.api ? failure.api->status : 0;
    exchange.made = std::make_shared<const model::CallMade>(
        model::CallMade{std::move(asking->question), failure.api ? failure.api->request_id : std::string(), seconds_of(failure.time)});
    answer(asking, std::move(exchange));
}

}  // namespace vouch::collect
