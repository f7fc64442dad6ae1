// SPDX-License-Identifier: Apache-2.0
// Fuzz target for evaluation: the first two bytes say where the rules end and the JSON document begins. Evaluation never
// crashes, respects its limits, gives the same answer twice, and its records nest within their rules.
#include "guard/evaluate.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace guard = vouch::guard;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_records(const guard::Evaluation& found) {
    for (const guard::RuleOutcome& each : found.rules) {
        require(each.error.has_value() == (each.status == guard::Status::broken));
        require(each.first_record + each.records <= found.records.size());
        for (std::uint32_t i = 0; i < each.records; ++i) require(i + found.records[each.first_record + i].size < each.records);
    }
}

std::string outcome(const guard::Evaluation& found) {
    std::string out;
    for (const guard::RuleOutcome& each : found.rules) out.append(each.rule->name).append(guard::name(each.status)).append(" ");
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 2) return 0;
    const std::string text(reinterpret_cast<const char*>(bytes) + 2, size - 2);
    const std::size_t split = std::min<std::size_t>(bytes[0] * 256U + bytes[1], text.size());
    const auto program = guard::load(std::make_shared<base::Source>("fuzz.guard", text.substr(0, split)));
    if (!program) return 0;
    const auto document = value::read_json(std::make_shared<base::Source>("fuzz.json", text.substr(split)));
    if (!document) return 0;
    guard::EvaluationOptions options;
    options.limits = {.steps = 20000, .depth = 60};
    guard::Evaluator evaluator(*program, options);
    const guard::TypeIndex index(document->root);
    const guard::Evaluation found = evaluator.run(index);
    check_records(found);
    const std::string first = outcome(found);
    require(outcome(evaluator.run(index)) == first);
    return 0;
}
