// SPDX-License-Identifier: Apache-2.0
// For tests: answers of an account, given as JSON, and the resources that the built-in tables make of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "collect/catalog.h"
#include "collect/shape.h"

namespace vouch::collect::testing {

class Stage {
public:
    Stage();
    explicit Stage(std::string_view table);  // instead of the built-in ones: the file `test.yaml`

    Stage& gives(const std::string& call, std::string_view json);
    Stage& fails(const std::string& call, std::string_view code, std::string_view message = {}, int status = 400);

    // Every resource of that type, in the order of the answers; stand-ins too. Calls that were not given are not asked.
    std::vector<Shaped> shape(std::string_view type);
    // The properties of the only resource of that type, as JSON; "none" or "several" where it is not the only one.
    std::string properties(std::string_view type);

    const Catalog& catalog() const { return catalog_; }
    Shaper& shaper() { return shaper_; }
    const Place& place() const { return place_; }
    Answers& answers() { return answers_; }

private:
    void shape_listed(const Row& row, const View& of, std::vector<Shaped>& all);

    Catalog catalog_;
    std::vector<value::DocumentPtr> documents_;
    Place place_{.account = "123456789012", .region = "eu-west-1", .partition = "aws"};
    Answers answers_;
    base::Arena arena_;
    Shaper shaper_{arena_};
};

}  // namespace vouch::collect::testing
