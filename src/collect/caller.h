// SPDX-License-Identifier: Apache-2.0
// Asks every question once, whoever wants to know; puts questions together where one call answers for many resources; tells absent from
// denied from failed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collect/answer.h"
#include "collect/line.h"

namespace vouch::collect {

// What was asked and answered so far.
struct CallCounts {
    std::size_t asked = 0;
    std::size_t answered = 0;
    std::size_t places = 0;  // services of regions
    std::size_t done = 0;    // those of which everything that was asked so far was answered
};

// Questions of one kind that were denied or failed.
struct Refused {
    Answer first;
    std::size_t questions = 0;
    std::set<std::string> regions;
};

// One per account. Line and codes must outlive it, and it whatever still waits for answers.
class Caller {
public:
    using Callback = std::function<void(const Answer&)>;
    // Sees every exchange once, before anybody else does; may take out of it what nobody should see.
    using OnExchange = std::function<void(model::Exchange&)>;

    Caller(Line& line, const std::set<std::string, std::less<>>& denied, OnExchange on_exchange = {})
        : line_(line), denied_(denied), on_exchange_(std::move(on_exchange)) {}

    // `input`: a map. `key`: of the resource, for calls that take many (Call::batch); else null. `callback` is called once: at once where
    // the answer is known, else from within the line's run().
    void ask(const Call& call, const std::string& region, const value::Value& input, const value::Value& key, Callback callback);

    // Every exchange, in the order of the questions.
    std::vector<model::Exchange> exchanges() const;
    const CallCounts& counts() const { return counts_; }
    // What was denied or failed: each operation and code once.
    const std::vector<Refused>& refused() const { return refused_; }

private:
    struct Slot {
        const Call* call = nullptr;
        bool answered = false;
        model::Exchange exchange;
        std::vector<std::function<void(const model::Exchange&)>> waiting;
    };
    // Questions that will be one call. By the question without their keys.
    struct Group {
        const Call* call = nullptr;
        std::vector<std::pair<std::string, model::Question>> keys;  // key as JSON, and its own question
    };

    Answer answer_of(const Call& call, const model::Exchange& exchange, std::string_view key) const;
    void join(const Call& call, const model::Question& without, std::string key, model::Question own);
    void send(const model::Question& without, Group group);
    void send_alone(const Call& call, const model::Question& question);
    void deal_out(const Group& group, const model::Exchange& exchange);
    void settle(const model::Question& question, model::Exchange exchange);

    Line& line_;
    const std::set<std::string, std::less<>>& denied_;
    OnExchange on_exchange_;
    std::map<model::Question, Slot> slots_;
    std::map<model::Question, Group> groups_;
    void note(const Call& call, const model::Exchange& exchange);
    void count_question(const model::Question& question);
    void count_answer(const model::Question& question);

    CallCounts counts_;
    std::map<std::pair<std::string, std::string>, std::size_t> open_;  // by service and region: questions without an answer
    std::vector<Refused> refused_;
};

}  // namespace vouch::collect
