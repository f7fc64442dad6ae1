// SPDX-License-Identifier: Apache-2.0
// For tests: the record of an account, written down call by call.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/call_made.h"
#include "value/read.h"

namespace vouch::collect::testing {

class Record {
public:
    Record& gives(const std::string& service, const std::string& operation, const std::string& region, const std::string& input,
                  std::string_view output) {
        auto document = value::read_json(std::make_shared<base::Source>("answer", std::string(output)));
        if (!document) throw std::runtime_error(base::render(document.error()));
        model::Exchange& added = add(service, operation, region, input);
        added.output = std::make_shared<const value::Document>(*std::move(document));
        return *this;
    }
    Record& fails(const std::string& service, const std::string& operation, const std::string& region, const std::string& input,
                  const std::string& code, const std::string& message = {}, int status = 400) {
        model::Exchange& added = add(service, operation, region, input);
        added.code = code;
        added.message = message;
        added.status = status;
        return *this;
    }
    std::vector<model::Exchange> take() { return std::move(all_); }

private:
    model::Exchange& add(const std::string& service, const std::string& operation, const std::string& region, const std::string& input) {
        model::Exchange exchange;
        exchange.made = std::make_shared<const model::CallMade>(
            model::CallMade{{service, operation, region, input}, "request-" + std::to_string(all_.size()), 1'700'000'000});
        all_.push_back(std::move(exchange));
        return all_.back();
    }

    std::vector<model::Exchange> all_;
};

}  // namespace vouch::collect::testing
