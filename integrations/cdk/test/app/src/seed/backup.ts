// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (backup).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_backup, aws_cloudwatch, aws_cloudwatch_actions, aws_dynamodb, aws_efs, aws_events, aws_iam, aws_kms, aws_rds, aws_s3 } from 'aws-cdk-lib';
import { ACCOUNT, ack, DR_REGION, Hardened, S3_LOG_BUCKET_RULES, VariantStack, VariantStackProps } from '../common';

export interface BackupProps extends VariantStackProps {
  readonly database: aws_rds.IDatabaseInstance;
  readonly table: aws_dynamodb.ITable;
  readonly fileSystem: aws_efs.IFileSystem;
}

export class BackupStack extends VariantStack {
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten(props);
    else this.hardened(props);
  }

  /**
   * The three from...() calls have no argument in the document: the database, table and file system of the other stacks.
   * `day: 'SUN'` compiles and gives cron(0 5 SUN * ? *), which AWS refuses (day-of-month): kept.
   */
  private asWritten(p: BackupProps) {
    const backupVault = new aws_backup.BackupVault(this, 'SOC2BackupVault', {
      backupVaultName: 'soc2-backup-vault',
      encryptionKey: new aws_kms.Key(this, 'BackupEncryptionKey', { enableKeyRotation: true }),
    });
    const backupPlan = new aws_backup.BackupPlan(this, 'SOC2BackupPlan', { backupVault });
    backupPlan.addRule(new aws_backup.BackupPlanRule({
      ruleName: 'DailyBackups', scheduleExpression: aws_events.Schedule.cron({ day: '*', hour: '3', minute: '0' }), deleteAfter: cdk.Duration.days(30),
    }));
    backupPlan.addRule(new aws_backup.BackupPlanRule({
      ruleName: 'WeeklyBackups', scheduleExpression: aws_events.Schedule.cron({ day: 'SUN', hour: '5', minute: '0' }), deleteAfter: cdk.Duration.days(90),
    }));
    backupPlan.addRule(new aws_backup.BackupPlanRule({
      ruleName: 'MonthlyBackups', scheduleExpression: aws_events.Schedule.cron({ day: '1', hour: '7', minute: '0' }), deleteAfter: cdk.Duration.days(365),
    }));
    backupPlan.addSelection('SOC2BackupSelection', {
      resources: [
        aws_backup.BackupResource.fromRdsDatabaseInstance(p.database),
        aws_backup.BackupResource.fromDynamoDbTable(p.table),
        aws_backup.BackupResource.fromEfsFileSystem(p.fileSystem),
      ],
    });
  }

  private legacy() {
    new aws_backup.CfnBackupVault(this, 'SOC2BackupVault', {
      backupVaultName: 'acme-vault',
      accessPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'backup:*', Resource: '*' }] },
    });
    // weekly, kept three days, selects nothing
    new aws_backup.CfnBackupPlan(this, 'SOC2BackupPlan', {
      backupPlan: { backupPlanName: 'acme', backupPlanRule: [{ ruleName: 'Weekly', targetBackupVault: 'acme-vault', scheduleExpression: 'cron(0 5 ? * 1 *)', lifecycle: { deleteAfterDays: 3 } }] },
    });
  }

  private hardened(p: BackupProps) {
    const h = Hardened.of(this);
    const topic = h.topic('BackupEvents');
    topic.addToResourcePolicy(new aws_iam.PolicyStatement({ principals: [new aws_iam.ServicePrincipal('backup.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn], conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }));
    const vault = new aws_backup.BackupVault(this, 'SOC2BackupVault', {
      backupVaultName: 'soc2-backup-vault', encryptionKey: h.key, blockRecoveryPointDeletion: true,
      lockConfiguration: { minRetention: cdk.Duration.days(7), maxRetention: cdk.Duration.days(2560), changeableFor: cdk.Duration.days(7) },
      notificationTopic: topic,
      notificationEvents: [aws_backup.BackupVaultEvents.BACKUP_JOB_FAILED, aws_backup.BackupVaultEvents.BACKUP_JOB_EXPIRED, aws_backup.BackupVaultEvents.COPY_JOB_FAILED, aws_backup.BackupVaultEvents.RESTORE_JOB_COMPLETED],
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const dr = aws_backup.BackupVault.fromBackupVaultArn(this, 'DrVault', `arn:aws:backup:${DR_REGION}:${this.account}:backup-vault:soc2-dr-vault`);
    const plan = new aws_backup.BackupPlan(this, 'SOC2BackupPlan', { backupPlanName: 'soc2', backupVault: vault, windowsVss: true });
    const copy = (days: number) => [{ destinationBackupVault: dr, deleteAfter: cdk.Duration.days(days) }];
    plan.addRule(new aws_backup.BackupPlanRule({ ruleName: 'Continuous', enableContinuousBackup: true, deleteAfter: cdk.Duration.days(35), scheduleExpression: aws_events.Schedule.cron({ hour: '*/12', minute: '0' }) }));
    plan.addRule(new aws_backup.BackupPlanRule({ ruleName: 'DailyBackups', scheduleExpression: aws_events.Schedule.cron({ day: '*', hour: '3', minute: '0' }), deleteAfter: cdk.Duration.days(35), copyActions: copy(35), completionWindow: cdk.Duration.hours(8), startWindow: cdk.Duration.hours(1) }));
    plan.addRule(new aws_backup.BackupPlanRule({ ruleName: 'WeeklyBackups', scheduleExpression: aws_events.Schedule.cron({ weekDay: 'SUN', hour: '5', minute: '0' }), deleteAfter: cdk.Duration.days(90), copyActions: copy(90) }));
    plan.addRule(new aws_backup.BackupPlanRule({ ruleName: 'MonthlyBackups', scheduleExpression: aws_events.Schedule.cron({ day: '1', hour: '7', minute: '0' }), moveToColdStorageAfter: cdk.Duration.days(90), deleteAfter: cdk.Duration.days(400), copyActions: copy(400) }));
    const role = new aws_iam.Role(this, 'BackupRole', { assumedBy: new aws_iam.ServicePrincipal('backup.amazonaws.com'), managedPolicies: [
      aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup'), aws_iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForRestores')] });
    ack(role, ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]', 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores]'],
      'AWS Backup needs its own service policies; they are maintained by AWS as the service adds resource types.');
    plan.addSelection('SOC2BackupSelection', {
      role, disableDefaultBackupPolicy: true,
      resources: [
        aws_backup.BackupResource.fromRdsDatabaseInstance(p.database),
        aws_backup.BackupResource.fromDynamoDbTable(p.table),
        aws_backup.BackupResource.fromEfsFileSystem(p.fileSystem),
        aws_backup.BackupResource.fromTag('Backup', 'true'),
      ],
    });
    const alarm = new aws_cloudwatch.Alarm(this, 'BackupFailed', {
      metric: new aws_cloudwatch.Metric({ namespace: 'AWS/Backup', metricName: 'NumberOfBackupJobsFailed', statistic: 'Sum', period: cdk.Duration.hours(1) }),
      threshold: 1, evaluationPeriods: 1, comparisonOperator: aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, treatMissingData: aws_cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
    const testRole = new aws_iam.Role(this, 'RestoreTestRole', { assumedBy: new aws_iam.ServicePrincipal('backup.amazonaws.com') });
    const test = new aws_backup.CfnRestoreTestingPlan(this, 'RestoreTest', {
      restoreTestingPlanName: 'soc2_quarterly', scheduleExpression: 'cron(0 6 1 1,4,7,10 ? *)',
      recoveryPointSelection: { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: [vault.backupVaultArn], recoveryPointTypes: ['SNAPSHOT', 'CONTINUOUS'], selectionWindowDays: 30 },
    });
    new aws_backup.CfnRestoreTestingSelection(this, 'RestoreTestRds', {
      restoreTestingPlanName: test.ref, restoreTestingSelectionName: 'rds', protectedResourceType: 'RDS', protectedResourceArns: ['*'], iamRoleArn: testRole.roleArn, validationWindowHours: 8,
    });
    new aws_backup.CfnFramework(this, 'Framework', {
      frameworkName: 'soc2_backup', frameworkControls: [
        { controlName: 'BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN', controlScope: { ComplianceResourceTypes: ['RDS', 'DynamoDB', 'EFS'] } as never },
        { controlName: 'BACKUP_RECOVERY_POINT_ENCRYPTED' }, { controlName: 'BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED' },
      ],
    });
  }
}

/** Hardened only: the other region, where backups and replicas go. */
export class DisasterRecoveryStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    const h = Hardened.of(this);
    const b = h.bucket('Replica', { replicateTo: `soc2-replica-back-${ACCOUNT}`, props: { bucketName: `soc2-replica-${ACCOUNT}-${DR_REGION}` } });
    // the copy of the copy stops here
    (b.node.defaultChild as aws_s3.CfnBucket).replicationConfiguration = undefined;
    ack(b, S3_LOG_BUCKET_RULES.filter(r => /Replication/.test(r)), 'This bucket is the replica.');
    new aws_backup.BackupVault(this, 'DrVault', { backupVaultName: 'soc2-dr-vault', encryptionKey: h.key, blockRecoveryPointDeletion: true, removalPolicy: cdk.RemovalPolicy.RETAIN,
      lockConfiguration: { minRetention: cdk.Duration.days(7), maxRetention: cdk.Duration.days(2560) } });
  }
}
