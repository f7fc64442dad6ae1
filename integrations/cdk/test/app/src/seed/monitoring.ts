// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (monitoring).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_cloudwatch, aws_cloudwatch_actions, aws_events, aws_events_targets, aws_iam, aws_logs, aws_sns, aws_sns_subscriptions } from 'aws-cdk-lib';
import { Hardened, VariantStack, VariantStackProps } from '../common';

export interface SecurityMonitoringProps extends VariantStackProps { readonly logGroup?: aws_logs.ILogGroup }

/** The CIS AWS Foundations 4.x filters. */
const FILTERS: Record<string, string> = {
  UnauthorizedApiCalls: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  ConsoleSignInWithoutMfa: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  RootAccountUsage: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  IamPolicyChanges: '{ ($.eventName = DeleteGroupPolicy) || ($.eventName = DeleteRolePolicy) || ($.eventName = DeleteUserPolicy) || ($.eventName = PutGroupPolicy) || ($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy) || ($.eventName = CreatePolicy) || ($.eventName = DeletePolicy) || ($.eventName = CreatePolicyVersion) || ($.eventName = DeletePolicyVersion) || ($.eventName = AttachRolePolicy) || ($.eventName = DetachRolePolicy) || ($.eventName = AttachUserPolicy) || ($.eventName = DetachUserPolicy) || ($.eventName = AttachGroupPolicy) || ($.eventName = DetachGroupPolicy) }',
  CloudTrailChanges: '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }',
  ConsoleAuthFailures: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  KmsKeyDeletion: '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }',
  S3BucketPolicyChanges: '{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }',
  ConfigChanges: '{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || ($.eventName = DeleteDeliveryChannel) || ($.eventName = PutDeliveryChannel) || ($.eventName = PutConfigurationRecorder)) }',
  SecurityGroupChanges: '{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }',
  NaclChanges: '{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }',
  GatewayChanges: '{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }',
  RouteTableChanges: '{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }',
  VpcChanges: '{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) }',
  OrganizationsChanges: '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = AttachPolicy) || ($.eventName = CreateAccount) || ($.eventName = DetachPolicy) || ($.eventName = LeaveOrganization) || ($.eventName = UpdatePolicy)) }',
};

export class SecurityMonitoringStack extends VariantStack {
  constructor(scope: Construct, id: string, props: SecurityMonitoringProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened(props.logGroup!);
  }

  /** `dimensions` is gone in CDK v2: dimensionsMap. No metric filter feeds the metric, and no action is attached: kept. */
  private asWritten() {
    const logGroup = aws_logs.LogGroup.fromLogGroupName(this, 'CloudTrailLogGroup', '/aws/cloudtrail/SOC2-CompliantTrail');
    new aws_cloudwatch.Alarm(this, 'RootAccountUsageAlarm', {
      metric: new aws_cloudwatch.Metric({
        namespace: 'CloudTrailMetrics',
        metricName: 'RootAccountUsage',
        statistic: 'Sum',
        period: cdk.Duration.minutes(5),
        dimensionsMap: { LogGroupName: logGroup.logGroupName },
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      alarmDescription: 'Alert on root account usage',
      treatMissingData: aws_cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  private legacy() {
    const topic = new aws_sns.Topic(this, 'OpsTopic', { displayName: 'ops' });
    topic.addToResourcePolicy(new aws_iam.PolicyStatement({ sid: 'Anyone', principals: [new aws_iam.AnyPrincipal()], actions: ['sns:Publish', 'sns:Subscribe'], resources: [topic.topicArn] }));
    topic.addSubscription(new aws_sns_subscriptions.UrlSubscription('http://hooks.acme.example/ops'));
    const alarm = new aws_cloudwatch.Alarm(this, 'LowDiskSpace', {
      alarmName: 'Low_Disk_Space_For_root_drive_r6a_4xlarge',
      metric: new aws_cloudwatch.Metric({ namespace: 'AWS/EC2', metricName: 'disk_used_percent', dimensionsMap: { InstanceId: 'i-0123456789abcdef0' }, period: cdk.Duration.minutes(5) }),
      threshold: 100, evaluationPeriods: 24, actionsEnabled: false,
    });
    alarm.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
  }

  private hardened(group: aws_logs.ILogGroup) {
    const h = Hardened.of(this);
    const email = new cdk.CfnParameter(this, 'SecurityContact', { type: 'String', default: 'security@acme.example', description: 'Mail address of the security team' });
    const topic = h.topic('SecurityAlerts', { displayName: 'Security alerts' });
    topic.addSubscription(new aws_sns_subscriptions.EmailSubscription(email.valueAsString));
    for (const s of ['cloudwatch.amazonaws.com', 'events.amazonaws.com'])
      topic.addToResourcePolicy(new aws_iam.PolicyStatement({ principals: [new aws_iam.ServicePrincipal(s)], actions: ['sns:Publish'], resources: [topic.topicArn], conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }));
    const widgets: aws_cloudwatch.IWidget[] = [];
    const alarms: aws_cloudwatch.IAlarm[] = [];
    for (const [name, pattern] of Object.entries(FILTERS)) {
      new aws_logs.MetricFilter(this, `${name}Filter`, { logGroup: group, filterPattern: aws_logs.FilterPattern.literal(pattern), metricNamespace: 'CloudTrailMetrics', metricName: name, metricValue: '1', defaultValue: 0 });
      const alarm = new aws_cloudwatch.Alarm(this, `${name}Alarm`, {
        metric: new aws_cloudwatch.Metric({ namespace: 'CloudTrailMetrics', metricName: name, statistic: 'Sum', period: cdk.Duration.minutes(5) }),
        threshold: 1, evaluationPeriods: 1,
        comparisonOperator: aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        alarmDescription: `SOC 2 CC7.2: ${name}`,
        treatMissingData: aws_cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
      alarms.push(alarm);
      widgets.push(new aws_cloudwatch.GraphWidget({ title: name, left: [alarm.metric], width: 8 }));
    }
    for (const [name, threshold] of [['ErrorRate', 5], ['LatencyP99', 2000], ['ReconciliationFailures', 1], ['DataQualityFailures', 1]] as const) {
      const a = new aws_cloudwatch.Alarm(this, `Processing${name}`, {
        metric: new aws_cloudwatch.Metric({ namespace: 'Custom/Processing', metricName: name, statistic: 'Average', period: cdk.Duration.minutes(5) }),
        threshold, evaluationPeriods: 2, comparisonOperator: aws_cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        alarmDescription: `SOC 2 PI1.4: processing ${name}`, treatMissingData: aws_cloudwatch.TreatMissingData.MISSING,
      });
      a.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
    }
    const dash = new aws_cloudwatch.Dashboard(this, 'SecurityDashboard', { dashboardName: 'SOC2-Security-Dashboard' });
    dash.addWidgets(new aws_cloudwatch.AlarmStatusWidget({ alarms, width: 24 }));
    for (let i = 0; i < widgets.length; i += 3) dash.addWidgets(...widgets.slice(i, i + 3));
    new aws_events.Rule(this, 'RootSignIn', {
      eventPattern: { detailType: ['AWS Console Sign In via CloudTrail'], detail: { userIdentity: { type: ['Root'] } } },
      targets: [new aws_events_targets.SnsTopic(topic)],
    });
  }
}
