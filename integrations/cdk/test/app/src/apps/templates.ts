// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (templates).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_kms as kms, aws_rds as rds, aws_s3 as s3, aws_sam as sam, aws_sns as sns, aws_sqs as sqs, cloudformation_include as include } from 'aws-cdk-lib';
import * as path from 'path';
import { ACCOUNT, Hardened, VariantStack, VariantStackProps } from '../common';

/** Parameters, mappings, conditions, Fn::If, AWS::NoValue: what a checker must evaluate or call unknown. */
export class ConditionsStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    const env = new cdk.CfnParameter(this, 'Environment', { type: 'String', allowedValues: ['dev', 'staging', 'prod'], default: this.isHardened ? 'prod' : 'dev' });
    const encrypt = new cdk.CfnParameter(this, 'EncryptData', { type: 'String', allowedValues: ['true', 'false'], default: this.isLegacy ? 'false' : 'true' });
    const keyArn = new cdk.CfnParameter(this, 'KeyArn', { type: 'String', default: '' });
    const retention = new cdk.CfnParameter(this, 'BackupDays', { type: 'Number', default: this.isLegacy ? 0 : this.isHardened ? 35 : 7, minValue: 0, maxValue: 35 });
    const adminCidr = new cdk.CfnParameter(this, 'AdminCidr', { type: 'String', default: this.isHardened ? '10.0.0.0/16' : '0.0.0.0/0', description: 'Who may reach SSH' });
    const map = new cdk.CfnMapping(this, 'ByEnvironment', { mapping: {
      dev: { class: 'db.t4g.micro', multiAz: false, deletion: false }, staging: { class: 'db.t4g.small', multiAz: this.isHardened, deletion: false }, prod: { class: 'db.m6g.large', multiAz: !this.isLegacy, deletion: !this.isLegacy },
    } });
    const isProd = new cdk.CfnCondition(this, 'IsProd', { expression: cdk.Fn.conditionEquals(env, 'prod') });
    const isEncrypted = new cdk.CfnCondition(this, 'IsEncrypted', { expression: cdk.Fn.conditionOr(cdk.Fn.conditionEquals(encrypt, 'true'), isProd) });
    const hasKey = new cdk.CfnCondition(this, 'HasKey', { expression: cdk.Fn.conditionNot(cdk.Fn.conditionEquals(keyArn, '')) });
    const encryptedWithKey = new cdk.CfnCondition(this, 'EncryptedWithKey', { expression: cdk.Fn.conditionAnd(isEncrypted, hasKey) });

    const bucket = new s3.CfnBucket(this, 'Bucket', {
      bucketName: cdk.Fn.sub('data-${Environment}-${AWS::AccountId}'),
      bucketEncryption: cdk.Fn.conditionIf(isEncrypted.logicalId, {
        ServerSideEncryptionConfiguration: [cdk.Fn.conditionIf(encryptedWithKey.logicalId,
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'KeyArn' } }, BucketKeyEnabled: true },
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } })],
      }, { Ref: 'AWS::NoValue' }) as unknown as s3.CfnBucket.BucketEncryptionProperty,
      versioningConfiguration: { status: cdk.Fn.conditionIf(isProd.logicalId, 'Enabled', 'Suspended').toString() },
      publicAccessBlockConfiguration: { blockPublicAcls: cdk.Fn.conditionIf(isProd.logicalId, true, this.isHardened), blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    });
    const block = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    const logBucket = new s3.CfnBucket(this, 'ProdOnlyLogs', this.isHardened ? { publicAccessBlockConfiguration: block, versioningConfiguration: { status: 'Enabled' }, bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] } } : { accessControl: 'Private' });
    if (this.isHardened) {
      for (const b of [bucket, logBucket]) {
        const p = new s3.CfnBucketPolicy(this, `${b.node.id}Policy`, { bucket: b.ref, policyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'OnlyTls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [b.attrArn, cdk.Fn.join('', [b.attrArn, '/*'])], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] } });
        if (b === logBucket) p.cfnOptions.condition = isProd;
      }
    }
    logBucket.cfnOptions.condition = isProd;
    bucket.loggingConfiguration = cdk.Fn.conditionIf(isProd.logicalId, { DestinationBucketName: { Ref: logBucket.logicalId }, LogFilePrefix: 'data/' }, { Ref: 'AWS::NoValue' }) as unknown as s3.CfnBucket.LoggingConfigurationProperty;

    const db = new rds.CfnDBInstance(this, 'Database', {
      engine: 'mysql', engineVersion: '8.0.44', allocatedStorage: '20', masterUsername: 'app', manageMasterUserPassword: true,
      dbInstanceClass: map.findInMap(env.valueAsString, 'class'), multiAz: map.findInMap(env.valueAsString, 'multiAz') as unknown as boolean, deletionProtection: map.findInMap(env.valueAsString, 'deletion') as unknown as boolean,
      backupRetentionPeriod: retention.valueAsNumber,
      storageEncrypted: cdk.Fn.conditionIf(isEncrypted.logicalId, true, false),
      kmsKeyId: cdk.Fn.conditionIf(encryptedWithKey.logicalId, keyArn.valueAsString, cdk.Aws.NO_VALUE).toString(),
      publiclyAccessible: cdk.Fn.conditionIf(isProd.logicalId, false, this.isLegacy),
      ...(this.isHardened ? { enableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'], port: '3307', monitoringInterval: 60, monitoringRoleArn: `arn:aws:iam::${ACCOUNT}:role/rds-monitoring`, copyTagsToSnapshot: true, autoMinorVersionUpgrade: true, enableIamDatabaseAuthentication: true } : {}),
    });
    cdk.Validations.of(db).acknowledge({ id: 'CloudFormation-Validate::E9006', reason: 'False: KmsKeyId is set only under EncryptedWithKey, which implies IsEncrypted.' });
    db.cfnOptions.deletionPolicy = cdk.CfnDeletionPolicy.SNAPSHOT;
    db.cfnOptions.updateReplacePolicy = cdk.CfnDeletionPolicy.SNAPSHOT;
    const sg = new ec2.CfnSecurityGroup(this, 'AdminSG', {
      groupDescription: 'administration', vpcId: cdk.Fn.importValue('shared-vpc-id'),
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: adminCidr.valueAsString, description: 'SSH' },
        cdk.Fn.conditionIf(isProd.logicalId, { Ref: 'AWS::NoValue' }, { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIp: this.isHardened ? '10.0.0.0/8' : '0.0.0.0/0' }) as unknown as ec2.CfnSecurityGroup.IngressProperty,
      ],
    });
    new ec2.CfnSecurityGroupIngress(this, 'DebugIngress', { groupId: sg.attrGroupId, ipProtocol: '-1', cidrIp: this.isHardened ? '10.0.0.0/16' : '0.0.0.0/0' }).cfnOptions.condition =
      new cdk.CfnCondition(this, 'IsDev', { expression: cdk.Fn.conditionEquals(env, 'dev') });
    new cdk.CfnOutput(this, 'BucketArn', { value: bucket.attrArn, exportName: cdk.Fn.sub('${AWS::StackName}-bucket') });
    new cdk.CfnRule(this, 'ProdNeedsKey', { ruleCondition: cdk.Fn.conditionEquals(env, 'prod'), assertions: [{ assert: cdk.Fn.conditionNot(cdk.Fn.conditionEquals(keyArn, '')), assertDescription: 'prod takes a customer managed key' }] });
  }
}

/** A piece of template that CDK has no construct for. cdk-nag does not see it. */
class RawResources extends cdk.CfnElement {
  constructor(scope: Construct, id: string, private readonly resources: Record<string, unknown>) { super(scope, id); }
  _toCloudFormation(): object { return { Resources: this.resources }; }
}

/** Fn::ForEach under Transform AWS::LanguageExtensions, hand-made. */
export class LoopStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    this.addTransform('AWS::LanguageExtensions');
    const list = new cdk.CfnParameter(this, 'Names', { type: 'CommaDelimitedList', default: 'Invoices,Receipts,Exports' });
    void list;
    const good = this.isHardened;
    const bucketProps: Record<string, unknown> = {
      BucketName: { 'Fn::Sub': 'acme-${Name}-${AWS::AccountId}' },
      ...(good || this.isAsWritten ? {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: good ? 'aws:kms' : 'AES256' } }] },
      } : { AccessControl: 'PublicRead' }),
      ...(good ? { VersioningConfiguration: { Status: 'Enabled' }, LoggingConfiguration: { DestinationBucketName: `acme-access-logs-${ACCOUNT}`, LogFilePrefix: { 'Fn::Sub': '${Name}/' } } } : {}),
    };
    new RawResources(this, 'Buckets', {
      'Fn::ForEach::Buckets': ['Name', { Ref: 'Names' }, { 'Bucket${Name}': { Type: 'AWS::S3::Bucket', DeletionPolicy: good ? 'Retain' : 'Delete', UpdateReplacePolicy: good ? 'Retain' : 'Delete', Properties: bucketProps } }],
      'Fn::ForEach::Topics': ['TopicName', ['Success', 'Failure', 'Timeout'], {
        'Topic${TopicName}': { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Join': ['.', [{ Ref: 'TopicName' }, 'fifo']] }, FifoTopic: true, ...(good ? { KmsMasterKeyId: 'alias/soc2/LoopStack' } : {}) } },
      }],
    });
    if (!good) new sqs.CfnQueue(this, 'PlainQueue', {});
    else new sqs.Queue(this, 'PlainQueue', { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: Hardened.of(this).key, enforceSSL: true, deadLetterQueue: { queue: Hardened.of(this).dlq, maxReceiveCount: 3 } });
    new RawResources(this, 'Include', {
      Included: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: `s3://acme-snippets-${ACCOUNT}/topic.yaml` } }, Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'with an include' } },
    });
  }
}

/** The SAM transform: AWS::Serverless::* types that become others at deployment. */
export class SamStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    const good = this.isHardened;
    new sam.CfnFunction(this, 'Resize', {
      runtime: good ? 'nodejs22.x' : this.isLegacy ? 'nodejs12.x' : 'nodejs20.x', handler: 'index.handler', inlineCode: 'exports.handler = async () => {};',
      policies: good ? [{ s3ReadPolicy: { bucketName: 'acme-images' } }] : this.isLegacy ? ['AdministratorAccess'] : ['AmazonS3FullAccess'],
      tracing: good ? 'Active' : undefined, reservedConcurrentExecutions: good ? 5 : undefined, events: { Api: { type: 'Api', properties: { path: '/resize', method: 'post' } } },
    });
    new sam.CfnSimpleTable(this, 'Images', { sseSpecification: { sseEnabled: !this.isLegacy }, primaryKey: { name: 'id', type: 'String' } });
  }
}

/** AWS::CloudFormation::StackSet with the member template as a string in TemplateBody. */
export class StackSetStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    const member = {
      AWSTemplateFormatVersion: '2010-09-09', Description: 'Member account baseline',
      Resources: {
        Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: !this.isLegacy } },
        Analyzer: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT' } },
        AuditRole: { Type: 'AWS::IAM::Role', Properties: {
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: this.isLegacy ? '*' : `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole', ...(this.isHardened ? { Condition: { StringEquals: { 'sts:ExternalId': 'soc2-audit', 'aws:PrincipalOrgID': 'o-exampleorg' } } } : {}) }] },
          ManagedPolicyArns: [this.isLegacy ? 'arn:aws:iam::aws:policy/AdministratorAccess' : 'arn:aws:iam::aws:policy/SecurityAudit'],
        } },
      },
    };
    new cdk.CfnStackSet(this, 'Baseline', {
      stackSetName: 'soc2-baseline', permissionModel: 'SERVICE_MANAGED', autoDeployment: { enabled: true, retainStacksOnAccountRemoval: this.isHardened }, capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: JSON.stringify(member, null, 1), stackInstancesGroup: [{ regions: ['us-east-1', 'us-west-2'], deploymentTargets: { organizationalUnitIds: ['ou-ab12-workload'] } }],
      operationPreferences: { failureToleranceCount: 0, maxConcurrentCount: 5 },
    });
  }
}

/** A hand-written YAML template brought in with CfnInclude (as while migrating to CDK). */
export class ImportedStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    const t = new include.CfnInclude(this, 'Template', { templateFile: path.join('imports', `imported-${this.variant}.yaml`) });
    void t; void kms; void iam; void sns; void elbv2;
  }
}
