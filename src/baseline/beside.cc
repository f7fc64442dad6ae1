// SPDX-License-Identifier: Apache-2.0
// Tested by synth_test.cc.
#include "baseline/beside.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace vouch::baseline {
namespace {

// Every value that gets here was judged by read_settings or stands in the catalog: none needs escaping in JSON.
std::string json_text(std::string_view text) { return fmt::format("\"{}\"", text); }
std::string json_list(const std::vector<std::string>& items) {
    std::vector<std::string> texts;
    for (const std::string& each : items) texts.push_back(json_text(each));
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

// A member account has no organization to manage, whatever the management account has.
std::string for_members(const std::string& name, const std::string& value) {
    if (name == "Accounts") return "single";
    if (name == "TrailScope") return "account";
    if (name == "OrganizationRoot") return "r-none";
    return name == "OrganizationId" ? "o-none" : value;
}

std::string stack_set(const Stack& stack, const Settings& settings, const Parameters& parameters) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : parameters)
        lines.push_back(fmt::format("          {{\"ParameterKey\": {}, \"ParameterValue\": {}}}", json_text(name),
                                    json_text(for_members(name, value))));
    const std::string name = json_text(fmt::format("{}-{}", settings.one("prefix"), stack.name));
    const bool managed = settings.of_organization();
    return fmt::format(
        R"(    {{
      "template": "{}.yaml",
      "create-stack-set": {{
        "StackSetName": {},
        "PermissionModel": "{}",{}
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [
{}
        ]
      }},
      "create-stack-instances": {{
        "StackSetName": {},
        "DeploymentTargets": {{{}}},
        "Regions": {},
        "OperationPreferences": {{"RegionConcurrencyType": "SEQUENTIAL", "FailureToleranceCount": 0, "MaxConcurrentCount": 5}}
      }}
    }})",
        stack.name, name, managed ? "SERVICE_MANAGED" : "SELF_MANAGED",
        managed ? "\n        \"AutoDeployment\": {\"Enabled\": true, \"RetainStacksOnAccountRemoval\": true}," : "",
        fmt::join(lines, ",\n"), name,
        managed ? fmt::format("\"OrganizationalUnitIds\": [{}]", json_text(settings.one("organization_root"))) : "\"Accounts\": []",
        json_list(regions_of(stack, settings)));
}

std::string commands_of(const Stack& stack, const Settings& settings) {
    std::string text;
    for (const std::string& region : regions_of(stack, settings))
        text += fmt::format(
            "aws cloudformation deploy --region {0} --stack-name {1}-{2} --template-file {2}.yaml --parameter-overrides "
            "file://parameters.json --capabilities CAPABILITY_NAMED_IAM\n",
            region, settings.one("prefix"), stack.name);
    return text;
}

std::string hooks_text(const Settings& settings) {
    std::string text = R"(
## The hook

With the setting `hooks: disabled` the stack `hooks` makes two buckets and a role. Then upload the rules, set `hooks: warn` (or `fail`, which
refuses what fails), make the stacks anew and deploy `hooks` again. After every later `vouch baseline synth`, upload them again.

```sh
tar -czf rules.tar.gz -C hooks/rules .
)";
    for (const std::string& region : regions_of(*find_stack("hooks"), settings))
        text += fmt::format(
            "aws s3 cp rules.tar.gz \"s3://$(aws cloudformation list-exports --region {0} --query "
            "\"Exports[?Name=='{1}-hook-rules'].Value\" "
            "--output text)/rules.tar.gz\" --region {0}\n",
            region, settings.one("prefix"));
    return text + R"(```

It judges by the controls of high and critical severity that need no more than the resource itself. It does not see what somebody accepted
(`Metadata.vouch.suppress`), other resources, or stacks whose names begin as those of the baseline: `vouch check` does.
)";
}

}  // namespace

std::vector<std::string> regions_of(const Stack& stack, const Settings& settings) {
    if (stack.where == Where::home) return {settings.one("home_region")};
    std::vector<std::string> regions = settings.all("regions");
    const std::string& copies = settings.one("copy_region");
    if (stack.where == Where::regions_and_copies && std::ranges::find(regions, copies) == regions.end()) regions.push_back(copies);
    return regions;
}

std::vector<const Stack*> chosen_stacks(const Settings& settings) {
    std::vector<const Stack*> chosen;
    const std::vector<std::string>& names = settings.all("stacks");
    for (const Stack& stack : stacks())
        if (std::ranges::find(names, stack.name) != names.end()) chosen.push_back(&stack);
    return chosen;
}

std::string readme_text(const Settings& settings) {
    std::string text = fmt::format(
        R"(# Baseline {}

Made by `vouch baseline synth`. Change the settings and make it anew; what is changed here is lost then. The comments in the stacks
name the rows of the checklist (A1 to B9; `vouch list rows`) that each part is for.

## Order of deployment

A stack imports values of those before it, so they are deployed in this order{}. `vouch baseline deploy` does so, shows what will change,
and asks first; these commands do the same. Later changes are deployed the same way; without `--parameter-overrides` a stack keeps the
values that it was made with.

```sh
)",
        settings.one("prefix"),
        settings.of_organization() ? ", in the management account first and then by StackSets (`stacksets.json`) in the others" : "");
    const auto chosen = chosen_stacks(settings);
    for (const Stack* stack : chosen) text += commands_of(*stack, settings);
    text += "```\n\n## What each stack lays, and what it costs\n\n| stack | needs | lays | charged for |\n|---|---|---|---|\n";
    for (const Stack* stack : chosen) {
        std::string needs;
        for (const std::string_view each : stack->needs) {
            if (each.empty()) continue;
            needs += needs.empty() ? "" : ", ";
            needs += each;
        }
        text += fmt::format("| `{}` | {} | {} | {} |\n", stack->name, needs.empty() ? "-" : needs, stack->lays, stack->costs);
    }
    text += fmt::format(R"(
`modules/bucket.yaml` and `modules/database.yaml` show how data is stored with the keys and the network of the baseline. Deploy them as
stacks of their own, once for each bucket and database, or copy their resources.

## Before

- A region has one recorder of AWS Config, one detector of GuardDuty, one hub and one session of Macie. Where one is there already, delete
  it or take it out of the stack.
- With an organization: enable policies of the types SERVICE_CONTROL_POLICY and TAG_POLICY, and trusted access for CloudTrail, AWS Config
  and IAM Access Analyzer.
- The bucket of the trail locks its files for {} days: not even the root user can take that back.

## Afterwards

- Confirm the subscriptions: AWS sends an e-mail for each topic. Until then nobody is told.
- Put every user who is a person into the group `{}-people`, and look at `iam.yaml` for what that means.
- Associate the web firewall with what is public: `AWS::WAFv2::WebACLAssociation`.
- `aws cloudformation update-termination-protection --enable-termination-protection --stack-name NAME` for each stack that
  `vouch baseline deploy` has not brought.
- `vouch check . --whole-estate` judges the templates, `vouch audit` the account.

`baseline.ts` adds the stacks to a CDK application.
)",
                        settings.one("trail_retention_days"), settings.one("prefix"));
    const bool hooked = std::ranges::any_of(chosen, [](const Stack* each) { return each->name == "hooks"; });
    return hooked ? text + hooks_text(settings) : text;
}

std::string parameters_text(const std::map<std::string_view, Parameters>& parameters) {
    std::map<std::string, std::string> all;
    for (const auto& [stack, own] : parameters)
        for (const auto& [name, value] : own) all.emplace(name, value);
    std::vector<std::string> lines;
    for (const auto& [name, value] : all)
        lines.push_back(fmt::format("  {{\"ParameterKey\": {}, \"ParameterValue\": {}}}", json_text(name), json_text(value)));
    return fmt::format("[\n{}\n]\n", fmt::join(lines, ",\n"));
}

std::string stacksets_text(const Settings& settings, const std::map<std::string_view, Parameters>& parameters) {
    std::vector<std::string> sets;
    for (const Stack* stack : chosen_stacks(settings)) {
        // One trail of the organization, in the management account, with the alarms on it.
        const bool once = stack->name == "trail" || stack->name == "monitoring";
        if (once && settings.one("trail_scope") == "organization") continue;
        sets.push_back(stack_set(*stack, settings, parameters.find(stack->name)->second));
    }
    return fmt::format("{{\n  \"stack-sets\": [\n{}\n  ]\n}}\n", fmt::join(sets, ",\n"));
}

std::string cdk_text(const Settings& settings, const std::map<std::string_view, Parameters>& parameters) {
    std::string rows;
    for (const Stack* stack : chosen_stacks(settings)) {
        std::vector<std::string> needs;
        for (const std::string_view each : stack->needs)
            if (!each.empty()) needs.push_back(fmt::format("'{}'", each));
        std::vector<std::string> names;
        for (const auto& [name, value] : parameters.find(stack->name)->second) names.push_back(fmt::format("'{}'", name));
        rows += fmt::format("  {{\n    name: '{}',\n    regions: ['{}'],\n    needs: [{}],\n    parameters: [{}],\n  }},\n", stack->name,
                            fmt::join(regions_of(*stack, settings), "', '"), fmt::join(needs, ", "), fmt::join(names, ", "));
    }
    return fmt::format(R"(// The stacks of the baseline in a CDK application: addBaseline(app). Made by `vouch baseline synth`.
import * as fs from 'node:fs';
import * as path from 'node:path';
import {{ App, Stack }} from 'aws-cdk-lib';
import {{ CfnInclude }} from 'aws-cdk-lib/cloudformation-include';

const STACKS: {{ name: string; regions: string[]; needs: string[]; parameters: string[] }}[] = [
{}];

// `folder` is where templates and parameters.json are. The parameters are filled in here, so that the CDK, which keeps what a stack was
// made with, takes changed settings. What a stack lays is found by its logical id: include.getResource('TrailBucket').
export function addBaseline(app: App, folder = __dirname, account = process.env.CDK_DEFAULT_ACCOUNT): Map<string, CfnInclude> {{
  const rows: {{ ParameterKey: string; ParameterValue: string }}[] = JSON.parse(fs.readFileSync(path.join(folder, 'parameters.json'), 'utf8'));
  const values = new Map(rows.map((row) => [row.ParameterKey, row.ParameterKey === 'AllowedRegions' ? row.ParameterValue.split(',') : row.ParameterValue]));
  const made = new Map<string, CfnInclude>();
  for (const {{ name, regions, needs, parameters }} of STACKS) {{
    for (const region of regions) {{
      const stack = new Stack(app, `{}-${{name}}-${{region}}`, {{
        stackName: `{}-${{name}}`,
        env: {{ account, region }},
        terminationProtection: true,
      }});
      for (const needed of needs) stack.addDependency(Stack.of(made.get(`${{needed}}/${{region}}`)!));
      made.set(
        `${{name}}/${{region}}`,
        new CfnInclude(stack, 'Template', {{
          templateFile: path.join(folder, `${{name}}.yaml`),
          parameters: Object.fromEntries(parameters.map((each) => [each, values.get(each)])),
        }}),
      );
    }}
  }}
  return made;
}}
)",
                       rows, settings.one("prefix"), settings.one("prefix"));
}

}  // namespace vouch::baseline
