// SPDX-License-Identifier: Apache-2.0
// Tested by tests/baseline.
#include "cli/written_files.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "base/replace_file.h"
#include "base/text.h"

namespace vouch::cli {
namespace {

namespace fs = std::filesystem;

bool stands(const std::string& path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

// Empty where it was written, else why not.
std::string write_one(const WrittenFile& file) {
    if (stands(file.path)) {
        const auto done = base::replace_file(file.path, file.text);
        return done ? "" : done.error().message;
    }
    std::error_code error;
    if (const fs::path folder = fs::path(file.path).parent_path(); !folder.empty()) fs::create_directories(folder, error);
    if (error) return fmt::format("`{}` could not be written: {}", base::excerpt(file.path, 200), error.message());
    std::ofstream stream(file.path, std::ios::binary);
    stream << file.text;
    stream.close();
    return stream ? "" : fmt::format("`{}` could not be written", base::excerpt(file.path, 200));
}

}  // namespace

int write_kept_files(World& world, std::span<const WrittenFile> files, bool force) {
    for (const WrittenFile& file : files) {
        if (force || !stands(file.path)) continue;
        world.write_error(fmt::format("error: `{}` is there already: nothing is written without --force\n", base::excerpt(file.path, 200)));
        return kUsage;
    }
    for (const WrittenFile& file : files) {
        if (const std::string why = write_one(file); !why.empty()) {
            world.write_error(fmt::format("error: {}\n", why));
            return kIncomplete;
        }
        world.write_out(fmt::format("{}\n", base::escape(file.path)));
    }
    return kClean;
}

}  // namespace vouch::cli
