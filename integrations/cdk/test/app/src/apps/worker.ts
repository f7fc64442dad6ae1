// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (worker).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_dynamodb as ddb, aws_ec2 as ec2, aws_iam as iam, aws_kinesis as kinesis, aws_kms as kms, aws_lambda as lambda, aws_lambda_event_sources as sources, aws_logs as logs, aws_sns as sns, aws_sns_subscriptions as subs, aws_sqs as sqs } from 'aws-cdk-lib';
import { ack, Hardened, Variant, VariantStack, VariantStackProps } from '../common';

export interface WorkerProps extends VariantStackProps { readonly vpc: ec2.IVpc; readonly table: ddb.ITable }

/** SNS -> SQS -> Lambda, with a nested stack for its stream */
export class WorkerStack extends VariantStack {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, props);
    const h = this.isHardened ? Hardened.of(this) : undefined;
    const topic = h ? h.topic('OrderEvents') : new sns.Topic(this, 'OrderEvents');
    const dlq = this.isLegacy ? undefined : h ? h.dlq : new sqs.Queue(this, 'DeadLetters', { retentionPeriod: cdk.Duration.days(14) });
    const queue = new sqs.Queue(this, 'Work', {
      visibilityTimeout: cdk.Duration.minutes(3),
      deadLetterQueue: dlq ? { queue: dlq, maxReceiveCount: 5 } : undefined,
      ...(h ? { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: new kms.Key(this, 'QueueKey', { enableKeyRotation: true }), enforceSSL: true } : {}),
      ...(this.isLegacy ? { encryption: sqs.QueueEncryption.UNENCRYPTED } : {}),
    });
    topic.addSubscription(new subs.SqsSubscription(queue));
    let fn: lambda.Function;
    if (h) {
      fn = h.fn('Worker', 'lambda/worker', props.vpc, { environment: { TABLE: props.table.tableName } }, [
        new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [props.table.tableArn] }),
        new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], resources: [queue.queueArn] }),
        new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [queue.encryptionMasterKey!.keyArn] }),
      ]);
    } else {
      fn = new lambda.Function(this, 'Worker', {
        runtime: this.isLegacy ? lambda.Runtime.PYTHON_3_7 : lambda.Runtime.NODEJS_20_X, handler: 'index.handler',
        code: lambda.Code.fromAsset('lambda/worker'), environment: { TABLE: props.table.tableName },
      });
      props.table.grantWriteData(fn);
    }
    fn.addEventSource(new sources.SqsEventSource(queue, { batchSize: 10 }));
    if (this.isLegacy) {
      queue.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sqs:*'], resources: [queue.queueArn] }));
      topic.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sns:Publish'], resources: [topic.topicArn] }));
      topic.addSubscription(new subs.UrlSubscription('http://partner.example/hook'));
    }
    new StreamNested(this, 'Stream', { variant: this.variant, key: h?.key, queueArn: queue.queueArn });
  }
}

class StreamNested extends cdk.NestedStack {
  constructor(scope: Construct, id: string, props: { variant: Variant; key?: import('aws-cdk-lib').aws_kms.IKey; queueArn: string }) {
    super(scope, id, { description: 'Click stream', removalPolicy: props.variant === 'hardened' ? cdk.RemovalPolicy.RETAIN : undefined });
    const stream = new kinesis.Stream(this, 'Clicks', {
      shardCount: 1, retentionPeriod: cdk.Duration.hours(props.variant === 'hardened' ? 168 : 24),
      encryption: props.variant === 'hardened' ? kinesis.StreamEncryption.KMS : props.variant === 'legacy' ? kinesis.StreamEncryption.UNENCRYPTED : undefined,
      encryptionKey: props.key,
    });
    if (props.variant === 'hardened') ack(stream, ['AwsSolutions-KDS3'], 'The rule asks for the AWS managed key; the customer managed key is the stricter choice.');
    new logs.LogGroup(this, 'ClickLogs', { retention: props.variant === 'legacy' ? logs.RetentionDays.INFINITE : logs.RetentionDays.ONE_YEAR, encryptionKey: props.key });
    const role = new iam.Role(this, 'ReaderRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    if (props.variant === 'legacy') role.addToPolicy(new iam.PolicyStatement({ actions: ['kinesis:*'], resources: ['*'] }));
    else if (props.variant === 'as-written') stream.grantRead(role);
    else new iam.ManagedPolicy(this, 'ReaderPolicy', { roles: [role], statements: [new iam.PolicyStatement({ actions: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'], resources: [stream.streamArn] })] });
    // a reference to the parent: becomes a parameter of the nested template
    const tell = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [props.queueArn] });
    if (props.variant === 'hardened') new iam.ManagedPolicy(this, 'NotifyPolicy', { roles: [role], statements: [tell] });
    else role.addToPolicy(tell);
    new Inner(this, 'Inner', props.variant);
  }
}

/** a nested stack in a nested stack */
class Inner extends cdk.NestedStack {
  constructor(scope: Construct, id: string, variant: Variant) {
    super(scope, id);
    if (variant === 'hardened') {
      const dead = new sqs.Queue(this, 'AuditDead', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: cdk.Duration.days(14) });
      const s = new sqs.Queue(this, 'Audit', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: cdk.Duration.days(14), deadLetterQueue: { queue: dead, maxReceiveCount: 5 } });
      new cdk.CfnOutput(this, 'AuditUrl', { value: s.queueUrl });
    } else {
      const s = new sqs.CfnQueue(this, 'Audit', variant === 'legacy' ? { sqsManagedSseEnabled: false } : {});
      new cdk.CfnOutput(this, 'AuditUrl', { value: s.ref });
    }
  }
}
