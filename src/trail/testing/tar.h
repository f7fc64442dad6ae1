// SPDX-License-Identifier: Apache-2.0
// Tar archives made for tests, byte by byte, so that they may be wrong.
#pragma once

#include <string>
#include <string_view>

#include "trail/tar_reader.h"

namespace vouch::trail::testing {

// An entry of a ustar archive. `type`: '0' a file, '1' a hard link, '2' a symbolic one, '3' a device, '5' a folder, 'L' a long name (GNU),
// 'x' records of pax. `claimed`: the size that its header claims, where it is another than that of `bytes`.
std::string tar_entry(std::string_view path, std::string_view bytes, char type = '0', std::string_view target = "",
                      std::size_t claimed = std::string_view::npos);
std::string pax_record(std::string_view name, std::string_view value);
std::string tar_end();

// A stream of these bytes, in pieces of that size.
ReadMore stream_of(std::string bytes, std::size_t piece = 1000);

}  // namespace vouch::trail::testing
