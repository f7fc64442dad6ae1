// SPDX-License-Identifier: Apache-2.0
// The functions by their names, with the loader of the system. Tested by curl_test.cc.
#include "aws/detail/curl.h"

#include "base/library.h"

namespace vouch::aws::detail {

std::expected<Curl, std::string> load_curl(const char* name) {
    base::Library library(name);
    Curl curl{};
    library.find(curl.global_init, "curl_global_init");
    library.find(curl.easy_init, "curl_easy_init");
    library.find(curl.easy_reset, "curl_easy_reset");
    library.find(curl.easy_cleanup, "curl_easy_cleanup");
    library.find(curl.easy_setopt, "curl_easy_setopt");
    library.find(curl.easy_getinfo, "curl_easy_getinfo");
    library.find(curl.easy_strerror, "curl_easy_strerror");
    library.find(curl.multi_init, "curl_multi_init");
    library.find(curl.multi_cleanup, "curl_multi_cleanup");
    library.find(curl.multi_setopt, "curl_multi_setopt");
    library.find(curl.multi_add_handle, "curl_multi_add_handle");
    library.find(curl.multi_remove_handle, "curl_multi_remove_handle");
    library.find(curl.multi_perform, "curl_multi_perform");
    library.find(curl.multi_poll, "curl_multi_poll");
    library.find(curl.multi_info_read, "curl_multi_info_read");
    library.find(curl.slist_append, "curl_slist_append");
    library.find(curl.slist_free_all, "curl_slist_free_all");
    if (!library.problem().empty()) return std::unexpected(library.problem());
    curl.global_init(CURL_GLOBAL_DEFAULT);
    return curl;
}

const std::expected<Curl, std::string>& loaded_curl() {
    static const std::expected<Curl, std::string> library = load_curl("libcurl.so.4");
    return library;
}

}  // namespace vouch::aws::detail
