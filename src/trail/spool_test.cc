// SPDX-License-Identifier: Apache-2.0
#include "trail/spool.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace vouch::trail {
namespace {

TEST(Spool, WhatWasAppendedIsReadAgainAndLeavesNoFile) {
    const auto folder = std::filesystem::temp_directory_path() / "vouch-trail-spool";
    std::filesystem::create_directories(folder);
    auto spool = Spool::make(folder.string());
    ASSERT_TRUE(spool);
    ASSERT_TRUE(spool->append("first,"));
    ASSERT_TRUE(spool->append("second"));
    EXPECT_EQ(spool->size(), 12U);
    EXPECT_EQ(spool->read(6, 6), "second");
    EXPECT_EQ(spool->read(0, 5), "first");
    EXPECT_EQ(spool->read(10, 5).error().code, base::Code::unreadable);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove(folder);
}

TEST(Spool, AFolderThatIsNotThereIsAnError) {
    const auto spool = Spool::make("/nowhere/at/all");
    ASSERT_FALSE(spool);
    EXPECT_EQ(spool.error().code, base::Code::unwritable);
    EXPECT_NE(spool.error().help.find("TMPDIR"), std::string::npos);
}

}  // namespace
}  // namespace vouch::trail
