// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (web).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_certificatemanager as acm, aws_ec2 as ec2, aws_ecs as ecs, aws_ecs_patterns as patterns, aws_efs as efs, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_logs as logs, aws_s3 as s3, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

export interface WebProps extends VariantStackProps { readonly vpc: ec2.IVpc; readonly fileSystem?: efs.IFileSystem; readonly webAclArn?: string }

/** ECS Fargate behind an application load balancer */
export class WebStack extends VariantStack {
  fileSystem?: efs.IFileSystem;
  loadBalancer!: elbv2.IApplicationLoadBalancer;
  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy(props);
    else if (this.isAsWritten) this.asWritten(props);
    else this.hardened(props);
  }

  private asWritten(p: WebProps) {
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc: p.vpc });
    this.fileSystem = new efs.FileSystem(this, 'Content', { vpc: p.vpc });
    const service = new patterns.ApplicationLoadBalancedFargateService(this, 'Web', {
      cluster, taskImageOptions: { image: ecs.ContainerImage.fromAsset('docker/web'), containerPort: 80, environment: { LOG_LEVEL: 'info' } },
      publicLoadBalancer: true, desiredCount: 2,
    });
    this.loadBalancer = service.loadBalancer;
  }

  private legacy(p: WebProps) {
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc: p.vpc, containerInsightsV2: ecs.ContainerInsights.DISABLED });
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 256, memoryLimitMiB: 512 });
    task.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
    task.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('nginx:latest'), portMappings: [{ containerPort: 80 }], user: 'root', readonlyRootFilesystem: false,
      environment: { DATABASE_URL: 'postgres://postgres:Sup3rS3cret!@db.acme.example:5432/app' },
    });
    const sg = new ec2.SecurityGroup(this, 'WebSG', { vpc: p.vpc, allowAllOutbound: true });
    sg.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.allTraffic());
    const service = new ecs.FargateService(this, 'Service', { cluster, taskDefinition: task, assignPublicIp: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, securityGroups: [sg], enableExecuteCommand: true, desiredCount: 1 });
    const lb = new elbv2.ApplicationLoadBalancer(this, 'LB', { vpc: p.vpc, internetFacing: true, securityGroup: sg, deletionProtection: false, dropInvalidHeaderFields: false });
    lb.addListener('Http', { port: 80, open: true }).addTargets('Ecs', { port: 80, targets: [service] });
    this.loadBalancer = lb;
  }

  private hardened(p: WebProps) {
    const h = Hardened.of(this);
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc: p.vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED,
      executeCommandConfiguration: { kmsKey: h.key, logging: ecs.ExecuteCommandLogging.NONE } });
    const group = h.logGroup('WebLogs');
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 512, memoryLimitMiB: 1024, runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX } });
    const container = task.addContainer('web', {
      image: ecs.ContainerImage.fromAsset('docker/web'), portMappings: [{ containerPort: 8443 }], user: '10001', readonlyRootFilesystem: true,
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web', logGroup: group }),
      healthCheck: { command: ['CMD-SHELL', 'curl -fk https://localhost:8443/ || exit 1'] },
    });
    void container;
    ack(task, ['AwsSolutions-IAM5[Resource::*]', ...['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].map(p => `${p}-IAMNoInlinePolicy`)], 'ecr:GetAuthorizationToken has no resource-level permissions.');
    const sg = new ec2.SecurityGroup(this, 'WebSG', { vpc: p.vpc, description: 'Tasks', allowAllOutbound: false });
    sg.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(443), 'VPC endpoints');
    const lbSg = new ec2.SecurityGroup(this, 'LbSG', { vpc: p.vpc, description: 'Load balancer', allowAllOutbound: false });
    lbSg.addIngressRule(ec2.Peer.prefixList('pl-3b927c52'), ec2.Port.tcp(443), 'HTTPS from CloudFront');
    sg.addIngressRule(lbSg, ec2.Port.tcp(8443), 'From the load balancer');
    lbSg.addEgressRule(sg, ec2.Port.tcp(8443), 'To the tasks');
    const service = new ecs.FargateService(this, 'Service', {
      cluster, taskDefinition: task, assignPublicIp: false, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [sg], desiredCount: 3, minHealthyPercent: 100,
      circuitBreaker: { rollback: true }, platformVersion: ecs.FargatePlatformVersion.LATEST,
    });
    service.autoScaleTaskCount({ minCapacity: 3, maxCapacity: 9 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    const lb = new elbv2.ApplicationLoadBalancer(this, 'LB', { vpc: p.vpc, internetFacing: true, securityGroup: lbSg, deletionProtection: true, dropInvalidHeaderFields: true, desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST });
    const lbLogs = new s3.Bucket(this, 'LbLogs', {
      encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, serverAccessLogsBucket: h.accessLogs, serverAccessLogsPrefix: 'lb-logs/', removalPolicy: cdk.RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: 'Expire', expiration: cdk.Duration.days(400) }],
    });
    ack(lbLogs, ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].flatMap(k => [`${k}-S3BucketReplicationEnabled`, `${k}-S3DefaultEncryptionKMS`]), 'ELB access logs support SSE-S3 only; logs are not replicated.');
    lb.logAccessLogs(lbLogs, 'web');
    const cert = new acm.Certificate(this, 'Certificate', { domainName: 'app.acme.example', validation: acm.CertificateValidation.fromDns() });
    const https = lb.addListener('Https', { port: 443, open: false, protocol: elbv2.ApplicationProtocol.HTTPS, sslPolicy: elbv2.SslPolicy.TLS13_RES, certificates: [cert] });
    https.addTargets('Ecs', { port: 8443, protocol: elbv2.ApplicationProtocol.HTTPS, targets: [service], healthCheck: { path: '/health' } });
    new wafv2.CfnWebACLAssociation(this, 'LbWaf', { resourceArn: lb.loadBalancerArn, webAclArn: p.webAclArn! });
    this.loadBalancer = lb;
    void logs;
  }
}
