#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""gen_trail.py - write a synthetic but format-exact CloudTrail bucket (logs + signed hourly digests).

What it writes under --out (nothing else is touched):
  s3/<bucket>/<key>        the objects, byte for byte as they would lie in S3
  meta.jsonl               one line per object that has user metadata: {"key":..., "meta":{...}} (digests)
  keys.json                the answer of cloudtrail:ListPublicKeys: [{Fingerprint, Value, ValidityStartTime, ValidityEndTime}]
  trails.json              the answer of cloudtrail:DescribeTrails (trailList) plus the organization id
  private_<i>.pem          the signing keys (made when missing; kept, so a second run with the same --out and --seed is
                           identical except for RSA key bytes when the .pem files were removed)
  manifest.json            ground truth: parameters, totals, events per detection pattern, per chain totals, tampered
                           objects and the verdict that a correct validator must give for each of them

Digest format: as AWS documents it and as awscli/customizations/cloudtrail/validation.py (1.45) verifies it:
  string to sign = digestEndTime \n bucket/key \n hex(sha256(uncompressed digest JSON)) \n previousDigestSignature ('null' at
  the start of a chain); SHA256withRSA PKCS#1 v1.5; hex signature in object metadata "signature", with "signature-algorithm".
  logFiles[].hashValue and previousDigestHashValue are hex(sha256(uncompressed content)).  Public keys are PKCS#1 DER, base64.
  Backfill digests (--backfill) end in _backfill.json.gz and carry metadata "backfill-generation-timestamp".

One chain of digests per (account, region).  Digest times are on the hour plus a per-chain offset of minutes and seconds, as AWS
does it.  Log keys: AWSLogs/[org/]acct/CloudTrail/region/YYYY/MM/DD/acct_CloudTrail_region_YYYYMMDDTHHMMZ_<16 chars>.json.gz

Tamper modes (--tamper MODE[:COUNT], repeatable; COUNT objects per chain, default 1; drawn with --seed):
  flip-log         one byte changed in the log's JSON, recompressed          -> log INVALID: hash value doesn't match
  flip-gz          one byte changed in the middle of the log's gzip stream   -> log INVALID: invalid format (or hash)
  missing-log      log object deleted                                        -> log INVALID: not found
  extra-log        a log that no digest names is added                       -> unlisted (the AWS CLI does not see it)
  missing-digest   digest object deleted                                     -> digest INVALID: not found; its logs stay unchecked
  wrong-signature  one hex digit of the signature metadata changed           -> digest INVALID: signature verification failed
  no-signature     signature metadata absent                                 -> digest INVALID: signature verification failed
  flip-digest      one hash inside the digest JSON changed, not re-signed    -> digest INVALID: signature verification failed
  unknown-key      digest names a fingerprint that ListPublicKeys lacks      -> digest INVALID: public key not found
  moved-digest     digest body of another hour stored under this key         -> digest INVALID: has been moved
  delete-range     every digest and log of COUNT consecutive hours deleted   -> first missing digest reported not found; the rest is lost
Benign: --gap DAY:HOUR:HOURS stops logging for some hours (no files; the next digest starts a new chain with null previous*).

Examples
  gen_trail.py --out /tmp/t --days 30 --files-per-hour 4
  gen_trail.py --out /tmp/t --accounts 3 --regions us-east-1,eu-west-1 --days 2 --tamper flip-log:2 --tamper missing-digest
  gen_trail.py --out /tmp/t --days 1 --upload http://127.0.0.1:5071        # put everything into an S3 endpoint (moto)
"""
import argparse, base64, collections, gzip, hashlib, json, math, os, random, string, sys, time, zlib
from datetime import datetime, timedelta, timezone
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

def args():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--out', required=True)
    p.add_argument('--accounts', default='1', help='how many, or a comma list of 12-digit ids')
    p.add_argument('--regions', default='1', help='how many (of a fixed list), or a comma list')
    p.add_argument('--days', type=float, default=1)
    p.add_argument('--start', default='2025-03-01T00:00:00Z')
    p.add_argument('--files-per-hour', type=float, default=4, help='mean per chain; 0 is allowed (empty digests)')
    p.add_argument('--events', default='10,150,3500', help='events per log file: min,median,max (log-normal, sigma 1)')
    p.add_argument('--bucket', default='corp-cloudtrail-logs')
    p.add_argument('--prefix', default='')
    p.add_argument('--trail-name', default='org-trail')
    p.add_argument('--org-id', default='', help='organization trail: o-xxxxxxxxxx in every key')
    p.add_argument('--keys', type=int, default=1, help='signing keys; the range of days is split evenly between them')
    p.add_argument('--key-bits', type=int, default=2048)
    p.add_argument('--backfill', action='store_true', help='also one backfill digest per day and chain (own chain, 1-3 logs)')
    p.add_argument('--gap', action='append', default=[], metavar='DAY:HOUR:HOURS')
    p.add_argument('--tamper', action='append', default=[], metavar='MODE[:COUNT]')
    p.add_argument('--gzip-level', type=int, default=6)
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--ndjson', default='', help='also append every record, one a line, to this file')
    p.add_argument('--upload', default='', help='endpoint URL; creates the bucket and puts every object (8 threads)')
    p.add_argument('--upload-only', action='store_true', help='do not generate, upload what --out already holds')
    return p.parse_args()

REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'ap-northeast-1', 'sa-east-1', 'ca-central-1',
           'us-east-2', 'us-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'ap-south-1', 'ap-southeast-2', 'ap-northeast-2', 'ap-northeast-3']
ALNUM = string.ascii_letters + string.digits
iso = lambda d: d.strftime('%Y-%m-%dT%H:%M:%SZ')
compact = lambda d: d.strftime('%Y%m%dT%H%M%SZ')

# ------------------------------------------------------------------ events
# (weight, service, name, readOnly, requestParameters, responseElements, error probability); {x} are filled per event.
J = lambda o: json.dumps(o, separators=(',', ':'))
def T(w, svc, name, ro, req, resp=None, err=0.01): return (w, svc, name, ro, J(req) if req is not None else 'null', J(resp) if resp is not None else 'null', err)
PD = J({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': ['s3:GetObject', 's3:PutObject'], 'Resource': 'arn:aws:s3:::@bkt/*'}]})
CRED = {'credentials': {'accessKeyId': 'ASIA@AK', 'sessionToken': 'IQoJb3JpZ2luX2VjE@tok', 'expiration': 'Mar 2, 2025, 1:00:00 AM'}, 'assumedRoleUser': {'assumedRoleId': 'AROA@AK:sess-@n', 'arn': 'arn:aws:sts::@acct:assumed-role/@role/sess-@n'}}
EVENTS = [
 T(170, 'sts', 'AssumeRole', 'true', {'roleArn': 'arn:aws:iam::@acct:role/@role', 'roleSessionName': 'sess-@n', 'durationSeconds': 3600}, CRED),
 T(35, 'sts', 'GetCallerIdentity', 'true', None), T(15, 'sts', 'AssumeRoleWithWebIdentity', 'true', {'roleArn': 'arn:aws:iam::@acct:role/@role', 'roleSessionName': 'gh-@n'}, CRED),
 T(90, 'kms', 'Decrypt', 'true', {'encryptionContext': {'aws:s3:arn': 'arn:aws:s3:::@bkt'}, 'encryptionAlgorithm': 'SYMMETRIC_DEFAULT'}),
 T(60, 'kms', 'GenerateDataKey', 'true', {'keyId': 'arn:aws:kms:@reg:@acct:key/@uuid', 'keySpec': 'AES_256', 'encryptionContext': {'aws:ebs:id': 'vol-@hex17'}}),
 T(70, 'ec2', 'DescribeInstances', 'true', {'maxResults': 1000, 'instancesSet': {}, 'filterSet': {'items': [{'name': 'instance-state-name', 'valueSet': {'items': [{'value': 'running'}]}}]}}),
 T(30, 'ec2', 'DescribeNetworkInterfaces', 'true', {'networkInterfaceIdSet': {'items': [{'networkInterfaceId': 'eni-@hex17'}]}, 'filterSet': {}}),
 T(25, 'ec2', 'DescribeVolumes', 'true', {'maxResults': 500, 'volumeSet': {}, 'filterSet': {}}), T(20, 'ec2', 'DescribeTags', 'true', {'maxResults': 1000, 'filterSet': {'items': [{'name': 'resource-id', 'valueSet': {'items': [{'value': 'i-@hex17'}]}}]}}),
 T(30, 'ec2', 'DescribeSecurityGroups', 'true', {'securityGroupSet': {}, 'securityGroupIdSet': {'items': [{'groupId': 'sg-@hex17'}]}, 'filterSet': {}}),
 T(8, 'ec2', 'RunInstances', 'false', {'instancesSet': {'items': [{'imageId': 'ami-@hex17', 'minCount': 1, 'maxCount': 1, 'keyName': 'ops'}]}, 'instanceType': 't3.large', 'blockDeviceMapping': {}, 'monitoring': {'enabled': False}, 'disableApiTermination': False, 'clientToken': '@uuid', 'subnetId': 'subnet-@hex17', 'tagSpecificationSet': {'items': [{'resourceType': 'instance', 'tags': [{'key': 'Name', 'value': 'web-@n'}, {'key': 'env', 'value': 'prod'}]}]}}, {'requestId': '@uuid', 'reservationId': 'r-@hex17', 'ownerId': '@acct', 'groupSet': {}, 'instancesSet': {'items': [{'instanceId': 'i-@hex17', 'imageId': 'ami-@hex17', 'instanceState': {'code': 0, 'name': 'pending'}, 'privateDnsName': 'ip-10-0-1-@b.ec2.internal', 'amiLaunchIndex': 0, 'instanceType': 't3.large', 'placement': {'availabilityZone': '@rega', 'tenancy': 'default'}, 'privateIpAddress': '10.0.1.@b', 'vpcId': 'vpc-@hex17', 'architecture': 'x86_64', 'rootDeviceType': 'ebs', 'virtualizationType': 'hvm', 'hypervisor': 'xen'}]}}),
 T(6, 'ec2', 'TerminateInstances', 'false', {'instancesSet': {'items': [{'instanceId': 'i-@hex17'}]}}, {'requestId': '@uuid', 'instancesSet': {'items': [{'instanceId': 'i-@hex17', 'currentState': {'code': 32, 'name': 'shutting-down'}, 'previousState': {'code': 16, 'name': 'running'}}]}}),
 T(5, 'ec2', 'CreateNetworkInterface', 'false', {'subnetId': 'subnet-@hex17', 'description': 'AWS Lambda VPC ENI-fn-@n', 'groupSet': {'items': [{'groupId': 'sg-@hex17'}]}}, {'requestId': '@uuid', 'networkInterface': {'networkInterfaceId': 'eni-@hex17', 'status': 'pending'}}),
 T(2, 'ec2', 'AuthorizeSecurityGroupIngress', 'false', {'groupId': 'sg-@hex17', 'ipPermissions': {'items': [{'ipProtocol': 'tcp', 'fromPort': 443, 'toPort': 443, 'groups': {}, 'ipRanges': {'items': [{'cidrIp': '10.0.0.0/8', 'description': 'internal'}]}, 'ipv6Ranges': {}, 'prefixListIds': {}}]}}, {'requestId': '@uuid', '_return': True}),
 T(1, 'ec2', 'RevokeSecurityGroupIngress', 'false', {'groupId': 'sg-@hex17', 'ipPermissions': {}}, {'requestId': '@uuid', '_return': True}), T(.6, 'ec2', 'CreateSecurityGroup', 'false', {'groupName': 'app-@n', 'groupDescription': 'app', 'vpcId': 'vpc-@hex17'}, {'requestId': '@uuid', '_return': True, 'groupId': 'sg-@hex17'}),
 T(.3, 'ec2', 'CreateRoute', 'false', {'routeTableId': 'rtb-@hex17', 'destinationCidrBlock': '0.0.0.0/0', 'gatewayId': 'igw-@hex17'}, {'requestId': '@uuid', '_return': True}), T(.2, 'ec2', 'CreateNetworkAclEntry', 'false', {'networkAclId': 'acl-@hex17', 'ruleNumber': 100, 'egress': False, 'ruleAction': 'allow', 'aclProtocol': '-1', 'cidrBlock': '0.0.0.0/0'}, {'requestId': '@uuid', '_return': True}),
 T(.2, 'ec2', 'AttachInternetGateway', 'false', {'internetGatewayId': 'igw-@hex17', 'vpcId': 'vpc-@hex17'}, {'requestId': '@uuid', '_return': True}), T(.1, 'ec2', 'CreateVpc', 'false', {'cidrBlock': '10.9.0.0/16', 'instanceTenancy': 'default'}, {'requestId': '@uuid', 'vpc': {'vpcId': 'vpc-@hex17', 'state': 'pending'}}),
 T(55, 's3', 'GetBucketAcl', 'true', {'bucketName': '@bkt', 'Host': '@bkt.s3.@reg.amazonaws.com', 'acl': ''}), T(25, 's3', 'ListBuckets', 'true', {'Host': 's3.@reg.amazonaws.com'}), T(20, 's3', 'GetBucketLocation', 'true', {'bucketName': '@bkt', 'Host': '@bkt.s3.@reg.amazonaws.com', 'location': ''}), T(15, 's3', 'GetBucketPolicyStatus', 'true', {'bucketName': '@bkt', 'Host': '@bkt.s3.@reg.amazonaws.com', 'policyStatus': ''}, None, .1), T(15, 's3', 'GetBucketEncryption', 'true', {'bucketName': '@bkt', 'Host': '@bkt.s3.@reg.amazonaws.com', 'encryption': ''}, None, .05),
 T(.6, 's3', 'PutBucketPolicy', 'false', {'bucketPolicy': {'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::@bkt/*', 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]}, 'bucketName': '@bkt', 'Host': '@bkt.s3.amazonaws.com', 'policy': ''}), T(.2, 's3', 'DeleteBucketPolicy', 'false', {'bucketName': '@bkt', 'Host': '@bkt.s3.amazonaws.com', 'policy': ''}), T(.4, 's3', 'PutBucketLifecycle', 'false', {'bucketName': '@bkt', 'lifecycle': ''}), T(1, 's3', 'CreateBucket', 'false', {'CreateBucketConfiguration': {'LocationConstraint': '@reg'}, 'bucketName': '@bkt'}),
 T(60, 'logs', 'CreateLogStream', 'false', {'logGroupName': '/aws/lambda/fn-@n', 'logStreamName': '2025/03/01/[$LATEST]@hex32'}, None, .15), T(20, 'logs', 'DescribeLogGroups', 'true', {'limit': 50, 'logGroupNamePrefix': '/aws/lambda/'}), T(6, 'logs', 'CreateLogGroup', 'false', {'logGroupName': '/aws/lambda/fn-@n'}, None, .5),
 T(35, 'ssm', 'UpdateInstanceInformation', 'false', {'agentVersion': '3.2.2303.0', 'platformType': 'Linux', 'ipAddress': '10.0.1.@b', 'platformVersion': '2023', 'platformName': 'Amazon Linux', 'agentStatus': 'Active', 'computerName': 'ip-10-0-1-@b.ec2.internal', 'agentName': 'amazon-ssm-agent', 'availabilityZone': '@rega', 'instanceId': 'i-@hex17', 'sSMConnectionChannel': 'ssmmessages'}), T(15, 'ssm', 'ListInstanceAssociations', 'true', {'instanceId': 'i-@hex17', 'maxResults': 20}), T(12, 'ssm', 'GetParametersByPath', 'true', {'path': '/app/@n/', 'recursive': True, 'withDecryption': True}),
 T(15, 'secretsmanager', 'GetSecretValue', 'true', {'secretId': 'prod/db-@n'}), T(20, 'ecr', 'BatchGetImage', 'true', {'repositoryName': 'svc-@n', 'registryId': '@acct', 'imageIds': [{'imageTag': 'latest'}], 'acceptedMediaTypes': ['application/vnd.docker.distribution.manifest.v2+json']}), T(15, 'ecr', 'GetAuthorizationToken', 'true', {}),
 T(15, 'elasticloadbalancing', 'DescribeTargetHealth', 'true', {'targetGroupArn': 'arn:aws:elasticloadbalancing:@reg:@acct:targetgroup/tg-@n/@hex16'}), T(10, 'autoscaling', 'DescribeAutoScalingGroups', 'true', {'maxRecords': 100}), T(15, 'cloudformation', 'DescribeStacks', 'true', {'stackName': 'stack-@n'}), T(3, 'cloudformation', 'CreateChangeSet', 'false', {'stackName': 'stack-@n', 'changeSetName': 'cs-@n', 'capabilities': ['CAPABILITY_IAM']}, {'id': 'arn:aws:cloudformation:@reg:@acct:changeSet/cs-@n/@uuid', 'stackId': 'arn:aws:cloudformation:@reg:@acct:stack/stack-@n/@uuid'}),
 T(12, 'rds', 'DescribeDBInstances', 'true', {'maxRecords': 100}), T(10, 'dynamodb', 'DescribeTable', 'true', {'tableName': 't-@n'}), T(10, 'lambda', 'ListFunctions20150331', 'true', {'maxItems': 50}), T(6, 'lambda', 'GetFunction20150331v2', 'true', {'functionName': 'fn-@n'}), T(3, 'lambda', 'UpdateFunctionCode20150331v2', 'false', {'functionName': 'fn-@n', 'publish': False, 'dryRun': False}, {'functionName': 'fn-@n', 'functionArn': 'arn:aws:lambda:@reg:@acct:function:fn-@n', 'runtime': 'python3.12', 'role': 'arn:aws:iam::@acct:role/@role', 'handler': 'app.handler', 'codeSize': 123456, 'description': '', 'timeout': 30, 'memorySize': 512, 'lastModified': '2025-03-01T00:00:00.000+0000', 'codeSha256': '@hex32', 'version': '$LATEST', 'vpcConfig': {'subnetIds': ['subnet-@hex17'], 'securityGroupIds': ['sg-@hex17'], 'vpcId': 'vpc-@hex17'}, 'tracingConfig': {'mode': 'PassThrough'}, 'revisionId': '@uuid'}),
 T(12, 'iam', 'GetRole', 'true', {'roleName': '@role'}, None, .05), T(10, 'iam', 'ListAttachedRolePolicies', 'true', {'roleName': '@role'}), T(6, 'iam', 'ListRoles', 'true', {'maxItems': 100}), T(4, 'iam', 'GetAccountSummary', 'true', None), T(1.2, 'iam', 'PutRolePolicy', 'false', {'roleName': '@role', 'policyName': 'p-@n', 'policyDocument': PD}), T(1.2, 'iam', 'AttachRolePolicy', 'false', {'roleName': '@role', 'policyArn': 'arn:aws:iam::aws:policy/ReadOnlyAccess'}), T(.5, 'iam', 'CreatePolicy', 'false', {'policyName': 'p-@n', 'policyDocument': PD}, {'policy': {'policyName': 'p-@n', 'policyId': 'ANPA@AK', 'arn': 'arn:aws:iam::@acct:policy/p-@n', 'path': '/', 'defaultVersionId': 'v1', 'attachmentCount': 0}}), T(.3, 'iam', 'DeleteRolePolicy', 'false', {'roleName': '@role', 'policyName': 'p-@n'}), T(.3, 'iam', 'CreateAccessKey', 'false', {'userName': 'user-@n'}, {'accessKey': {'userName': 'user-@n', 'accessKeyId': 'AKIA@AK', 'status': 'Active'}}), T(.2, 'iam', 'CreateUser', 'false', {'userName': 'user-@n'}, {'user': {'userName': 'user-@n', 'userId': 'AIDA@AK'}}),
 T(4, 'cloudtrail', 'LookupEvents', 'true', {'maxResults': 50}), T(4, 'cloudtrail', 'DescribeTrails', 'true', {'includeShadowTrails': True}), T(.1, 'cloudtrail', 'StopLogging', 'false', {'name': 'arn:aws:cloudtrail:@reg:@acct:trail/org-trail'}), T(.1, 'cloudtrail', 'UpdateTrail', 'false', {'name': 'org-trail', 'isMultiRegionTrail': True}),
 T(.1, 'config', 'StopConfigurationRecorder', 'false', {'configurationRecorderName': 'default'}), T(12, 'config', 'PutEvaluations', 'false', {'resultToken': '@hex32@hex32', 'testMode': False, 'evaluations': [{'complianceResourceType': 'AWS::S3::Bucket', 'complianceResourceId': '@bkt', 'complianceType': 'COMPLIANT', 'orderingTimestamp': 'Mar 1, 2025, 1:00:00 AM'}]}), T(.1, 'kms', 'ScheduleKeyDeletion', 'false', {'keyId': '@uuid', 'pendingWindowInDays': 7}, {'keyId': 'arn:aws:kms:@reg:@acct:key/@uuid', 'deletionDate': 'Mar 9, 2025'}), T(.1, 'kms', 'DisableKey', 'false', {'keyId': '@uuid'}), T(.1, 'organizations', 'MoveAccount', 'false', {'accountId': '@acct', 'sourceParentId': 'r-ab12', 'destinationParentId': 'ou-ab12-@hex8'}),
 T(3, 'signin', 'ConsoleLogin', 'false', None, {'ConsoleLogin': 'Success'}, .12), T(.3, 'guardduty', 'UpdateDetector', 'false', {'detectorId': '@hex32', 'enable': True}), T(8, 'monitoring', 'DescribeAlarms', 'true', {'maxRecords': 100}), T(5, 'health', 'DescribeEventAggregates', 'true', {'aggregateField': 'eventTypeCategory', 'filter': {'eventStatusCodes': ['open', 'upcoming']}}), T(5, 'sqs', 'ListQueues', 'true', None), T(5, 'sns', 'ListTopics', 'true', None), T(4, 'access-analyzer', 'ListFindings', 'true', {'analyzerArn': 'arn:aws:access-analyzer:@reg:@acct:analyzer/an-@hex8', 'filter': {}}),
]
AGENTS = ['aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.173.0', 'Boto3/1.34.144 md/Botocore#1.34.144 ua/2.0 os/linux#5.10.219 md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.144', 'aws-cli/2.17.13 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off md/command#s3api.list-buckets', 'APN/1.0 HashiCorp/1.0 Terraform/1.9.2 (+https://www.terraform.io) terraform-provider-aws/5.58.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36', 'AWS Internal', 'aws-sdk-java/2.26.20 Linux/5.10.219-208.866.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.11+9-LTS Java/17.0.11 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy']
SERVICES = ['lambda.amazonaws.com', 'ec2.amazonaws.com', 'config.amazonaws.com', 'ecs-tasks.amazonaws.com', 'cloudtrail.amazonaws.com', 'autoscaling.amazonaws.com']
ROLES = ['AWSServiceRoleForConfig', 'AWSServiceRoleForECS', 'ci-deploy', 'eks-node', 'lambda-exec-orders', 'lambda-exec-billing', 'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7a8b', 'AWSReservedSSO_ReadOnly_8b7a6f5e4d3c2b1a', 'datadog-integration', 'terraform', 'backup', 'web-app']
CIS = {  # detection pattern -> predicate on the facts of one event
 'root_usage': lambda e: e['utype'] == 'Root' and not e['invokedBy'] and e['etype'] != 'AwsServiceEvent',
 'root_console_login': lambda e: e['utype'] == 'Root' and e['name'] == 'ConsoleLogin',
 'console_login_failure': lambda e: e['name'] == 'ConsoleLogin' and e['err'] == 'Failed authentication',
 'console_login_no_mfa': lambda e: e['name'] == 'ConsoleLogin' and e['err'] is None and e['utype'] == 'IAMUser' and not e['mfa'],
 'unauthorized_api_call': lambda e: e['err'] in ('AccessDenied', 'Client.UnauthorizedOperation'),
 'iam_policy_change': lambda e: e['svc'] == 'iam' and e['name'] in ('PutRolePolicy', 'AttachRolePolicy', 'CreatePolicy', 'DeleteRolePolicy'),
 'cloudtrail_change': lambda e: e['svc'] == 'cloudtrail' and e['name'] in ('StopLogging', 'UpdateTrail'),
 'cmk_disable_or_delete': lambda e: e['svc'] == 'kms' and e['name'] in ('ScheduleKeyDeletion', 'DisableKey'),
 's3_policy_change': lambda e: e['svc'] == 's3' and e['name'] in ('PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketLifecycle'),
 'config_change': lambda e: e['svc'] == 'config' and e['name'] == 'StopConfigurationRecorder',
 'security_group_change': lambda e: e['name'] in ('AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress', 'CreateSecurityGroup'),
 'nacl_change': lambda e: e['name'] == 'CreateNetworkAclEntry', 'gateway_change': lambda e: e['name'] == 'AttachInternetGateway',
 'route_table_change': lambda e: e['name'] == 'CreateRoute', 'vpc_change': lambda e: e['name'] == 'CreateVpc',
 'organizations_change': lambda e: e['svc'] == 'organizations' and e['name'] == 'MoveAccount',
}

class Events:
    def __init__(self, rnd):
        self.r = rnd; self.w = []; s = 0
        for e in EVENTS: s += e[0]; self.w.append(s)
        self.idx = range(len(EVENTS))
    def fill(self, t, c):
        if '@' not in t: return t
        r = self.r; h = '%032x' % r.getrandbits(128)
        for k, v in (('@hex17', '0' + h[:16]), ('@hex32', h), ('@hex16', h[16:]), ('@hex8', h[:8]), ('@uuid', c['uuid']()), ('@acct', c['acct']), ('@role', c['role']), ('@rega', c['reg'] + 'a'), ('@reg', c['reg']),
                     ('@bkt', 'corp-data-%03d' % r.randrange(300)), ('@AK', base64.b32encode(h.encode())[:16].decode()), ('@tok', base64.b64encode((h * 12).encode()).decode()), ('@b', str(r.randrange(1, 255))), ('@n', str(r.randrange(400)))):
            if k in t: t = t.replace(k, v)
        return t
    def one(self, acct, reg, when, counts):
        r = self.r; w, svc, name, ro, req, resp, perr = EVENTS[r.choices(self.idx, cum_weights=self.w)[0]]
        bits = r.getrandbits(128); hx = '%032x' % bits
        uuid = lambda: '%s-%s-4%s-a%s-%s' % (hx[:8], hx[8:12], hx[13:16], hx[17:20], hx[20:])
        role = ROLES[bits % 12]; c = {'acct': acct, 'reg': reg, 'role': role, 'uuid': uuid}
        p = r.random(); ak = base64.b32encode(hx.encode())[:16].decode(); invoked = ''; mfa = (bits >> 8) & 1
        created = iso(when - timedelta(seconds=(bits >> 9) % 3000)); ip = '%d.%d.%d.%d' % (3 + bits % 200, (bits >> 8) & 255, (bits >> 16) & 255, (bits >> 24) & 255); ua = AGENTS[(bits >> 32) % 5]; etype = 'AwsApiCall'
        login = name == 'ConsoleLogin'
        if p < .003 or (login and p < .06): ut = 'Root'; ui = '{"type":"Root","principalId":"%s","arn":"arn:aws:iam::%s:root","accountId":"%s","accessKeyId":"%s"}' % (acct, acct, acct, '' if login else 'ASIA' + ak)
        elif p < .10 or login: ut = 'IAMUser'; u = 'user-%d' % (bits % 60); ui = '{"type":"IAMUser","principalId":"AIDA%s","arn":"arn:aws:iam::%s:user/%s","accountId":"%s"%s,"userName":"%s"}' % (ak, acct, u, acct, '' if login else ',"accessKeyId":"AKIA%s"' % ak, u)
        elif p < .28: ut = 'AWSService'; invoked = SERVICES[bits % 6]; ui = '{"type":"AWSService","invokedBy":"%s"}' % invoked; ip = ua = invoked
        else:
            ut = 'AssumedRole'; iv = ''
            if (bits >> 40) % 5 == 0: invoked = SERVICES[bits % 6]; iv = ',"invokedBy":"%s"' % invoked; ip = ua = invoked
            ui = '{"type":"AssumedRole","principalId":"AROA%s:sess-%d","arn":"arn:aws:sts::%s:assumed-role/%s/sess-%d","accountId":"%s","accessKeyId":"ASIA%s","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%s","arn":"arn:aws:iam::%s:role/%s","accountId":"%s","userName":"%s"},"attributes":{"creationDate":"%s","mfaAuthenticated":"%s"}}%s}' % (ak, bits % 400, acct, role, bits % 400, acct, ak, ak, acct, role, acct, role, created, 'true' if mfa else 'false', iv)
        err = None; es = ''; rq = self.fill(req, c); rs = self.fill(resp, c); add = ''; cat = 'Management'
        if r.random() < perr:
            if login: err = 'Failed authentication'; es = '"errorMessage":"Failed authentication",'; rs = '{"ConsoleLogin":"Failure"}'
            else:
                err = 'Client.UnauthorizedOperation' if svc == 'ec2' else 'ResourceAlreadyExistsException' if svc == 'logs' else 'NoSuchEntity' if svc == 'iam' and bits % 2 else 'AccessDenied'
                es = '"errorCode":"%s","errorMessage":"User: arn:aws:sts::%s:assumed-role/%s/sess-%d is not authorized to perform: %s:%s on resource: * because no identity-based policy allows the %s:%s action",' % (err, acct, role, bits % 400, svc, name, svc, name); rs = 'null'
        if login: etype = 'AwsConsoleSignIn'; ua = AGENTS[4]; add = '"additionalEventData":{"LoginTo":"https://console.aws.amazon.com/console/home?hashArgs=%%23&isauthcode=true&state=hashArgsFromTB_%s_%s","MobileVersion":"No","MFAUsed":"%s"},' % (reg, hx[:16], 'Yes' if mfa else 'No')
        elif svc == 's3': add = '"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"%s","bytesTransferredOut":%d},' % (base64.b64encode(hx.encode()).decode(), bits % 5000)
        res = '"resources":[{"accountId":"%s","type":"AWS::%s","ARN":"%s"}],' % (acct, 'KMS::Key' if svc == 'kms' else 'S3::Bucket', 'arn:aws:kms:%s:%s:key/%s' % (reg, acct, uuid()) if svc == 'kms' else 'arn:aws:s3:::corp-data-%03d' % (bits % 300)) if svc in ('kms', 's3') and ro == 'true' else ''
        tls = ',"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"%s.%s.amazonaws.com"}' % (svc, reg) if not invoked else ''
        hx2 = '%032x' % r.getrandbits(128)
        f = {'svc': svc, 'name': name, 'utype': ut, 'err': err, 'mfa': mfa, 'invokedBy': invoked, 'etype': etype}
        for k, fn in CIS.items():
            if fn(f): counts[k] += 1
        return ('{"eventVersion":"1.%02d","userIdentity":%s,"eventTime":"%s","eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"%s","sourceIPAddress":"%s","userAgent":"%s",%s"requestParameters":%s,"responseElements":%s,%s"requestID":"%s","eventID":"%s-%s-4%s-b%s-%s","readOnly":%s,%s"eventType":"%s","managementEvent":true,"recipientAccountId":"%s","eventCategory":"%s"%s%s}'
                % (8 + bits % 4, ui, iso(when), svc, name, reg, ip, ua, es, rq, rs, add, uuid(), hx2[:8], hx2[8:12], hx2[13:16], hx2[17:20], hx2[20:], ro, res, etype, acct, cat, tls, ',"sessionCredentialFromConsole":"true"' if bits % 29 == 0 and ut == 'AssumedRole' else ''))

# ------------------------------------------------------------------ keys
def load_keys(a, t0, t1):
    keys = []; span = (t1 - t0) / a.keys
    for i in range(a.keys):
        p = os.path.join(a.out, 'private_%d.pem' % i)
        if os.path.exists(p): k = serialization.load_pem_private_key(open(p, 'rb').read(), None)
        else:
            k = rsa.generate_private_key(65537, a.key_bits)
            open(p, 'wb').write(k.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        der = k.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        keys.append({'key': k, 'fp': hashlib.md5(der).hexdigest(), 'value': base64.b64encode(der).decode(), 'from': t0 + span * i - timedelta(days=1), 'to': t0 + span * (i + 1) + timedelta(days=1), 'use_to': t0 + span * (i + 1)})
    return keys

def main():
    a = args(); os.makedirs(a.out, exist_ok=True)
    if not a.upload_only: generate(a)
    if a.upload: upload(a)

def generate(a):
    rnd = random.Random(a.seed); ev = Events(rnd); t_begin = time.time()
    t0 = datetime.strptime(a.start, '%Y-%m-%dT%H:%M:%SZ'); hours = int(round(a.days * 24)); t1 = t0 + timedelta(hours=hours)
    accts = a.accounts.split(',') if len(a.accounts) >= 12 else ['%012d' % (111122223333 + 1010101 * i) for i in range(int(a.accounts))]
    regs = REGIONS[:int(a.regions)] if a.regions.isdigit() else a.regions.split(',')
    home = regs[0]; lo, med, hi = (int(x) for x in a.events.split(','))
    keys = load_keys(a, t0, t1); root = os.path.join(a.out, 's3', a.bucket); meta = {}; objs = {}
    if os.path.exists(root):
        import shutil; shutil.rmtree(root)
    nd = open(a.ndjson, 'wb') if a.ndjson else None
    gaps = set()
    for g in a.gap:
        d, h, n = (int(x) for x in g.split(':')); gaps.update(range(d * 24 + h, d * 24 + h + n))
    tot = collections.Counter(); pats = collections.Counter(); names = collections.Counter(); chains = []
    made = set()
    def put(key, raw, m=None, level=None):
        gz = gzip.compress(raw, a.gzip_level, mtime=0); p = os.path.join(root, key); d = os.path.dirname(p)
        if d not in made: os.makedirs(d, exist_ok=True); made.add(d)
        with open(p, 'wb') as f: f.write(gz)
        if m: meta[key] = m
        return len(gz)
    pre = (a.prefix.strip('/') + '/' if a.prefix else '') + 'AWSLogs/' + (a.org_id + '/' if a.org_id else '')
    def sign(key, raw, end, prevsig, k):
        s = '%s\n%s/%s\n%s\n%s' % (end, a.bucket, key, hashlib.sha256(raw).hexdigest(), prevsig or 'null')
        return k['key'].sign(s.encode(), padding.PKCS1v15(), hashes.SHA256()).hex()
    def mklog(acct, reg, ts, span, counts_names=True):
        n = min(hi, max(lo, int(rnd.lognormvariate(math.log(max(med, 1)), 1.0)))); recs = []; old = new = None
        for i in range(n):
            w = ts - timedelta(seconds=rnd.randrange(span)); recs.append(ev.one(acct, reg, w, pats)); old = w if old is None or w < old else old; new = w if new is None or w > new else new
        raw = ('{"Records":[' + ','.join(recs) + ']}').encode()
        if nd:
            for x in recs: nd.write(x.encode() + b'\n')
        key = '%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%s.json.gz' % (pre, acct, reg, ts.strftime('%Y/%m/%d'), acct, reg, ts.strftime('%Y%m%dT%H%MZ'), ''.join(rnd.choices(ALNUM, k=16)))
        gz = put(key, raw); tot['logs'] += 1; tot['events'] += n; tot['log_bytes'] += len(raw); tot['log_gz_bytes'] += gz
        return {'s3Bucket': a.bucket, 's3Object': key, 'hashValue': hashlib.sha256(raw).hexdigest(), 'hashAlgorithm': 'SHA-256', 'newestEventTime': iso(new), 'oldestEventTime': iso(old)}
    for acct in accts:
        for reg in regs:
            off = timedelta(minutes=rnd.randrange(0, 50), seconds=rnd.randrange(60)); prev = None; ch = {'account': acct, 'region': reg, 'digests': [], 'backfill': []}; bprev = None
            for h in range(hours):
                if h in gaps: prev = None; continue
                s = t0 + timedelta(hours=h) + off; e = s + timedelta(hours=1)
                n = int(a.files_per_hour) + (rnd.random() < a.files_per_hour % 1); logs = []
                for i in range(n): logs.append(mklog(acct, reg, s.replace(second=0) + timedelta(minutes=max(1, int(60 * (i + .5) / max(n, 1)))), 900))
                k = next((x for x in keys if e <= x['use_to']), keys[-1])
                key = '%s%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_%s_%s_%s.json.gz' % (pre, acct, reg, e.strftime('%Y/%m/%d'), acct, reg, a.trail_name, home, compact(e))
                d = {'awsAccountId': acct, 'digestStartTime': iso(s), 'digestEndTime': iso(e), 'digestS3Bucket': a.bucket, 'digestS3Object': key, 'digestPublicKeyFingerprint': k['fp'], 'digestSignatureAlgorithm': 'SHA256withRSA',
                     'newestEventTime': max((x['newestEventTime'] for x in logs), default=None), 'oldestEventTime': min((x['oldestEventTime'] for x in logs), default=None),
                     'previousDigestS3Bucket': a.bucket if prev else None, 'previousDigestS3Object': prev['key'] if prev else None, 'previousDigestHashValue': prev['sha'] if prev else None, 'previousDigestHashAlgorithm': 'SHA-256' if prev else None, 'previousDigestSignature': prev['sig'] if prev else None, 'logFiles': logs}
                raw = J(d).encode(); sig = sign(key, raw, d['digestEndTime'], d['previousDigestSignature'], k)
                tot['digest_gz_bytes'] += put(key, raw, {'signature': sig, 'signature-algorithm': 'SHA256withRSA'}); tot['digests'] += 1; tot['digest_bytes'] += len(raw)
                prev = {'key': key, 'sha': hashlib.sha256(raw).hexdigest(), 'sig': sig, 'raw': raw}; ch['digests'].append({'key': key, 'logs': [x['s3Object'] for x in logs], 'hour': h})
                if a.backfill and h % 24 == 23:
                    logs = [mklog(acct, reg, s + timedelta(minutes=7 + i), 3600) for i in range(rnd.randint(1, 3))]; bs = s - timedelta(hours=23)
                    bkey = key[:-8] + '_backfill.json.gz'
                    b = dict(d, digestStartTime=iso(bs), digestS3Object=bkey, previousDigestS3Bucket=a.bucket if bprev else None, previousDigestS3Object=bprev['key'] if bprev else None, previousDigestHashValue=bprev['sha'] if bprev else None, previousDigestHashAlgorithm='SHA-256' if bprev else None, previousDigestSignature=bprev['sig'] if bprev else None, logFiles=logs, newestEventTime=max(x['newestEventTime'] for x in logs), oldestEventTime=min(x['oldestEventTime'] for x in logs))
                    raw = J(b).encode(); sig = sign(bkey, raw, b['digestEndTime'], b['previousDigestSignature'], k)
                    put(bkey, raw, {'signature': sig, 'signature-algorithm': 'SHA256withRSA', 'backfill-generation-timestamp': iso(e)}); tot['backfill_digests'] += 1
                    bprev = {'key': bkey, 'sha': hashlib.sha256(raw).hexdigest(), 'sig': sig}; ch['backfill'].append({'key': bkey, 'logs': [x['s3Object'] for x in logs]})
            chains.append(ch)
    if nd: nd.close()
    bad = tamper(a, rnd, root, chains, meta, ev, mklog, tot)
    with open(os.path.join(a.out, 'meta.jsonl'), 'w') as f:
        for k, m in meta.items(): f.write(J({'key': k, 'meta': m}) + '\n')
    json.dump([{'Fingerprint': k['fp'], 'Value': k['value'], 'ValidityStartTime': iso(k['from']), 'ValidityEndTime': iso(k['to'])} for k in keys], open(os.path.join(a.out, 'keys.json'), 'w'), indent=1)
    arn = 'arn:aws:cloudtrail:%s:%s:trail/%s' % (home, accts[0], a.trail_name)
    tr = {'Name': a.trail_name, 'S3BucketName': a.bucket, 'IncludeGlobalServiceEvents': True, 'IsMultiRegionTrail': len(regs) > 1, 'HomeRegion': home, 'TrailARN': arn, 'LogFileValidationEnabled': True, 'HasCustomEventSelectors': False, 'HasInsightSelectors': False, 'IsOrganizationTrail': bool(a.org_id)}
    if a.prefix: tr['S3KeyPrefix'] = a.prefix.strip('/')
    json.dump({'trailList': [tr], 'organizationId': a.org_id}, open(os.path.join(a.out, 'trails.json'), 'w'), indent=1)
    last = t1 + timedelta(hours=1)
    json.dump({'args': vars(a), 'trail_arn': arn, 'start': iso(t0), 'end': iso(last), 'accounts': accts, 'regions': regs, 'totals': dict(tot), 'patterns': dict(pats), 'tampered': bad, 'chains': [{'account': c['account'], 'region': c['region'], 'digests': len(c['digests']), 'logs': sum(len(x['logs']) for x in c['digests']), 'backfill': len(c['backfill'])} for c in chains]}, open(os.path.join(a.out, 'manifest.json'), 'w'), indent=1)
    print('%s: %s; %.1f s' % (a.out, dict(tot), time.time() - t_begin)); print('validate: aws cloudtrail validate-logs --trail-arn %s --start-time %s --end-time %s --region %s' % (arn, iso(t0), iso(last), home))

def tamper(a, rnd, root, chains, meta, ev, mklog, tot):
    bad = []; used = set()
    path = lambda k: os.path.join(root, k)
    for spec in a.tamper:
        mode, _, n = spec.partition(':'); n = int(n or 1)
        for ch in chains:
            D = ch['digests']
            mid = [d for d in D[1:-1] if d['key'] not in used] or D
            def note(key, verdict, **kw): bad.append(dict(mode=mode, account=ch['account'], region=ch['region'], key=key, expect=verdict, **kw)); used.add(key)
            if mode == 'delete-range':
                if len(D) < n + 2: sys.exit('delete-range: the chain is too short')
                i = rnd.randrange(1, len(D) - n)
                for d in D[i:i + n]:
                    for k in d['logs']:
                        if os.path.exists(path(k)): os.remove(path(k))
                    os.remove(path(d['key'])); meta.pop(d['key'], None)
                note(D[i + n - 1]['key'], 'digest INVALID: not found', range=[D[i]['key'], D[i + n - 1]['key']], lost_digests=n, lost_logs=sum(len(d['logs']) for d in D[i:i + n])); used.update(d['key'] for d in D[i:i + n]); continue
            for _ in range(n):
                if mode in ('flip-log', 'flip-gz', 'missing-log'):
                    c = [k for d in mid for k in d['logs'] if k not in used and os.path.exists(path(k)) and d['key'] not in used]
                    if not c: sys.exit(mode + ': no log left to tamper with')
                    k = rnd.choice(c); p = path(k)
                    if mode == 'missing-log': os.remove(p); note(k, 'log INVALID: not found')
                    elif mode == 'flip-gz':
                        b = bytearray(open(p, 'rb').read()); b[len(b) // 2] ^= 0x10; open(p, 'wb').write(b); note(k, 'log INVALID: invalid format')
                    else:
                        b = bytearray(gzip.decompress(open(p, 'rb').read())); i = b.find(b'"sourceIPAddress":"') + 19; b[i] = ord('9') if b[i] != ord('9') else ord('8')
                        open(p, 'wb').write(gzip.compress(bytes(b), a.gzip_level, mtime=0)); note(k, "log INVALID: hash value doesn't match")
                elif mode == 'extra-log':
                    d = rnd.choice(mid); src = d['logs'][0]; ts = datetime.strptime(src.split('_')[-2], '%Y%m%dT%H%MZ'); note(mklog(ch['account'], ch['region'], ts, 900)['s3Object'], 'log not named by any digest')
                else:
                    c = [d for d in mid if d['key'] not in used and os.path.exists(path(d['key']))]
                    if not c: sys.exit(mode + ': no digest left to tamper with')
                    d = rnd.choice(c); k = d['key']; p = path(k); lost = dict(unchecked_logs=d['logs'])
                    if mode == 'missing-digest': os.remove(p); meta.pop(k); note(k, 'digest INVALID: not found', **lost)
                    elif mode == 'wrong-signature': s = meta[k]['signature']; meta[k] = dict(meta[k], signature=s[:40] + ('0' if s[40] != '0' else '1') + s[41:]); note(k, 'digest INVALID: signature verification failed', **lost)
                    elif mode == 'no-signature': meta.pop(k); note(k, 'digest INVALID: signature verification failed', **lost)
                    elif mode in ('flip-digest', 'unknown-key'):
                        x = json.loads(gzip.decompress(open(p, 'rb').read()))
                        if mode == 'unknown-key': x['digestPublicKeyFingerprint'] = '0' * 32; v = 'digest INVALID: public key not found'
                        else: x['newestEventTime' if not x['logFiles'] else 'awsAccountId'] = '999999999999'; v = 'digest INVALID: signature verification failed'
                        open(p, 'wb').write(gzip.compress(J(x).encode(), a.gzip_level, mtime=0)); note(k, v, **lost)
                    elif mode == 'moved-digest':
                        o = D[0] if D[0]['key'] != k else D[-1]; open(p, 'wb').write(open(path(o['key']), 'rb').read()); meta[k] = meta[o['key']]; note(k, 'digest INVALID: has been moved from its original location', **lost)
                    else: sys.exit('unknown tamper mode ' + mode)
    return bad

def upload(a):
    import boto3
    from botocore.config import Config
    from concurrent.futures import ThreadPoolExecutor
    c = boto3.client('s3', endpoint_url=a.upload, region_name='us-east-1', aws_access_key_id='test', aws_secret_access_key='test', config=Config(max_pool_connections=8, request_checksum_calculation='when_required'))
    base = os.path.join(a.out, 's3'); meta = {}
    for l in open(os.path.join(a.out, 'meta.jsonl')): x = json.loads(l); meta[x['key']] = x['meta']
    t = time.time(); n = 0
    for b in os.listdir(base):
        try: c.create_bucket(Bucket=b)
        except c.exceptions.BucketAlreadyOwnedByYou: pass
        ks = [os.path.relpath(os.path.join(d, f), os.path.join(base, b)) for d, _, fs in os.walk(os.path.join(base, b)) for f in fs]
        def one(k):
            with open(os.path.join(base, b, k), 'rb') as f: c.put_object(Bucket=b, Key=k, Body=f.read(), Metadata=meta.get(k, {}), ContentType='application/json', ContentEncoding='gzip')
        with ThreadPoolExecutor(8) as ex: list(ex.map(one, ks))
        n += len(ks)
    tr = json.load(open(os.path.join(a.out, 'trails.json')))['trailList'][0]
    ct = boto3.client('cloudtrail', endpoint_url=a.upload, region_name=tr['HomeRegion'], aws_access_key_id='test', aws_secret_access_key='test')
    try: ct.create_trail(Name=tr['Name'], S3BucketName=tr['S3BucketName'], IsMultiRegionTrail=tr['IsMultiRegionTrail'], EnableLogFileValidation=True, **({'S3KeyPrefix': tr['S3KeyPrefix']} if 'S3KeyPrefix' in tr else {}))
    except Exception as e: print('create_trail:', e)
    print('uploaded %d objects in %.1f s; note: moto gives the trail its own account id (123456789012): see keys_proxy.py --trails' % (n, time.time() - t))

if __name__ == '__main__': main()
