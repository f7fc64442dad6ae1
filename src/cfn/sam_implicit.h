// SPDX-License-Identifier: Apache-2.0
// The APIs that the serverless transform makes for events of functions which name none: ServerlessRestApi and ServerlessHttpApi.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "cfn/evaluator.h"
#include "model/resource.h"

namespace vouch::cfn {

class ImplicitApis {
public:
    // Takes note of a resource before it is expanded.
    void note(const model::Resource& resource);

    // The APIs that are needed, as serverless resources that stand where the event's function does. They exist when it does.
    std::vector<model::Resource> made(Evaluator& evaluator) const;

private:
    static constexpr std::size_t kKinds = 2;
    std::array<std::optional<model::Resource>, kKinds> owners_;  // a resource with such an event; one that surely exists if there is any
};

}  // namespace vouch::cfn
