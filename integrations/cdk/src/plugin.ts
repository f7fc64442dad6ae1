// SPDX-License-Identifier: Apache-2.0
// The plugin: templates in, the CDK's report out. What could not be checked fails the synthesis, it never passes.
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib/core';
import type { Findings } from './findings';
import { checked, type Options, type VouchPluginProps } from './options';
import { check, judged } from './program';
import { violations } from './violations';

const VERSION: string = (require('../package.json') as { version: string }).version;

/** Judges the templates of an application by vouch's controls: Validations.of(app).addPlugins(new VouchPlugin()). */
export class VouchPlugin implements IPolicyValidationPlugin {
  readonly name = 'vouch';
  readonly version = VERSION;
  private readonly options: Options;

  /** Errors: an option without meaning. */
  constructor(props: VouchPluginProps = {}) {
    this.options = checked(props);
  }

  /** Errors, which the CDK turns into a failed report: the program is missing, broke, or gave no report. */
  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = check(judged(context.templatePaths), this.options);
    const found = violations(report, this.options);
    const fails = found.some(({ severity }) => severity === 'error' || severity === 'fatal');
    if (fails !== (report.exit_code !== 0)) throw new Error(`vouch: exit code ${report.exit_code} does not agree with its findings`);
    return { success: !fails, violations: found, pluginVersion: VERSION, metadata: metadata(report) };
  }
}

/** Texts, because the CDK's report takes nothing else. Suppressed findings are no violations; here they are counted. */
function metadata(report: Findings): Record<string, string> {
  const counts = Object.entries(report.summary).map(([name, count]) => [name, String(count)]);
  return { ...Object.fromEntries(counts), vouch: report.tool.version };
}
