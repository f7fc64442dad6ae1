// SPDX-License-Identifier: Apache-2.0
// Synthesizes one application with the plugin: node synth.js APPLICATION OUTDIR OPTIONS [nag] [stage]
// APPLICATION: legacy, hardened (the whole one), open, closed, acknowledged, empty (the small one). OPTIONS: the plugin's, as
// JSON. `nag` adds a pack of cdk-nag beside it; `stage` gives the plugin to the Stage `Prod` alone.
import { type App, type AppProps, Validations } from 'aws-cdk-lib/core';
import { VouchPlugin, type VouchPluginProps } from 'vouch-cdk';
import type { Variant } from './app/src/common';
import { small, type Small } from './small';

const [application, outdir, options, ...further] = process.argv.slice(2) as [string, string, string, ...string[]];

function made(props: AppProps): App {
  if (application !== 'legacy' && application !== 'hardened') return small(application as Small, props);
  const { build } = require('./app/src/app') as { build(variant: Variant, props: AppProps): App };
  return build(application, props);
}

const app = made({ outdir, analyticsReporting: false });
const plugin = new VouchPlugin(JSON.parse(options) as VouchPluginProps);
Validations.of(further.includes('stage') ? app.node.findChild('Prod') : app).addPlugins(plugin);
if (further.includes('nag')) {
  const { AwsSolutionsChecks } = require('cdk-nag') as typeof import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
app.synth();
