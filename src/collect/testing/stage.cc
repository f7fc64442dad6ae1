// SPDX-License-Identifier: Apache-2.0
// Lists and shapes as the collector of an account does, with one answer for each call.
#include "collect/testing/stage.h"

#include <array>
#include <stdexcept>

#include "base/embedded.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::collect::testing {

namespace {

model::CallMadePtr made_by(const std::string& service, const std::string& operation, const std::string& region) {
    return std::make_shared<const model::CallMade>(
        model::CallMade{.question = {service, operation, region, "{}"}, .request_id = "request-" + operation, .time = 1'700'000'000});
}

}  // namespace

Stage::Stage() : catalog_(read_catalog(base::embedded_catalog())) {}

Stage::Stage(std::string_view table) {
    const std::array files{base::EmbeddedFile{"collectors/test.yaml", table}};
    catalog_ = read_catalog(files);
    if (!catalog_.problems.empty()) throw std::runtime_error(base::render(catalog_.problems.front()));
}

Stage& Stage::gives(const std::string& call, std::string_view json) {
    auto document = value::read_json(std::make_shared<base::Source>("answer", std::string(json)));
    if (!document) throw std::runtime_error(base::render(document.error()));
    documents_.push_back(std::make_shared<const value::Document>(*std::move(document)));
    Answer& answer = answers_[call];
    answer.outcome = Outcome::given;
    answer.value = documents_.back()->root;
    answer.made = made_by("service", call, place_.region);
    return *this;
}

Stage& Stage::fails(const std::string& call, std::string_view code, std::string_view message, int status) {
    const Call* found = nullptr;
    for (const auto& service : catalog_.services)
        if (found == nullptr) found = service->call(call);
    if (found == nullptr) throw std::runtime_error("no such call");
    Answer& answer = answers_[call];
    answer.outcome = outcome_of(*found, code, status, catalog_.denied);
    answer.code = code;
    answer.message = message;
    answer.action = action_of(*found, message);
    answer.made = made_by(found->service, found->operation, place_.region);
    return *this;
}

void Stage::shape_listed(const Row& row, const View& of, std::vector<Shaped>& all) {
    const Listed listed = shaper_.listed(row, of);
    if (listed.unknown) all.push_back(shaper_.stand_in(row, of, *listed.unknown));
    for (const value::Value& item : listed.items)
        if (auto made = shaper_.shape(row, View{place_, answers_, item, row.parent.empty() ? value::Value() : of.item}))
            all.push_back(*std::move(made));
}

std::vector<Shaped> Stage::shape(std::string_view type) {
    const Row* row = catalog_.row(type);
    if (row == nullptr) throw std::runtime_error("no such type");
    const View outside{place_, answers_, {}, {}};
    std::vector<Shaped> all;
    if (row->parent.empty()) {
        shape_listed(*row, outside, all);
        return all;
    }
    const Row& parent = *catalog_.row(row->parent);
    for (const value::Value& item : shaper_.listed(parent, outside).items) {
        View view{place_, answers_, item, {}};
        const auto made = shaper_.shape(parent, view);
        if (!made) continue;
        view.id = made->resource.id;
        shape_listed(*row, view, all);
    }
    return all;
}

std::string Stage::properties(std::string_view type) {
    const std::vector<Shaped> all = shape(type);
    if (all.size() != 1) return all.empty() ? "none" : "several";
    return value::to_json(all.front().resource.properties());
}

}  // namespace vouch::collect::testing
