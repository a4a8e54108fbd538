import { counted } from '../../lib/counted.ts';
import type { CustomerOutcome } from '../../lib/onboard/outcome.ts';
import { renderFailures } from '../../lib/render.ts';
import { shellOption } from '../../lib/shell.ts';
import type { OnboardReport } from './run.ts';

/** A line for every customer, what is to do for each, and a sum. Nobody's address is in it. */
export function onboardText({ environment, outcomes, rejected, rejectedFile }: OnboardReport): string {
  const width = Math.max(12, ...outcomes.map(({ organization }) => organization.length));
  const states = [...new Set(outcomes.map(({ state }) => state))];
  const sum = states.map((state) => `${outcomes.filter((outcome) => outcome.state === state).length} ${state}`);
  const ready = outcomes.find(({ state }) => state === 'ready')?.organization;
  return [
    ...outcomes.flatMap((outcome) => lines(outcome, width)),
    [
      `${counted(outcomes.length, 'customer')}${sum.length > 0 ? `: ${sum.join(', ')}` : ''}`,
      ...(rejected.length > 0 ? [`${counted(rejected.length, 'row')} refused`] : []),
    ].join('; '),
    ...(rejected.length > 0 ? ['', renderFailures(rejected.flatMap(({ failures }) => failures)).trimEnd()] : []),
    ...(rejectedFile === undefined
      ? []
      : [`The refused rows are in ${rejectedFile}: correct it and run it by --file.`]),
    ...(ready === undefined
      ? []
      : [
          `What its administrator would get now: npm run doctor -- ${shellOption('env', environment)} ${shellOption('org', ready)} --user EMAIL`,
        ]),
    '',
  ].join('\n');
}

function lines({ organization, state, steps, next, failure }: CustomerOutcome, width: number): string[] {
  const made = steps.filter(({ status }) => status !== 'there');
  const told = made.map(({ name, status, detail }) => `${status} ${name}${detail === '' ? '' : ` (${detail})`}`);
  return [
    `${organization.padEnd(width)}  ${state}${told.length === 0 ? '' : `  ${told.join('; ')}`}`,
    ...next.map((line) => `  ${line}`),
    ...(failure === undefined ? [] : [`  ${renderFailures([failure]).trimEnd().replaceAll('\n', '\n  ')}`]),
  ];
}
