// SPDX-License-Identifier: Apache-2.0
// The caller's thread runs the network; workers decompress and hash what comes. Between them is a queue of few places: where the workers
// are slower the network waits for them, so that memory stays small. Tested by tests/trail.
#include "cli/bucket_objects.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "value/read.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::cli {

using base::Code;
using base::Result;
using value::Value;

namespace {

constexpr std::size_t kMostListed = 5'000'000;  // keys of one account and region in the time that is asked for

// An answer and which path it is about; handed from the network to the workers.
class AnswerQueue {
public:
    explicit AnswerQueue(std::size_t places) : places_(places) {}

    void push(std::size_t index, aws::CallResult result) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.size() < places_; });
        waiting_.emplace_back(index, std::move(result));
        changed_.notify_all();
    }
    void close() {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    std::optional<std::pair<std::size_t, aws::CallResult>> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (waiting_.empty()) return std::nullopt;
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return next;
    }

private:
    const std::size_t places_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<std::size_t, aws::CallResult>> waiting_;
    bool closed_ = false;
};

using Texts = std::vector<std::pair<std::string_view, std::string>>;

// A map of texts as the input of a call.
value::DocumentPtr input_of(const Texts& members) {
    std::string text = "{";
    for (const auto& [name, content] : members) {
        if (text.size() > 1) text += ",";
        value::write_json_string(text, name);
        text += ":";
        value::write_json_string(text, content);
    }
    auto document = value::read_json(std::make_shared<base::Source>("input", text + "}"));
    return document ? std::make_shared<const value::Document>(*std::move(document)) : nullptr;
}

std::pair<std::string, std::string> split(std::string_view path) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    return {std::string(path.substr(0, slash)), std::string(path.substr(std::min(slash + 1, path.size())))};
}

base::Error read_error(aws::CallFailure failure, const std::string& path) {
    if (failure.api && failure.api->code == "NoSuchKey") return base::fail(Code::not_found, "is not there").error();
    return std::move(failure.error).within(path);
}

Result<trail::Object> object_of(aws::CallResult result, const std::string& path) {
    if (!result) return std::unexpected(read_error(std::move(result).error(), path));
    const Value& root = result->output.document.root;
    trail::Object object{std::move(result->blob), trail::Metadata{}};
    if (const Value* metadata = root.find("Metadata"); metadata != nullptr && metadata->is_map())
        object.metadata = trail::Metadata{text_at(*metadata, "signature"), text_at(*metadata, "signature-algorithm")};
    return object;
}

// The texts `name` in the maps of the list `list`.
void take_texts(const Value& root, std::string_view list, std::string_view name, std::vector<std::string>& out) {
    const Value* found = root.find(list);
    if (found == nullptr || !found->is_list()) return;
    for (const Value& each : found->as_list())
        if (std::string text = text_at(each, name); !text.empty()) out.push_back(std::move(text));
}

}  // namespace

BucketObjects::BucketObjects(Network& network, std::string place, unsigned workers)
    : network_(network), place_(std::move(place)), workers_(workers), client_(network.client(*network.provider(), {})) {}

aws::Call BucketObjects::call(std::string operation, value::DocumentPtr input) const {
    return {.service = "s3", .operation = std::move(operation), .region = network_.home(), .input = std::move(input)};
}

Result<std::vector<std::string>> BucketObjects::roots() {
    std::string place = place_;
    while (place.ends_with('/')) place.pop_back();
    if (place.empty() || place.starts_with('/')) return base::fail(Code::invalid_usage, "`s3://` is followed by a bucket");
    if (const std::size_t at = (place + "/").find("/AWSLogs/"); at != std::string::npos) place.resize(at);
    return std::vector{place + "/AWSLogs/"};
}

Result<std::vector<std::string>> BucketObjects::folders(const std::string& folder) {
    const auto [bucket, prefix] = split(folder);
    std::vector<std::string> names;
    const auto take = [&](const aws::Answer& page) {
        take_texts(page.output.document.root, "CommonPrefixes", "Prefix", names);
        return names.size() < kMostListed;
    };
    aws::Call listing = call("ListObjectsV2", input_of({{"Bucket", bucket}, {"Prefix", prefix}, {"Delimiter", "/"}}));
    VOUCH_CHECK(network_.pages(client_, std::move(listing), take));
    for (std::string& name : names) name = name.substr(prefix.size(), name.size() - prefix.size() - 1);
    return names;
}

Result<std::vector<std::string>> BucketObjects::list(const std::string& folder, const trail::Interval& days) {
    const auto [bucket, prefix] = split(folder);
    const std::string behind = prefix + trail::day_folder(days.to) + "/~";
    std::vector<std::string> keys;
    const auto take = [&](const aws::Answer& page) {
        take_texts(page.output.document.root, "Contents", "Key", keys);
        return keys.size() <= kMostListed && (keys.empty() || keys.back() < behind);
    };
    const Texts input{{"Bucket", bucket}, {"Prefix", prefix}, {"StartAfter", prefix + trail::day_folder(days.from)}};
    VOUCH_CHECK(network_.pages(client_, call("ListObjectsV2", input_of(input)), take));
    if (keys.size() > kMostListed) return base::fail(Code::too_large, fmt::format("`{}` has more than {} objects", folder, kMostListed));
    std::erase_if(keys, [&](const std::string& key) { return key > behind; });
    for (std::string& key : keys) key.insert(0, bucket + "/");
    return keys;
}

void BucketObjects::read(std::span<const std::string> paths, const OnObject& receive) {
    AnswerQueue queue(kObjectsAtOnce / 2);
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, workers_); ++i)
        threads.emplace_back([&] {
            while (auto next = queue.pop()) receive(next->first, object_of(std::move(next->second), paths[next->first]));
        });
    std::size_t next = 0;
    const std::function<void()> submit = [&] {
        if (next == paths.size()) return;
        const std::size_t index = next++;
        const auto [bucket, key] = split(paths[index]);
        aws::Call reading = call("GetObject", input_of({{"Bucket", bucket}, {"Key", key}}));
        reading.takes_blob = true;
        client_.call(reading, [&, index](aws::CallResult result) {
            queue.push(index, std::move(result));
            submit();
        });
    };
    for (std::size_t i = 0; i < kObjectsAtOnce; ++i) submit();
    network_.http().run();
    queue.close();
}

Result<const trail::PublicKeys*> ServiceKeys::keys(const std::string& region, const trail::Interval& when) {
    const auto found = regions_.find(region);
    if (found != regions_.end() && found->second.when.from <= when.from && found->second.when.to >= when.to) return &found->second.keys;
    trail::Interval whole = when;
    if (found != regions_.end()) whole = {std::min(when.from, found->second.when.from), std::max(when.to, found->second.when.to)};
    trail::PublicKeys keys;
    Result<void> added;
    aws::Call call{.service = "cloudtrail",
                   .operation = "ListPublicKeys",
                   .region = region,
                   .input = input_of({{"StartTime", trail::to_string(whole.from)}, {"EndTime", trail::to_string(whole.to)}})};
    const auto take = [&](const aws::Answer& page) {
        added = keys.add(page.output.document.root);
        return added.has_value();
    };
    VOUCH_CHECK(network_.pages(client_, std::move(call), take));
    VOUCH_CHECK(std::move(added));
    Known& known = regions_[region];
    known = {std::move(keys), whole};
    return &known.keys;
}

}  // namespace vouch::cli
