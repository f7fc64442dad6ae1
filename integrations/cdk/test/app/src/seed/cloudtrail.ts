// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (cloudtrail).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_cloudtrail, aws_cloudwatch, aws_cloudwatch_actions, aws_iam, aws_kms, aws_logs, aws_s3, aws_sns } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

export class CloudTrailStack extends VariantStack {
  logGroup?: aws_logs.ILogGroup;

  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened();
  }

  /** Section 1 of the document. EventSelector.builder() does not exist: Trail.addEventSelector(type, values, options). */
  private asWritten() {
    const trail = new aws_cloudtrail.Trail(this, 'CloudTrail', {
      sendToCloudWatchLogs: true,
      trailName: 'SOC2-CompliantTrail',
      enableFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      cloudWatchLogsRetention: aws_logs.RetentionDays.ONE_YEAR,
      encryptionKey: new aws_kms.Key(this, 'CloudTrailEncryptionKey', {
        enableKeyRotation: true,
      }),
    });

    // Enable data event logging
    trail.addEventSelector(aws_cloudtrail.DataResourceType.S3_OBJECT, ['arn:aws:s3:::'], {
      readWriteType: aws_cloudtrail.ReadWriteType.ALL,
      includeManagementEvents: true,
    });
    trail.addEventSelector(aws_cloudtrail.DataResourceType.LAMBDA_FUNCTION, ['arn:aws:lambda'], {
      readWriteType: aws_cloudtrail.ReadWriteType.ALL,
      includeManagementEvents: true,
    });

    // Add SNS notification for log delivery failures
    new aws_sns.Topic(this, 'CloudTrailDeliveryFailure');
    // Add subscribers and alarm actions here   (the document stops here: nothing uses the topic)
  }

  /** What the checklist of December 2025 finds: a single region trail, validation off, plain bucket. */
  private legacy() {
    const bucket = new aws_s3.CfnBucket(this, 'CloudTrailBucket', {
      bucketName: `acme-trail-logs-${this.account}`,
    });
    const policy = new aws_s3.CfnBucketPolicy(this, 'CloudTrailBucketPolicy', {
      bucket: bucket.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'AWSCloudTrailAclCheck', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:GetBucketAcl', Resource: bucket.attrArn },
          { Sid: 'AWSCloudTrailWrite', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject',
            Resource: cdk.Fn.join('', [bucket.attrArn, '/AWSLogs/', this.account, '/*']) },
          { Sid: 'VendorReadsLogs', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [bucket.attrArn, cdk.Fn.join('', [bucket.attrArn, '/*'])] },
        ],
      },
    });
    const trail = new aws_cloudtrail.CfnTrail(this, 'CloudTrail', {
      trailName: 'acme_trail',
      isLogging: true,
      s3BucketName: bucket.ref,
      enableLogFileValidation: false,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
    });
    trail.addDependency(policy);
    new aws_logs.CfnLogGroup(this, 'AppLogs', { logGroupName: '/acme/app' });   // never expires, service key
    new aws_sns.CfnTopic(this, 'CloudTrailDeliveryFailure', { displayName: 'trail delivery' });
  }

  private hardened() {
    const h = Hardened.of(this);
    const trailArn = `arn:aws:cloudtrail:${this.region}:${this.account}:trail/SOC2-CompliantTrail`;
    h.key.addToResourcePolicy(new aws_iam.PolicyStatement({
      sid: 'AllowCloudTrailToEncrypt',
      principals: [new aws_iam.ServicePrincipal('cloudtrail.amazonaws.com')],
      actions: ['kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceArn': trailArn },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${this.account}:trail/*` },
      },
    }));
    const bucket = h.bucket('CloudTrailBucket', {
      objectLock: true,
      props: { lifecycleRules: [{ id: 'Archive', enabled: true, expiration: cdk.Duration.days(2557),
        transitions: [{ storageClass: aws_s3.StorageClass.GLACIER, transitionAfter: cdk.Duration.days(180) }] }] },
    });
    const group = h.logGroup('CloudTrailLogGroup', { logGroupName: '/aws/cloudtrail/SOC2-CompliantTrail' });
    this.logGroup = group;
    const topic = h.topic('CloudTrailDeliveryFailure');
    topic.addToResourcePolicy(new aws_iam.PolicyStatement({
      sid: 'AllowCloudTrail', principals: [new aws_iam.ServicePrincipal('cloudtrail.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
    }));
    const trail = new aws_cloudtrail.Trail(this, 'CloudTrail', {
      trailName: 'SOC2-CompliantTrail',
      bucket,
      sendToCloudWatchLogs: true,
      cloudWatchLogGroup: group,
      enableFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      managementEvents: aws_cloudtrail.ReadWriteType.ALL,
      encryptionKey: h.key,
      snsTopic: topic,
      insightTypes: [aws_cloudtrail.InsightType.API_CALL_RATE, aws_cloudtrail.InsightType.API_ERROR_RATE],
    });
    ack(trail, ['NIST.800.53.R5-IAMNoInlinePolicy', 'HIPAA.Security-IAMNoInlinePolicy', 'PCI.DSS.321-IAMNoInlinePolicy'], 'The role that Trail makes for itself: two actions on its own log group.');
    trail.logAllS3DataEvents();
    trail.logAllLambdaDataEvents();

    // delivery failures: a digest or log not delivered for an hour
    const failures = new aws_cloudwatch.Alarm(this, 'TrailDeliveryAlarm', {
      metric: new aws_cloudwatch.Metric({ namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', dimensionsMap: { LogGroupName: '/aws/cloudtrail/SOC2-CompliantTrail' }, statistic: 'Sum', period: cdk.Duration.hours(1) }),
      threshold: 1, evaluationPeriods: 1,
      comparisonOperator: aws_cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: aws_cloudwatch.TreatMissingData.BREACHING,
      alarmDescription: 'CloudTrail stopped delivering to CloudWatch Logs',
    });
    failures.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
  }
}
