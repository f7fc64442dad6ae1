// SPDX-License-Identifier: Apache-2.0
// One request and its answer, waited for: what finding credentials needs before there is anything to call with.
#pragma once

#include "aws/credentials/source.h"
#include "aws/http.h"

namespace vouch::aws {

// Every request has connections of its own and is sent at once, so it may be used from within a callback of another Http.
Fetch curl_fetch(HttpOptions options);

}  // namespace vouch::aws
