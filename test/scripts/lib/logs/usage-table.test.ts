import { expect, test } from 'vitest';
import type { UsageEvent } from '../../../../scripts/lib/logs/usage.ts';
import { UsageTable } from '../../../../scripts/lib/logs/usage-table.ts';

const usage: UsageEvent = {
  logId: '901',
  date: '2026-11-26T10:00:00.000Z',
  type: 'f',
  step: 'login',
  outcome: 'failed',
  code: 'EC_NOT_AUTHORIZED',
  description: 'Access denied (EC_NOT_AUTHORIZED)',
  organizationName: 'acme',
  userId: 'auth0|1',
};

test('pages are rows of one table with one head, columns in line', () => {
  const table = new UsageTable({ colours: false });
  expect(table.rows([usage])).toBe(
    [
      'time                      step           outcome  code               organization  user                      event       what',
      '2026-11-26T10:00:00.000Z  login          failed   EC_NOT_AUTHORIZED  acme          auth0|1                   f           Access denied (EC_NOT_AUTHORIZED)',
      '',
    ].join('\n'),
  );
  const { code: _code, description: _description, ...short } = usage;
  const more: UsageEvent = { ...short, type: 'gd_auth_succeed', step: 'second factor', outcome: 'ok', mayRepeat: true };
  expect(table.rows([more])).toBe(
    '2026-11-26T10:00:00.000Z  second factor  ok                          acme          auth0|1                   gd_auth_succeed  (perhaps again)\n',
  );
});

test('outcomes have a colour where there are colours, and columns stay in line', () => {
  const row = new UsageTable({ colours: true }).rows([usage]).split('\n')[1];
  expect(row).toContain('  \u001b[31mfailed \u001b[0m  EC_NOT_AUTHORIZED');
});

test('nothing that a name or description holds reaches the terminal as a command', () => {
  const evil = { ...usage, userName: 'a\u001b[2J\u0007b', description: 'x\ny\u202ez\u2028' };
  const rows = new UsageTable({ colours: false }).rows([evil]);
  expect(rows).toContain('a\\u001b[2J\\u0007b');
  expect(rows).toContain('x\\ny\\u202ez\\u2028\n');
  expect(rows.split('\n')).toHaveLength(3);
});
