import type { NamedEvent } from '#actions-testing';
import { type Paint, paint } from '../../lib/color.ts';
import { columns, indent, valueText } from '../../lib/columns.ts';
import { printableReport } from '../../lib/printable.ts';
import type { ActionReport, TriggerReport } from '../../lib/trigger/report.ts';

const CLAIMS = ['iss', 'sub', 'aud', 'azp', 'org_id', 'scope'];

/** Renders the report for people: the result and its reasons, what each Action did, and the token. */
export function triggerText(foreign: TriggerReport, hasColors: boolean): string {
  const report = printableReport(foreign);
  const color = paint(hasColors);
  const { event, description, reasons, actions, token, recorded, notes } = report;
  return [
    `${color('bold', event)}  ${description}`,
    decisionLine(report, color),
    ...indent(columns(reasons.map(({ code, meaning }) => [code, meaning]))),
    ...(recorded === undefined ? [] : [`  recorded then: ${recorded.outcome}, ${recorded.codes.join(', ')}`]),
    ...actions.flatMap((action) => ['', ...actionLines(action, color)]),
    ...(token === undefined ? [] : ['', 'access token', ...indent(tokenLines(token))]),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note) => `Note: ${note}.`),
    '',
  ].join('\n');
}

function decisionLine({ decision, text, actions }: TriggerReport, color: Paint): string {
  const head = color(decision === 'allowed' ? 'green' : 'red', decision);
  if (text !== undefined) return `${head}: ${text}`;
  const isIdle = actions.every(({ commands, logs }) => commands.length + logs.length === 0);
  return isIdle ? `${head}: no Action has anything to do with this login` : head;
}

function actionLines({ name, durationMs, commands, logs, error, answers }: ActionReport, color: Paint): string[] {
  return [
    `${color('bold', name)}  ${durationMs} ms`,
    ...indent([
      ...commands,
      ...logs.map((line) => `log: ${line}`),
      ...(error === undefined ? [] : [color('red', error)]),
    ]),
    ...answers.map(({ kind, factor }) =>
      kind === 'enroll' ? `the person enrols ${factor}` : `the person proves ${factor}`,
    ),
  ];
}

function tokenLines(token: NonNullable<TriggerReport['token']>): string[] {
  const names = [
    ...CLAIMS.filter((name) => name in token),
    ...Object.keys(token).filter((name) => !CLAIMS.includes(name)),
  ];
  return columns(names.map((name) => [name, valueText(token[name])]));
}

/** Renders the catalogue for people. */
export function listText(events: readonly NamedEvent[]): string {
  return [
    ...columns(events.map(({ name, description, expected }) => [name, expectedText(expected), description])),
    '',
  ].join('\n');
}

/** A team's own event may have no expected result. */
const expectedText = (expected: NamedEvent['expected']): string => {
  if (expected === undefined) return '';
  return 'denied' in expected
    ? `denied ${expected.denied.join(', ')}`
    : ['allowed', expected.allowed.join(', ')].join(' ').trim();
};
