// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (scanning).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_events, aws_events_targets, aws_guardduty, aws_inspector, aws_inspectorv2, aws_macie, aws_securityhub } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';
import { aws_ec2, aws_iam } from 'aws-cdk-lib';

export interface ScanningProps extends VariantStackProps { readonly vpc: aws_ec2.IVpc }

export class SecurityScanningStack extends VariantStack {
  constructor(scope: Construct, id: string, props: ScanningProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened(props.vpc);
  }

  /** Compiles as printed (Fn.ref to the L1's own logical ids works by luck). Amazon Inspector Classic: kept. */
  private asWritten() {
    new aws_guardduty.CfnDetector(this, 'GuardDutyDetector', { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    new aws_securityhub.CfnHub(this, 'SecurityHub');
    new aws_inspector.CfnResourceGroup(this, 'InspectorResourceGroup', { resourceGroupTags: [{ key: 'Inspector', value: 'Enabled' }] });
    new aws_inspector.CfnAssessmentTarget(this, 'InspectorTarget', {
      resourceGroupArn: cdk.Fn.ref('InspectorResourceGroup'),
      assessmentTargetName: 'SOC2-Scanning-Target',
    });
    new aws_inspector.CfnAssessmentTemplate(this, 'InspectorTemplate', {
      assessmentTargetArn: cdk.Fn.ref('InspectorTarget'),
      durationInSeconds: 3600,
      assessmentTemplateName: 'SOC2-Vulnerability-Scan',
      rulesPackageArns: [
        `arn:aws:inspector:${cdk.Stack.of(this).region}:${cdk.Stack.of(this).account}:rulespackage/0-PmNV0Tcd`,
        `arn:aws:inspector:${cdk.Stack.of(this).region}:${cdk.Stack.of(this).account}:rulespackage/0-wNqHa8M9`,
      ],
    });
    const dailyRule = new aws_events.Rule(this, 'DailyInspectorScan', {
      schedule: aws_events.Schedule.cron({ minute: '0', hour: '0', day: '*', month: '*', year: '*' }),
    });
    dailyRule.addTarget(new aws_events_targets.AwsApi({
      service: 'Inspector',
      action: 'StartAssessmentRun',
      parameters: { assessmentTemplateArn: cdk.Fn.ref('InspectorTemplate') },
    }));
  }

  private legacy() {
    new aws_guardduty.CfnDetector(this, 'GuardDutyDetector', { enable: false });
  }

  private hardened(vpc: aws_ec2.IVpc) {
    const h = Hardened.of(this);
    new aws_guardduty.CfnDetector(this, 'GuardDutyDetector', {
      enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: ['S3_DATA_EVENTS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS', 'EKS_AUDIT_LOGS'].map(name => ({ name, status: 'ENABLED' })),
    });
    const hub = new aws_securityhub.CfnHub(this, 'SecurityHub', { autoEnableControls: true, enableDefaultStandards: false, controlFindingGenerator: 'SECURITY_CONTROL' });
    for (const [n, s] of Object.entries({ Fsbp: 'standards/aws-foundational-security-best-practices/v/1.0.0', Cis: 'standards/cis-aws-foundations-benchmark/v/3.0.0', Nist: 'standards/nist-800-53/v/5.0.0' })) {
      const std = new aws_securityhub.CfnStandard(this, `Standard${n}`, { standardsArn: `arn:aws:securityhub:${this.region}::${s}` });
      std.addDependency(hub);
    }
    new aws_inspectorv2.CfnCisScanConfiguration(this, 'InspectorCis', {
      scanName: 'soc2-cis', securityLevel: 'LEVEL_1', schedule: { daily: { startTime: { timeOfDay: '03:00', timeZone: 'UTC' } } },
      targets: { accountIds: ['SELF'], targetResourceTags: { Inspector: ['Enabled'] } },
    });
    new aws_macie.CfnSession(this, 'Macie', { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    const topic = h.topic('Findings');
    const triage = h.fn('Triage', 'lambda/triage', vpc, { environment: { TOPIC_ARN: topic.topicArn } }, [new aws_iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] })]);
    const rule = new aws_events.Rule(this, 'HighFindings', {
      eventPattern: { source: ['aws.securityhub', 'aws.guardduty', 'aws.inspector2'], detail: { severity: ['HIGH', 'CRITICAL'] } },
    });
    rule.addTarget(new aws_events_targets.LambdaFunction(triage, { deadLetterQueue: h.dlq, retryAttempts: 3 }));
    rule.addTarget(new aws_events_targets.SnsTopic(topic, { deadLetterQueue: h.dlq }));
    topic.addToResourcePolicy(new aws_iam.PolicyStatement({ principals: [new aws_iam.ServicePrincipal('events.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn], conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } } }));
    void ack;
  }
}
