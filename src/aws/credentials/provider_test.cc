// SPDX-License-Identifier: Apache-2.0
// When credentials are renewed.
#include "aws/credentials/provider.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31);

class RenewingProviderTest : public ::testing::Test {
protected:
    base::FixedClock clock_{kNow};
    std::optional<base::Time> expires_ = kNow + 1h;
    bool works_ = true;
    int loads_ = 0;
    RenewingProvider provider_{clock_, [this]() -> base::Result<Credentials> {
                                   ++loads_;
                                   if (!works_) return base::fail(base::Code::unreadable, "nobody answers");
                                   return Credentials{"KEY" + std::to_string(loads_), Secret("s"), {}, expires_, "a test"};
                               }};
};

TEST_F(RenewingProviderTest, CredentialsAreKeptUntilFifteenMinutesBeforeTheyExpire) {
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    clock_.set(kNow + 44min + 59s);
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    clock_.set(kNow + 45min);
    expires_ = kNow + 2h;
    EXPECT_EQ(provider_.get()->access_key_id, "KEY2");
    EXPECT_EQ(provider_.get()->access_key_id, "KEY2");
    EXPECT_EQ(loads_, 2);
}

TEST_F(RenewingProviderTest, FailureIsLivedWithUntilTenMinutesBeforeTheyExpire) {
    ASSERT_TRUE(provider_.get());
    works_ = false;
    clock_.set(kNow + 45min);
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    EXPECT_EQ(loads_, 2);  // the second time nobody was asked: too soon
    clock_.set(kNow + 45min + 10s);
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    EXPECT_EQ(loads_, 3);
    clock_.set(kNow + 50min);
    EXPECT_FALSE(provider_.get());
    works_ = true;
    expires_ = kNow + 2h;
    EXPECT_EQ(provider_.get()->access_key_id, "KEY5");
}

TEST_F(RenewingProviderTest, ShortLivedOnesAreNotAskedForWithEveryCall) {
    expires_ = kNow + 5min;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(provider_.get());
    EXPECT_EQ(loads_, 1);
    clock_.set(kNow + 10s);
    EXPECT_TRUE(provider_.get());
    EXPECT_EQ(loads_, 2);
}

TEST_F(RenewingProviderTest, ExpiredOnesAreAnError) {
    expires_ = kNow;
    EXPECT_FALSE(provider_.get());
    expires_ = kNow + 5s;
    ASSERT_TRUE(provider_.get());
    clock_.set(kNow + 5s);
    EXPECT_FALSE(provider_.get());
}

TEST_F(RenewingProviderTest, KeysWithoutAnExpiryAreLoadedOnceAndRenewedOnDemand) {
    expires_.reset();
    ASSERT_TRUE(provider_.get());
    clock_.set(kNow + 24h);
    EXPECT_EQ(provider_.get()->access_key_id, "KEY1");
    EXPECT_EQ(provider_.renew()->access_key_id, "KEY2");
    EXPECT_EQ(provider_.get()->access_key_id, "KEY2");
}

}  // namespace
}  // namespace vouch::aws
