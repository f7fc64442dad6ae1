// SPDX-License-Identifier: Apache-2.0
// What the JSON reader accepts, what it makes of it, and how it says no.
#include <gtest/gtest.h>

#include "value/read.h"
#include "value/write.h"

namespace vouch::value {
namespace {

base::SourcePtr source(std::string text) { return std::make_shared<base::Source>("a.json", std::move(text)); }

TEST(ReadJson, SmallDocumentRoundTrips) {
    const auto document = read_json(source(R"( {"a": [1, -2.5, true, null, "x\n\u00e9"], "b": {}} )"));
    ASSERT_TRUE(document) << base::render(document.error());
    EXPECT_EQ(to_json(document->root), "{\"a\":[1,-2.5,true,null,\"x\\n\xC3\xA9\"],\"b\":{}}");
}

}  // namespace
}  // namespace vouch::value
