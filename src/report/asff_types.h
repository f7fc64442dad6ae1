// SPDX-License-Identifier: Apache-2.0
// What the AWS Security Finding Format calls the types of resources.
#pragma once

#include <string_view>

namespace vouch::report {

// "AwsS3Bucket" for "AWS::S3::Bucket"; "Other" where the format has no word for it.
std::string_view asff_type(std::string_view type);

}  // namespace vouch::report
