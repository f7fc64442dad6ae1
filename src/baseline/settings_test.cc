// SPDX-License-Identifier: Apache-2.0
#include "baseline/settings.h"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "base/embedded.h"
#include "base/text.h"
#include "baseline/regions.h"
#include "baseline/synth.h"

namespace vouch::baseline {
namespace {

constexpr std::string_view kMails = "security_email: s@example.com\noperations_email: o@example.com\n";

std::expected<Settings, std::vector<base::Error>> read_text(std::string text) {
    return read_settings(std::make_shared<const base::Source>("b.yaml", std::move(text)));
}

// All problems, a line each; "" where there is none.
std::string problems(const std::string& text) {
    const auto read = read_text(std::string(kMails) + text);
    std::string all;
    if (!read)
        for (const base::Error& each : read.error()) all += base::render(each) + "\n";
    return all;
}

TEST(ReadSettings, WhatIsLeftOutHasItsInitialValue) {
    const auto read = read_text(std::string(kMails));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->one("prefix"), "soc2");
    EXPECT_EQ(read->one("trail_retention_days"), "400");
    EXPECT_EQ(read->all("stacks").size(), 9U);
    EXPECT_FALSE(read->of_organization());
}

TEST(ReadSettings, TheFileToBeginWithHasEverySettingAtItsInitialValue) {
    auto text = settings_to_begin_with(base::embedded_catalog());
    ASSERT_TRUE(text);
    EXPECT_TRUE(text->starts_with("# Settings")) << text->substr(0, 80);
    const auto without = read_text(*text);
    ASSERT_FALSE(without);
    ASSERT_EQ(without.error().size(), 2U);
    EXPECT_NE(base::render(without.error().front()).find(":17: `security_email` is one e-mail address, such as"), std::string::npos);
    for (const std::string_view key : {"security_email", "operations_email"})
        text->replace(text->find(std::string(key) + ": ''"), key.size() + 4, std::string(key) + ": " + key.front() + "@example.com");
    const auto all = read_text(*text);
    ASSERT_TRUE(all) << base::render(all.error().front());
    EXPECT_EQ(all->values, read_text(std::string(kMails))->values);
    for (const auto& [key, value] : all->values) EXPECT_NE(text->find(key + ": "), std::string::npos) << key;
}

TEST(ReadSettings, BadInputIsOneSentenceWithItsPlace) {
    struct Case {
        std::string text;
        std::string said;
    };
    const std::vector<Case> cases{
        {"prefx: a\n", "b.yaml:3:1: there is no setting `prefx` [E0111]\n"},
        {"prefix: Soc2\n", "b.yaml:3:9: `Soc2`: `prefix` is 2 to 16 lower-case letters and digits, a letter first [E0111]\n"},
        {"prefix: on\n", "b.yaml:3:9: `prefix` is 2 to 16 lower-case letters and digits, a letter first [E0111]\n"},
        {"trail_retention_days: 90\n",
         "b.yaml:3:23: `trail_retention_days` is from 365 to 36500: the auditor looks at a year of the trail [E0111]\n"},
        {"trail_retention_days: '400'\n",
         "b.yaml:3:23: `400`: `trail_retention_days` is from 365 to 36500: the auditor looks at a year of the trail [E0111]\n"},
        {"log_retention_days: 366\n",
         "b.yaml:3:21: `log_retention_days` is 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653: "
         "what CloudWatch Logs offers from a year on [E0111]\n"},
        {"regions: [us-east-1, mars-1]\n", "b.yaml:3:22: `mars-1`: `regions` is a region of AWS, such as eu-central-1 [E0111]\n"},
        {"regions: [us-east-1, us-east-1]\n", "b.yaml:3:22: `us-east-1` stands twice in `regions` [E0111]\n"},
        {"regions: us-east-1\n", "b.yaml:3:10: `regions` is a list of one or more [E0111]\n"},
        {"regions: []\n", "b.yaml:3:10: `regions` is a list of one or more [E0111]\n"},
        {"home_region: eu-west-1\n", "b.yaml:3:14: `home_region` eu-west-1 is not among `regions` [E0111]\n"},
        {"copy_region: us-east-1\n", "b.yaml:3:14: `copy_region` is the home region us-east-1: copies lie in another [E0111]\n"},
        {"regions: [us-east-1, cn-north-1]\n",
         "b.yaml:3:10: the regions lie in aws and aws-cn: no account has regions of several partitions [E0111]\n"},
        {"regions: [us-east-1, us-west-1]\n",
         "b.yaml:3:10: `us-west-1` offers two zones to new accounts, and the stack `network` needs three [E0111]\n"},
        {"trail_scope: organization\n",
         "b.yaml:3:14: `trail_scope` is organization, but `accounts` is single: a single account cannot have "
         "a trail of the organization [E0111]\n"},
        {"accounts: organization\norganization_id: o-a1b2c3d4e5\n",
         "b.yaml:3:11: `accounts` is organization, but `organization_root` is not given [E0111]\n"},
        {"organization_root: r-a1b2\n",
         "b.yaml:3:20: `organization_root` is given, but `accounts` is single: a single account has no organization [E0111]\n"},
        {"stacks: [monitoring]\n", "b.yaml:3:9: the stack `monitoring` takes values from `trail`, which `stacks` leaves out [E0111]\n"},
        {"stacks: [trails]\n",
         "b.yaml:3:10: `trails`: `stacks` is data-protection, trail, monitoring, iam, network, backup, automation, "
         "config, scanning or hooks [E0111]\n"},
        {"vpc_cidr: 8.8.0.0/16\n", "b.yaml:3:11: `8.8.0.0/16`: `vpc_cidr` is a private /16 block, such as 10.20.0.0/16 [E0111]\n"},
        {"vpc_cidr: 10.20.1.0/16\n", "b.yaml:3:11: `10.20.1.0/16`: `vpc_cidr` is a private /16 block, such as 10.20.0.0/16 [E0111]\n"},
        {"error_rate_percent: .nan\n", "b.yaml:3:21: `.nan`: `error_rate_percent` is from 0 to 100 [E0111]\n"},
        {"unauthorized_calls: 1.5\n", "b.yaml:3:21: `unauthorized_calls` is from 1 to 100000 [E0111]\n"},
    };
    for (const Case& each : cases) EXPECT_EQ(problems(each.text), each.said) << each.text;
}

TEST(ReadSettings, SeveralProblemsAreToldAtOnce) {
    const std::string all = problems("prefix: 7\nregions: [here]\nwho: me\n");
    EXPECT_EQ(std::ranges::count(all, '\n'), 3) << all;
}

TEST(ReadSettings, AddressesThatAShellOrYamlWouldMisreadAreRefused) {
    for (const std::string_view address : {"a", "@b.c", "a@b", "a@.c", "a@b..c", "a b@c.d", "a'@c.d", "a@c.d;e", "a@c.d.", "$x@c.d"}) {
        const auto read = read_text("operations_email: o@example.com\nsecurity_email: \"" + std::string(address) + "\"\n");
        EXPECT_FALSE(read) << address;
    }
}

TEST(ReadSettings, WhatIsNoMapOrNoYamlIsSaid) {
    EXPECT_EQ(base::render(read_text("- a\n").error().front()), "b.yaml:1:1: the settings are no map [E0111]");
    EXPECT_FALSE(read_text("a: [\n"));
    EXPECT_FALSE(read_text(""));
}

TEST(Regions, AreSortedSoThatTheyAreFound) {
    for (const std::string_view name : {"af-south-1", "eu-central-1", "us-west-2", "mx-central-1"}) EXPECT_TRUE(is_region(name)) << name;
    EXPECT_FALSE(is_region("us-east-9"));
    EXPECT_EQ(partition_of("us-gov-west-1"), "aws-us-gov");
}

}  // namespace
}  // namespace vouch::baseline
