// SPDX-License-Identifier: Apache-2.0
// Paths as text: nothing here looks at the disk.
#pragma once

#include <string>
#include <string_view>

namespace vouch::cfn {

// "a/b" without what leads nowhere: `.`, empty components, and `..` behind a component. A `..` that leads out of the
// beginning stays, and so does a leading slash, so that whoever opens the path can refuse it. URLs are handed back as they are.
std::string join(std::string_view folder, std::string_view relative);

// The folder of a file: "a/b" for "a/b/c.yaml", "" for "c.yaml".
std::string_view folder_of(std::string_view path);
std::string_view file_name(std::string_view path);

}  // namespace vouch::cfn
