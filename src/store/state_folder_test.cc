// SPDX-License-Identifier: Apache-2.0
#include "store/state_folder.h"

#include <map>

#include <gtest/gtest.h>

namespace vouch::store {
namespace {

base::Result<std::string> store_of(std::map<std::string, std::string, std::less<>> variables) {
    return default_store([&](std::string_view name) -> std::string_view {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string_view() : found->second;
    });
}

TEST(DefaultStore, IsTheStateFolder) {
    EXPECT_EQ(*store_of({{"XDG_STATE_HOME", "/var/state"}, {"HOME", "/home/a"}}), "/var/state/vouch");
    EXPECT_EQ(*store_of({{"HOME", "/home/a"}}), "/home/a/.local/state/vouch");
    EXPECT_EQ(*store_of({{"XDG_STATE_HOME", "relative"}, {"HOME", "/home/a"}}), "/home/a/.local/state/vouch");
    EXPECT_EQ(store_of({}).error().code, base::Code::invalid_usage);
    EXPECT_EQ(store_of({{"HOME", "here"}}).error().code, base::Code::invalid_usage);
}

}  // namespace
}  // namespace vouch::store
