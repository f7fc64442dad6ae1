// SPDX-License-Identifier: Apache-2.0
// Where the commands about trails read objects: a bucket, or a copy of one in a folder or a tar archive.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/bucket_objects.h"
#include "cli/live.h"
#include "cli/network.h"
#include "trail/folder_objects.h"
#include "trail/times.h"

namespace vouch::cli {

// The options that they share.
struct TrailSourceOptions {
    std::string source;
    std::string start;
    std::string end;
    std::vector<std::string> accounts;
    std::vector<std::string> regions;
    LiveOptions live;  // of the bucket
    bool pipe = false;
    unsigned jobs = 0;
    bool quiet = false;

    // Where objects come from, and of which accounts, regions and time; the texts say what these options mean for the command.
    void declare(CLI::App& parser, const std::string& start_help, const std::string& end_help);
    void declare_reading(CLI::App& parser);

    bool is_bucket() const;
    // A tar archive: standard input, or something that is no folder.
    bool is_archive() const;
    unsigned workers() const;
    base::Result<std::optional<trail::Time>> start_time() const;
    base::Result<std::optional<trail::Time>> end_time() const;
};

trail::Time now_of(const World& world);

// The opened source. Stays where it is.
class TrailSource {
public:
    // `metadata`: of the objects of a copy. An archive, and keys on standard input, are read at once. Errors: those of the AWS
    // configuration, of the archive, of standard input.
    static base::Result<std::unique_ptr<TrailSource>> open(World& world, const TrailSourceOptions& options,
                                                           std::optional<trail::MetadataTable> metadata = std::nullopt);

    trail::Objects& objects() { return *objects_; }
    // Of a bucket; nullptr for a copy.
    ServiceKeys* service_keys() { return keys_.get(); }

private:
    void open_bucket(World& world, const TrailSourceOptions& options, aws::Settings settings);
    base::Result<void> open_copy(World& world, const TrailSourceOptions& options, std::optional<trail::MetadataTable> metadata);
    base::Result<void> choose(World& world, const TrailSourceOptions& options);

    std::unique_ptr<Network> network_;
    std::unique_ptr<trail::Objects> objects_;
    std::unique_ptr<ServiceKeys> keys_;
};

}  // namespace vouch::cli
