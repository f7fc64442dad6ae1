// SPDX-License-Identifier: Apache-2.0
// The metadata block of most controls without a YAML parser: reading hundreds of them is most of what a short check does.
#pragma once

#include <optional>

#include "base/source.h"
#include "value/document.h"

namespace vouch::assess {

// The document of a block in its usual form, the same as value::read_yaml gives: keys of lower case letters and digits indented by two,
// each with a text on its line, with a folded text (`>-`), or with a list of words (`[a, b]`, or an item `- a` a line).
// nullopt for everything else: that is for value::read_yaml to read, or to refuse.
std::optional<value::Document> read_plain_block(const base::SourcePtr& source);

}  // namespace vouch::assess
