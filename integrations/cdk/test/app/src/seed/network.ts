// SPDX-License-Identifier: Apache-2.0
// Test application: a stack of the SOC 2 guide (network).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_ec2, aws_iam, aws_logs, aws_wafv2 } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

export function managedRule(name: string, priority: number): aws_wafv2.CfnWebACL.RuleProperty {
  return {
    name, priority, overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true },
  };
}

export class NetworkSecurityStack extends VariantStack {
  readonly vpc: aws_ec2.Vpc;
  webAclArn?: string;

  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    if (this.isLegacy) this.vpc = this.legacy();
    else if (this.isAsWritten) this.vpc = this.asWritten();
    else this.vpc = this.hardened();
  }

  /** Compiles as printed. The web ACL has no rules and protects nothing (no association): kept. */
  private asWritten() {
    const vpc = new aws_ec2.Vpc(this, 'SOC2CompliantVPC', {
      maxAzs: 3,
      flowLogs: {
        'SOC2FlowLogs': {
          destination: aws_ec2.FlowLogDestination.toCloudWatchLogs(),
          trafficType: aws_ec2.FlowLogTrafficType.ALL,
        },
      },
    });
    const restrictedSG = new aws_ec2.SecurityGroup(this, 'RestrictedSG', {
      vpc,
      description: 'SOC2 compliant restricted security group',
      allowAllOutbound: false,
    });
    restrictedSG.addIngressRule(aws_ec2.Peer.ipv4('10.0.0.0/16'), aws_ec2.Port.tcp(443), 'Allow HTTPS from internal network only');
    restrictedSG.addEgressRule(aws_ec2.Peer.ipv4('10.0.0.0/16'), aws_ec2.Port.tcp(443), 'Allow HTTPS to internal services only');
    new aws_ec2.InterfaceVpcEndpoint(this, 'SecretsManagerEndpoint', {
      vpc,
      service: aws_ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      securityGroups: [restrictedSG],
    });
    new aws_wafv2.CfnWebACL(this, 'SOC2WebACL', {
      defaultAction: { allow: {} },
      scope: 'REGIONAL',
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'SOC2WebACL', sampledRequestsEnabled: true },
      rules: [
        // Add WAF rules as per security requirements
      ],
    });
    return vpc;
  }

  private legacy() {
    const vpc = new aws_ec2.Vpc(this, 'SOC2CompliantVPC', {
      maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'public', subnetType: aws_ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: true, cidrMask: 24 },
        { name: 'private', subnetType: aws_ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
    });
    const sg = new aws_ec2.SecurityGroup(this, 'RestrictedSG', { vpc, description: 'launch-wizard-1', allowAllOutbound: true });
    sg.addIngressRule(aws_ec2.Peer.anyIpv4(), aws_ec2.Port.tcp(22));
    sg.addIngressRule(aws_ec2.Peer.anyIpv4(), aws_ec2.Port.tcp(3389));
    sg.addIngressRule(aws_ec2.Peer.anyIpv6(), aws_ec2.Port.allTraffic());
    new aws_ec2.CfnSecurityGroupIngress(this, 'AllPorts', { groupId: sg.securityGroupId, ipProtocol: 'tcp', fromPort: 0, toPort: 65535, cidrIp: '0.0.0.0/0' });
    const nacl = new aws_ec2.NetworkAcl(this, 'OpenNacl', { vpc, subnetSelection: { subnetType: aws_ec2.SubnetType.PUBLIC } });
    nacl.addEntry('In', { cidr: aws_ec2.AclCidr.anyIpv4(), ruleNumber: 100, traffic: aws_ec2.AclTraffic.allTraffic(), direction: aws_ec2.TrafficDirection.INGRESS });
    nacl.addEntry('Out', { cidr: aws_ec2.AclCidr.anyIpv4(), ruleNumber: 100, traffic: aws_ec2.AclTraffic.allTraffic(), direction: aws_ec2.TrafficDirection.EGRESS });
    const role = new aws_iam.Role(this, 'BastionRole', { assumedBy: new aws_iam.ServicePrincipal('ec2.amazonaws.com'), managedPolicies: [aws_iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    const profile = new aws_iam.CfnInstanceProfile(this, 'BastionProfile', { roles: [role.roleName] });
    new aws_ec2.CfnInstance(this, 'Bastion', {
      imageId: 'ami-0abcdef1234567890', instanceType: 't3.small', keyName: 'shared-key', monitoring: false, disableApiTermination: false, ebsOptimized: false,
      iamInstanceProfile: profile.ref,
      networkInterfaces: [{ deviceIndex: '0', associatePublicIpAddress: true, subnetId: vpc.publicSubnets[0].subnetId, groupSet: [sg.securityGroupId] }],
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 50, encrypted: false, deleteOnTermination: false } }],
      userData: cdk.Fn.base64('#!/bin/bash\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nyum install -y telnet-server\n'),
    });
    return vpc;
  }

  private hardened() {
    const h = Hardened.of(this);
    const flowLogs = h.logGroup('FlowLogs');
    const flowRole = h.role('FlowLogsRole', 'vpc-flow-logs.amazonaws.com', [new aws_iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], resources: [flowLogs.logGroupArn] })]);
    const vpc = new aws_ec2.Vpc(this, 'SOC2CompliantVPC', {
      ipAddresses: aws_ec2.IpAddresses.cidr('10.0.0.0/16'),
      maxAzs: 3, natGateways: 3, restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'public', subnetType: aws_ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false, cidrMask: 24 },
        { name: 'private', subnetType: aws_ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
        { name: 'data', subnetType: aws_ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 22 },
      ],
      flowLogs: { SOC2FlowLogs: { destination: aws_ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, flowRole.withoutPolicyUpdates()), trafficType: aws_ec2.FlowLogTrafficType.ALL, maxAggregationInterval: aws_ec2.FlowLogMaxAggregationInterval.ONE_MINUTE } },
    });
    for (const s of vpc.publicSubnets)
      ack(s, ['NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW', 'HIPAA.Security-VPCNoUnrestrictedRouteToIGW', 'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW'], 'Public tier: only the load balancer and NAT gateways live here.');
    const restrictedSG = new aws_ec2.SecurityGroup(this, 'RestrictedSG', { vpc, description: 'SOC2 compliant restricted security group', allowAllOutbound: false });
    restrictedSG.addIngressRule(aws_ec2.Peer.ipv4('10.0.0.0/16'), aws_ec2.Port.tcp(443), 'Allow HTTPS from internal network only');
    restrictedSG.addEgressRule(aws_ec2.Peer.ipv4('10.0.0.0/16'), aws_ec2.Port.tcp(443), 'Allow HTTPS to internal services only');
    for (const [n, service] of Object.entries({
      SecretsManagerEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, KmsEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.KMS,
      LogsEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, SqsEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.SQS,
      EcrEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.ECR, EcrDockerEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
      StsEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.STS, SsmEndpoint: aws_ec2.InterfaceVpcEndpointAwsService.SSM,
    })) new aws_ec2.InterfaceVpcEndpoint(this, n, { vpc, service, securityGroups: [restrictedSG], privateDnsEnabled: true, open: false });
    vpc.addGatewayEndpoint('S3Endpoint', { service: aws_ec2.GatewayVpcEndpointAwsService.S3 });
    vpc.addGatewayEndpoint('DynamoEndpoint', { service: aws_ec2.GatewayVpcEndpointAwsService.DYNAMODB });
    const nacl = new aws_ec2.NetworkAcl(this, 'DataNacl', { vpc, subnetSelection: { subnetType: aws_ec2.SubnetType.PRIVATE_ISOLATED } });
    ack(nacl, ['AwsSolutions-VPC3'], 'The SOC 2 requirements document asks for network ACLs as a second layer.');
    const vpcCidr = aws_ec2.AclCidr.ipv4('10.0.0.0/16');
    nacl.addEntry('PostgresIn', { cidr: vpcCidr, ruleNumber: 100, traffic: aws_ec2.AclTraffic.tcpPort(6432), direction: aws_ec2.TrafficDirection.INGRESS });
    nacl.addEntry('NfsIn', { cidr: vpcCidr, ruleNumber: 110, traffic: aws_ec2.AclTraffic.tcpPort(2049), direction: aws_ec2.TrafficDirection.INGRESS });
    nacl.addEntry('RedisIn', { cidr: vpcCidr, ruleNumber: 120, traffic: aws_ec2.AclTraffic.tcpPort(6380), direction: aws_ec2.TrafficDirection.INGRESS });
    nacl.addEntry('EphemeralOut', { cidr: vpcCidr, ruleNumber: 100, traffic: aws_ec2.AclTraffic.tcpPortRange(1024, 65535), direction: aws_ec2.TrafficDirection.EGRESS });
    const acl = new aws_wafv2.CfnWebACL(this, 'SOC2WebACL', {
      name: 'soc2-web-acl', defaultAction: { allow: {} }, scope: 'REGIONAL',
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'SOC2WebACL', sampledRequestsEnabled: true },
      rules: [
        managedRule('AWSManagedRulesCommonRuleSet', 10), managedRule('AWSManagedRulesKnownBadInputsRuleSet', 20), managedRule('AWSManagedRulesSQLiRuleSet', 30), managedRule('AWSManagedRulesAmazonIpReputationList', 40),
        { name: 'RateLimit', priority: 50, action: { block: {} }, statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: 'IP' } }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'RateLimit', sampledRequestsEnabled: true } },
      ],
    });
    this.webAclArn = acl.attrArn;
    const wafLogs = h.logGroup('WafLogs', { logGroupName: 'aws-waf-logs-soc2' });
    new aws_wafv2.CfnLoggingConfiguration(this, 'WafLogging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [this.formatArn({ service: 'logs', resource: 'log-group', resourceName: 'aws-waf-logs-soc2', arnFormat: cdk.ArnFormat.COLON_RESOURCE_NAME })],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }],
    }).node.addDependency(wafLogs);
    void aws_logs;
    return vpc;
  }
}
