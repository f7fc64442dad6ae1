// SPDX-License-Identifier: Apache-2.0
#include "trail/folder_objects.h"

#include <atomic>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "trail/verify.h"
#include "trail/workers.h"

namespace vouch::trail {
namespace {

namespace fs = std::filesystem;
using testing::at;
using testing::MemoryObjects;
using testing::TrailMaker;

class Folder : public ::testing::Test {
protected:
    Folder()
        : folder_(fs::temp_directory_path() /
                  fmt::format("vouch-trail-{}", ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }

public:
    ~Folder() override { fs::remove_all(folder_); }

protected:
    // What is below "logs/" in the bucket lies below `to` in the folder.
    void copy(const MemoryObjects& objects, const std::string& to = "") {
        for (const auto& [path, object] : objects.stored) put(to + path.substr(path.find('/') + 1), object.bytes);
    }
    void put(const std::string& path, const std::string& bytes) {
        fs::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path, std::ios::binary) << bytes;
    }
    FolderObjects objects(std::optional<MetadataTable> metadata = std::nullopt) {
        return {disk_, {.folder = folder_.string(), .metadata = std::move(metadata), .workers = 2}};
    }
    Report run(FolderObjects& from) {
        const PublicKeys keys = testing::usual_keys();
        Asked asked;
        asked.now = at("2025-03-10T00:00:00Z");
        auto report =
            verify(from, [&](const std::string&, const Interval&) -> base::Result<const PublicKeys*> { return &keys; }, asked, {});
        return report ? *std::move(report) : Report();
    }
    static MetadataTable table(const MemoryObjects& made) {
        MetadataTable table;
        for (const auto& [path, object] : made.stored)
            if (object.metadata) table.emplace(path.substr(path.find('/') + 1), *object.metadata);
        return table;
    }

    fs::path folder_;
    base::DiskFiles disk_;
};

TEST_F(Folder, CopyIsVerifiedWhereverItsRootLies) {
    MemoryObjects made;
    TrailMaker maker;
    maker.write(made, 30);
    for (const char* below : {"", "bucket/", "bucket/some/prefix/"}) {
        fs::remove_all(folder_);
        copy(made, below);
        FolderObjects from = objects(table(made));
        const Report report = run(from);
        EXPECT_EQ(report.outcome(), Outcome::intact) << below;
        EXPECT_EQ(report.counts().logs_valid, 60U) << below;
    }
}

TEST_F(Folder, CopyWithoutMetadataHasAnUnanchoredHead) {
    MemoryObjects made;
    TrailMaker maker;
    maker.write(made, 4);
    copy(made);
    FolderObjects from = objects();
    const Report report = run(from);
    EXPECT_EQ(report.outcome(), Outcome::incomplete);
    EXPECT_EQ(report.counts().digests_unanchored, 1U);
}

TEST_F(Folder, DigestThatTheMetadataLacksHasNoSignature) {
    MemoryObjects made;
    TrailMaker maker;
    maker.write(made, 4);
    copy(made);
    MetadataTable metadata = table(made);
    metadata.erase(metadata.begin());
    FolderObjects from = objects(metadata);
    EXPECT_EQ(run(from).outcome(), Outcome::not_intact);
}

TEST_F(Folder, ListingKeepsToTheDays) {
    for (const char* day : {"2024/12/31", "2025/01/01", "2025/02/28", "2025/03/01", "2026/01/01"})
        put(fmt::format("AWSLogs/x/{}/a", day), "");
    FolderObjects from = objects();
    const auto paths = from.list("AWSLogs/x/", {at("2025-01-01T12:00:00Z"), at("2025-02-28T12:00:00Z")});
    ASSERT_TRUE(paths);
    EXPECT_EQ(*paths, (std::vector<std::string>{"AWSLogs/x/2025/01/01/a", "AWSLogs/x/2025/02/28/a"}));
    EXPECT_TRUE(from.list("AWSLogs/none/", {kFirstTime, kLastTime})->empty());
}

TEST_F(Folder, NothingOutsideOfItIsRead) {
    put("AWSLogs/a", "inside");
    fs::create_symlink("/etc/hostname", folder_ / "AWSLogs/out");
    fs::create_symlink("a", folder_ / "AWSLogs/in");
    FolderObjects from = objects();
    const std::vector<std::string> paths = {"AWSLogs/a", "AWSLogs/in", "AWSLogs/out", "AWSLogs/../../etc/hostname", "AWSLogs"};
    std::vector<std::string> read(paths.size(), "no");
    from.read(paths, [&](std::size_t index, base::Result<Object> object) {
        if (object) read[index] = object->bytes;
    });
    EXPECT_EQ(read, (std::vector<std::string>{"inside", "inside", "no", "no", "no"}));
}

TEST_F(Folder, FolderThatIsNotThereIsAnError) {
    FolderObjects from(disk_, {.folder = (folder_ / "none").string()});
    EXPECT_EQ(from.roots().error().code, base::Code::not_found);
    put("file", "");
    FolderObjects file(disk_, {.folder = (folder_ / "file").string()});
    EXPECT_EQ(file.roots().error().code, base::Code::unreadable);
}

TEST(Workers, EveryIndexIsWorkedOnce) {
    for (const unsigned workers : {0U, 1U, 2U, 7U}) {
        std::vector<std::atomic<int>> counts(100);
        for_each_index(counts.size(), workers, [&](std::size_t index) { ++counts[index]; });
        for (const auto& count : counts) EXPECT_EQ(count, 1);
    }
    for_each_index(0, 4, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace vouch::trail
