// SPDX-License-Identifier: Apache-2.0
// The least that verifying logs can cost: reads every file named on standard input, decompresses it with libdeflate, hashes it with
// OpenSSL. Usage: find COPY -name '*.json.gz' | trail_loop THREADS; prints how many bytes there were, uncompressed. What
// bench/compare_trail.py compares `vouch trail verify` with.
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <libdeflate.h>
#include <openssl/evp.h>

#include "log_files.h"

namespace {

void work(const std::vector<std::string>& paths, std::atomic<std::size_t>& next, std::atomic<std::size_t>& total) {
    libdeflate_decompressor* const decompressor = libdeflate_alloc_decompressor();
    std::vector<char> out(std::size_t{64} << 20U);
    for (std::size_t i = next++; i < paths.size(); i = next++) {
        const std::string stored = bytes_of(paths[i]);
        std::size_t made = 0;
        if (libdeflate_gzip_decompress(decompressor, stored.data(), stored.size(), out.data(), out.size(), &made) != LIBDEFLATE_SUCCESS)
            std::cerr << "trail_loop: " << paths[i] << " is damaged\n";
        unsigned char digest[EVP_MAX_MD_SIZE];  // NOLINT(modernize-avoid-c-arrays): what OpenSSL takes
        EVP_Digest(out.data(), made, digest, nullptr, EVP_sha256(), nullptr);
        total += made;
    }
    libdeflate_free_decompressor(decompressor);
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> paths = named_files();
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> total{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < (count > 1 ? std::atoi(words[1]) : 1); ++i) threads.emplace_back([&] { work(paths, next, total); });
    threads.clear();
    std::cout << total << "\n";
}
