import type { VerifyReport } from '../../commands/verify.ts';
import { renderPlace } from '../render.ts';
import type { Check } from './check.ts';

/** A line for every check, the state they add up to, and what comes next. */
export function verifyText({ domain, environment, state, checks, notes, next }: VerifyReport): string {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  return [
    `${domain} against environment ${environment}`,
    ...checks.flatMap(checkLines),
    ...notes.map((note) => `Note: ${note}`),
    `${checks.length - failed} of ${checks.length} checks passed: ${state}`,
    ...next.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n');
}

/** One check, with its fix where it failed. */
export function checkLines({ name, status, detail, fix, where }: Check): string[] {
  const line = `${status.padEnd(6)}  ${name}${detail === '' ? '' : `  ${detail}`}`;
  if (status !== 'failed') return [line];
  return [
    where === undefined ? line : `${line}  ${renderPlace(where)}`,
    ...(fix === undefined ? [] : [`        Fix: ${fix}`]),
  ];
}
