// SPDX-License-Identifier: Apache-2.0
// Secrets out of an answer, before anything else sees it: neither store, inventory, report nor log gets them, and a replay judges precisely
// what was judged live. docs/store.md says what is hidden.
#pragma once

#include "model/call_made.h"
#include "value/document.h"

namespace vouch::store {

// Hides what is a secret by the name it goes by or by its form, in `output` and `message`. The question stays: it was made of answers that
// were redacted. Doing it twice changes nothing more. `output` is another document afterwards where something was hidden (without the
// text of the answer), the same where nothing was.
void redact(model::Exchange& exchange);

// The same for any tree: what stands in it without its secrets; null where there are none to hide.
value::DocumentPtr redacted(const value::Value& root);

}  // namespace vouch::store
