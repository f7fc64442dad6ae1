# SPDX-License-Identifier: Apache-2.0
"""The stacks are deployed to an emulator of AWS, in their order, and read back. It makes fewer types than AWS (and reports success for some that
it does not make), so each template is cut down to those that it makes and what does not depend on the others; what is left out
is judged by stacks_test.py. Usage: emulator_test.py SOURCE_DIR VOUCH"""
import ipaddress
import json
import pathlib
import sys
import tempfile
import unittest

from made import SOURCE, STACKS, main, synthesize

sys.path.insert(0, str(SOURCE / "tests/audit"))
try:
    import boto3
    import moto  # noqa: F401
    import yaml
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (./dev test installs it)")
    sys.exit(77)
from account import emulator  # noqa: E402

MADE = {"AWS::KMS::Key", "AWS::KMS::Alias", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::SNS::Topic", "AWS::IAM::Role",
        "AWS::IAM::ManagedPolicy", "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::InternetGateway",
        "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::Route", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::SecurityGroup",
        "AWS::EC2::VPCEndpoint", "AWS::Events::Rule"}
LEAST = {"data-protection": 8, "trail": 12, "monitoring": 3, "iam": 6, "network": 30, "backup": 4, "automation": 9, "config": 6, "scanning": 6}


class Long(yaml.SafeLoader):
    """Reads the short forms of functions as their long ones."""


def long_form(loader, tag, node):
    value = getattr(loader, f"construct_{node.id}")(node, **({} if node.id == "scalar" else {"deep": True}))
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


Long.add_multi_constructor("!", long_form)


def names(value):
    """The logical ids that a value refers to, with ${...} of texts."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref":
                yield item
            elif key == "Fn::GetAtt":
                yield item[0]
            elif key == "Fn::Sub":
                text = item if isinstance(item, str) else item[0]
                yield from (part.split("}", 1)[0].split(".")[0] for part in text.split("${")[1:])
            yield from names(item)
    elif isinstance(value, list):
        for item in value:
            yield from names(item)


def with_blocks(value):
    """Fn::Cidr worked out, which the emulator does not know."""
    if isinstance(value, dict):
        chosen = value.get("Fn::Select")
        if chosen and isinstance(chosen[1], dict) and "Fn::Cidr" in chosen[1]:
            _, count, bits = chosen[1]["Fn::Cidr"]
            return str(list(ipaddress.ip_network("10.20.0.0/16").subnets(new_prefix=32 - bits))[:count][chosen[0]])
        return {key: with_blocks(item) for key, item in value.items()}
    return [with_blocks(item) for item in value] if isinstance(value, list) else value


def cut(template):
    """Without the resources that the emulator does not make, those that refer to them, and the outputs of them."""
    resources = template["Resources"]
    gone = {logical for logical, each in resources.items() if each["Type"] not in MADE}
    while True:
        more = {logical for logical, each in resources.items() if logical not in gone and gone & set(names(each))}
        if not more:
            break
        gone |= more
    for logical in gone:
        del resources[logical]
    for each in resources.values():
        waits = [each["DependsOn"]] if isinstance(each.get("DependsOn"), str) else each.get("DependsOn", [])
        each["DependsOn"] = [name for name in waits if name in resources]
    template["Outputs"] = {key: each for key, each in template.get("Outputs", {}).items() if not gone & set(names(each))}
    return template


class Emulator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.server = emulator()
        folder = synthesize(pathlib.Path(cls.scratch.name), "")
        cls.made = {}
        formation = cls.client("cloudformation")
        for stack in STACKS:
            template = with_blocks(cut(yaml.load((folder / f"{stack}.yaml").read_text(encoding="utf-8"), Loader=Long)))
            formation.create_stack(StackName=f"soc2-{stack}", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
            cls.made[stack] = len(formation.describe_stack_resources(StackName=f"soc2-{stack}")["StackResources"])

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.scratch.cleanup()

    @classmethod
    def client(cls, service):
        return boto3.client(service, endpoint_url=cls.server.url, region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE",
                            aws_secret_access_key="secret")

    def test_as_much_is_made_as_the_emulator_can(self):
        for stack, least in LEAST.items():
            self.assertGreaterEqual(self.made[stack], least, stack)

    def test_keys_rotate_and_say_who_may_use_them(self):
        kms = self.client("kms")
        found = {each["AliasName"]: each["TargetKeyId"] for each in kms.list_aliases()["Aliases"] if "soc2" in each["AliasName"]}
        self.assertEqual(sorted(found), ["alias/soc2-data", "alias/soc2-operations", "alias/soc2-trail"])
        for key in found.values():
            self.assertTrue(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"])
        policy = str(kms.get_key_policy(KeyId=found["alias/soc2-trail"], PolicyName="default")["Policy"])
        for service in ("cloudtrail.amazonaws.com", "logs.us-east-1.amazonaws.com", "cloudwatch.amazonaws.com"):
            self.assertIn(service, policy)

    def test_topics_are_encrypted_with_a_key_of_the_baseline(self):
        sns = self.client("sns")
        keys = {each.get("TargetKeyId") for each in self.client("kms").list_aliases()["Aliases"] if "soc2" in each["AliasName"]}
        topics = [each["TopicArn"] for each in sns.list_topics()["Topics"]]
        self.assertEqual(len(topics), 8, topics)
        for topic in topics:
            key = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["KmsMasterKeyId"]
            self.assertIn(key.rsplit("/", 1)[-1], keys, topic)

    def test_log_groups_are_kept_for_a_year(self):
        groups = [each for each in self.client("logs").describe_log_groups()["logGroups"] if each["logGroupName"].startswith("/soc2/")]
        self.assertGreaterEqual(len(groups), 7)
        for each in groups:
            self.assertEqual(each["retentionInDays"], 365, each["logGroupName"])

    def test_subnets_lie_in_three_zones_without_overlap(self):
        ec2 = self.client("ec2")
        vpc = next(each for each in ec2.describe_vpcs()["Vpcs"] if each["CidrBlock"] == "10.20.0.0/16")["VpcId"]
        subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
        self.assertEqual(len({each["CidrBlock"] for each in subnets}), 6)
        self.assertEqual(len({each["AvailabilityZone"] for each in subnets}), 3)
        self.assertFalse(any(each["MapPublicIpOnLaunch"] for each in subnets))
        groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
        open_ports = {rule["FromPort"] for each in groups for rule in each["IpPermissions"]
                      if {"CidrIp": "0.0.0.0/0"}.items() <= {key: value for item in rule["IpRanges"] for key, value in item.items()}.items()}
        self.assertEqual(open_ports, {80, 443})

    # The emulator reads policies as strictly as IAM does: it refuses what IAM would.
    def test_policies_and_roles_are_accepted(self):
        iam = self.client("iam")
        policies = [each["PolicyName"] for each in iam.list_policies(Scope="Local")["Policies"]]
        roles = [each["RoleName"] for each in iam.list_roles()["Roles"]]
        self.assertGreaterEqual(len(policies), 8, policies)
        self.assertGreaterEqual(len(roles), 12, roles)


if __name__ == "__main__":
    main()
