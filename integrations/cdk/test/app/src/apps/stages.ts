// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (stages).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_dynamodb as ddb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sqs as sqs } from 'aws-cdk-lib';
import { ACCOUNT, Hardened, REGION, Variant, VariantStack, VariantStackProps } from '../common';

class StoreStack extends VariantStack {
  readonly table: ddb.ITable;
  readonly bucket: s3.IBucket;
  constructor(scope: Construct, id: string, props: VariantStackProps & { prod: boolean }) {
    super(scope, id, props);
    if (this.isHardened) {
      const h = Hardened.of(this);
      this.bucket = h.bucket('Uploads', { objectLock: true });
      this.table = new ddb.TableV2(this, 'Customers', {
        partitionKey: { name: 'id', type: ddb.AttributeType.STRING }, encryption: ddb.TableEncryptionV2.customerManagedKey(h.key), deletionProtection: true,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, removalPolicy: cdk.RemovalPolicy.RETAIN, tags: [{ key: 'Backup', value: 'true' }],
      });
    } else {
      this.bucket = new s3.Bucket(this, 'Uploads', this.isLegacy ? { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false }), removalPolicy: cdk.RemovalPolicy.DESTROY } : { versioned: props.prod, encryption: props.prod ? s3.BucketEncryption.KMS : undefined });
      this.table = new ddb.TableV2(this, 'Customers', {
        partitionKey: { name: 'id', type: ddb.AttributeType.STRING }, removalPolicy: props.prod ? cdk.RemovalPolicy.RETAIN : cdk.RemovalPolicy.DESTROY,
        pointInTimeRecoverySpecification: this.isLegacy ? undefined : { pointInTimeRecoveryEnabled: props.prod },
      });
    }
  }
}

class ServiceStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps & { store: StoreStack }) {
    super(scope, id, props);
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    if (this.isHardened) {
      const h = Hardened.of(this);
      new iam.ManagedPolicy(this, 'Policy', { roles: [role], statements: [new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [props.store.table.tableArn] })] });
      new sqs.Queue(this, 'Jobs', { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: h.key, enforceSSL: true, deadLetterQueue: { queue: h.dlq, maxReceiveCount: 3 } });
    } else {
      const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', role, code: lambda.Code.fromInline('exports.handler = async () => {};'), environment: { BUCKET: props.store.bucket.bucketName } });
      props.store.table.grantReadWriteData(fn);
      props.store.bucket.grantReadWrite(fn);
      if (this.isLegacy) role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
      new sqs.Queue(this, 'Jobs');
    }
    void kms;
  }
}

/** One environment: a Stage gives a nested cloud assembly. */
export class EnvironmentStage extends cdk.Stage {
  constructor(scope: Construct, id: string, props: cdk.StageProps & { variant: Variant; prod: boolean }) {
    super(scope, id, props);
    const store = new StoreStack(this, 'Store', { variant: props.variant, prod: props.prod });
    new ServiceStack(this, 'Service', { variant: props.variant, store });
    cdk.Tags.of(this).add('environment', props.prod ? 'prod' : 'staging');
  }
}
export function addStages(app: cdk.App, variant: Variant) {
  new EnvironmentStage(app, 'Staging', { variant, prod: false, env: { account: '444455556666', region: REGION } });
  new EnvironmentStage(app, 'Prod', { variant, prod: true, env: { account: ACCOUNT, region: REGION } });
}
