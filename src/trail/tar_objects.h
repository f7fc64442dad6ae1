// SPDX-License-Identifier: Apache-2.0
// A copy of a bucket as a tar archive, which may be a stream. It is read once, into a temporary file: what verifies and scans asks for
// objects in an order of its own, and more than once, and memory must not follow the size of the archive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trail/metadata.h"
#include "trail/objects.h"
#include "trail/path_table.h"
#include "trail/spool.h"
#include "trail/tar_reader.h"

namespace vouch::trail {

struct TarOptions {
    std::string temporary_folder = "/tmp";
    std::optional<MetadataTable> metadata = std::nullopt;  // as of FolderOptions
    unsigned workers = 1;
};

// Objects below the folders CloudTrail... of any `AWSLogs` folder; what else is in the archive is passed over. Hard links are followed;
// soft links, devices, sparse files and paths that leave the archive are problems where a trail's object could hide behind them. Of
// several entries with one name the last counts, as for tar; where their bytes differ, that is a problem.
class TarObjects final : public Objects {
public:
    // Errors: those of read_tar() and Spool; too_large for too many objects.
    static base::Result<std::unique_ptr<TarObjects>> read_archive(const ReadMore& input, TarOptions options);

    bool exact() const override { return false; }
    std::vector<base::Error> problems() const override;
    base::Result<std::vector<std::string>> roots() override { return paths_.roots(); }
    base::Result<std::vector<std::string>> folders(const std::string& folder) override { return paths_.folders(folder); }
    base::Result<std::vector<std::string>> list(const std::string& folder, const Interval& days) override {
        return paths_.list(folder, days);
    }
    std::string locate(std::string_view stated, std::string_view root) override { return paths_.locate(stated, root); }
    void read(std::span<const std::string> paths, const OnObject& receive) override;

private:
    enum class Held : std::uint8_t { whole, too_large, sparse, nowhere };
    struct Place {
        std::uint64_t begin = 0;  // in the spool
        std::uint32_t size = 0;
        Held held = Held::whole;
    };
    struct Link {
        std::size_t number = 0;
        std::string target;
    };

    TarObjects(Spool spool, TarOptions options) : options_(std::move(options)), spool_(std::move(spool)) {}

    base::Result<void> take(const TarEntry& entry, const ReadMore& content);
    base::Result<Place> spool(const TarEntry& entry, const ReadMore& content);
    base::Result<void> settle();
    base::Result<bool> same(const Place& one, const Place& other) const;
    base::Result<Object> read_one(const std::string& path) const;
    base::Result<void> tell(std::string_view path, std::string why);

    TarOptions options_;
    Spool spool_;
    PathTable paths_;
    std::vector<Place> places_;  // by the numbers of the paths
    std::vector<Link> links_;
    std::string buffer_;
    std::vector<base::Error> problems_;
    std::size_t problem_count_ = 0;
};

}  // namespace vouch::trail
