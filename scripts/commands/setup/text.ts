import { printableReport } from '../../lib/printable.ts';
import { filledInLines, informationLines } from '../../lib/setup/okta-values.ts';
import type { SetupReport } from './run.ts';

const MARKS = { done: '[done]', todo: '[todo]', unknown: '[ ?? ]' } as const;

/** Renders a checklist, with what to do at the first open step. */
export function setupText({ okta, ...report }: SetupReport): string {
  const { environment, state, steps } = printableReport(report);
  const open = steps.flatMap((step) => step.todo);
  return [
    `Setting up environment ${environment}`,
    ...steps.map(({ name, status, detail }) => `  ${MARKS[status]} ${name}: ${detail}`),
    ...(state === 'complete'
      ? ['Everything is set up.']
      : ['Do this, then run the same command again:', ...open.map((line, index) => `${index + 1}. ${line}`)]),
    ...(okta === undefined
      ? []
      : [
          '',
          ...informationLines(okta.expressConfigurationInformation),
          '',
          'The wizard fills in these by itself; compare them:',
          ...filledInLines(printableReport(okta)).map(indent),
        ]),
    '',
  ].join('\n');
}

const indent = (line: string): string => `  ${line}`;
