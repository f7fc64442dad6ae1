// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (config).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_config, aws_iam, aws_s3 } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

const MANAGED = ['S3_BUCKET_PUBLIC_READ_PROHIBITED', 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED', 'S3_BUCKET_VERSIONING_ENABLED', 'S3_BUCKET_LOGGING_ENABLED', 'S3_BUCKET_SSL_REQUESTS_ONLY',
  'IAM_PASSWORD_POLICY', 'IAM_USER_MFA_ENABLED', 'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS', 'IAM_USER_UNUSED_CREDENTIALS_CHECK', 'IAM_ROOT_ACCESS_KEY_CHECK', 'ACCESS_KEYS_ROTATED', 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
  'CLOUD_TRAIL_ENABLED', 'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED', 'CLOUD_TRAIL_ENCRYPTION_ENABLED', 'CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED', 'MULTI_REGION_CLOUD_TRAIL_ENABLED', 'ROOT_ACCOUNT_MFA_ENABLED', 'ROOT_ACCOUNT_HARDWARE_MFA_ENABLED',
  'RDS_STORAGE_ENCRYPTED', 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK', 'RDS_MULTI_AZ_SUPPORT', 'DB_INSTANCE_BACKUP_ENABLED', 'RDS_IN_BACKUP_PLAN', 'DYNAMODB_PITR_ENABLED', 'EFS_ENCRYPTED_CHECK', 'ENCRYPTED_VOLUMES', 'EC2_EBS_ENCRYPTION_BY_DEFAULT',
  'INCOMING_SSH_DISABLED', 'RESTRICTED_INCOMING_TRAFFIC', 'VPC_DEFAULT_SECURITY_GROUP_CLOSED', 'VPC_FLOW_LOGS_ENABLED', 'CMK_BACKING_KEY_ROTATION_ENABLED', 'GUARDDUTY_ENABLED_CENTRALIZED', 'SECURITYHUB_ENABLED', 'CW_LOGGROUP_RETENTION_PERIOD_CHECK'];

const camel = (s: string) => s.toLowerCase().split('_').map(w => w[0].toUpperCase() + w.slice(1)).join('');

export class ConfigStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened();
  }

  /** `includeGlobalResources` is includeGlobalResourceTypes. The managed policy service-role/AWSConfigRole was withdrawn by AWS (AWS_ConfigRole): kept, it compiles. */
  private asWritten() {
    const configRole = new aws_iam.Role(this, 'ConfigRole', {
      assumedBy: new aws_iam.ServicePrincipal('config.amazonaws.com'),
      managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSConfigRole')],
    });
    const configBucket = new aws_s3.Bucket(this, 'ConfigBucket', {
      encryption: aws_s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: aws_s3.BlockPublicAccess.BLOCK_ALL,
      versioned: true,
    });
    new aws_config.CfnConfigurationRecorder(this, 'ConfigRecorder', {
      roleArn: configRole.roleArn,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    new aws_config.CfnDeliveryChannel(this, 'ConfigDeliveryChannel', {
      s3BucketName: configBucket.bucketName,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'Six_Hours' },
    });
    new aws_config.ManagedRule(this, 'S3BucketPublicReadProhibited', { identifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' });
    new aws_config.ManagedRule(this, 'S3BucketPublicWriteProhibited', { identifier: 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED' });
    new aws_config.ManagedRule(this, 'S3BucketServerSideEncryptionEnabled', { identifier: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED' });
    new aws_config.ManagedRule(this, 'IAMPasswordPolicy', { identifier: 'IAM_PASSWORD_POLICY' });
    new aws_config.ManagedRule(this, 'CloudTrailEnabled', { identifier: 'CLOUD_TRAIL_ENABLED' });
    new aws_config.ManagedRule(this, 'RootAccountMfaEnabled', { identifier: 'ROOT_ACCOUNT_MFA_ENABLED' });
  }

  private legacy() {
    const role = new aws_iam.Role(this, 'ConfigRole', {
      assumedBy: new aws_iam.ServicePrincipal('config.amazonaws.com'),
      managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
    });
    // a recorder that records two types, and no delivery channel: nothing is ever delivered
    new aws_config.CfnConfigurationRecorder(this, 'ConfigRecorder', {
      name: 'default', roleArn: role.roleArn,
      recordingGroup: { allSupported: false, includeGlobalResourceTypes: false, resourceTypes: ['AWS::EC2::Instance', 'AWS::EC2::SecurityGroup'] },
    });
    new aws_s3.CfnBucket(this, 'ConfigBucket', { accessControl: 'LogDeliveryWrite' });
  }

  private hardened() {
    const h = Hardened.of(this);
    const bucket = h.bucket('ConfigBucket', { objectLock: true });
    const cfg = new aws_iam.ServicePrincipal('config.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } });
    bucket.addToResourcePolicy(new aws_iam.PolicyStatement({ sid: 'ConfigAclCheck', principals: [cfg], actions: ['s3:GetBucketAcl', 's3:ListBucket'], resources: [bucket.bucketArn] }));
    bucket.addToResourcePolicy(new aws_iam.PolicyStatement({ sid: 'ConfigDelivery', principals: [cfg], actions: ['s3:PutObject'], resources: [bucket.arnForObjects(`AWSLogs/${this.account}/Config/*`)] }));
    const topic = h.topic('ConfigTopic');
    topic.addToResourcePolicy(new aws_iam.PolicyStatement({ principals: [new aws_iam.ServicePrincipal('config.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn], conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }));
    const role = new aws_iam.Role(this, 'ConfigRole', { assumedBy: new aws_iam.ServicePrincipal('config.amazonaws.com'), managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWS_ConfigRole')] });
    ack(role, ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWS_ConfigRole]'], 'AWS Config needs read access to every supported type; AWS maintains that list.');
    const recorder = new aws_config.CfnConfigurationRecorder(this, 'ConfigRecorder', { name: 'soc2', roleArn: role.roleArn, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true }, recordingMode: { recordingFrequency: 'CONTINUOUS' } });
    const channel = new aws_config.CfnDeliveryChannel(this, 'ConfigDeliveryChannel', {
      name: 'soc2', s3BucketName: bucket.bucketName, s3KmsKeyArn: h.key.keyArn, snsTopicArn: topic.topicArn, configSnapshotDeliveryProperties: { deliveryFrequency: 'Six_Hours' },
    });
    channel.node.addDependency(bucket.policy!);
    for (const id of MANAGED) {
      const inputs: Record<string, unknown> | undefined = id === 'IAM_PASSWORD_POLICY'
        ? { RequireUppercaseCharacters: 'true', RequireLowercaseCharacters: 'true', RequireSymbols: 'true', RequireNumbers: 'true', MinimumPasswordLength: '14', PasswordReusePrevention: '24', MaxPasswordAge: '90' }
        : id === 'ACCESS_KEYS_ROTATED' ? { maxAccessKeyAge: 90 } : id === 'CW_LOGGROUP_RETENTION_PERIOD_CHECK' ? { MinRetentionTime: 365 } : undefined;
      const rule = new aws_config.ManagedRule(this, camel(id), { identifier: id, configRuleName: `soc2-${id.toLowerCase().replace(/_/g, '-')}`, inputParameters: inputs });
      rule.node.addDependency(recorder);
    }
    new aws_config.CfnAggregationAuthorization(this, 'Authorize', { authorizedAccountId: '444455556666', authorizedAwsRegion: 'us-east-1' });
    const aggRole = new aws_iam.Role(this, 'AggregatorRole', { assumedBy: new aws_iam.ServicePrincipal('config.amazonaws.com'), managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSConfigRoleForOrganizations')] });
    ack(aggRole, ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSConfigRoleForOrganizations]'], 'The organization aggregator takes this AWS policy only.');
    new aws_config.CfnConfigurationAggregator(this, 'Aggregator', { configurationAggregatorName: 'soc2', organizationAggregationSource: { roleArn: aggRole.roleArn, allAwsRegions: true } });
    new aws_config.CfnConformancePack(this, 'ConformancePack', {
      conformancePackName: 'soc2-baseline', deliveryS3Bucket: bucket.bucketName,
      templateBody: [
        'Parameters:', '  MaxAge:', "    Default: '90'", '    Type: String', 'Resources:',
        ...['ACM_CERTIFICATE_EXPIRATION_CHECK', 'ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK', 'EC2_IMDSV2_CHECK'].flatMap(i => [`  ${camel(i)}:`, '    Type: AWS::Config::ConfigRule', '    Properties:', `      ConfigRuleName: ${i.toLowerCase().replace(/_/g, '-')}`, '      Source:', '        Owner: AWS', `        SourceIdentifier: ${i}`]),
        '',
      ].join('\n'),
    });
  }
}
