import { planText } from '../../lib/plan/plan-text.ts';
import { printableReport } from '../../lib/printable.ts';
import { checkLines } from '../verify/text.ts';
import type { DriftReport } from './run.ts';

/** Renders a plan and the findings outside it. */
export function driftText({ hasDrift, findings, ...plan }: DriftReport): string {
  return [
    planText(plan).trimEnd(),
    ...printableReport(findings).flatMap(checkLines),
    hasDrift ? 'Drift: deploy what git says, or put into git what is to stay.' : 'No drift.',
    '',
  ].join('\n');
}
