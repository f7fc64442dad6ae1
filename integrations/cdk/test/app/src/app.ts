// SPDX-License-Identifier: Apache-2.0
// The application that the bundled assemblies of examples/cdk were made from, in three variants: legacy, as-written, hardened.
import * as cdk from 'aws-cdk-lib';
import { WriteNagSuppressionsToCloudFormationAspect } from 'cdk-nag';
import { ACCOUNT, DR_REGION, REGION, Variant } from './common';
import { CloudTrailStack } from './seed/cloudtrail';
import { SecurityMonitoringStack } from './seed/monitoring';
import { SOC2IAMStack } from './seed/iam';
import { DataProtectionStack } from './seed/data';
import { NetworkSecurityStack } from './seed/network';
import { BackupStack, DisasterRecoveryStack } from './seed/backup';
import { ConfigStack } from './seed/config';
import { SecurityScanningStack } from './seed/scanning';
import { ComplianceAutomationStack } from './seed/automation';
import { ApiStack } from './apps/api';
import { WebStack } from './apps/web';
import { SiteStack } from './apps/site';
import { WorkerStack } from './apps/worker';
import { addStages } from './apps/stages';
import { ConditionsStack, ImportedStack, LoopStack, SamStack, StackSetStack } from './apps/templates';

const AZS: Record<string, unknown> = {
  [`availability-zones:account=${ACCOUNT}:region=${REGION}`]: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  [`availability-zones:account=${ACCOUNT}:region=${DR_REGION}`]: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
};
const FLAGS: Record<string, unknown> = require('aws-cdk-lib/recommended-feature-flags.json');

export function build(variant: Variant, props: cdk.AppProps = {}): cdk.App {
  // the old account's app predates the feature flags
  const app = new cdk.App({ ...props, context: { ...AZS, ...(variant === 'legacy' ? {} : FLAGS), ...props.context } });
  const env = { account: ACCOUNT, region: REGION };
  const base = { variant, env };

  // the nine stacks of the document
  const trail = new CloudTrailStack(app, 'CloudTrailStack', base);
  new SecurityMonitoringStack(app, 'SecurityMonitoringStack', { ...base, logGroup: trail.logGroup });
  const network = new NetworkSecurityStack(app, 'NetworkSecurityStack', base);
  new SOC2IAMStack(app, 'SOC2IAMStack', { ...base, vpc: network.vpc });
  const data = new DataProtectionStack(app, 'DataProtectionStack', { ...base, vpc: network.vpc });
  new ConfigStack(app, 'ConfigStack', base);
  new SecurityScanningStack(app, 'SecurityScanningStack', { ...base, vpc: network.vpc });
  new ComplianceAutomationStack(app, 'ComplianceAutomationStack', base);

  // the application
  const api = new ApiStack(app, 'ApiStack', { ...base, vpc: network.vpc, webAclArn: network.webAclArn });
  const web = new WebStack(app, 'WebStack', { ...base, vpc: network.vpc, fileSystem: data.fileSystem, webAclArn: network.webAclArn });
  new SiteStack(app, 'SiteStack', base);
  new WorkerStack(app, 'WorkerStack', { ...base, vpc: network.vpc, table: api.table });
  new ConditionsStack(app, 'ConditionsStack', base);
  new LoopStack(app, 'LoopStack', base);
  new SamStack(app, 'SamStack', base);
  new StackSetStack(app, 'StackSetStack', base);
  new ImportedStack(app, 'ImportedStack', base);
  addStages(app, variant);

  new BackupStack(app, 'BackupStack', { ...base, database: data.database, table: api.table, fileSystem: (data.fileSystem ?? web.fileSystem)! });
  if (variant === 'hardened') new DisasterRecoveryStack(app, 'DisasterRecoveryStack', { variant, env: { account: ACCOUNT, region: DR_REGION } });

  cdk.Tags.of(app).add('project', 'soc2-sample');
  if (variant === 'hardened') { cdk.Tags.of(app).add('owner', 'platform@acme.example'); cdk.Tags.of(app).add('data-classification', 'confidential'); }
  // exceptions in the template's metadata; cdk-nag v2 refuses them ("Rule[Finding]" ids), so its run switches this off
  if (variant === 'hardened' && process.env.NAG_METADATA !== 'off') cdk.Aspects.of(app).add(new WriteNagSuppressionsToCloudFormationAspect());
  return app;
}

if (require.main === module) {
  const variant = (process.env.VARIANT ?? 'as-written') as Variant;
  build(variant).synth();
}
