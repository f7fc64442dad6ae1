// SPDX-License-Identifier: Apache-2.0
// The options of the plugin, checked when the plugin is made: a wrong one is an error in the line that has it.

/** Least severity of a failed control that fails the synthesis; `none` never does. */
export type FailOn = 'low' | 'medium' | 'high' | 'critical' | 'none';

export interface VouchPluginProps {
  /** The program. Without it the environment variable VOUCH, and without that `vouch` in PATH. */
  readonly binary?: string;
  /** Default: low. */
  readonly failOn?: FailOn;
  /** Whether a control of such a severity also fails where it could not be verified. Default: false. */
  readonly failOnUnverified?: boolean;
  /** The application is all that there is: judge what must exist somewhere in it, too. Default: false. */
  readonly wholeEstate?: boolean;
  /** Further options of `vouch check`, one word each: ['--criteria', 'CC6', '--parameter', 'Stage=prod']. */
  readonly arguments?: readonly string[];
  /** After so many seconds the program is ended and the synthesis fails. Default: 300. */
  readonly timeoutSeconds?: number;
  /** A longer report fails the synthesis. Default: 256. */
  readonly maxReportMiB?: number;
}

export interface Options {
  readonly binary: string;
  readonly failOn: FailOn;
  readonly failOnUnverified: boolean;
  readonly arguments: readonly string[];
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
}

const RANKS: readonly FailOn[] = ['low', 'medium', 'high', 'critical', 'none'];
const OURS = ['--format', '--output-file', '--fail-on', '--fail-on-unverified', '--whole-estate', '--summary-only'];

/** Whether a control of this severity counts under this threshold. */
export function counts(severity: string, threshold: FailOn): boolean {
  const rank = RANKS.indexOf(severity as FailOn);
  return threshold !== 'none' && (rank < 0 || rank >= RANKS.indexOf(threshold));
}

/** Errors: an option that has no such value, or an argument that the plugin itself gives. */
export function checked(props: VouchPluginProps): Options {
  const failOn = props.failOn ?? 'low';
  if (!RANKS.includes(failOn)) throw new Error(`vouch: failOn is \`${failOn}\`, not one of ${RANKS.join(', ')}`);
  const further = [...(props.arguments ?? [])];
  for (const argument of further) {
    const own = OURS.find((option) => argument === option || argument.startsWith(`${option}=`));
    if (own) throw new Error(`vouch: the plugin gives \`${own}\` itself; leave it out of \`arguments\``);
  }
  if (props.wholeEstate) further.push('--whole-estate');
  return {
    binary: props.binary ?? (process.env.VOUCH || 'vouch'),
    failOn,
    failOnUnverified: props.failOnUnverified ?? false,
    arguments: further,
    timeoutMilliseconds: 1000 * positive('timeoutSeconds', props.timeoutSeconds ?? 300),
    maxBytes: 1024 * 1024 * positive('maxReportMiB', props.maxReportMiB ?? 256),
  };
}

function positive(name: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`vouch: ${name} is ${value}, not a positive number`);
  return value;
}
