// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (site).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_certificatemanager as acm, aws_cloudfront as cf, aws_cloudfront_origins as origins, aws_s3 as s3, aws_s3_deployment as deploy, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';
import { managedRule } from '../seed/network';

/** S3 behind CloudFront */
export class SiteStack extends VariantStack {
  constructor(scope: Construct, id: string, props: VariantStackProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened();
  }

  private asWritten() {
    const bucket = new s3.Bucket(this, 'Site', { removalPolicy: cdk.RemovalPolicy.DESTROY, autoDeleteObjects: true });
    const dist = new cf.Distribution(this, 'Distribution', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) }, defaultRootObject: 'index.html' });
    new deploy.BucketDeployment(this, 'Deploy', { sources: [deploy.Source.asset('site')], destinationBucket: bucket, distribution: dist, distributionPaths: ['/*'] });
  }

  private legacy() {
    const bucket = new s3.Bucket(this, 'Site', {
      websiteIndexDocument: 'index.html', websiteErrorDocument: 'error.html', publicReadAccess: true,
      blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false }),
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    new cf.CfnDistribution(this, 'Distribution', {
      distributionConfig: {
        enabled: true, defaultRootObject: 'index.html', httpVersion: 'http1.1',
        origins: [{ id: 'site', domainName: bucket.bucketWebsiteDomainName, customOriginConfig: { originProtocolPolicy: 'http-only', originSslProtocols: ['SSLv3', 'TLSv1'] } }],
        defaultCacheBehavior: { targetOriginId: 'site', viewerProtocolPolicy: 'allow-all', forwardedValues: { queryString: false } },
        viewerCertificate: { cloudFrontDefaultCertificate: true },
      },
    });
  }

  private hardened() {
    const h = Hardened.of(this);
    const bucket = h.bucket('Site');
    const logBucket = new s3.Bucket(this, 'CdnLogs', {
      encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, objectOwnership: s3.ObjectOwnership.OBJECT_WRITER,
      serverAccessLogsBucket: h.accessLogs, serverAccessLogsPrefix: 'cdn-logs/', removalPolicy: cdk.RemovalPolicy.RETAIN, lifecycleRules: [{ id: 'Expire', expiration: cdk.Duration.days(400) }],
    });
    ack(logBucket, ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].flatMap(k => [`${k}-S3BucketReplicationEnabled`, `${k}-S3DefaultEncryptionKMS`]), 'CloudFront standard logs; not replicated.');
    const acl = new wafv2.CfnWebACL(this, 'CdnAcl', {
      defaultAction: { allow: {} }, scope: 'CLOUDFRONT', visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'CdnAcl', sampledRequestsEnabled: true },
      rules: [managedRule('AWSManagedRulesCommonRuleSet', 1), managedRule('AWSManagedRulesAmazonIpReputationList', 2)],
    });
    const waf = h.logGroup('CdnWafLogs', { logGroupName: 'aws-waf-logs-cdn' });
    new wafv2.CfnLoggingConfiguration(this, 'CdnWafLogging', { resourceArn: acl.attrArn, logDestinationConfigs: [`arn:aws:logs:${this.region}:${this.account}:log-group:aws-waf-logs-cdn`] }).node.addDependency(waf);
    new cf.Distribution(this, 'Distribution', {
      defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket), viewerProtocolPolicy: cf.ViewerProtocolPolicy.REDIRECT_TO_HTTPS, responseHeadersPolicy: cf.ResponseHeadersPolicy.SECURITY_HEADERS },
      defaultRootObject: 'index.html', enableLogging: true, logBucket, logFilePrefix: 'cdn/', minimumProtocolVersion: cf.SecurityPolicyProtocol.TLS_V1_2_2021,
      certificate: new acm.Certificate(this, 'Certificate', { domainName: 'www.acme.example', validation: acm.CertificateValidation.fromDns() }), domainNames: ['www.acme.example'],
      geoRestriction: cf.GeoRestriction.allowlist('US', 'CA', 'DE', 'RO'), webAclId: acl.attrArn,
    });
    ack(this, ['AwsSolutions-CFR1'], 'Restricted by an allow list of countries.');
  }
}
