import { renderPlace } from '../../lib/render.ts';
import type { Check } from '../../lib/verify/check.ts';
import type { VerifyReport } from './run.ts';

/** A line for every check, the state they add up to, and what comes next. */
export function verifyText({ domain, environment, state, checks, notes, next }: VerifyReport): string {
  return [
    `${domain} against environment ${environment}`,
    ...checks.flatMap(checkLines),
    ...notes.map((note) => `Note: ${note}`),
    `${counted(checks)}: ${state}`,
    ...next.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n');
}

/** Returns how many checks passed, and how many did not, by kind. */
function counted(checks: readonly Check[]): string {
  const count = (wanted: Check['status']) => checks.filter(({ status }) => status === wanted).length;
  const [failed, differing, notes] = [count('failed'), count('differs'), count('note')];
  return [
    `${count('ok')} of ${checks.length} checks passed`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(differing === 0 ? [] : [differing === 1 ? '1 differs from git' : `${differing} differ from git`]),
    ...(notes === 0 ? [] : [notes === 1 ? '1 note' : `${notes} notes`]),
  ].join(', ');
}

/** Renders one check, with its fix if it failed or differs. */
export function checkLines({ name, status, detail, fix, where }: Check): string[] {
  const line = `${status.padEnd(7)}  ${name}${detail === '' ? '' : `  ${detail}`}`;
  if (status === 'ok' || status === 'note') return [line];
  return [
    where === undefined ? line : `${line}  ${renderPlace(where)}`,
    ...(fix === undefined ? [] : [`         Fix: ${fix}`]),
  ];
}
