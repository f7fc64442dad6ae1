// SPDX-License-Identifier: Apache-2.0
#include "base/library.h"

#include <cstring>

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Library, FunctionsAreFoundByTheirNames) {
    Library library("libc.so.6");
    decltype(&std::strlen) length = nullptr;
    library.find(length, "strlen");
    ASSERT_EQ(library.problem(), "");
    EXPECT_EQ(length("four"), 4U);
}

TEST(Library, TheFirstFunctionThatIsMissingIsNamed) {
    Library library("libc.so.6");
    decltype(&std::strlen) length = &std::strlen;
    library.find(length, "length_of_nothing");
    library.find(length, "another");
    EXPECT_EQ(length, nullptr);
    EXPECT_EQ(library.problem(), "libc.so.6 has no length_of_nothing");
}

TEST(Library, OneThatIsNotThereIsNamed) {
    Library library("libnowhere.so.9");
    decltype(&std::strlen) length = nullptr;
    library.find(length, "strlen");
    EXPECT_EQ(length, nullptr);
    EXPECT_NE(library.problem().find("libnowhere.so.9"), std::string::npos);
}

}  // namespace
}  // namespace vouch::base
