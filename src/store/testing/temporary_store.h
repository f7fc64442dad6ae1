// SPDX-License-Identifier: Apache-2.0
// For tests: a folder that goes with the test, and calls to keep.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "model/call_made.h"
#include "store/run.h"

namespace vouch::store {

class TemporaryStore : public ::testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    // The store, not made yet.
    std::string store() const { return root_ + "/state/vouch"; }
    std::string path(std::string_view below) const { return store() + "/" + std::string(below); }

    std::string root_;
};

std::string content(const std::string& path);
void write(const std::string& path, std::string_view text);

inline constexpr const char* kAccount = "111122223333";
RunInfo info(const std::string& name);
// An answer (JSON), and a call that failed.
model::Exchange answer(const std::string& operation, const std::string& output);
model::Exchange denial(const std::string& operation);

}  // namespace vouch::store
