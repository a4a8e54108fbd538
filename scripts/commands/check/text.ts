import type { CheckReport } from './run.ts';

/** Renders the report for people. */
export function checkText({ environment, actions, checked, unchecked, warnings }: CheckReport): string {
  return [
    `nothing wrong found for environment ${environment}: ${actions.length} Actions, sections ${checked.join(', ')}`,
    ...(unchecked.length > 0 ? [`Note: only Auth0 checks ${unchecked.join(', ')}.`] : []),
    ...warnings.map((warning) => `Warning: ${warning}.`),
    '',
  ].join('\n');
}
