// SPDX-License-Identifier: Apache-2.0
// What the stacks share: variants, and the building blocks of the hardened one.
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3, aws_sns as sns, aws_sqs as sqs, aws_ec2 as ec2 } from 'aws-cdk-lib';

export type Variant = 'legacy' | 'as-written' | 'hardened';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const DR_REGION = 'us-west-2';

export interface VariantStackProps extends cdk.StackProps {
  readonly variant: Variant;
}

export class VariantStack extends cdk.Stack {
  readonly variant: Variant;
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    this.variant = props.variant;
  }
  get isLegacy() { return this.variant === 'legacy'; }
  get isAsWritten() { return this.variant === 'as-written'; }
  get isHardened() { return this.variant === 'hardened'; }
}

/** Record a reasoned exception on a construct (cdk-nag v3 style). */
export function ack(c: Construct, ids: string[], reason: string) {
  for (const id of ids) cdk.Validations.of(c).acknowledge({ id, reason });
}

export const S3_LOG_BUCKET_RULES = [
  'NIST.800.53.R5-S3BucketReplicationEnabled', 'HIPAA.Security-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled',
  'NIST.800.53.R5-S3DefaultEncryptionKMS', 'HIPAA.Security-S3DefaultEncryptionKMS', 'PCI.DSS.321-S3DefaultEncryptionKMS',
];

/**
 * The hardened variant's building blocks: one customer managed key, one access log bucket,
 * one dead letter queue per stack, made on first use.
 */
export class Hardened {
  private static readonly all = new WeakMap<cdk.Stack, Hardened>();
  static of(stack: cdk.Stack): Hardened {
    let h = Hardened.all.get(stack);
    if (!h) { h = new Hardened(stack); Hardened.all.set(stack, h); }
    return h;
  }
  private _key?: kms.Key;
  private _logs?: s3.Bucket;
  private _dlq?: sqs.Queue;
  private _repl?: iam.Role;
  private constructor(private readonly stack: cdk.Stack) {}

  get key(): kms.Key {
    if (this._key) return this._key;
    const key = this._key = new kms.Key(this.stack, 'StackKey', {
      enableKeyRotation: true,
      rotationPeriod: cdk.Duration.days(365),
      pendingWindow: cdk.Duration.days(30),
      description: `Customer managed key of ${this.stack.stackName}`,
      alias: `alias/soc2/${this.stack.node.id}`,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowCloudWatchLogs',
      principals: [new iam.ServicePrincipal(`logs.${this.stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${this.stack.region}:${this.stack.account}:*` } },
    }));
    key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowAwsServicesToPublish',
      principals: ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com', 'backup.amazonaws.com', 'config.amazonaws.com', 'cloudtrail.amazonaws.com']
        .map(s => new iam.ServicePrincipal(s)),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': this.stack.account } },
    }));
    return key;
  }

  get accessLogs(): s3.Bucket {
    if (this._logs) return this._logs;
    const b = this._logs = new s3.Bucket(this.stack, 'AccessLogs', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ id: 'ExpireAccessLogs', enabled: true, expiration: cdk.Duration.days(400), noncurrentVersionExpiration: cdk.Duration.days(30),
        transitions: [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: cdk.Duration.days(90) }] }],
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    // a log target must not log to itself; delivery supports SSE-S3 only; logs are not replicated
    ack(b, S3_LOG_BUCKET_RULES, 'Server access log target: S3 log delivery requires SSE-S3; log copies are kept by the log archive account.');
    return b;
  }

  get dlq(): sqs.Queue {
    return this._dlq ??= new sqs.Queue(this.stack, 'FunctionDlq', {
      encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: this.key, enforceSSL: true,
      retentionPeriod: cdk.Duration.days(14),
    });
  }

  private _replPolicy?: iam.ManagedPolicy;
  private get replicationPolicy(): iam.ManagedPolicy {
    if (this._replPolicy) return this._replPolicy;
    this._repl = new iam.Role(this.stack, 'ReplicationRole', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com') });
    const p = this._replPolicy = new iam.ManagedPolicy(this.stack, 'ReplicationPolicy', { roles: [this._repl] });
    return p;
  }

  /** a role whose rights are one customer managed policy, never an inline one */
  role(id: string, service: string, statements: iam.PolicyStatement[], wildcards: Record<string, string> = {}): iam.Role {
    const role = new iam.Role(this.stack, id, { assumedBy: new iam.ServicePrincipal(service), description: `Used by ${service}` });
    const policy = new iam.ManagedPolicy(this.stack, `${id}Policy`, { roles: [role], statements });
    for (const [finding, why] of Object.entries(wildcards)) ack(policy, [`AwsSolutions-IAM5[${finding}]`], why);
    return role;
  }

  bucket(id: string, opts: { objectLock?: boolean; replicateTo?: string; prefix?: string; props?: Partial<s3.BucketProps> } = {}): s3.Bucket {
    const b = new s3.Bucket(this.stack, id, {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: `${opts.prefix ?? id}/`,
      objectLockEnabled: opts.objectLock ? true : undefined,
      objectLockDefaultRetention: opts.objectLock ? s3.ObjectLockRetention.compliance(cdk.Duration.days(365)) : undefined,
      lifecycleRules: [{ id: 'DeleteOldVersions', enabled: true, noncurrentVersionExpiration: cdk.Duration.days(90), abortIncompleteMultipartUploadAfter: cdk.Duration.days(7) }],
      removalPolicy: cdk.RemovalPolicy.RETAIN,
      ...opts.props,
    });
    const dest = opts.replicateTo ?? `soc2-replica-${ACCOUNT}-${DR_REGION}`;
    const policy = this.replicationPolicy;
    const role = this._repl!;
    const bucketId = this.stack.resolve((b.node.defaultChild as s3.CfnBucket).logicalId);
    ack(policy, [`AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`, `AwsSolutions-IAM5[Resource::arn:aws:s3:::${dest}/*]`], 'Replication copies every object of these two buckets.');
    policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [b.bucketArn] }));
    policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'], resources: [b.arnForObjects('*')] }));
    policy.addStatements(new iam.PolicyStatement({ actions: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], resources: [`arn:aws:s3:::${dest}/*`] }));
    (b.node.defaultChild as s3.CfnBucket).replicationConfiguration = {
      role: role.roleArn,
      rules: [{
        id: 'ReplicateEverything', status: 'Enabled', priority: 1, filter: { prefix: '' },
        deleteMarkerReplication: { status: 'Disabled' },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
        destination: { bucket: `arn:aws:s3:::${dest}`, storageClass: 'STANDARD_IA',
          encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:${DR_REGION}:${ACCOUNT}:alias/soc2/DisasterRecoveryStack` } },
      }],
    };
    return b;
  }

  logGroup(id: string, props: Partial<logs.LogGroupProps> = {}): logs.LogGroup {
    return new logs.LogGroup(this.stack, id, { encryptionKey: this.key, retention: logs.RetentionDays.ONE_YEAR, removalPolicy: cdk.RemovalPolicy.RETAIN, ...props });
  }

  topic(id: string, props: Partial<sns.TopicProps> = {}): sns.Topic {
    return new sns.Topic(this.stack, id, { masterKey: this.key, enforceSSL: true, ...props });
  }

  functionRole(id: string, logGroup: logs.ILogGroup, grants: iam.PolicyStatement[] = []): iam.Role {
    return this.role(id, 'lambda.amazonaws.com', [
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.dlq.queueArn] }),
      new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.key.keyArn] }),
      new iam.PolicyStatement({ sid: 'NoResourceLevel', resources: ['*'],
        actions: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'] }),
      ...grants,
    ], { 'Resource::*': 'Network interfaces of the function and X-Ray segments: these actions have no resource-level permissions.' });
  }

  fn(id: string, dir: string, vpc: ec2.IVpc | undefined, props: Partial<lambda.FunctionProps> = {}, grants: iam.PolicyStatement[] = []): lambda.Function {
    const logGroup = this.logGroup(`${id}Logs`);
    const role = this.functionRole(`${id}Role`, logGroup, grants);
    const sg = vpc ? new ec2.SecurityGroup(this.stack, `${id}SG`, { vpc, description: `Egress of ${id}`, allowAllOutbound: false }) : undefined;
    sg?.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(443), 'HTTPS to VPC endpoints only');
    const f = new lambda.Function(this.stack, id, {
      runtime: lambda.Runtime.NODEJS_LATEST,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(dir),
      role: role.withoutPolicyUpdates(),
      logGroup,
      tracing: lambda.Tracing.ACTIVE,
      deadLetterQueue: this.dlq,
      reservedConcurrentExecutions: 10,
      environmentEncryption: this.key,
      timeout: cdk.Duration.seconds(30),
      ...(vpc ? { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [sg!] } : {}),
      ...props,
    });
    return f;
  }
}
