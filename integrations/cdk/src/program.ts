// SPDX-License-Identifier: Apache-2.0
// Runs `vouch check`: no shell, arguments one by one, with limits on time and output. Whatever is not an answer is an error.
import { spawnSync, type SpawnSyncReturns } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { parsed, type Findings } from './findings';
import type { Options } from './options';

/**
 * What is given to vouch for these templates: the folders of the assemblies that they stand in, because only those tell of
 * environments, nested stacks and what stacks take from each other; a template that is in no assembly goes by its own name.
 */
export function judged(templates: readonly string[]): string[] {
  const paths = new Set(templates.map((file) => path.resolve(file)).map((file) => (inAssembly(file) ? path.dirname(file) : file)));
  return [...paths].filter((one) => ![...paths].some((other) => other !== one && one.startsWith(other + path.sep))).sort();
}

function inAssembly(template: string): boolean {
  return fs.existsSync(path.join(path.dirname(template), 'manifest.json'));
}

/** Errors: the program is missing, ended by a signal or the time limit, said too much, or gave no report. */
export function check(paths: readonly string[], options: Options): Findings {
  const words = ['check', ...paths, '--format', 'json', '--fail-on', options.failOn];
  if (options.failOnUnverified) words.push('--fail-on-unverified');
  const done = spawnSync(options.binary, [...words, ...options.arguments], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    killSignal: 'SIGKILL',
    maxBuffer: options.maxBytes,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMilliseconds,
    windowsHide: true,
  });
  const broken = trouble(done, options);
  if (broken) throw new Error(`vouch: ${broken}`);
  return parsed(done.stdout, done.status as number);
}

function trouble(done: SpawnSyncReturns<string>, options: Options): string | undefined {
  const said = done.stderr ? `: ${printable(done.stderr)}` : '';
  const program = `\`${options.binary}\``;
  switch ((done.error as NodeJS.ErrnoException | undefined)?.code) {
    case undefined: break;
    case 'ENOENT': return `${program} was not found: nothing was checked; name the program by the option \`binary\` or by VOUCH`;
    case 'ETIMEDOUT': return `${program} took longer than ${options.timeoutMilliseconds / 1000} s and was ended (\`timeoutSeconds\`)`;
    case 'ENOBUFS': return `the report of ${program} is longer than ${options.maxBytes / 1024 / 1024} MiB (\`maxReportMiB\`)`;
    default: return `${program} could not be run (${done.error?.message}): nothing was checked`;
  }
  if (done.signal) return `${program} was ended by signal ${done.signal}${said}`;
  if (done.status === 2) return `${program} does not understand its arguments${said}`;
  if ([0, 1, 3].includes(done.status as number) && done.stdout !== '') return undefined;
  return `${program} ended with exit code ${done.status} and no report${said}`;
}

/** The last lines, without what a terminal would act on. */
function printable(text: string): string {
  return text.slice(-2000).replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
