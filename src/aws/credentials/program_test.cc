// SPDX-License-Identifier: Apache-2.0
// Programs that are really started.
#include "aws/credentials/program.h"

#include <gtest/gtest.h>

#include "aws/testing/memory_files.h"

namespace vouch::aws {
namespace {

using base::Code;

class ProgramTest : public ::testing::Test {
protected:
    MemoryFiles files_;
    base::FixedClock clock_{base::Time{}};
    Environment environment_{{{"PATH", "/usr/bin:/bin"}, {"ONLY", "this"}}, files_, clock_, {}, {}};

    base::Result<std::string> shell(const std::string& script, const ProgramLimits& limits = {}) const {
        return run_program(environment_, {"/bin/sh", "-c", script}, limits);
    }
};

TEST_F(ProgramTest, OutputIsReturnedAndErrorOutputIsNot) { EXPECT_EQ(*shell("echo out; echo canary >&2"), "out\n"); }

TEST_F(ProgramTest, WordsAreNotForAShell) { EXPECT_EQ(*run_program(environment_, {"/bin/echo", "$HOME;", "a b"}), "$HOME; a b\n"); }

TEST_F(ProgramTest, VariablesAreThoseOfTheEnvironmentAlone) { EXPECT_EQ(*shell("echo $ONLY $HOME"), "this\n"); }

TEST_F(ProgramTest, LongOutputIsReadWhole) { EXPECT_EQ(shell("head -c 300000 /dev/zero")->size(), 300'000U); }

TEST_F(ProgramTest, FailureIsToldWithoutWhatItPrinted) {
    const auto failed = shell("echo canary; exit 3");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "the program `/bin/sh` failed");
    EXPECT_FALSE(shell("kill -9 $$"));
    EXPECT_EQ(run_program(environment_, {"/none/such"}).error().code, Code::not_found);
    EXPECT_EQ(run_program(environment_, {}).error().code, Code::not_found);
}

TEST_F(ProgramTest, LimitsEndIt) {
    EXPECT_EQ(shell("head -c 300000 /dev/zero", {.bytes = 1000}).error().code, Code::too_large);
    EXPECT_EQ(shell("exec sleep 60", {.time = std::chrono::seconds(0)}).error().code, Code::too_large);
}

}  // namespace
}  // namespace vouch::aws
