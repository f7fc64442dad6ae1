// SPDX-License-Identifier: Apache-2.0
// libcurl, loaded when the first request needs it, and owners of its objects. Linked, it and the thirty libraries behind it would cost each
// start 8 ms, also that of a command that asks nobody (docs/performance.md).
#pragma once

#include <expected>
#include <string>

#include <curl/curl.h>

#include "base/handle.h"

namespace vouch::aws::detail {

// The functions in use, with the names that they have after `curl_`.
struct Curl {
    decltype(&::curl_global_init) global_init;
    decltype(&::curl_easy_init) easy_init;
    decltype(&::curl_easy_reset) easy_reset;
    decltype(&::curl_easy_cleanup) easy_cleanup;
    decltype(&::curl_easy_setopt) easy_setopt;
    decltype(&::curl_easy_getinfo) easy_getinfo;
    decltype(&::curl_easy_strerror) easy_strerror;
    decltype(&::curl_multi_init) multi_init;
    decltype(&::curl_multi_cleanup) multi_cleanup;
    decltype(&::curl_multi_setopt) multi_setopt;
    decltype(&::curl_multi_add_handle) multi_add_handle;
    decltype(&::curl_multi_remove_handle) multi_remove_handle;
    decltype(&::curl_multi_perform) multi_perform;
    decltype(&::curl_multi_poll) multi_poll;
    decltype(&::curl_multi_info_read) multi_info_read;
    decltype(&::curl_slist_append) slist_append;
    decltype(&::curl_slist_free_all) slist_free_all;
};

// The library of that name, for the life of the process; else what the loader says, without a full stop.
std::expected<Curl, std::string> load_curl(const char* name);

// libcurl.so.4, loaded once. The text of a failure is kept too.
const std::expected<Curl, std::string>& loaded_curl();

// Requires: loaded_curl() has it.
inline const Curl& curl() { return *loaded_curl(); }

inline void release_easy(CURL* easy) { curl().easy_cleanup(easy); }
inline void release_multi(CURLM* multi) { curl().multi_cleanup(multi); }
inline void release_headers(curl_slist* list) { curl().slist_free_all(list); }

using Easy = base::Handle<CURL, release_easy>;
using Multi = base::Handle<CURLM, release_multi>;
using HeaderList = base::Handle<curl_slist, release_headers>;

}  // namespace vouch::aws::detail
