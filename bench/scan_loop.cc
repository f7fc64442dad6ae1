// SPDX-License-Identifier: Apache-2.0
// The least that looking through logs can cost: reads every file named on standard input, decompresses it with libdeflate, and walks its
// records with simdjson on demand, looking at the fields that `vouch trail scan` tells of a match. Built for the instructions of this
// machine, since on demand takes no others at run time. Usage: find COPY -name '*.json.gz' | scan_loop THREADS; prints how many
// events there were. What bench/compare_trail.py compares `vouch trail scan` with.
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <libdeflate.h>
#include <simdjson.h>

#include "log_files.h"

namespace {

struct Seen {
    std::size_t events = 0;
    std::size_t bytes = 0;  // of the fields, so that none is left out
};

std::size_t text_size(simdjson::ondemand::value value) {
    std::string_view text;
    return value.get_string().get(text) == simdjson::SUCCESS ? text.size() : 0;
}

std::size_t identity_size(simdjson::ondemand::object identity) {
    std::size_t bytes = 0;
    for (auto field : identity) {
        std::string_view key;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) break;
        if (key == "type" || key == "arn" || key == "userName" || key == "invokedBy") bytes += text_size(field.value().value_unsafe());
    }
    return bytes;
}

void walk(simdjson::ondemand::object record, Seen& seen) {
    ++seen.events;
    for (auto field : record) {
        std::string_view key;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) break;
        simdjson::ondemand::value value;
        if (field.value().get(value) != simdjson::SUCCESS) break;
        if (key == "userIdentity") {
            simdjson::ondemand::object identity;
            if (value.get_object().get(identity) == simdjson::SUCCESS) seen.bytes += identity_size(identity);
        } else if (key == "eventName" || key == "eventSource" || key == "eventTime" || key == "awsRegion" || key == "sourceIPAddress" ||
                   key == "errorCode" || key == "eventID" || key == "eventType" || key == "recipientAccountId") {
            seen.bytes += text_size(value);
        }
    }
}

void work(const std::vector<std::string>& paths, std::atomic<std::size_t>& next, std::atomic<std::size_t>& events) {
    libdeflate_decompressor* const decompressor = libdeflate_alloc_decompressor();
    std::vector<char> out(std::size_t{64} << 20U);
    simdjson::ondemand::parser parser;
    Seen seen;
    for (std::size_t i = next++; i < paths.size(); i = next++) {
        const std::string stored = bytes_of(paths[i]);
        std::size_t made = 0;
        if (libdeflate_gzip_decompress(decompressor, stored.data(), stored.size(), out.data(), out.size(), &made) != LIBDEFLATE_SUCCESS)
            std::cerr << "scan_loop: " << paths[i] << " is damaged\n";
        simdjson::ondemand::document document;
        if (parser.iterate(out.data(), made, out.size()).get(document) != simdjson::SUCCESS) continue;
        simdjson::ondemand::array records;
        if (document["Records"].get_array().get(records) != simdjson::SUCCESS) continue;
        for (auto record : records) {
            simdjson::ondemand::object object;
            if (record.get_object().get(object) == simdjson::SUCCESS) walk(object, seen);
        }
    }
    libdeflate_free_decompressor(decompressor);
    events += seen.bytes == 0 ? 0 : seen.events;
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> paths = named_files();
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> events{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < (count > 1 ? std::atoi(words[1]) : 1); ++i) threads.emplace_back([&] { work(paths, next, events); });
    threads.clear();
    std::cout << events << "\n";
}
