// SPDX-License-Identifier: Apache-2.0
// Synthesizes the application of examples/cdk with one pack of cdk-nag and prints, as JSON, the CPU and wall seconds that the pack took.
// usage: node bench/cdk_nag.js [legacy|hardened] [AwsSolutions|HIPAASecurity|NIST80053R5|PCIDSS321]
// The time is that of the pack's own work inside the synthesis, as it is in a real one: neither the CDK's work nor the start of Node counts.
// Wants integrations/cdk/node_modules and its test program (`./dev test` makes both, or: npx tsc -p integrations/cdk/tsconfig.test.json).
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire } = require('node:module');

const plugin = path.join(__dirname, '../integrations/cdk');
const inside = createRequire(path.join(plugin, 'test/dist/synth.js'));
const [variant = 'hardened', pack = 'AwsSolutions'] = process.argv.slice(2);

process.chdir(path.join(plugin, 'test/app'));
const { Validations } = inside('aws-cdk-lib/core');
const { build } = inside('./app/src/app');
const checks = inside('cdk-nag')[`${pack}Checks`];
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-nag-'));
const app = build(variant, { outdir, analyticsReporting: false });
const nag = new checks(app);
const validate = nag.validate.bind(nag);
const spent = { cpu: 0, wall: 0, runs: 0, violations: 0 };
nag.validate = (context) => {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  const report = validate(context);
  const { user, system } = process.cpuUsage(cpu);
  spent.cpu += (user + system) / 1e6;
  spent.wall += Number(process.hrtime.bigint() - wall) / 1e9;
  spent.runs += 1;
  spent.violations += report.violations.length;
  return report;
};
Validations.of(app).addPlugins(nag);
console.log = () => {};
try {
  app.synth();
} catch (error) {
  if (spent.runs === 0) throw error; // else: the CDK fails the synthesis because the pack found something
}
fs.rmSync(outdir, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ ...spent, variant, pack })}\n`);
