// SPDX-License-Identifier: Apache-2.0
// What the template of one stack can learn of others while it is resolved.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/environment.h"
#include "model/output.h"
#include "model/unit.h"
#include "value/document.h"

namespace vouch::cfn {

// A value that is asked for: what Fn::ImportValue or Fn::GetStackOutput names.
struct Asked {
    std::string stack;  // empty: the export called `name`; else the output `name` of that stack
    std::string name;
    model::Environment where;    // empty parts: anywhere
    std::uint32_t position = 0;  // of the call

    bool operator==(const Asked&) const = default;
};

// The output that was meant and the unit that has it, or (both null) the reason why it is not known.
struct Answer {
    const model::Unit* unit = nullptr;
    const model::Output* output = nullptr;
    std::string reason;
};

// A file that a template includes, and its path below the root, from whose folder its own relative paths start.
struct Included {
    value::DocumentPtr document;
    std::string file;
};

// What is empty is not to be had. All are called while the unit is resolved, each as often as it is asked for.
struct Surroundings {
    std::string_view unit;  // name of the unit that is resolved
    std::function<Answer(const Asked&)> ask;
    // Follows a nested stack whose body is resolved; its unit, resolved, or nullptr.
    std::function<const model::Unit*(const model::Resource&)> follow;
    // The file at a relative path that the included file `from` names (empty: that the template names). Errors: those of
    // base::Files::read_beneath and of the readers.
    std::function<base::Result<Included>(std::string_view location, std::string_view from)> include;
};

}  // namespace vouch::cfn
