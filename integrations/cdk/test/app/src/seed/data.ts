// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (data).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_dynamodb, aws_ec2, aws_efs, aws_elasticache, aws_iam, aws_kms, aws_logs, aws_rds, aws_s3, aws_secretsmanager, aws_ssm } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

const PACKS = ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

export interface DataProtectionProps extends VariantStackProps { readonly vpc: aws_ec2.IVpc }

export class DataProtectionStack extends VariantStack {
  database!: aws_rds.IDatabaseInstance;
  bucket?: aws_s3.IBucket;
  fileSystem?: aws_efs.IFileSystem;

  constructor(scope: Construct, id: string, props: DataProtectionProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy(props.vpc);
    else if (this.isAsWritten) this.asWritten(props.vpc);
    else this.hardened(props.vpc);
  }

  /** DatabaseInstanceProps.vpc is required: the VPC of NetworkSecurityStack. Everything else as printed ("Other configuration as needed" left out). */
  private asWritten(vpc: aws_ec2.IVpc) {
    const encryptionKey = new aws_kms.Key(this, 'SOC2EncryptionKey', {
      enableKeyRotation: true,
      description: 'SOC2 compliant encryption key for data protection',
    });
    const encryptedBucket = new aws_s3.Bucket(this, 'EncryptedBucket', {
      encryption: aws_s3.BucketEncryption.KMS,
      encryptionKey,
      enforceSSL: true,
      blockPublicAccess: aws_s3.BlockPublicAccess.BLOCK_ALL,
      versioned: true,
      lifecycleRules: [{ id: 'DeleteOldVersions', enabled: true, noncurrentVersionExpiration: cdk.Duration.days(90) }],
    });
    encryptedBucket.addToResourcePolicy(new aws_iam.PolicyStatement({
      effect: aws_iam.Effect.DENY,
      principals: [new aws_iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [encryptedBucket.arnForObjects('*')],
      conditions: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    }));
    this.bucket = encryptedBucket;
    this.database = new aws_rds.DatabaseInstance(this, 'EncryptedDatabase', {
      engine: aws_rds.DatabaseInstanceEngine.postgres({ version: aws_rds.PostgresEngineVersion.VER_13 }),
      storageEncrypted: true,
      storageEncryptionKey: encryptionKey,
      vpc,
    });
  }

  private legacy(vpc: aws_ec2.IVpc) {
    new aws_kms.Key(this, 'SOC2EncryptionKey', { enableKeyRotation: false, removalPolicy: cdk.RemovalPolicy.DESTROY, pendingWindow: cdk.Duration.days(7) });
    const bucket = new aws_s3.CfnBucket(this, 'EncryptedBucket', {
      accessControl: 'PublicRead',
      publicAccessBlockConfiguration: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
      ownershipControls: { rules: [{ objectOwnership: 'ObjectWriter' }] },
      versioningConfiguration: { status: 'Suspended' },
      corsConfiguration: { corsRules: [{ allowedMethods: ['GET', 'PUT', 'POST', 'DELETE'], allowedOrigins: ['*'], allowedHeaders: ['*'] }] },
    });
    new aws_s3.CfnBucketPolicy(this, 'EncryptedBucketPolicy', {
      bucket: bucket.ref,
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: cdk.Fn.sub('arn:aws:s3:::${b}/*', { b: bucket.ref }) }] },
    });
    this.bucket = aws_s3.Bucket.fromCfnBucket(bucket);
    const sg = new aws_ec2.SecurityGroup(this, 'DatabaseSG', { vpc, description: 'db', allowAllOutbound: true });
    sg.addIngressRule(aws_ec2.Peer.anyIpv4(), aws_ec2.Port.tcp(5432));
    sg.addIngressRule(aws_ec2.Peer.anyIpv6(), aws_ec2.Port.tcp(5432));
    const password = new cdk.CfnParameter(this, 'DbPassword', { type: 'String', default: 'Sup3rS3cret!' });
    const subnets = new aws_rds.CfnDBSubnetGroup(this, 'DbSubnets', { dbSubnetGroupDescription: 'public', subnetIds: vpc.publicSubnets.map(s => s.subnetId) });
    const db = new aws_rds.CfnDBInstance(this, 'EncryptedDatabase', {
      engine: 'postgres', engineVersion: '11.22', dbInstanceClass: 'db.t3.medium', allocatedStorage: '100',
      masterUsername: 'postgres', masterUserPassword: password.valueAsString,
      storageEncrypted: false, publiclyAccessible: true, multiAz: false, backupRetentionPeriod: 0,
      autoMinorVersionUpgrade: false, deletionProtection: false, dbSubnetGroupName: subnets.ref, vpcSecurityGroups: [sg.securityGroupId], port: '5432',
    });
    db.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    this.database = aws_rds.DatabaseInstance.fromDatabaseInstanceAttributes(this, 'Db', {
      instanceIdentifier: db.ref, instanceEndpointAddress: db.attrEndpointAddress, port: 5432, securityGroups: [sg],
    });
    new aws_dynamodb.CfnTable(this, 'Sessions', {
      keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
      provisionedThroughput: { readCapacityUnits: 5, writeCapacityUnits: 5 },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false }, sseSpecification: { sseEnabled: false },
    });
    this.fileSystem = new aws_efs.FileSystem(this, 'Shared', { vpc, encrypted: false, removalPolicy: cdk.RemovalPolicy.DESTROY });
    new aws_ec2.CfnVolume(this, 'DataVolume', { availabilityZone: 'us-east-1a', size: 500, volumeType: 'gp2', encrypted: false });
    new aws_ssm.CfnParameter(this, 'ApiToken', { name: '/acme/prod/api-token', type: 'String', value: 'tok_live_51H8xY' });
    new aws_secretsmanager.CfnSecret(this, 'PartnerKey', { name: 'acme/partner', secretString: '{"user":"acme","key":"hunter2"}' });
    const csg = new aws_elasticache.CfnSubnetGroup(this, 'CacheSubnets', { description: 'cache', subnetIds: vpc.privateSubnets.map(s => s.subnetId) });
    new aws_elasticache.CfnReplicationGroup(this, 'Cache', {
      replicationGroupDescription: 'sessions', engine: 'redis', cacheNodeType: 'cache.t3.micro', numCacheClusters: 1, automaticFailoverEnabled: false,
      atRestEncryptionEnabled: false, transitEncryptionEnabled: false, cacheSubnetGroupName: csg.ref, snapshotRetentionLimit: 0,
    });
  }

  private hardened(vpc: aws_ec2.IVpc) {
    const h = Hardened.of(this);
    const encryptedBucket = h.bucket('EncryptedBucket', { objectLock: true });
    encryptedBucket.addToResourcePolicy(new aws_iam.PolicyStatement({
      sid: 'DenyUnencryptedPut',
      effect: aws_iam.Effect.DENY,
      principals: [new aws_iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [encryptedBucket.arnForObjects('*')],
      conditions: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    }));
    this.bucket = encryptedBucket;

    const sg = new aws_ec2.SecurityGroup(this, 'DatabaseSG', { vpc, description: 'Database, reachable from the private subnets', allowAllOutbound: false });
    sg.addIngressRule(aws_ec2.Peer.ipv4('10.0.128.0/18'), aws_ec2.Port.tcp(6432), 'PostgreSQL from private subnets');
    const parameters = new aws_rds.ParameterGroup(this, 'DatabaseParameters', {
      engine: aws_rds.DatabaseInstanceEngine.postgres({ version: aws_rds.PostgresEngineVersion.VER_16 }),
      parameters: { 'rds.force_ssl': '1', log_statement: 'ddl', log_connections: '1', 'pgaudit.log': 'write,ddl', shared_preload_libraries: 'pgaudit' },
    });
    const database = new aws_rds.DatabaseInstance(this, 'EncryptedDatabase', {
      engine: aws_rds.DatabaseInstanceEngine.postgres({ version: aws_rds.PostgresEngineVersion.VER_16 }),
      instanceType: aws_ec2.InstanceType.of(aws_ec2.InstanceClass.M6G, aws_ec2.InstanceSize.LARGE),
      vpc, vpcSubnets: { subnetType: aws_ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [sg], port: 6432,
      credentials: aws_rds.Credentials.fromGeneratedSecret('dbowner', { encryptionKey: h.key }),
      storageEncrypted: true, storageEncryptionKey: h.key,
      multiAz: true, backupRetention: cdk.Duration.days(35), deleteAutomatedBackups: false, copyTagsToSnapshot: true,
      deletionProtection: true, autoMinorVersionUpgrade: true, iamAuthentication: true, publiclyAccessible: false,
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
      enablePerformanceInsights: true, performanceInsightEncryptionKey: h.key, performanceInsightRetention: aws_rds.PerformanceInsightRetention.MONTHS_12,
      monitoringInterval: cdk.Duration.seconds(60),
      parameterGroup: parameters,
      caCertificate: aws_rds.CaCertificate.RDS_CA_RSA2048_G1,
      removalPolicy: cdk.RemovalPolicy.SNAPSHOT,
    });
    this.database = database;
    ack(this, ['NIST.800.53.R5', 'HIPAA.Security'].flatMap(p => ['RDSInBackupPlan', 'DynamoDBInBackupPlan', 'EFSInBackupPlan'].map(r => `${p}-${r}`)), 'In the plan of BackupStack, which the rule does not see.');
    ack(database, ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]'], 'The policy that RDS enhanced monitoring documents.');
    // rotation in the service's own hosted rotation function (a nested transform, no function of ours)
    new aws_secretsmanager.SecretRotation(this, 'DatabaseRotation', {
      application: aws_secretsmanager.SecretRotationApplication.POSTGRES_ROTATION_SINGLE_USER,
      secret: database.secret!, target: database, vpc, vpcSubnets: { subnetType: aws_ec2.SubnetType.PRIVATE_WITH_EGRESS },
      automaticallyAfter: cdk.Duration.days(30), excludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\',
    });

    const table = new aws_dynamodb.Table(this, 'Sessions', {
      partitionKey: { name: 'id', type: aws_dynamodb.AttributeType.STRING },
      billingMode: aws_dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: aws_dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: h.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true, timeToLiveAttribute: 'expires', removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    void table;
    const fsSg = new aws_ec2.SecurityGroup(this, 'SharedSG', { vpc, description: 'NFS from private subnets', allowAllOutbound: false });
    fsSg.addIngressRule(aws_ec2.Peer.ipv4('10.0.128.0/18'), aws_ec2.Port.tcp(2049), 'NFS from private subnets');
    this.fileSystem = new aws_efs.FileSystem(this, 'Shared', {
      vpc, securityGroup: fsSg, encrypted: true, kmsKey: h.key, enableAutomaticBackups: true, allowAnonymousAccess: false,
      lifecyclePolicy: aws_efs.LifecyclePolicy.AFTER_30_DAYS, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new aws_ssm.StringParameter(this, 'ApiTokenArn', { parameterName: '/acme/prod/api-token-arn', stringValue: database.secret!.secretArn, tier: aws_ssm.ParameterTier.STANDARD });
    const authToken = new aws_secretsmanager.Secret(this, 'CacheAuthToken', { encryptionKey: h.key, generateSecretString: { excludePunctuation: true, passwordLength: 64 } });
    ack(authToken, ['AwsSolutions-SMG4', ...PACKS.map(p => `${p}-SecretsManagerRotationEnabled`)], 'Rotated by hand twice a year with the two-token procedure of ElastiCache.');
    const cacheLogs = new aws_logs.LogGroup(this, 'CacheLogs', { encryptionKey: h.key, retention: aws_logs.RetentionDays.ONE_YEAR });
    const csg = new aws_elasticache.CfnSubnetGroup(this, 'CacheSubnets', { description: 'cache', subnetIds: vpc.isolatedSubnets.map(s => s.subnetId) });
    new aws_elasticache.CfnReplicationGroup(this, 'Cache', {
      replicationGroupDescription: 'sessions', engine: 'redis', engineVersion: '7.1', cacheNodeType: 'cache.m6g.large', replicasPerNodeGroup: 1, numNodeGroups: 1, automaticFailoverEnabled: true, multiAzEnabled: true,
      atRestEncryptionEnabled: true, kmsKeyId: h.key.keyArn, transitEncryptionEnabled: true, transitEncryptionMode: 'required', cacheSubnetGroupName: csg.ref, snapshotRetentionLimit: 30, port: 6380,
      securityGroupIds: [sg.securityGroupId], autoMinorVersionUpgrade: true, authToken: authToken.secretValue.unsafeUnwrap(),
      logDeliveryConfigurations: [{ destinationType: 'cloudwatch-logs', logFormat: 'json', logType: 'slow-log', destinationDetails: { cloudWatchLogsDetails: { logGroup: cacheLogs.logGroupName } } }],
    });
  }
}
