// SPDX-License-Identifier: Apache-2.0
// POSIX.1-1988's header: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html ("ustar Interchange Format").
#include "trail/testing/tar.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace vouch::trail::testing {

std::string tar_entry(std::string_view path, std::string_view bytes, char type, std::string_view target, std::size_t claimed) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, std::string_view text) {
        std::ranges::copy(text, header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    put(0, path.substr(0, 100));
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", claimed == std::string_view::npos ? bytes.size() : claimed));
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    put(157, target.substr(0, 100));
    put(257, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    header.append(bytes);
    header.resize((header.size() + 511) / 512 * 512);
    return header;
}

std::string pax_record(std::string_view name, std::string_view value) {
    std::size_t size = name.size() + value.size() + 3;
    while (fmt::format("{}", size).size() + name.size() + value.size() + 3 != size)
        size = fmt::format("{}", size).size() + name.size() + value.size() + 3;
    return fmt::format("{} {}={}\n", size, name, value);
}

std::string tar_end() { return std::string(1024, '\0'); }

ReadMore stream_of(std::string bytes, std::size_t piece) {
    return [text = std::make_shared<std::string>(std::move(bytes)), at = std::size_t{0}, piece](std::span<char> to) mutable {
        const std::size_t count = std::min({to.size(), piece, text->size() - at});
        std::copy_n(text->begin() + static_cast<std::ptrdiff_t>(at), count, to.begin());
        at += count;
        return base::Result<std::size_t>(count);
    };
}

}  // namespace vouch::trail::testing
