// SPDX-License-Identifier: Apache-2.0
// Test application: stacks of an ordinary application (api).
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_apigateway as apigw, aws_cognito as cognito, aws_dynamodb as ddb, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, aws_logs as logs, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { ack, Hardened, VariantStack, VariantStackProps } from '../common';

export interface ApiProps extends VariantStackProps { readonly vpc: ec2.IVpc; readonly webAclArn?: string }

/** API Gateway -> Lambda -> DynamoDB */
export class ApiStack extends VariantStack {
  table!: ddb.Table;
  fn!: lambda.Function;
  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, props);
    if (this.isLegacy) this.legacy();
    else if (this.isAsWritten) this.asWritten();
    else this.hardened(props);
  }

  /** The defaults of the L2 constructs. */
  private asWritten() {
    this.table = new ddb.Table(this, 'Orders', { partitionKey: { name: 'id', type: ddb.AttributeType.STRING } });
    this.fn = new lambda.Function(this, 'OrdersFunction', {
      runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromAsset('lambda/orders'), environment: { TABLE_NAME: this.table.tableName },
    });
    this.table.grantReadWriteData(this.fn);
    new apigw.LambdaRestApi(this, 'OrdersApi', { handler: this.fn });
  }

  private legacy() {
    this.table = new ddb.Table(this, 'Orders', { partitionKey: { name: 'id', type: ddb.AttributeType.STRING }, readCapacity: 1, writeCapacity: 1, removalPolicy: cdk.RemovalPolicy.DESTROY });
    this.fn = new lambda.Function(this, 'OrdersFunction', {
      runtime: lambda.Runtime.NODEJS_16_X, handler: 'index.handler', code: lambda.Code.fromAsset('lambda/orders'), timeout: cdk.Duration.minutes(15),
      environment: { TABLE_NAME: this.table.tableName, DB_PASSWORD: 'Sup3rS3cret!', STRIPE_KEY: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc' },
      initialPolicy: [new iam.PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] })],
    });
    this.fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, cors: { allowedOrigins: ['*'] } });
    new lambda.CfnPermission(this, 'Anyone', { action: 'lambda:InvokeFunction', functionName: this.fn.functionName, principal: '*' });
    const api = new apigw.RestApi(this, 'OrdersApi', {
      endpointTypes: [apigw.EndpointType.EDGE], cloudWatchRole: false,
      defaultCorsPreflightOptions: { allowOrigins: apigw.Cors.ALL_ORIGINS },
      deployOptions: { stageName: 'prod', dataTraceEnabled: true, loggingLevel: apigw.MethodLoggingLevel.OFF, tracingEnabled: false },
      policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['*'] })] }),
    });
    api.root.addResource('orders').addMethod('ANY', new apigw.LambdaIntegration(this.fn));
  }

  private hardened(p: ApiProps) {
    const h = Hardened.of(this);
    this.table = new ddb.Table(this, 'Orders', {
      partitionKey: { name: 'id', type: ddb.AttributeType.STRING }, billingMode: ddb.BillingMode.PAY_PER_REQUEST,
      encryption: ddb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: h.key, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    cdk.Tags.of(this.table).add('Backup', 'true');
    ack(this.table, ['NIST.800.53.R5-DynamoDBInBackupPlan', 'HIPAA.Security-DynamoDBInBackupPlan'], 'In the plan of BackupStack, which the rule does not see.');
    this.fn = h.fn('OrdersFunction', 'lambda/orders', p.vpc, { environment: { TABLE_NAME: this.table.tableName } },
      [new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], resources: [this.table.tableArn] })]);
    const pool = new cognito.UserPool(this, 'Users', {
      selfSignUpEnabled: false, mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false }, featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION, deletionProtection: true,
      passwordPolicy: { minLength: 14, requireDigits: true, requireLowercase: true, requireSymbols: true, requireUppercase: true, tempPasswordValidity: cdk.Duration.days(3) },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    pool.addClient('Web', { generateSecret: true, preventUserExistenceErrors: true, accessTokenValidity: cdk.Duration.minutes(30) });
    const accessLog = h.logGroup('ApiAccessLogs');
    const api = new apigw.RestApi(this, 'OrdersApi', {
      endpointTypes: [apigw.EndpointType.REGIONAL], cloudWatchRole: false, minCompressionSize: cdk.Size.kibibytes(1),
      deployOptions: {
        stageName: 'prod', tracingEnabled: true, metricsEnabled: true, loggingLevel: apigw.MethodLoggingLevel.INFO, dataTraceEnabled: false,
        accessLogDestination: new apigw.LogGroupLogDestination(accessLog), accessLogFormat: apigw.AccessLogFormat.jsonWithStandardFields(),
        throttlingRateLimit: 100, throttlingBurstLimit: 200, cachingEnabled: true, cacheDataEncrypted: true, cacheTtl: cdk.Duration.minutes(1),
        methodOptions: { '/*/*': { cachingEnabled: true, cacheDataEncrypted: true, loggingLevel: apigw.MethodLoggingLevel.INFO, throttlingRateLimit: 100, throttlingBurstLimit: 200 } },
        clientCertificateId: new apigw.CfnClientCertificate(this, 'ClientCert', { description: 'presented to the back end' }).ref,
      },
    });
    const authorizer = new apigw.CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [pool] });
    const validator = api.addRequestValidator('Validate', { validateRequestBody: true, validateRequestParameters: true });
    const orders = api.root.addResource('orders');
    for (const m of ['GET', 'POST']) orders.addMethod(m, new apigw.LambdaIntegration(this.fn), { authorizer, authorizationType: apigw.AuthorizationType.COGNITO, requestValidator: validator });
    new wafv2.CfnWebACLAssociation(this, 'ApiWaf', { resourceArn: api.deploymentStage.stageArn, webAclArn: p.webAclArn! });
    void ack; void logs;
  }
}
