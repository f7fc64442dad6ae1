// SPDX-License-Identifier: Apache-2.0
// Fuzz target for rule text: parse and compile never crash, errors are one line and stand within the file, and what loads can
// be evaluated within its limits.
#include "guard/parse.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "guard/evaluate.h"
#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace guard = vouch::guard;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_errors(const std::vector<base::Error>& errors, const base::Source& source) {
    require(!errors.empty());
    for (const base::Error& error : errors) {
        require(error.code != base::Code::internal && !error.message.empty());
        require(error.where && error.where->line >= 1 && error.where->line <= source.line_count() + 1);
    }
}

void evaluate(const guard::Program& program) {
    static const auto document = value::read_json(std::make_shared<base::Source>(
        "d", R"({"a": {"b": [1, "x"]}, "Resources": {"r": {"Type": "A::B::C", "Properties": {"a": true}}}})"));
    guard::EvaluationOptions options;
    options.limits.steps = 20000;
    guard::Evaluator evaluator(program, options);
    const guard::TypeIndex index(document->root);
    require(evaluator.run(index).rules.size() == program.file.rules.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto source = std::make_shared<base::Source>("fuzz.guard", std::string(reinterpret_cast<const char*>(bytes), size));
    for (const std::uint32_t depth : {8U, 200U}) {
        auto file = guard::parse(source, {.bytes = 1U << 16U, .depth = depth, .errors = 20});
        if (!file) {
            check_errors(file.error(), *source);
            continue;
        }
        const auto program = guard::compile(*std::move(file));
        program ? evaluate(*program) : check_errors(program.error(), *source);
    }
    return 0;
}
