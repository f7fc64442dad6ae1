// SPDX-License-Identifier: Apache-2.0
// The JSON report of `vouch check`, as far as the plugin reads it (vouch-findings/1: fields are only ever added).

export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Reason {
  readonly message?: string;
  readonly path?: string;
  readonly unknown?: string;
  readonly alternative?: boolean;
}

export interface Finding {
  readonly control: string;
  readonly verdict: string;
  readonly severity: string;
  readonly unit?: string;
  readonly resource: string;
  readonly type?: string;
  readonly location?: Location;
  readonly reasons?: readonly Reason[];
}

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly criteria: readonly string[];
  readonly iso27001: readonly string[];
  readonly references: readonly string[];
  readonly fix?: string;
}

export interface Problem {
  readonly code?: string;
  readonly message: string;
  readonly location?: Location;
  readonly help?: string;
}

export interface Findings {
  readonly tool: { readonly version: string };
  readonly exit_code: number;
  readonly summary: Readonly<Record<string, number>>;
  readonly units: readonly { readonly name: string; readonly file: string }[];
  readonly controls: readonly Control[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const FORMAT = 'vouch-findings/1';
const LISTS = ['units', 'controls', 'findings', 'problems', 'warnings'];

/** Errors: text that is no such report, or one that does not agree with the exit code of the process. */
export function parsed(text: string, exitCode: number): Findings {
  let report: Record<string, unknown>;
  try {
    report = JSON.parse(text);
  } catch (error) {
    throw new Error(`vouch: its report is no JSON (${(error as Error).message})`);
  }
  if (report?.format !== FORMAT) throw new Error(`vouch: its report is not in the form ${FORMAT}; is \`binary\` really vouch?`);
  const wrong = LISTS.find((name) => !Array.isArray(report[name])) ?? (typeof report.summary === 'object' ? undefined : 'summary');
  if (wrong) throw new Error(`vouch: its report has no \`${wrong}\``);
  if (report.exit_code !== exitCode) throw new Error(`vouch: its report says exit code ${report.exit_code}, the process ended with ${exitCode}`);
  return report as unknown as Findings;
}
