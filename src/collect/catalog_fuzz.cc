// SPDX-License-Identifier: Apache-2.0
// Fuzz target for the tables: any text as the table `fuzz`. Properties: an error has its place in the text; what was read shapes the answer
// below without a crash, and every value that it makes stands at a position of its own.
#include "collect/catalog.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "collect/shape.h"
#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace collect = vouch::collect;
namespace value = vouch::value;

constexpr std::string_view kAnswer =
    R"({"A": [{"B": "x", "C": [1, {"D": null}], "Tags": {"k": "v"}}, 7], "J": "{\"x\": [1]}", "N": "12", "T": true})";

void require(bool holds) {
    if (!holds) std::abort();
}

void shape_all(const collect::ServiceTable& table, const value::Document& answer) {
    collect::Answers answers;
    for (const auto& [name, call] : table.calls) {
        collect::Answer& made = answers[name];
        made.outcome = answers.size() % 3 == 0 ? collect::Outcome::denied : collect::Outcome::given;
        made.value = answer.root;
        made.action = "a:B";
    }
    const collect::Place place{.account = "1", .region = "r", .partition = "aws"};
    base::Arena arena;
    collect::Shaper shaper(arena);
    for (const collect::Row& row : table.rows) {
        const collect::View outside{place, answers, answer.root, answer.root};
        const collect::Listed listed = shaper.listed(row, outside);
        if (listed.unknown)
            require(listed.unknown->is_unknown() && !shaper.stand_in(row, outside, *listed.unknown).resource.uncertain.empty());
        std::uint32_t last = 0;
        for (const value::Value& item : listed.items) {
            const auto made = shaper.shape(row, collect::View{place, answers, item, answer.root});
            if (!made) continue;
            require(made->resource.position > last && !made->resource.id.empty());
            last = made->resource.position;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const auto answer = value::read_json(std::make_shared<base::Source>("answer", std::string(kAnswer)));
    require(answer.has_value());
    auto source = std::make_shared<base::Source>("fuzz.yaml", std::string(reinterpret_cast<const char*>(bytes), size));
    const auto table = collect::read_service("fuzz", source);
    if (!table) {
        require(table.error().code != base::Code::internal && !table.error().message.empty());
        return 0;
    }
    shape_all(**table, *answer);
    return 0;
}
