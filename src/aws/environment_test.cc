// SPDX-License-Identifier: Apache-2.0
// Variables and the home folder.
#include "aws/environment.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

class EnvironmentTest : public ::testing::Test {
protected:
    Environment with(Variables variables) const { return {std::move(variables), files_, clock_, {}, {}}; }

    base::DiskFiles files_;
    base::FixedClock clock_{base::Time{}};
};

TEST_F(EnvironmentTest, VariableThatIsSetToNothingIsNotSet) {
    const Environment environment = with({{"A", ""}, {"B", "b"}});
    EXPECT_FALSE(variable(environment, "A"));
    EXPECT_FALSE(variable(environment, "C"));
    EXPECT_EQ(variable(environment, "B"), "b");
}

TEST_F(EnvironmentTest, TrueIsReadInAnyCaseAndNothingElseIsTrue) {
    const Environment environment = with({{"A", "True"}, {"B", "1"}, {"C", "false"}});
    EXPECT_TRUE(is_true(environment, "A"));
    EXPECT_FALSE(is_true(environment, "B"));
    EXPECT_FALSE(is_true(environment, "C"));
    EXPECT_FALSE(is_true(environment, "D"));
}

TEST_F(EnvironmentTest, TildeIsTheHomeFolderOnlyAsAWholeComponent) {
    const Environment environment = with({{"HOME", "/home/ada"}});
    EXPECT_EQ(expand_home(environment, "~/.aws/config"), "/home/ada/.aws/config");
    EXPECT_EQ(expand_home(environment, "~"), "/home/ada");
    EXPECT_EQ(expand_home(environment, "~bob/x"), "~bob/x");
    EXPECT_EQ(expand_home(environment, "/etc/~"), "/etc/~");
    EXPECT_EQ(expand_home(with({}), "~/x"), "~/x");
}

}  // namespace
}  // namespace vouch::aws
