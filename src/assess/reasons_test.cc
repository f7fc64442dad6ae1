// SPDX-License-Identifier: Apache-2.0
// What a denied call leaves in a reason: the action that would settle it.
#include "assess/reasons.h"

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/testing/inventory.h"

namespace vouch::assess {
namespace {

TEST(DeniedAction, IsNamedInTheWordsOfADenial) {
    EXPECT_EQ(denied_action("nobody knows which there are: `s3:ListAllMyBuckets` was denied (AccessDenied)"), "s3:ListAllMyBuckets");
    EXPECT_EQ(denied_action("`s3:ListBuckets` failed: Timeout"), "");
    EXPECT_EQ(denied_action("parameter `Env` has no value"), "");
    EXPECT_EQ(denied_action("x` was denied"), "x");
    EXPECT_EQ(denied_action(""), "");
}

// A bucket of an account of which one property, or its very existence, was denied.
model::Inventory live(bool certain) {
    auto unit = std::make_shared<model::Unit>();
    unit->name = unit->file = "123456789012/eu-west-1";
    unit->document = std::make_shared<value::Document>();
    std::const_pointer_cast<value::Document>(unit->document)->source = std::make_shared<const base::Source>(unit->file, "");
    const value::Value denied = value::make_unknown(
        unit->arena, {value::Unknown::Cause::denied, "`s3:GetBucketPolicy` was denied (AccessDenied)", {}, "s3:GetBucketPolicy"}, 2);
    const std::array properties{value::Member{value::Value::string("Policy", 1), certain ? denied : value::Value::boolean(false, 2)}};
    const std::array body{value::Member{value::Value::string("Type", 3), value::Value::string("T", 4)},
                          value::Member{value::Value::string("Properties", 5), value::make_map(unit->arena, properties, 6)}};
    model::Resource resource;
    resource.id = "arn:aws:s3:::logs";
    resource.type = "T";
    resource.body = value::make_map(unit->arena, body, 7);
    if (!certain) resource.uncertain = "nobody knows which there are: `s3:ListAllMyBuckets` was denied (AccessDenied)";
    unit->resources.push_back(resource);
    model::Inventory all;
    all.units.push_back(std::move(unit));
    return all;
}

std::vector<model::Reason> judged(bool certain) {
    const model::Control control = control_of("c", "T", "rule r { Resources.*.Properties.Policy == true <<no policy>> }");
    const model::Inventory all = live(certain);
    const model::Assessment found = assess({&control, 1}, all, {.workers = 1});
    EXPECT_EQ(found.findings.at(0).verdict, model::Verdict::unverified);
    return found.findings.at(0).reasons;
}

TEST(Reasons, NameTheActionToGrant) {
    EXPECT_EQ(judged(true).at(0).action, "s3:GetBucketPolicy");
    EXPECT_EQ(judged(false).at(0).action, "s3:ListAllMyBuckets");
}

}  // namespace
}  // namespace vouch::assess
