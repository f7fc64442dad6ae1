// SPDX-License-Identifier: Apache-2.0
// Tested by tests/trail.
#include "cli/kept_file.h"

#include <filesystem>
#include <system_error>

#include "base/log_file.h"
#include "base/replace_file.h"

namespace vouch::cli {

base::Result<void> keep_file(const std::string& path, std::string_view text) {
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, error))) return base::replace_file(path, text);
    VOUCH_TRY(base::LogFile file, base::LogFile::create(path));
    VOUCH_CHECK(file.append(text));
    return file.sync();
}

}  // namespace vouch::cli
