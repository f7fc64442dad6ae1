// SPDX-License-Identifier: Apache-2.0
// A loop for one request. Tested by http_test.cc.
#include "aws/fetch.h"

#include <optional>
#include <utility>

namespace vouch::aws {

Fetch curl_fetch(HttpOptions options) {
    return [options = std::move(options)](const HttpRequest& request, const FetchOptions& how) -> base::Result<HttpResponse> {
        HttpOptions own = options;
        if (how.direct) own.proxies = {};
        CurlHttp http(std::move(own));
        std::optional<HttpResult> got;
        http.submit(request, how.timeout, [&](HttpResult result) { got = std::move(result); });
        http.run();
        if (!got) return base::fail(base::Code::internal, "a request ended without an answer");
        if (!*got) return std::unexpected(std::move(got->error().error));
        return **std::move(got);
    };
}

}  // namespace vouch::aws
