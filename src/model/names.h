// SPDX-License-Identifier: Apache-2.0
// What resources are called in their account: the property that names them, and their ARN. So that a reference by name or ARN is
// found like one by Ref. From the CloudFormation page of each type and the service authorization reference.
#pragma once

#include <span>
#include <string_view>

namespace vouch::model {

struct Naming {
    std::string_view type;      // "AWS::S3::Bucket"
    std::string_view property;  // "BucketName"
    std::string_view service;   // third field of the ARN: "s3"
    std::string_view kind;      // what stands before the name in its last field: "", "role/", "log-group:"
};

// Sorted by type.
std::span<const Naming> namings();
// The row of that type, or nullptr.
const Naming* naming_of(std::string_view type);

// The name in an ARN that may belong to a resource of that row: "logs" in "arn:aws:s3:::logs/*". Empty where it is no such ARN.
std::string_view name_in_arn(const Naming& naming, std::string_view arn);
// The third field; empty where it is no ARN.
std::string_view service_of_arn(std::string_view arn);

}  // namespace vouch::model
