// SPDX-License-Identifier: Apache-2.0
#include "aws/detail/curl.h"

#include <gtest/gtest.h>

namespace vouch::aws::detail {
namespace {

TEST(Curl, IsLoadedWithAllThatIsUsed) {
    ASSERT_TRUE(loaded_curl()) << loaded_curl().error();
    EXPECT_STREQ(curl().easy_strerror(CURLE_OK), "No error");
    const Easy easy(curl().easy_init());
    EXPECT_NE(easy, nullptr);
}

TEST(Curl, ALibraryThatIsNotThereIsNamed) {
    const auto library = load_curl("libcurl-of-nowhere.so.9");
    ASSERT_FALSE(library);
    EXPECT_NE(library.error().find("libcurl-of-nowhere.so.9"), std::string::npos);
}

TEST(Curl, AnotherLibraryIsNotTakenForIt) {
    const auto library = load_curl("libcrypto.so.3");
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error(), "libcrypto.so.3 has no curl_global_init");
}

}  // namespace
}  // namespace vouch::aws::detail
