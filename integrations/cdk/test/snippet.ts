// SPDX-License-Identifier: Apache-2.0
// What the documents show, compiled with the tests.
import { App, Validations } from 'aws-cdk-lib';
import { VouchPlugin } from 'vouch-cdk';

const app = new App();
Validations.of(app).addPlugins(new VouchPlugin({ failOn: 'high' }));
