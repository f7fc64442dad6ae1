// SPDX-License-Identifier: Apache-2.0
// Findings into violations, as the report of the CDK has them. Resources with the same finding stand together.
// Severities are those of the CDK, because it decides by them once a rule is acknowledged: `error` fails the synthesis,
// `warning` and `info` do not, `fatal` cannot be acknowledged. The control's own severity is in the metadata.
import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib/core';
import type { Control, Finding, Findings, Location, Problem } from './findings';
import { counts, type Options } from './options';

type Threshold = Pick<Options, 'failOn' | 'failOnUnverified'>;

/** What failed or could not be verified, then what could not be read or evaluated, then warnings. */
export function violations(report: Findings, threshold: Threshold): PolicyViolation[] {
  const controls = new Map(report.controls.map((control) => [control.id, control]));
  const files = new Map(report.units.map((unit) => [unit.name, unit.file]));
  const groups = new Map<string, PolicyViolation & { readonly violatingResources: PolicyViolatingResource[] }>();
  for (const finding of report.findings) {
    if (finding.verdict !== 'fail' && finding.verdict !== 'unverified') continue;
    const violation = violationOf(finding, controls.get(finding.control), threshold);
    const key = JSON.stringify([violation.ruleName, violation.severity, violation.description]);
    if (!groups.has(key)) groups.set(key, { ...violation, violatingResources: [] });
    groups.get(key)?.violatingResources.push(resourceOf(finding, files));
  }
  return [...groups.values(), ...report.problems.map((one) => told(one, 'fatal')), ...report.warnings.map((one) => told(one, 'info'))];
}

function violationOf(finding: Finding, control: Control | undefined, threshold: Threshold): PolicyViolation {
  const failed = finding.verdict === 'fail';
  const fails = counts(finding.severity, threshold.failOn) && (failed || threshold.failOnUnverified);
  return {
    ruleName: finding.control,
    description: [...(failed ? [] : ['not verified']), control?.title ?? finding.control, ...messages(finding)].join(': '),
    severity: fails ? 'error' : 'warning',
    ...(control?.fix === undefined ? {} : { fix: control.fix }),
    ruleMetadata: {
      severity: finding.severity,
      verdict: finding.verdict,
      criteria: (control?.criteria ?? []).join(', '),
      iso27001: (control?.iso27001 ?? []).join(', '),
      references: (control?.references ?? []).join(' '),
    },
    violatingResources: [],
  };
}

function messages(finding: Finding): string[] {
  const texts = (finding.reasons ?? []).map((reason) => [reason.message, reason.unknown].filter(Boolean).join(': '));
  const distinct = [...new Set(texts.filter((text) => text !== ''))];
  return distinct.length > 0 ? [distinct.join('; ')] : [];
}

/** The CDK adds the construct path from the logical id. What is about the whole estate is about no resource. */
function resourceOf(finding: Finding, files: ReadonlyMap<string, string>): PolicyViolatingResource {
  const file = finding.location?.file ?? files.get(finding.unit ?? '');
  if (file === undefined || finding.type?.startsWith('Vouch::')) return { locations: [] };
  return { resourceLogicalId: finding.resource, templatePath: file, locations: locations(finding) };
}

/** JSON pointers into the resource as property paths: Properties.Tags.0.Key. Those into facts have no place in the template. */
function locations(finding: Finding): string[] {
  const reasons = (finding.reasons ?? []).filter((reason) => !reason.alternative);
  const steps = reasons.map((reason) => (reason.path ?? '').split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~')));
  const inside = steps.filter((path) => path[1] === 'Resources' && path[2] === finding.resource && path.length > 3);
  return [...new Set(inside.map((path) => path.slice(3).join('.')))];
}

function told(problem: Problem, severity: 'fatal' | 'info'): PolicyViolation {
  return {
    ruleName: problem.code ?? 'vouch',
    description: `${place(problem.location)}${problem.message}`,
    severity,
    ...(problem.help === undefined ? {} : { fix: problem.help }),
    violatingResources: [{ locations: [], ...(problem.location ? { templatePath: problem.location.file } : {}) }],
  };
}

function place(location: Location | undefined): string {
  if (!location) return '';
  return `${[location.file, location.line, location.column].filter((part) => part !== undefined).join(':')}: `;
}
