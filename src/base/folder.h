// SPDX-License-Identifier: Apache-2.0
// Folders that are made, and folders that one process at a time works in.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"

namespace vouch::base {

// Makes the folder and those above it that are missing, for their owner alone (0700). Errors: unwritable.
Result<void> make_folders(const std::string& path);
// Makes the folder, which must not be there yet. Errors: unwritable.
Result<void> make_new_folder(const std::string& path);

// Renames `from` to `to` in the same folder, replacing what is there, and brings the folder's list of names to the disk. Errors:
// unwritable.
Result<void> rename_file(const std::string& from, const std::string& to);

// Says that somebody works in a folder. The system takes it back when the process ends, however it ends.
class FolderLock {
public:
    // Errors: not_found; unreadable; unwritable where another holds it.
    static Result<FolderLock> take(const std::string& path);
    // Whether somebody holds it. A folder that is not there is held by nobody.
    static bool is_held(const std::string& path);

    FolderLock(FolderLock&&) noexcept;
    FolderLock& operator=(FolderLock&&) noexcept;
    ~FolderLock();

private:
    explicit FolderLock(int number) : number_(number) {}
    int number_;
};

}  // namespace vouch::base
