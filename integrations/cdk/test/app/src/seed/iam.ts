// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (iam).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_accessanalyzer, aws_iam, aws_organizations, custom_resources as cr } from 'aws-cdk-lib';
import { aws_ec2, aws_lambda, aws_sqs } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

export interface IamProps extends VariantStackProps { readonly vpc?: aws_ec2.IVpc }

function passwordPolicyCall(p: Record<string, unknown>): cr.AwsSdkCall {
  return { service: 'IAM', action: 'updateAccountPasswordPolicy', parameters: p, physicalResourceId: cr.PhysicalResourceId.of('account-password-policy') };
}

export class SOC2IAMStack extends VariantStack {
  constructor(scope: Construct, id: string, props: IamProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened(props.vpc!);
  }

  /** aws_iam.CfnAccountPasswordPolicy does not exist (no such CloudFormation type): an AwsCustomResource with the same values. */
  private asWritten() {
    new aws_accessanalyzer.CfnAnalyzer(this, 'SOC2Analyzer', { type: 'ACCOUNT', analyzerName: 'soc2-access-analyzer' });
    new cr.AwsCustomResource(this, 'SOC2PasswordPolicy', {
      onUpdate: passwordPolicyCall({
        MaxPasswordAge: 90,
        MinimumPasswordLength: 14,
        PasswordReusePrevention: 24,
        RequireLowercaseCharacters: true,
        RequireNumbers: true,
        RequireSymbols: true,
        RequireUppercaseCharacters: true,
        AllowUsersToChangePassword: true,
      }),
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
    });
    const restrictedRole = new aws_iam.Role(this, 'RestrictedServiceRole', {
      assumedBy: new aws_iam.ServicePrincipal('lambda.amazonaws.com'),
      description: 'SOC2 compliant service role with least privilege',
    });
    restrictedRole.addToPolicy(new aws_iam.PolicyStatement({
      effect: aws_iam.Effect.ALLOW,
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: ['arn:aws:s3:::specific-bucket/specific-path/*'],
    }));
  }

  private legacy() {
    const admin = new aws_iam.User(this, 'AdminUser', {
      userName: 'jsmith',
      password: cdk.SecretValue.unsafePlainText('Welcome123'),
      managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
    });
    const deploy = new aws_iam.User(this, 'DeployUser', { userName: 'ci-deploy' });
    const key = new aws_iam.CfnAccessKey(this, 'DeployKey', { userName: deploy.userName });
    new cdk.CfnOutput(this, 'DeployKeySecret', { value: key.attrSecretAccessKey, description: 'paste into the build server' });
    deploy.addToPolicy(new aws_iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
    admin.addToPolicy(new aws_iam.PolicyStatement({ actions: ['iam:*', 'sts:*'], resources: ['*'] }));
    const restrictedRole = new aws_iam.Role(this, 'RestrictedServiceRole', {
      assumedBy: new aws_iam.CompositePrincipal(new aws_iam.ServicePrincipal('lambda.amazonaws.com'), new aws_iam.AnyPrincipal()),
      maxSessionDuration: cdk.Duration.hours(12),
      managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess')],
    });
    restrictedRole.addToPolicy(new aws_iam.PolicyStatement({ actions: ['s3:*', 'dynamodb:*', 'kms:*', 'iam:PassRole'], resources: ['*'] }));
    restrictedRole.addToPolicy(new aws_iam.PolicyStatement({ notActions: ['organizations:*'], resources: ['*'] }));
    new aws_iam.CfnGroup(this, 'Developers', {
      groupName: 'developers',
      managedPolicyArns: ['arn:aws:iam::aws:policy/IAMFullAccess'],
      policies: [{ policyName: 'everything', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: 'account:*', Resource: '*' }] } }],
    });
    // the password policy somebody once set: weaker than the AWS default
    new cr.AwsCustomResource(this, 'SOC2PasswordPolicy', {
      onUpdate: passwordPolicyCall({ MinimumPasswordLength: 6, RequireSymbols: false, RequireNumbers: false, AllowUsersToChangePassword: true }),
      policy: cr.AwsCustomResourcePolicy.fromStatements([new aws_iam.PolicyStatement({ actions: ['iam:*'], resources: ['*'] })]),
      logRetention: undefined,
    });
  }

  private hardened(vpc: aws_ec2.IVpc) {
    const h = Hardened.of(this);
    new aws_accessanalyzer.CfnAnalyzer(this, 'SOC2Analyzer', { type: 'ACCOUNT', analyzerName: 'soc2-access-analyzer' });
    new aws_accessanalyzer.CfnAnalyzer(this, 'UnusedAccess', { type: 'ACCOUNT_UNUSED_ACCESS', analyzerName: 'soc2-unused-access', analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: 90 } } });
    const crLogs = h.logGroup('CustomResourceLogs');
    // UpdateAccountPasswordPolicy has no resource-level permissions
    const crRole = h.functionRole('CustomResourceRole', crLogs, [new aws_iam.PolicyStatement({ actions: ['iam:UpdateAccountPasswordPolicy'], resources: ['*'] })]);
    const password = new cr.AwsCustomResource(this, 'SOC2PasswordPolicy', {
      onUpdate: passwordPolicyCall({
        MaxPasswordAge: 90, MinimumPasswordLength: 14, PasswordReusePrevention: 24, RequireLowercaseCharacters: true, RequireNumbers: true,
        RequireSymbols: true, RequireUppercaseCharacters: true, AllowUsersToChangePassword: true, HardExpiry: true,
      }),
      role: crRole.withoutPolicyUpdates(), logGroup: crLogs, installLatestAwsSdk: false,
      vpc, vpcSubnets: { subnetType: aws_ec2.SubnetType.PRIVATE_WITH_EGRESS },
    });
    void password; void ack; void aws_sqs;
    // the singleton function behind AwsCustomResource: no property of AwsCustomResource for these two
    for (const c of this.node.findAll()) if (c instanceof aws_lambda.CfnFunction) {
      c.reservedConcurrentExecutions = 1;
      c.deadLetterConfig = { targetArn: h.dlq.queueArn };
    }
    const restrictedRole = new aws_iam.Role(this, 'RestrictedServiceRole', {
      assumedBy: new aws_iam.ServicePrincipal('lambda.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }),
      description: 'SOC2 compliant service role with least privilege',
    });
    const restrictedPolicy = new aws_iam.ManagedPolicy(this, 'RestrictedServicePolicy', {
      roles: [restrictedRole],
      statements: [new aws_iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::specific-bucket/specific-path/report.json'] })],
    });
    void restrictedPolicy;
    const mfa = new aws_iam.ManagedPolicy(this, 'DenyWithoutMfa', {
      description: 'Everything but the set-up of MFA is denied without MFA',
      statements: [new aws_iam.PolicyStatement({
        effect: aws_iam.Effect.DENY,
        notActions: ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'iam:GetUser', 'iam:ListMFADevices', 'iam:ListVirtualMFADevices', 'iam:ResyncMFADevice', 'iam:ChangePassword', 'sts:GetSessionToken'],
        resources: ['*'],
        conditions: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      })],
    });
    const people = new aws_iam.Group(this, 'People', { groupName: 'people', managedPolicies: [mfa] });
    const user = new aws_iam.User(this, 'BreakGlass', { userName: 'break-glass-1' });
    people.addUser(user);
    new aws_organizations.CfnPolicy(this, 'GuardrailScp', {
      name: 'soc2-guardrails', type: 'SERVICE_CONTROL_POLICY', description: 'Protect the audit trail',
      content: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'ProtectTrail', Effect: 'Deny', Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail'], Resource: '*' },
          { Sid: 'ProtectConfig', Effect: 'Deny', Action: ['config:DeleteConfigurationRecorder', 'config:StopConfigurationRecorder', 'config:DeleteDeliveryChannel'], Resource: '*' },
          { Sid: 'ProtectGuardDuty', Effect: 'Deny', Action: ['guardduty:DeleteDetector', 'guardduty:DisassociateFromMasterAccount', 'guardduty:UpdateDetector'], Resource: '*' },
          { Sid: 'DenyRoot', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } },
          { Sid: 'Regions', Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'organizations:*', 'route53:*', 'cloudfront:*', 'support:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } } },
        ],
      },
      targetIds: ['r-ab12'],
    });
  }
}
