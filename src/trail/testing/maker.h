// SPDX-License-Identifier: Apache-2.0
// Trails made for tests: logs and signed digests as CloudTrail writes them, in memory, and the ways to spoil them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trail/objects.h"
#include "trail/public_keys.h"

namespace vouch::trail::testing {

// A private key; made anew in each process, one per size and exponent.
class SigningKey {
public:
    explicit SigningKey(int bits = 2048, unsigned exponent = 65537);
    SigningKey(SigningKey&&) noexcept;
    ~SigningKey();

    const std::string& fingerprint() const { return fingerprint_; }
    // PKCS #1 v1.5 with SHA-256, or with MD5; hexadecimal digits.
    std::string sign(std::string_view text, bool md5 = false) const;
    // The row of ListPublicKeys.
    std::string row(std::string_view from = "2025-01-01T00:00:00Z", std::string_view to = "2026-01-01T00:00:00Z") const;

private:
    struct State;
    std::unique_ptr<State> state_;
    std::string fingerprint_;
};

const SigningKey& usual_key();
PublicKeys keys_of(const std::vector<const SigningKey*>& keys);
PublicKeys usual_keys();

std::string gzip(std::string_view text);
Time at(std::string_view time);  // "2025-03-01T09:00:00Z"

struct Stored {
    std::string bytes;
    std::optional<Metadata> metadata = std::nullopt;
};

class MemoryObjects final : public Objects {
public:
    std::map<std::string, Stored> stored;  // by path
    bool is_exact = true;
    bool keeps_metadata = true;
    std::map<std::string, base::Code> failing;  // paths that cannot be read
    std::size_t reads = 0;

    bool exact() const override { return is_exact; }
    std::string locate(std::string_view stated, std::string_view root) override;
    base::Result<std::vector<std::string>> roots() override;
    base::Result<std::vector<std::string>> folders(const std::string& folder) override;
    base::Result<std::vector<std::string>> list(const std::string& folder, const Interval& days) override;
    void read(std::span<const std::string> paths, const OnObject& receive) override;
};

// What the document of a digest says; empty optionals are null.
struct Draft {
    std::string account;
    std::string start;
    std::string end;
    std::string bucket;
    std::string key;
    std::string fingerprint;
    std::string algorithm = "SHA256withRSA";
    std::string previous_bucket, previous_key, previous_hash, previous_signature;  // all empty: null
    std::vector<ListedLog> logs;

    std::string json() const;
};

// One chain, an hour a digest.
class TrailMaker {
public:
    std::string root = "logs/AWSLogs/";  // bucket, prefix
    std::string organization;
    std::string account = "111122223333";
    std::string region = "eu-west-1";
    std::string trail = "main_trail";
    std::string home = "eu-west-1";
    Time next = at("2025-03-01T00:00:00Z");  // begin of the next digest
    int logs = 2;                            // a digest
    bool backfill = false;
    const SigningKey* key = &usual_key();
    std::function<void(Draft&)> before_signing = [](Draft&) {};

    // What the last digest was; empty where a chain is to begin.
    std::string last_path, last_hash, last_signature;
    std::vector<std::string> digests;               // paths
    std::vector<std::vector<std::string>> logs_of;  // paths, by digest

    // Writes so many digests with their logs. `records` go into the first log of each.
    void write(MemoryObjects& objects, int count, const std::string& records = "");
    // No digests for that time; the next one begins a chain.
    void pause(std::chrono::seconds length);

private:
    void write_one(MemoryObjects& objects, const std::string& records);
    std::string log(MemoryObjects& objects, int number, const std::string& records, Draft& draft);
};

// The record of a call of CloudTrail's own interface.
std::string switch_record(std::string_view name, std::string_view trail, std::string_view time, std::string_view more = "");

}  // namespace vouch::trail::testing
