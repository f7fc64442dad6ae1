# SPDX-License-Identifier: Apache-2.0
"""More of everything for the seeded account, so that every operation of the collectors is called: what the emulator can make, and answers that
stand in for its own where it cannot (lists.yaml)."""
import os

import boto3
import yaml

import account

HERE = os.path.dirname(os.path.abspath(__file__))
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}]}'
SECRET = {"MasterUsername": "admin", "MasterUserPassword": "hunter2hunter2"}


def client(url, service, key="AKIDEXAMPLE", secret="secret"):
    return boto3.client(service, endpoint_url=url, region_name=account.REGION, aws_access_key_id=key, aws_secret_access_key=secret)


def furnish(url):
    make_databases(url)
    beanstalk = client(url, "elasticbeanstalk")
    beanstalk.create_application(ApplicationName="site")
    beanstalk.create_environment(ApplicationName="site", EnvironmentName="live")
    client(url, "route53").create_hosted_zone(Name="example.com", CallerReference="one")
    client(url, "ec2").create_launch_template(LaunchTemplateName="web", LaunchTemplateData={"InstanceType": "t3.small"})
    organizations = client(url, "organizations")
    organizations.create_organization(FeatureSet="ALL")
    organizations.create_policy(Content=POLICY, Description="guard", Name="guard", Type="SERVICE_CONTROL_POLICY")
    origin = {"Id": "site", "DomainName": "example.com",
              "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}
    behaviour = {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only", "MinTTL": 0,
                 "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}
    client(url, "cloudfront").create_distribution(
        DistributionConfig={"CallerReference": "one", "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
                            "DefaultCacheBehavior": behaviour})


def make_databases(url):
    rds = client(url, "rds")
    rds.create_db_cluster_parameter_group(DBClusterParameterGroupName="own", DBParameterGroupFamily="aurora-mysql8.0", Description="own")
    rds.create_db_cluster(DBClusterIdentifier="orders", Engine="aurora-mysql", **SECRET)
    rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="before", DBClusterIdentifier="orders")
    instance = rds.describe_db_instances()["DBInstances"][0]["DBInstanceIdentifier"]
    rds.create_db_snapshot(DBSnapshotIdentifier="before", DBInstanceIdentifier=instance)
    redshift = client(url, "redshift")
    redshift.create_cluster(ClusterIdentifier="sums", NodeType="ra3.large", **SECRET)
    redshift.create_cluster_parameter_group(ParameterGroupName="own", ParameterGroupFamily="redshift-1.0", Description="own")


def lists():
    """What the proxy answers by itself."""
    with open(os.path.join(HERE, "lists.yaml"), encoding="utf-8") as file:
        return {operation: {"body": body} for operation, body in yaml.safe_load(file).items()}
