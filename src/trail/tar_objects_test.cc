// SPDX-License-Identifier: Apache-2.0
#include "trail/tar_objects.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "trail/testing/tar.h"
#include "trail/verify.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::MemoryObjects;
using testing::stream_of;
using testing::tar_end;
using testing::tar_entry;
using testing::TrailMaker;

constexpr std::string_view kFolder = "AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/01/";

std::string path_of(std::string_view name) { return fmt::format("{}{}", kFolder, name); }

std::unique_ptr<TarObjects> objects_of(const std::string& archive, std::optional<MetadataTable> metadata = std::nullopt) {
    auto made = TarObjects::read_archive(stream_of(archive, 100'000), {.metadata = std::move(metadata), .workers = 2});
    EXPECT_TRUE(made) << base::render(made.error());
    return made ? *std::move(made) : nullptr;
}

// What is read at a path, or the error.
std::string read(TarObjects& objects, const std::string& path) {
    std::string got;
    objects.read(std::vector{path},
                 [&](std::size_t, base::Result<Object> object) { got = object ? object->bytes : "error: " + object.error().message; });
    return got;
}

std::vector<std::string> problems(const TarObjects& objects) {
    std::vector<std::string> all;
    for (const base::Error& problem : objects.problems())
        all.push_back(fmt::format("{} {}", problem.where ? problem.where->file : "", problem.message));
    return all;
}

using Texts = std::vector<std::string>;

TEST(TarObjects, ATrailInAnArchiveIsVerifiedAsInAFolder) {
    MemoryObjects made;
    TrailMaker maker;
    maker.write(made, 30);
    MetadataTable metadata;
    for (const auto& [path, object] : made.stored)
        if (object.metadata) metadata.emplace(path.substr(path.find('/') + 1), *object.metadata);
    const PublicKeys keys = testing::usual_keys();
    Asked asked;
    asked.now = at("2025-03-10T00:00:00Z");
    for (const char* above : {"", "./", "a/b/c/d/e/"}) {
        std::string archive;
        for (const auto& [path, object] : made.stored) {
            const std::string name = above + path.substr(path.find('/') + 1);
            archive += tar_entry("pax", testing::pax_record("path", name), 'x') + tar_entry("cut", object.bytes);
        }
        const auto objects = objects_of(archive + tar_end(), metadata);
        const auto report =
            verify(*objects, [&](const std::string&, const Interval&) -> base::Result<const PublicKeys*> { return &keys; }, asked, {});
        ASSERT_TRUE(report);
        EXPECT_EQ(report->outcome(), Outcome::intact) << above;
        EXPECT_EQ(report->counts().logs_valid, 60U);
    }
}

TEST(TarObjects, OtherServicesAndFilesArePassedOver) {
    const auto objects = objects_of(
        tar_entry("AWSLogs/111122223333/Config/x/y", "1") + tar_entry("notes", "", '2', "/etc") + tar_entry("/etc/passwd", "") +
        tar_entry("AWSLogs/o-a1b2c3d4e5/111122223333/elasticloadbalancing/dev", "", '3') + tar_entry(path_of("a"), "1") + tar_end());
    EXPECT_EQ(problems(*objects), Texts());
    EXPECT_EQ(*objects->list("AWSLogs/111122223333/CloudTrail/eu-west-1/", {kFirstTime, kLastTime}), Texts{path_of("a")});
    EXPECT_EQ(*objects->folders("AWSLogs/111122223333/"), Texts{"CloudTrail"});
    EXPECT_EQ(read(*objects, "AWSLogs/111122223333/Config/x/y"), "error: is not there");
}

TEST(TarObjects, WhatALogCouldHideBehindIsAProblem) {
    const auto objects = objects_of(tar_entry("/" + path_of("a"), "1") + tar_entry("x/../" + path_of("b"), "1") +
                                    tar_entry(path_of("c\n"), "1") + tar_entry(path_of("d"), "", '2', "/etc/passwd") +
                                    tar_entry(path_of("e"), "", '6') + tar_entry("AWSLogs", "", '2', "elsewhere") + tar_end());
    const Texts found = problems(*objects);
    ASSERT_EQ(found.size(), 6U);
    EXPECT_NE(found[0].find("is no path that"), std::string::npos);
    EXPECT_NE(found[1].find("is no path that"), std::string::npos);
    EXPECT_EQ(found[2].find('\n'), std::string::npos);
    EXPECT_NE(found[3].find("d is a symbolic link"), std::string::npos);
    EXPECT_NE(found[4].find("e is a device or a pipe"), std::string::npos);
    EXPECT_NE(found[5].find("AWSLogs is a symbolic link"), std::string::npos);
    EXPECT_EQ(*objects->roots(), Texts());
}

TEST(TarObjects, TheLastOfOneNameCountsAndAnotherContentIsAProblem) {
    const auto objects = objects_of(tar_entry(path_of("a"), "first") + tar_entry(path_of("b"), "same") + tar_entry(path_of("a"), "other") +
                                    tar_entry(path_of("b"), "same") + tar_end());
    EXPECT_EQ(read(*objects, path_of("a")), "other");
    EXPECT_EQ(read(*objects, path_of("b")), "same");
    EXPECT_EQ(problems(*objects),
              Texts{path_of("a") + " stands in the archive more than once, with different contents; the last one counts"});
}

TEST(TarObjects, HardLinksAreFollowedWithinTheArchive) {
    const auto objects = objects_of(tar_entry(path_of("a"), "bytes") + tar_entry(path_of("b"), "", '1', path_of("a")) +
                                    tar_entry(path_of("c"), "", '1', path_of("b")) + tar_entry(path_of("d"), "", '1', "etc/passwd") +
                                    tar_entry(path_of("e"), "", '1', path_of("e")) + tar_end());
    EXPECT_EQ(read(*objects, path_of("b")), "bytes");
    EXPECT_EQ(read(*objects, path_of("c")), "bytes");
    EXPECT_EQ(read(*objects, path_of("d")), "error: is a link to something that is not in the archive");
    EXPECT_EQ(read(*objects, path_of("e")), "error: is a link to something that is not in the archive");
}

TEST(TarObjects, LargeAndSparseFilesAreNotRead) {
    const std::string holes = testing::pax_record("GNU.sparse.major", "0") + testing::pax_record("GNU.sparse.minor", "1") +
                              testing::pax_record("GNU.sparse.numblocks", "1") + testing::pax_record("GNU.sparse.map", "1000000,5") +
                              testing::pax_record("GNU.sparse.size", "1000005");
    const auto objects = objects_of(tar_entry(path_of("large"), std::string(kMostStoredBytes + 1, 'x')) + tar_entry("pax", holes, 'x') +
                                    tar_entry(path_of("holes"), "bytes") + tar_entry(path_of("after"), "1") + tar_end());
    EXPECT_EQ(read(*objects, path_of("large")), fmt::format("error: has more than {} bytes", kMostStoredBytes));
    EXPECT_EQ(read(*objects, path_of("holes")), "error: is stored with holes, which no object has");
    EXPECT_EQ(read(*objects, path_of("after")), "1");
}

TEST(TarObjects, AnArchiveThatBreaksOffIsAnErrorAsAWhole) {
    for (const std::string& archive :
         {tar_entry(path_of("a"), "1"), tar_entry(path_of("a"), "1", '0', "", 1000), tar_entry(path_of("a"), "1", '0', "", 8'000'000'000)})
        EXPECT_EQ(TarObjects::read_archive(stream_of(archive), {}).error().code, base::Code::syntax);
}

TEST(TarObjects, ProblemsAreBounded) {
    std::string archive;
    for (int i = 0; i < 1005; ++i) archive += tar_entry(path_of(fmt::format("{}", i)), "", '2', "x");
    const auto objects = objects_of(archive + tar_end());
    const Texts found = problems(*objects);
    ASSERT_EQ(found.size(), 1001U);
    EXPECT_EQ(found.back(), " 5 more entries of the archive are no objects");
}

}  // namespace
}  // namespace vouch::trail
