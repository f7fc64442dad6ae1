// SPDX-License-Identifier: Apache-2.0
// Answers for many resources are dealt out at once, as if each had been asked for alone: a record then does not depend on which questions
// happened to come together. Tested by caller_test.cc.
#include "collect/caller.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "collect/evaluate.h"
#include "value/write.h"

namespace vouch::collect {

using value::Member;
using value::Value;

namespace {

const Value* below(const Value& value, std::span<const std::string> steps) {
    const Value* at = &value;
    for (const std::string& step : steps) {
        at = at->is_map() ? at->find(step) : nullptr;
        if (at == nullptr) return nullptr;
    }
    return at;
}

// The item of a batch's answer that is about `key` (as JSON).
const Value* item_of(const Batch& batch, const Value& output, std::string_view key) {
    const Value* items = below(output, batch.items.steps);
    if (items == nullptr || !items->is_list()) return nullptr;
    for (const Value& item : items->as_list())
        if (const Value* found = below(item, batch.match.steps); found != nullptr && value::to_json(*found) == key) return &item;
    return nullptr;
}

// A copy of an answer in as little memory as it takes: there are tens of thousands of small ones, and each is kept until all have come.
value::DocumentPtr compact(const Value& root) {
    constexpr std::size_t kSmall = 256;
    static const auto kNoText = std::make_shared<const base::Source>("answer", "");
    auto made = std::make_shared<value::Document>();
    made->source = kNoText;
    made->arena = base::Arena(kSmall);
    std::uint32_t next = 0;
    made->root = deep_copy(root, made->arena, next);
    return made;
}

// An answer with nothing but this item in it.
value::DocumentPtr only(const Batch& batch, const Value* item) {
    base::Arena scratch;
    Value at = value::make_list(scratch, std::span(item, item == nullptr ? 0 : 1), 0);
    for (auto step = batch.items.steps.rbegin(); step != batch.items.steps.rend(); ++step)
        at = value::make_map(scratch, std::array{Member{value::make_string(scratch, *step, 0), at}}, 0);
    return compact(at);
}

// The input (JSON of a map) with a list of `keys` (JSON each) as one more member.
std::string with_keys(std::string input, std::string_view member, std::span<const std::string> keys) {
    input.pop_back();
    if (input.size() > 1) input += ',';
    value::write_json_string(input, member);
    input += ":[";
    for (const std::string& key : keys) input += (input.ends_with('[') ? "" : ",") + key;
    return input + "]}";
}

}  // namespace

void Caller::ask(const Call& call, const std::string& region, const Value& input, const Value& key, Callback callback) {
    const std::string key_text = call.batch ? value::to_json(key) : std::string();
    model::Question question{call.service, call.operation, call.region.empty() ? region : call.region, {}};
    model::Question without = question;
    without.input = value::to_json(input);
    question.input = call.batch ? with_keys(without.input, call.batch->member, {&key_text, 1}) : without.input;
    const auto [found, fresh] = slots_.try_emplace(question);
    Slot& slot = found->second;
    slot.call = &call;
    if (slot.answered) return callback(answer_of(call, slot.exchange, key_text));
    slot.waiting.emplace_back([this, &call, key_text, callback = std::move(callback)](const model::Exchange& exchange) {
        callback(answer_of(call, exchange, key_text));
    });
    if (!fresh) return;
    count_question(question);
    if (call.batch)
        join(call, without, key_text, std::move(question));
    else
        send_alone(call, question);
}

Answer Caller::answer_of(const Call& call, const model::Exchange& exchange, std::string_view key) const {
    Answer answer;
    answer.made = exchange.made;
    if (exchange.output != nullptr) {
        const Value* value = call.batch ? item_of(*call.batch, exchange.output->root, key) : &exchange.output->root;
        answer.outcome = value == nullptr ? Outcome::absent : Outcome::given;
        if (value != nullptr) answer.value = *value;
        return answer;
    }
    answer.outcome = outcome_of(call, exchange.code, exchange.status, denied_);
    answer.code = exchange.code;
    answer.message = exchange.message;
    if (answer.outcome == Outcome::denied) answer.action = action_of(call, exchange.message);
    return answer;
}

void Caller::join(const Call& call, const model::Question& without, std::string key, model::Question own) {
    Group& group = groups_[without];
    group.call = &call;
    group.keys.emplace_back(std::move(key), std::move(own));
    if (group.keys.size() >= call.batch->most) return send(without, std::exchange(group, {}));
    if (group.keys.size() > 1) return;
    line_.later([this, without] {
        const auto found = groups_.find(without);
        if (found == groups_.end()) return;
        Group ready = std::move(found->second);
        groups_.erase(found);
        if (!ready.keys.empty()) send(without, std::move(ready));
    });
}

void Caller::send(const model::Question& without, Group group) {
    std::vector<std::string> keys;
    for (const auto& [key, own] : group.keys) keys.push_back(key);
    model::Question all = without;
    all.input = with_keys(without.input, group.call->batch->member, keys);
    const Call& call = *group.call;
    line_.ask(call, std::move(all), [this, group = std::move(group)](const model::Exchange& exchange) { deal_out(group, exchange); });
}

void Caller::send_alone(const Call& call, const model::Question& question) {
    line_.ask(call, question, [this, question](model::Exchange exchange) { settle(question, std::move(exchange)); });
}

void Caller::deal_out(const Group& group, const model::Exchange& exchange) {
    const bool denied = exchange.output == nullptr && outcome_of(*group.call, exchange.code, exchange.status, denied_) == Outcome::denied;
    // One that is gone by now makes some services refuse all of them.
    const bool again = exchange.output == nullptr && !denied && group.keys.size() > 1 && exchange.status >= 400 && exchange.status < 500;
    for (const auto& [key, own] : group.keys) {
        if (again) {
            send_alone(*group.call, own);
            continue;
        }
        model::Exchange each = exchange;
        model::CallMade made = *exchange.made;
        made.question = own;
        each.made = std::make_shared<const model::CallMade>(std::move(made));
        if (exchange.output != nullptr) each.output = only(*group.call->batch, item_of(*group.call->batch, exchange.output->root, key));
        settle(own, std::move(each));
    }
}

void Caller::settle(const model::Question& question, model::Exchange exchange) {
    if (on_exchange_) on_exchange_(exchange);
    Slot& slot = slots_.at(question);
    slot.answered = true;
    slot.exchange = std::move(exchange);
    if (slot.exchange.output != nullptr) slot.exchange.output = compact(slot.exchange.output->root);
    count_answer(question);
    note(*slot.call, slot.exchange);
    const auto waiting = std::exchange(slot.waiting, {});
    for (const auto& each : waiting) each(slot.exchange);
}

void Caller::count_question(const model::Question& question) {
    ++counts_.asked;
    const auto [open, fresh] = open_.try_emplace({question.service, question.region}, 0);
    if (fresh)
        ++counts_.places;
    else if (open->second == 0)
        --counts_.done;
    ++open->second;
}

void Caller::count_answer(const model::Question& question) {
    ++counts_.answered;
    if (--open_.at({question.service, question.region}) == 0) ++counts_.done;
}

void Caller::note(const Call& call, const model::Exchange& exchange) {
    if (exchange.output != nullptr) return;
    Answer answer = answer_of(call, exchange, {});
    if (answer.outcome == Outcome::absent) return;
    const auto same = [&](const Refused& each) {
        const model::Question& a = each.first.made->question;
        const model::Question& b = answer.made->question;
        return std::tie(a.service, a.operation, each.first.code) == std::tie(b.service, b.operation, answer.code);
    };
    auto found = std::ranges::find_if(refused_, same);
    if (found == refused_.end()) found = refused_.insert(found, {answer, 0, {}});
    // Which comes first depends on the network; what is told must not.
    if (answer.made->question < found->first.made->question) found->first = answer;
    ++found->questions;
    found->regions.insert(answer.made->question.region);
}

std::vector<model::Exchange> Caller::exchanges() const {
    std::vector<model::Exchange> all;
    for (const auto& [question, slot] : slots_)
        if (slot.answered) all.push_back(slot.exchange);
    return all;
}

}  // namespace vouch::collect
