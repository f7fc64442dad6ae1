// SPDX-License-Identifier: Apache-2.0
// Owners of libcurl's objects.
#pragma once

#include <curl/curl.h>

#include "base/handle.h"

namespace vouch::aws::detail {

using Easy = base::Handle<CURL, curl_easy_cleanup>;
using Multi = base::Handle<CURLM, curl_multi_cleanup>;
using HeaderList = base::Handle<curl_slist, curl_slist_free_all>;

// libcurl counts how often it was set up, and lets go with the last.
class Global {
public:
    Global() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    Global(const Global&) = delete;
    Global& operator=(const Global&) = delete;
    ~Global() { curl_global_cleanup(); }
};

}  // namespace vouch::aws::detail
