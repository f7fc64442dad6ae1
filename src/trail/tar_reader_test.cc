// SPDX-License-Identifier: Apache-2.0
#include "trail/tar_reader.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "trail/testing/tar.h"

namespace vouch::trail {
namespace {

using testing::pax_record;
using testing::stream_of;
using testing::tar_end;
using testing::tar_entry;

// "kind path=content" of each entry.
struct Read {
    std::vector<std::string> entries;
    base::Result<void> done;
};

Read read_entries(const std::string& archive, std::size_t piece = 1000) {
    Read read;
    read.done = read_tar(stream_of(archive, piece), [&](const TarEntry& entry, const ReadMore& content) -> base::Result<void> {
        std::string bytes(64, '\0');
        VOUCH_TRY(const std::size_t count, content(bytes));
        constexpr std::string_view kKinds = "fdhso";
        read.entries.push_back(kKinds[static_cast<std::size_t>(entry.kind)] + (" " + entry.path) + "=" + bytes.substr(0, count) +
                               entry.target);
        return {};
    });
    return read;
}

using Entries = std::vector<std::string>;

TEST(TarReader, EntriesOfAllKindsAreTold) {
    const std::string archive = tar_entry("a/", "", '5') + tar_entry("a/b", "bytes") + tar_entry("a/c", "", '1', "a/b") +
                                tar_entry("a/d", "", '2', "/etc") + tar_entry("a/e", "", '3') + tar_end();
    for (const std::size_t piece : {1U, 511U, 100'000U}) {
        const Read got = read_entries(archive, piece);
        EXPECT_TRUE(got.done);
        EXPECT_EQ(got.entries, (Entries{"d a/=", "f a/b=bytes", "h a/c=a/b", "s a/d=", "o a/e="}));
    }
}

TEST(TarReader, LongNamesOfGnuAndPaxAreWhole) {
    const std::string name = std::string(120, 'n') + "/" + std::string(150, 'm');
    const std::string archive = tar_entry("././@LongLink", name + '\0', 'L') + tar_entry("cut", "1") +
                                tar_entry("pax", pax_record("path", name + "2"), 'x') + tar_entry("cut", "2") + tar_end();
    EXPECT_EQ(read_entries(archive).entries, (Entries{"f " + name + "=1", "f " + name + "2=2"}));
}

TEST(TarReader, CompressedArchivesAreRead) {
    const Read got = read_entries(testing::gzip(tar_entry("a", "bytes") + tar_end()));
    EXPECT_TRUE(got.done);
    EXPECT_EQ(got.entries, (Entries{"f a=bytes"}));
}

TEST(TarReader, ArchivesBehindEachOtherAreReadAsOne) {
    const Read got = read_entries(tar_entry("a", "1") + tar_end() + tar_entry("b", "2") + tar_end());
    EXPECT_TRUE(got.done);
    EXPECT_EQ(got.entries, (Entries{"f a=1", "f b=2"}));
}

TEST(TarReader, CutAnywhereIsAnError) {
    const std::string archive = tar_entry("a", "bytes") + tar_entry("b", std::string(600, 'x'));
    for (std::size_t size = 0; size <= archive.size(); ++size) {
        const Read got = read_entries(archive.substr(0, size), 4096);
        ASSERT_FALSE(got.done) << size;
        EXPECT_EQ(got.done.error().code, base::Code::syntax);
    }
    EXPECT_TRUE(read_entries(archive + tar_end()).done);
    const std::string packed = testing::gzip(archive + tar_end());
    for (std::size_t size = 0; size + 8 < packed.size(); ++size) EXPECT_FALSE(read_entries(packed.substr(0, size)).done) << size;
}

TEST(TarReader, WhatIsNoArchiveIsAnError) {
    for (const std::string& text :
         {std::string(), std::string("text"), std::string(5000, 'x'), testing::gzip("text"), tar_entry("a", "1") + tar_end() + "text"})
        EXPECT_FALSE(read_entries(text).done) << text.substr(0, 10);
}

TEST(TarReader, ADamagedHeaderIsAnError) {
    std::string archive = tar_entry("a", "1") + tar_entry("b", "2") + tar_end();
    archive[1024] = 'c';  // in a name: the checksum is wrong
    const Read got = read_entries(archive);
    EXPECT_EQ(got.entries, (Entries{"f a=1"}));
    EXPECT_FALSE(got.done);
}

TEST(TarReader, ErrorsOfTheInputAndOfTheReceiverComeBack) {
    const auto broken = [](std::span<char>) -> base::Result<std::size_t> { return base::fail(base::Code::cancelled, "stopped"); };
    EXPECT_EQ(read_tar(broken, [](const TarEntry&, const ReadMore&) { return base::Result<void>(); }).error().message, "stopped");
    const auto refusing = [](const TarEntry&, const ReadMore&) -> base::Result<void> {
        return base::fail(base::Code::too_large, "enough");
    };
    EXPECT_EQ(read_tar(stream_of(tar_entry("a", "1") + tar_end()), refusing).error().message, "enough");
}

}  // namespace
}  // namespace vouch::trail
