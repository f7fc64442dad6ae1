// SPDX-License-Identifier: Apache-2.0
// Tested by run_writer_test.cc.
#include "store/layout.h"

#include <charconv>

#include <fmt/format.h>

#include "store/fields.h"

namespace vouch::store {
namespace {

bool stays(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; }

}  // namespace

std::string runs_folder(const std::string& store) { return store + "/runs"; }
std::string run_folder(const std::string& store, std::string_view run) { return fmt::format("{}/runs/{}", store, run); }

std::string exchange_file(std::string_view account) {
    std::string out;
    for (const char c : account) out += stays(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out.append(kExchanges);
}

std::optional<std::string> account_of(std::string_view file) {
    if (!file.ends_with(kExchanges)) return {};
    std::string_view rest = file.substr(0, file.size() - kExchanges.size());
    std::string out;
    while (!rest.empty()) {
        unsigned char byte = static_cast<unsigned char>(rest.front());
        const bool encoded = byte == '%';
        if (encoded && (rest.size() < 3 || std::from_chars(rest.data() + 1, rest.data() + 3, byte, 16).ptr != rest.data() + 3)) return {};
        out += static_cast<char>(byte);
        rest.remove_prefix(encoded ? 3 : 1);
    }
    return exchange_file(out) == file ? std::optional(out) : std::nullopt;
}

}  // namespace vouch::store
