#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a template in which many resources hang on one: what costs the square of their number shows there.

usage: gen_hub.py KIND N > FILE, or gen_hub.py --list
"""
import json
import sys

ANYTHING = [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]
TO_ALL = [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]


def policy(statements):
    return {"Version": "2012-10-17", "Statement": statements}


def resource(kind, **properties):
    return {"Type": f"AWS::{kind}", "Properties": properties}


def numbered(name, count, make):
    return {f"{name}{i}": make(i) for i in range(count)}


def at(name, attribute="Arn"):
    return {"Fn::GetAtt": [name, attribute]}


def role(n):
    return {"Hub": resource("IAM::Role", AssumeRolePolicyDocument=policy([])),
            **numbered("P", n, lambda i: resource("IAM::Policy", PolicyName=f"p{i}", PolicyDocument=policy(ANYTHING), Roles=[{"Ref": "Hub"}]))}


def managed_policy(n):
    return {"Hub": resource("IAM::ManagedPolicy", PolicyDocument=policy(ANYTHING)),
            **numbered("R", n, lambda i: resource("IAM::Role", AssumeRolePolicyDocument=policy([]), ManagedPolicyArns=[{"Ref": "Hub"}]))}


def boundary(n):
    return {"Hub": resource("IAM::ManagedPolicy", PolicyDocument=policy(ANYTHING)),
            **numbered("R", n, lambda i: resource("IAM::Role", AssumeRolePolicyDocument=policy([]), PermissionsBoundary={"Ref": "Hub"}))}


def policies_of_one_role(n):
    return {"Hub": resource("IAM::Role", AssumeRolePolicyDocument=policy([]), ManagedPolicyArns=[{"Ref": f"P{i}"} for i in range(n)]),
            **numbered("P", n, lambda i: resource("IAM::ManagedPolicy", PolicyDocument=policy(ANYTHING)))}


def role_used(n):
    return {"Hub": resource("IAM::Role", AssumeRolePolicyDocument=policy([])),
            **numbered("F", n, lambda i: resource("Lambda::Function", Role=at("Hub"), Runtime="python3.12", Handler="i.h", Code={"ZipFile": "x"}))}


def group(n):
    return {"Hub": resource("IAM::Group"),
            **numbered("U", n // 2, lambda i: resource("IAM::User", Groups=[{"Ref": "Hub"}])),
            **numbered("P", n // 2, lambda i: resource("IAM::Policy", PolicyName=f"p{i}", PolicyDocument=policy(ANYTHING), Groups=[{"Ref": "Hub"}]))}


def bucket_policies(n):
    return {"Hub": resource("S3::Bucket"),
            **numbered("P", n // 2, lambda i: resource("S3::BucketPolicy", Bucket={"Ref": "Hub"}, PolicyDocument=policy(TO_ALL))),
            **numbered("T", n // 2, lambda i: resource("CloudTrail::Trail", IsLogging=True, S3BucketName={"Ref": "Hub"}))}


def log_bucket(n):
    return {"Hub": resource("S3::Bucket"),
            **numbered("B", n, lambda i: resource("S3::Bucket", LoggingConfiguration={"DestinationBucketName": {"Ref": "Hub"}}))}


def key(n):
    return {"Hub": resource("KMS::Key", KeyPolicy=policy(TO_ALL)),
            **numbered("Q", n // 2, lambda i: resource("SQS::Queue", KmsMasterKeyId={"Ref": "Hub"})),
            **numbered("A", n // 2, lambda i: resource("KMS::Alias", AliasName=f"alias/a{i}", TargetKeyId={"Ref": "Hub"}))}


def topic(n):
    return {"Hub": resource("SNS::Topic"),
            **numbered("A", n // 3, lambda i: resource("CloudWatch::Alarm", Namespace="AWS/Lambda", MetricName="Errors", AlarmActions=[{"Ref": "Hub"}])),
            **numbered("S", n // 3, lambda i: resource("SNS::Subscription", TopicArn={"Ref": "Hub"}, Protocol="email", Endpoint=f"a{i}@example.com")),
            **numbered("P", n // 3, lambda i: resource("SNS::TopicPolicy", Topics=[{"Ref": "Hub"}], PolicyDocument=policy(TO_ALL)))}


def topic_policy(n):
    return {"Hub": resource("SNS::TopicPolicy", Topics=[{"Ref": f"T{i}"} for i in range(n)], PolicyDocument=policy(TO_ALL)),
            **numbered("T", n, lambda i: resource("SNS::Topic"))}


def log_group(n):
    return {"Hub": resource("Logs::LogGroup"),
            **numbered("F", n // 2, lambda i: resource("Logs::MetricFilter", LogGroupName={"Ref": "Hub"}, FilterPattern='{ $.userIdentity.type = "Root" }',
                       MetricTransformations=[{"MetricNamespace": "CloudTrail", "MetricName": f"m{i}", "MetricValue": "1"}])),
            **numbered("T", n // 2, lambda i: resource("CloudTrail::Trail", IsLogging=True, S3BucketName="b", CloudWatchLogsLogGroupArn=at("Hub")))}


def metric(n):
    return {"Hub": resource("Logs::LogGroup"), "Topic": resource("SNS::Topic"),
            **numbered("F", n // 2, lambda i: resource("Logs::MetricFilter", LogGroupName={"Ref": "Hub"}, FilterPattern='{ $.userIdentity.type = "Root" }',
                       MetricTransformations=[{"MetricNamespace": "CloudTrail", "MetricName": "m", "MetricValue": "1"}])),
            **numbered("A", n // 2, lambda i: resource("CloudWatch::Alarm", Namespace="CloudTrail", MetricName="m", AlarmActions=[{"Ref": "Topic"}]))}


def metric_apart(n):
    """Alarms on the metric in another namespace than the filters write it."""
    made = metric(n)
    for each in made.values():
        if "Namespace" in each["Properties"]:
            each["Properties"]["Namespace"] = "CloudTrail2"
    return made


def composite(n):
    return {**numbered("A", n // 2, lambda i: resource("CloudWatch::Alarm", AlarmName=f"a{i}", Namespace="AWS/Lambda", MetricName="Errors")),
            **numbered("C", n // 2, lambda i: resource("CloudWatch::CompositeAlarm", AlarmName=f"c{i}", AlarmRule=f"ALARM(a{i})"))}


def composite_hub(n):
    return {"Hub": resource("CloudWatch::CompositeAlarm", AlarmName="c", AlarmRule=" OR ".join(f"ALARM(a{i})" for i in range(n))),
            **numbered("A", n, lambda i: resource("CloudWatch::Alarm", AlarmName=f"a{i}", Namespace="AWS/Lambda", MetricName="Errors"))}


def actions(n):
    return {"Hub": resource("CloudWatch::Alarm", Namespace="AWS/Lambda", MetricName="Errors", AlarmActions=[{"Ref": f"T{i}"} for i in range(n)]),
            **numbered("T", n, lambda i: resource("SNS::Topic"))}


def backup(n):
    return {"Plan": resource("Backup::BackupPlan", BackupPlan={"BackupPlanName": "p", "BackupPlanRule": []}),
            **numbered("S", n // 2, lambda i: resource("Backup::BackupSelection", BackupPlanId={"Ref": "Plan"},
                       BackupSelection={"SelectionName": f"s{i}", "IamRoleArn": "arn:aws:iam::111122223333:role/r", "Resources": [at(f"T{i}")]})),
            **numbered("T", n // 2, lambda i: resource("DynamoDB::Table", TableName=f"table-{i}", Tags=[{"Key": "backup", "Value": "yes"}]))}


def backup_tags(n):
    made = backup(n)
    for name, each in made.items():
        if name[0] == "S":
            del each["Properties"]["BackupSelection"]["Resources"]
            each["Properties"]["BackupSelection"]["ListOfTags"] = [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "yes"}]
    return made


def backup_arns(n):
    """Each selection names its table by ARN."""
    made = backup(n)
    for name, each in made.items():
        if name[0] == "S":
            each["Properties"]["BackupSelection"]["Resources"] = [f"arn:aws:dynamodb:*:*:table/table-{name[1:]}*"]
    return made


def backup_one(n):
    """One selection that names them all."""
    stores = {name: each for name, each in backup(2 * n).items() if name[0] == "T"}
    return {"Hub": resource("Backup::BackupSelection", BackupPlanId="p", BackupSelection={
        "SelectionName": "s", "IamRoleArn": "r", "Resources": [at(name) for name in stores]}), **stores}


def vpc(n):
    return {"Hub": resource("EC2::VPC", CidrBlock="10.0.0.0/8"),
            **numbered("N", n // 2, lambda i: resource("EC2::Subnet", VpcId={"Ref": "Hub"}, CidrBlock="10.0.0.0/24")),
            **numbered("F", n // 4, lambda i: resource("EC2::FlowLog", ResourceId={"Ref": "Hub"}, ResourceType="VPC", TrafficType="ALL")),
            **numbered("G", n // 4, lambda i: resource("EC2::SecurityGroup", VpcId={"Ref": "Hub"}, GroupDescription="g"))}


def route_table(n):
    return {"Vpc": resource("EC2::VPC", CidrBlock="10.0.0.0/8"), "Hub": resource("EC2::RouteTable", VpcId={"Ref": "Vpc"}),
            "Gate": resource("EC2::InternetGateway"),
            **numbered("N", n // 3, lambda i: resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.0.0/24")),
            **numbered("A", n // 3, lambda i: resource("EC2::SubnetRouteTableAssociation", SubnetId={"Ref": f"N{i}"}, RouteTableId={"Ref": "Hub"})),
            **numbered("R", n // 3, lambda i: resource("EC2::Route", RouteTableId={"Ref": "Hub"}, DestinationCidrBlock="10.1.0.0/16", GatewayId={"Ref": "Gate"}))}


def open_route_table(n):
    made = route_table(n)
    for name, each in made.items():
        if name[0] == "R":
            each["Properties"]["DestinationCidrBlock"] = "0.0.0.0/0"
        if name[0] == "N":
            each["Properties"]["Tags"] = [{"Key": "aws-cdk:subnet-type", "Value": "Private"}]
    return made


def subnet(n):
    return {"Hub": resource("EC2::Subnet", VpcId="v", CidrBlock="10.0.0.0/24"), "Table": resource("EC2::RouteTable", VpcId="v"),
            **numbered("A", n // 2, lambda i: resource("EC2::SubnetRouteTableAssociation", SubnetId={"Ref": "Hub"}, RouteTableId={"Ref": "Table"})),
            **numbered("I", n // 2, lambda i: resource("EC2::Instance", SubnetId={"Ref": "Hub"}, ImageId="a"))}


def network_acl(n):
    return {"Hub": resource("EC2::NetworkAcl", VpcId="v"),
            **numbered("E", n, lambda i: resource("EC2::NetworkAclEntry", NetworkAclId={"Ref": "Hub"}, RuleNumber=i, RuleAction="allow", Protocol=-1,
                       CidrBlock="0.0.0.0/0"))}


def security_group(n):
    return {"Hub": resource("EC2::SecurityGroup", GroupDescription="g"), "Net": resource("EC2::Subnet", VpcId="v", MapPublicIpOnLaunch=True),
            **numbered("R", n // 2, lambda i: resource("EC2::SecurityGroupIngress", GroupId={"Ref": "Hub"}, IpProtocol="tcp", FromPort=22, ToPort=22,
                       CidrIp="0.0.0.0/0")),
            **numbered("I", n // 2, lambda i: resource("EC2::Instance", SubnetId={"Ref": "Net"}, SecurityGroupIds=[{"Ref": "Hub"}]))}


def inline_group(n):
    """One group with many rules in it, and many instances."""
    rules = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"} for _ in range(n // 2)]
    made = security_group(n)
    made["Hub"]["Properties"]["SecurityGroupIngress"] = rules
    return {name: each for name, each in made.items() if name[0] != "R"}


def recorder(n):
    return {"Hub": resource("S3::Bucket"), "Role": resource("IAM::Role", AssumeRolePolicyDocument=policy([])),
            **numbered("R", n // 2, lambda i: resource("Config::ConfigurationRecorder", RoleARN=at("Role"))),
            **numbered("D", n // 2, lambda i: resource("Config::DeliveryChannel", S3BucketName={"Ref": "Hub"}))}


def function(n):
    return {"Hub": resource("Lambda::Function", Runtime="python3.12", Handler="i.h", Code={"ZipFile": "x"}, Role="arn:aws:iam::111122223333:role/r"),
            **numbered("P", n // 2, lambda i: resource("Lambda::Permission", FunctionName={"Ref": "Hub"}, Action="lambda:InvokeFunction", Principal="*")),
            **numbered("R", n // 2, lambda i: resource("Events::Rule", EventPattern={"source": ["aws.s3"]}, Targets=[{"Id": "a", "Arn": at("Hub")}]))}


def targets(n):
    return {"Hub": resource("Events::Rule", EventPattern={"source": ["aws.s3"]}, Targets=[{"Id": f"{i}", "Arn": {"Ref": f"T{i}"}} for i in range(n)]),
            **numbered("T", n, lambda i: resource("SNS::Topic"))}


def depends(n):
    return {"Hub": resource("S3::Bucket"),
            **numbered("T", n, lambda i: {**resource("SNS::Topic"), "DependsOn": ["Hub"]})}


def chain(n):
    return numbered("T", n, lambda i: {**resource("SNS::Topic"), "DependsOn": [f"T{i - 1}"] if i else []})


def same_name(n):
    return {**numbered("B", n // 2, lambda i: resource("S3::Bucket", BucketName="the-bucket")),
            **numbered("P", n // 2, lambda i: resource("S3::BucketPolicy", Bucket="the-bucket", PolicyDocument=policy(TO_ALL)))}


def load_balancer(n):
    return {"Hub": resource("ElasticLoadBalancingV2::LoadBalancer", Type="application"),
            **numbered("L", n // 2, lambda i: resource("ElasticLoadBalancingV2::Listener", LoadBalancerArn={"Ref": "Hub"}, Port=80, Protocol="HTTP")),
            **numbered("W", n // 2, lambda i: resource("WAFv2::WebACLAssociation", ResourceArn={"Ref": "Hub"}, WebACLArn="arn:aws:wafv2:eu-west-1:1:x"))}


def api(n):
    return {"Hub": resource("ApiGateway::RestApi", Name="a"),
            **numbered("M", n // 2, lambda i: resource("ApiGateway::Method", RestApiId={"Ref": "Hub"}, HttpMethod="GET", ResourceId="r")),
            **numbered("S", n // 2, lambda i: resource("ApiGateway::Stage", RestApiId={"Ref": "Hub"}, StageName=f"s{i}"))}


def flat(n):
    """No hub, to compare with."""
    return numbered("B", n, lambda i: resource("S3::Bucket"))


KINDS = {made.__name__: made for made in (
    flat, role, role_used, managed_policy, boundary, policies_of_one_role, group, bucket_policies, log_bucket, key, topic, topic_policy, log_group,
    metric, metric_apart, composite, composite_hub, actions, backup, backup_tags, backup_arns, backup_one, vpc, route_table, open_route_table, subnet,
    network_acl, security_group, inline_group, recorder, function, targets, depends, chain, same_name, load_balancer, api)}


def main():
    if sys.argv[1:] == ["--list"]:
        print(*KINDS)
    elif len(sys.argv) == 3 and sys.argv[1] in KINDS and sys.argv[2].isdigit():
        json.dump({"Resources": KINDS[sys.argv[1]](int(sys.argv[2]))}, sys.stdout, indent=1)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
