// SPDX-License-Identifier: Apache-2.0
#include "trail/chosen_objects.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "trail/testing/tar.h"
#include "trail/verify.h"

namespace vouch::trail {
namespace {

using testing::stream_of;
using KeyTexts = std::vector<std::string>;

GivenKeys keys_of_text(const std::string& text, std::string_view above = "") {
    auto keys = read_keys(stream_of(text, 7), above);
    EXPECT_TRUE(keys);
    return keys ? *std::move(keys) : GivenKeys();
}

KeyTexts listed(const GivenKeys& keys) { return keys.paths.list("b/AWSLogs/", {kFirstTime, kLastTime}); }

TEST(GivenKeys, PlainKeysAndListingsOfTheCliAreRead) {
    const GivenKeys keys = keys_of_text(
        "AWSLogs/2025/03/01/a\r\n\n2025-03-01 09:05:12      12345 AWSLogs/2025/03/01/b "
        "c\n./AWSLogs/2025/03/01/d\nAWSLogs/2025/\nAWSLogs/2025/03/01/e",
        "b/");
    EXPECT_EQ(listed(keys),
              (KeyTexts{"b/AWSLogs/2025/03/01/a", "b/AWSLogs/2025/03/01/b c", "b/AWSLogs/2025/03/01/d", "b/AWSLogs/2025/03/01/e"}));
    EXPECT_TRUE(keys.problems.empty());
}

TEST(GivenKeys, LinesThatAreNoKeysAreProblems) {
    const GivenKeys keys =
        keys_of_text("notes.txt\nAWSLogs/../x\n/AWSLogs/x\nAWSLogs/" + std::string(5'000'000, 'x') + "\nAWSLogs/2025/03/01/a\n", "b/");
    ASSERT_EQ(keys.problems.size(), 4U);
    EXPECT_EQ(keys.problems[0].message, "`notes.txt` is not below a folder `AWSLogs`");
    EXPECT_EQ(base::to_string(*keys.problems[0].where), "<stdin>:1:0");
    EXPECT_LT(keys.problems[3].message.size(), 300U);
    EXPECT_EQ(listed(keys), KeyTexts{"b/AWSLogs/2025/03/01/a"});
}

TEST(GivenKeys, ProblemsAreBoundedAndErrorsOfTheInputComeBack) {
    std::string text;
    for (int i = 0; i < 150; ++i) text += "x\n";
    const GivenKeys keys = keys_of_text(text);
    ASSERT_EQ(keys.problems.size(), 101U);
    EXPECT_EQ(keys.problems.back().message, "50 more lines are no keys of trails");
    const auto broken = [](std::span<char>) -> base::Result<std::size_t> { return base::fail(base::Code::cancelled, "stopped"); };
    EXPECT_EQ(read_keys(broken, "").error().message, "stopped");
}

TEST(ChosenObjects, OnlyGivenKeysAreSeenAndWhatDigestsNameIsRead) {
    auto made = std::make_unique<testing::MemoryObjects>();
    testing::MemoryObjects& bucket = *made;
    testing::TrailMaker maker;
    maker.write(bucket, 6);
    std::string text;
    for (const std::string& digest : maker.digests) text += digest.substr(digest.find('/') + 1) + "\n";
    // No digest lists it, and nobody gave its key.
    const std::string stray = maker.logs_of[1][0].substr(0, maker.logs_of[1][0].rfind('_')) + "_stray.json.gz";
    bucket.stored[stray] = {testing::gzip("{\"Records\":[]}")};
    const PublicKeys keys = testing::usual_keys();
    Asked asked;
    asked.now = testing::at("2025-03-10T00:00:00Z");
    const auto run = [&](Objects& objects) {
        return verify(objects, [&](const std::string&, const Interval&) -> base::Result<const PublicKeys*> { return &keys; }, asked, {});
    };
    const auto whole = run(bucket);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->counts().undigested, 1U);
    ChosenObjects chosen(std::move(made), keys_of_text(text, "logs/"));
    const auto report = run(chosen);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->outcome(), Outcome::intact);
    EXPECT_EQ(report->counts().logs_valid, 12U);
}

}  // namespace
}  // namespace vouch::trail
