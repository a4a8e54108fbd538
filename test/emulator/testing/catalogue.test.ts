import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  actionFromSource,
  CATALOGUE,
  type CatalogueEvent,
  catalogueEvent,
  loginEvent,
  playThrough,
  type TestAction,
} from '#actions-testing';
import { parseLogLine } from '../../../actions/lib/log-line.ts';
import { rootDir } from '../../support/project.ts';
import { builtActions } from '../../support/tenant.ts';

let actions: TestAction[];
beforeAll(async () => {
  const resolveFrom = join(rootDir, 'package.json');
  actions = (await builtActions()).map((action) => actionFromSource({ ...action, resolveFrom }));
});

const play = ({ startsAt, changes, person }: CatalogueEvent) => {
  const first = actions.findIndex(({ name }) => name === (startsAt ?? 'express-configure-step-up'));
  return playThrough(actions.slice(first), loginEvent(...changes), person === undefined ? {} : { person });
};

describe('the catalogue', () => {
  test.each(CATALOGUE.map((event) => [event.name, event] as const))(
    '%s comes out as it says, with policy and settings as shipped',
    async (_name, event) => {
      const { login } = await play(event);
      const { step, scopes, runs } = login;
      if ('denied' in event.expected) {
        const codes = parseLogLine(runs.at(-1)?.logs ?? '')?.codes;
        expect([step.kind, codes]).toEqual(['denied', event.expected.denied]);
      } else {
        const added = event.expected.allowed.map((scope) => `express_configure:${scope}`);
        expect([step, scopes.added]).toEqual([{ kind: 'finished' }, added]);
      }
    },
  );

  test('has a name, and a description of one line, for each event', () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const { description } of CATALOGUE) expect(description).toMatch(/^[^\n]{20,110}$/);
  });

  test('has an event for every code that an event alone can lead to', async () => {
    const source = await readFile(join(rootDir, 'actions/lib/codes.ts'), 'utf8');
    const denyCodes = source.slice(0, source.indexOf('export type PassCode')).match(/EC_\w+/g) ?? [];
    const expected = new Set(CATALOGUE.flatMap(({ expected: comes }) => ('denied' in comes ? comes.denied : [])));
    // A source that is down, settings that demand domains, and a mistake in an Action are no matter of the event.
    expect(denyCodes.filter((code) => !expected.has(code))).toEqual([
      'EC_DOMAINS_NONE',
      'EC_DOMAINS_SOURCE_DOWN',
      'EC_INTERNAL',
    ]);
  });

  test('knows its events by name', () => {
    expect(catalogueEvent('no-organization')?.expected).toEqual({ denied: ['EC_NO_ORG', 'EC_NOT_AUTHORIZED'] });
    expect(catalogueEvent('toString')).toBeUndefined();
  });
});
