// SPDX-License-Identifier: Apache-2.0
// Tested by synth_test.cc, which compares `needs` with what the templates import.
#include "baseline/stacks.h"

#include <algorithm>

namespace vouch::baseline {
namespace {

constexpr std::array kStacks{
    Stack{"data-protection",
          Where::regions_and_copies,
          {},
          "Two keys with rotation, the bucket of access logs, the public access block of the account, encryption of new volumes.",
          "Two KMS keys a month; access logs by size."},
    Stack{"trail",
          Where::home,
          {},
          "The trail with its own key, a bucket that nobody can delete from, log group, data events, and alarms when delivery stops.",
          "One KMS key; events of data and Insights by number; storage and CloudWatch Logs by size. Data events are the largest part."},
    Stack{"monitoring",
          Where::home,
          {"trail"},
          "A metric filter and an alarm for each detection, alarms on processing, three dashboards, two topics.",
          "About twenty alarms and custom metrics and three dashboards a month."},
    Stack{"iam",
          Where::home,
          {"data-protection"},
          "Password policy, a group of people who can do nothing without MFA, roles for auditors and support, Access Analyzer, and with an "
          "organization a service control policy.",
          "The analyzer of unused access by role and user; the rest is free."},
    Stack{"network",
          Where::regions,
          {"data-protection"},
          "A VPC in three zones with flow logs, network ACLs, closed security groups, endpoints and a web firewall.",
          "Seven interface endpoints in three zones by the hour; the firewall by rule and request; flow logs by size."},
    Stack{"backup",
          Where::regions_and_copies,
          {"data-protection"},
          "A locked vault, daily, weekly and monthly copies here and in another region, restore tests, reports, alerts.",
          "Copies by size, twice; transfer between regions; restored resources for some hours a month."},
    Stack{"automation",
          Where::regions,
          {"data-protection"},
          "Roles for SSM automation, each for one kind of change, and a document that closes a security group after approval.",
          "Automation steps by number, beyond a free share."},
    Stack{"config",
          Where::regions,
          {"data-protection", "automation"},
          "Recorder, delivery channel, some fifty rules, remediation of what can be put right safely, and the aggregator.",
          "Recorded changes and evaluations of rules by number."},
    Stack{"scanning",
          Where::regions,
          {"data-protection"},
          "GuardDuty, Security Hub with two standards, Inspector, Macie, and the way of severe findings to people.",
          "Each by what it looks at: events, checks, instances and images, buckets and their content."},
    Stack{"hooks",
          Where::regions,
          {"data-protection"},
          "A Guard hook: CloudFormation judges resources by our controls of high and critical severity before it makes or changes them.",
          "Judged resources by number, beyond a free share; rules and reports by size."},
};

}  // namespace

std::span<const Stack> stacks() { return kStacks; }

const Stack* find_stack(std::string_view name) {
    const auto* const found = std::ranges::find(kStacks, name, &Stack::name);
    return found == kStacks.end() ? nullptr : found;
}

}  // namespace vouch::baseline
