import type { DriftReport } from '../../commands/drift.ts';
import { shownIn } from '../shown.ts';
import { checkLines } from '../verify/verify-text.ts';
import { planText } from './plan-text.ts';

/** A plan, with what it does not tell. */
export function driftText({ hasDrift, findings, ...plan }: DriftReport): string {
  return [
    planText(plan).trimEnd(),
    ...shownIn(findings).flatMap(checkLines),
    hasDrift ? 'Drift: deploy what git says, or put into git what is to stay.' : 'No drift.',
    '',
  ].join('\n');
}
