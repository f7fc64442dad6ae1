// SPDX-License-Identifier: Apache-2.0
// A small application for the plugin's own behaviour: a stack, a nested stack and a Stage, with a bucket each.
import { App, type AppProps, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib/core';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export type Small = 'open' | 'closed' | 'acknowledged' | 'empty';

const ENV = { account: '111122223333', region: 'us-east-1' };

function bucket(scope: Construct, which: Small): Bucket {
  return new Bucket(scope, 'Data', which === 'closed' ? { versioned: true, blockPublicAccess: BlockPublicAccess.BLOCK_ALL } : {});
}

export function small(which: Small, props: AppProps): App {
  const app = new App(props);
  const plain = new Stack(app, 'Plain', { env: ENV });
  if (which === 'empty') return app;
  bucket(plain, which);
  bucket(new NestedStack(plain, 'Inner'), which);
  bucket(new Stack(new Stage(app, 'Prod', { env: ENV }), 'Store'), which);
  if (which === 'acknowledged') Validations.of(plain).acknowledge({ id: 'vouch::s3-versioning', reason: 'The data of this stack is made again each night.' });
  return app;
}
