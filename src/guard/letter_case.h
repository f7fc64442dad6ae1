// SPDX-License-Identifier: Apache-2.0
// The other spellings under which Guard looks for a property that is not there as written: `BucketName` is also found as
// bucketName, bucket-name, bucket_name, "Bucket Name", Bucket-Name and with its last word in the singular. cfn-guard does so
// through the Rust crate Inflector 0.11; this follows it for ASCII letters, letters beyond ASCII count as lower case.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace vouch::guard {

enum class LetterCase : std::uint8_t { camel, class_name, kebab, pascal, snake, title, train };
inline constexpr std::size_t kLetterCases = 7;

std::string to_case(LetterCase letter_case, std::string_view text);

}  // namespace vouch::guard
