// SPDX-License-Identifier: Apache-2.0
// Takes a baseline into a CDK application by its own baseline.ts, has cdk-nag judge it, and prints the report of the validation as JSON; or
// {"wrong": [...]} where baseline.ts does not compile. Usage: node nag.js BASELINE_FOLDER NODE_MODULES
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const [folder, modules] = process.argv.slice(2).map((each) => path.resolve(each));
const from = createRequire(path.join(modules, 'x.js'));
const ts = from('typescript');
const { App, Validations } = from('aws-cdk-lib');
const { AwsSolutionsChecks } = from('cdk-nag');

fs.symlinkSync(modules, path.join(folder, 'node_modules'));
const program = ts.createProgram([path.join(folder, 'baseline.ts')], {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: ['node'],
  typeRoots: [path.join(modules, '@types')],
  skipLibCheck: true,
});
const wrong = ts.getPreEmitDiagnostics(program).map((each) => ts.flattenDiagnosticMessageText(each.messageText, '\n'));
program.emit();
const report = path.join(folder, 'cdk.out', 'validation-report.json');
if (wrong.length > 0) {
  console.log(JSON.stringify({ wrong }));
} else {
  const app = new App({ outdir: path.dirname(report) });
  require(path.join(folder, 'baseline.js')).addBaseline(app, folder, '123456789012');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch (error) {
    if (!fs.existsSync(report)) throw error; // what it found is in the report
  }
  console.log(fs.readFileSync(report, 'utf8'));
}
