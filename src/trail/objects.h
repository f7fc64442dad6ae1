// SPDX-License-Identifier: Apache-2.0
// Where the objects of a trail are read from: a bucket, a copy of one, a stream. An interface, so that the rules know none of these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail/digest.h"
#include "trail/gunzip.h"
#include "trail/times.h"

namespace vouch::trail {

// What S3 keeps beside a digest, as its writer gave it. Empty texts stand for what is not there.
struct Metadata {
    std::string signature;
    std::string algorithm;
};

struct Object {
    std::string bytes;                 // as they are stored
    std::optional<Metadata> metadata;  // nullopt: where it comes from nobody knows
};

// What is in a log: the hash of its uncompressed bytes.
struct LogHash {
    std::string sha256;
    std::size_t bytes = 0;         // uncompressed
    std::size_t stored_bytes = 0;  // compressed
    std::string_view text;         // uncompressed, and behind it a NUL; only while it is handed over
};

// A log's text, and behind it a NUL; only while it is handed over.
struct LogText {
    std::string_view text;
    std::size_t stored_bytes = 0;
};

// Calls that switch a trail on or off, or change it: the reasons for hours without digests.
struct TrailEvent {
    std::string name;   // "StopLogging"
    std::string trail;  // its name, without what stands before it in an ARN
    std::string who;    // ARN of the principal
    Time when;
    bool validation_off = false;  // UpdateTrail that ends the digests

    bool operator==(const TrailEvent&) const = default;
};

// A compressed object is no larger: a log has some megabytes at most.
inline constexpr std::size_t kMostStoredBytes = std::size_t{64} << 20U;

class Objects {
public:
    // Called once for each path, from several threads at once. The first is the index of the path.
    using OnObject = std::function<void(std::size_t, base::Result<Object>)>;
    using OnLog = std::function<void(std::size_t, base::Result<LogHash>)>;
    using OnText = std::function<void(std::size_t, base::Result<LogText>)>;

    Objects() = default;
    Objects(const Objects&) = delete;
    Objects& operator=(const Objects&) = delete;
    virtual ~Objects() = default;

    // Whether paths begin with the bucket, so that they can be compared with what a digest says; else only from `AWSLogs/` on.
    virtual bool exact() const { return true; }
    // Where an object is that a digest below `root` says to lie at `stated` (bucket/key).
    virtual std::string locate(std::string_view stated, std::string_view root);

    // What of the source cannot be used as objects, as far as that is known when all of it was opened.
    virtual std::vector<base::Error> problems() const { return {}; }

    // Where `AWSLogs` folders lie: paths that end with "AWSLogs/". Errors: not_found, unreadable, and those of the network.
    virtual base::Result<std::vector<std::string>> roots() = 0;
    // The names of the folders in a folder (with its slash), sorted. Empty where there is none. Errors: as roots().
    virtual base::Result<std::vector<std::string>> folders(const std::string& folder) = 0;
    // The paths of the objects below a folder of the form .../YYYY/MM/DD/, of the days of that interval, sorted. Errors: as roots(),
    // too_large.
    virtual base::Result<std::vector<std::string>> list(const std::string& folder, const Interval& days) = 0;

    // Reads whole objects. Errors: not_found, unreadable, too_large, and those of the network.
    virtual void read(std::span<const std::string> paths, const OnObject& receive) = 0;
    // Decompresses logs. Errors: as read(), and those of Gunzip.
    void unpack(std::span<const std::string> paths, const OnText& receive);
    // Hashes what is in logs. Errors: as read(), and those of Gunzip.
    virtual void hash(std::span<const std::string> paths, const OnLog& receive);
    // Calls that switch trails, in those of the logs that can be read and have the hash that they are listed with.
    virtual std::vector<TrailEvent> events(std::span<const ListedLog> logs);
};

// What hash() says of a log. For a thread.
base::Result<LogHash> hash_log(std::string_view stored, Gunzip& gunzip);

// The calls in a log's text. A text that is no log has none.
std::vector<TrailEvent> events_of(std::string_view text);

}  // namespace vouch::trail
