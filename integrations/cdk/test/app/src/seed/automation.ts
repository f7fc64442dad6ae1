// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (automation).
import { Construct } from 'constructs';
import * as cdk from 'aws-cdk-lib';
import { aws_cloudwatch, aws_codebuild, aws_config, aws_iam, aws_ssm } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

const PAB = { BlockPublicAcls: 'true', BlockPublicPolicy: 'true', IgnorePublicAcls: 'true', RestrictPublicBuckets: 'true' };

export class ComplianceAutomationStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened();
  }

  /**
   * Compiles as printed: `parameters` is a free JSON property, so resourceValue/staticValue reach the template in lower case
   * (CloudFormation wants ResourceValue/StaticValue), configRuleName holds a rule's identifier, not its name,
   * and no AutomationAssumeRole is given, so the role is never used: all kept.
   */
  private asWritten() {
    const remediationRole = new aws_iam.Role(this, 'RemediationRole', {
      assumedBy: new aws_iam.ServicePrincipal('ssm.amazonaws.com'),
      managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonSSMAutomationRole')],
    });
    remediationRole.addToPolicy(new aws_iam.PolicyStatement({
      actions: ['s3:PutEncryptionConfiguration', 's3:PutBucketPolicy', 's3:PutBucketPublicAccessBlock'],
      resources: ['*'],
    }));
    new aws_config.CfnRemediationConfiguration(this, 'S3EncryptionRemediation', {
      configRuleName: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
      targetType: 'SSM_DOCUMENT',
      targetId: 'AWS-EnableS3BucketEncryption',
      automatic: true,
      maximumAutomaticAttempts: 3,
      retryAttemptSeconds: 60,
      parameters: {
        BucketName: { resourceValue: { value: 'RESOURCE_ID' } },
        SSEAlgorithm: { staticValue: { values: ['AES256'] } },
      },
      resourceType: 'AWS::S3::Bucket',
    });
    new aws_config.CfnRemediationConfiguration(this, 'S3PublicAccessRemediation', {
      configRuleName: 'S3_BUCKET_PUBLIC_READ_PROHIBITED',
      targetType: 'SSM_DOCUMENT',
      targetId: 'AWS-ConfigureS3BucketPublicAccessBlock',
      automatic: true,
      maximumAutomaticAttempts: 3,
      retryAttemptSeconds: 60,
      parameters: {
        BucketName: { resourceValue: { value: 'RESOURCE_ID' } },
        ...Object.fromEntries(Object.entries(PAB).map(([k, v]) => [k, { staticValue: { values: [v] } }])),
      },
      resourceType: 'AWS::S3::Bucket',
    });
  }

  private legacy() {
    new aws_iam.Role(this, 'RemediationRole', {
      assumedBy: new aws_iam.ServicePrincipal('ssm.amazonaws.com'),
      inlinePolicies: { all: new aws_iam.PolicyDocument({ statements: [new aws_iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] }) },
    });
    new aws_config.CfnRemediationConfiguration(this, 'S3PublicAccessRemediation', {
      configRuleName: 's3-bucket-public-read-prohibited', targetType: 'SSM_DOCUMENT', targetId: 'AWS-ConfigureS3BucketPublicAccessBlock', automatic: false,
      parameters: { BucketName: { ResourceValue: { Value: 'RESOURCE_ID' } } },
    });
    new aws_codebuild.Project(this, 'Build', {
      buildSpec: aws_codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['cdk deploy --all --require-approval never'] } } }),
      environment: { privileged: true, environmentVariables: { AWS_SECRET_ACCESS_KEY: { value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }, AWS_ACCESS_KEY_ID: { value: 'AKIAIOSFODNN7EXAMPLE' } } },
    });
  }

  private hardened() {
    const h = Hardened.of(this);
    const role = new aws_iam.Role(this, 'RemediationRole', {
      assumedBy: new aws_iam.ServicePrincipal('ssm.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }),
      description: 'Assumed by the remediation documents',
    });
    const policy = new aws_iam.ManagedPolicy(this, 'RemediationPolicy', { roles: [role], statements: [
      new aws_iam.PolicyStatement({ actions: ['s3:PutEncryptionConfiguration', 's3:GetEncryptionConfiguration', 's3:PutBucketPublicAccessBlock', 's3:GetBucketPublicAccessBlock'], resources: ['arn:aws:s3:::*'],
        conditions: { StringEquals: { 'aws:ResourceAccount': this.account } } }),
    ] });
    ack(policy, ['AwsSolutions-IAM5[Resource::arn:aws:s3:::*]'], 'Remediation must reach any bucket of this account that a rule reports; limited by aws:ResourceAccount.');
    const fix = (id: string, rule: string, doc: string, params: Record<string, string>) => new aws_config.CfnRemediationConfiguration(this, id, {
      configRuleName: rule, targetType: 'SSM_DOCUMENT', targetId: doc, targetVersion: '1', automatic: true, maximumAutomaticAttempts: 3, retryAttemptSeconds: 60, resourceType: 'AWS::S3::Bucket',
      executionControls: { ssmControls: { concurrentExecutionRatePercentage: 10, errorPercentage: 10 } },
      parameters: {
        AutomationAssumeRole: { StaticValue: { Values: [role.roleArn] } },
        BucketName: { ResourceValue: { Value: 'RESOURCE_ID' } },
        ...Object.fromEntries(Object.entries(params).map(([k, v]) => [k, { StaticValue: { Values: [v] } }])),
      },
    });
    fix('S3EncryptionRemediation', 'soc2-s3-bucket-server-side-encryption-enabled', 'AWS-EnableS3BucketEncryption', { SSEAlgorithm: 'AES256' });
    fix('S3PublicAccessRemediation', 'soc2-s3-bucket-public-read-prohibited', 'AWS-ConfigureS3BucketPublicAccessBlock', PAB);
    new aws_ssm.CfnAssociation(this, 'PatchScan', { name: 'AWS-RunPatchBaseline', scheduleExpression: 'rate(1 day)', targets: [{ key: 'tag:Patch', values: ['true'] }], parameters: { Operation: ['Scan'] }, complianceSeverity: 'HIGH' });
    const dash = new aws_cloudwatch.Dashboard(this, 'ComplianceDashboard', { dashboardName: 'SOC2-Compliance' });
    dash.addWidgets(new aws_cloudwatch.TextWidget({ markdown: '# SOC 2 compliance', width: 24, height: 1 }));
    const buildLogs = h.logGroup('BuildLogs');
    const build = new aws_codebuild.Project(this, 'Build', {
      description: 'cdk synth and checks before every deployment',
      encryptionKey: h.key,
      buildSpec: aws_codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['npm ci', 'npx cdk synth', 'npm run check'] } } }),
      environment: { buildImage: aws_codebuild.LinuxBuildImage.STANDARD_7_0, privileged: false },
      logging: { cloudWatch: { logGroup: buildLogs, enabled: true } },
      timeout: cdk.Duration.minutes(20),
    });
    ack(build, ['HIPAA.Security-CodeBuildProjectSourceRepoUrl', 'PCI.DSS.321-CodeBuildProjectSourceRepoUrl'], 'No source of its own: started by the pipeline.');
    ack(build, [...['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].map(p => `${p}-IAMNoInlinePolicy`),
      `AwsSolutions-IAM5[Resource::arn:aws:codebuild:${this.region}:${this.account}:report-group/<Build45A36621>-*]`,
      `AwsSolutions-IAM5[Resource::arn:aws:logs:${this.region}:${this.account}:log-group:/aws/codebuild/<Build45A36621>:*]`,
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]', 'AwsSolutions-IAM5[Action::kms:ReEncrypt*]',
    ], 'Written by CDK for the project\'s own report groups and key.');
  }
}
