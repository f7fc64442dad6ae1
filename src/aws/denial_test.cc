// SPDX-License-Identifier: Apache-2.0
#include "aws/denial.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

ApiError denied(std::string message) { return {"AccessDenied", std::move(message), "", 403, Retry::no}; }

TEST(Denial, MissingAllowNamesActionAndKindOfPolicy) {
    const auto found = denial(
        denied("User: arn:aws:iam::123456789012:user/restricted is not authorized to perform: iam:ListUsers on resource: * because no "
               "identity-based policy allows the iam:ListUsers action"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->action, "iam:ListUsers");
    EXPECT_EQ(found->resource, "*");
    EXPECT_EQ(found->principal, "arn:aws:iam::123456789012:user/restricted");
    EXPECT_EQ(found->by, DeniedBy::identity_policy);
    EXPECT_FALSE(found->explicitly);
}

TEST(Denial, EveryKindOfPolicyIsTold) {
    const auto by = [](std::string_view words, bool deny) {
        const auto found =
            denial(denied("User: a is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::my-service-control-policy" +
                          std::string(deny ? " with an explicit deny in a " : " because no ") + std::string(words) +
                          (deny ? "" : " allows the s3:ListBucket action")));
        return found && found->explicitly == deny ? std::string(name(found->by)) : "none";
    };
    EXPECT_EQ(by("service control policy", true), "a service control policy");
    EXPECT_EQ(by("service control policy", false), "a service control policy");
    EXPECT_EQ(by("resource control policy", true), "a resource control policy");
    EXPECT_EQ(by("permissions boundary", false), "a permissions boundary");
    EXPECT_EQ(by("session policy", false), "a session policy");
    EXPECT_EQ(by("VPC endpoint policy", true), "an endpoint policy");
    EXPECT_EQ(by("resource-based policy", false), "a resource-based policy");
    EXPECT_EQ(by("identity-based policy", true), "an identity-based policy");
}

TEST(Denial, MessageThatSaysNothingIsADenialByAnUnknownPolicy) {
    const auto found = denial(denied("Access Denied"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->action, "");
    EXPECT_EQ(name(found->by), "an unknown policy");
}

TEST(Denial, BareStatusOfAHeadRequestIsADenial) { EXPECT_TRUE(denial({"403", "", "", 403, Retry::no})); }

TEST(Denial, WrongCredentialsAndAbsentThingsAreNone) {
    for (const std::string code :
         {"ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "NoSuchEntity", "ThrottlingException", "404"})
        EXPECT_FALSE(denial({code, "not authorized to perform: iam:ListUsers", "", 403, Retry::no})) << code;
}

}  // namespace
}  // namespace vouch::aws
