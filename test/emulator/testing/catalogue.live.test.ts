import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  actionFromSource,
  type CatalogueEvent,
  type CatalogueSettings,
  catalogueOf,
  DEFAULT_NAMES,
  type EventNames,
  loginEvent,
  playThrough,
  type TestAction,
} from '#actions-testing';
import { parseLogLine } from '../../../library/log-line.ts';
import { config } from '../../fixture/project/actions/config.ts';
import { ADOPTIONS, type Adoption, adopt, OTHER_SHAPE } from '../../support/adopter.ts';
import { copyProject, projectDir, rootDir } from '../../support/project.ts';
import { builtActions } from '../../support/tenant.ts';

const CATALOGUE = catalogueOf(config.stepUp);

async function actionsOf(from = projectDir): Promise<TestAction[]> {
  const resolveFrom = join(rootDir, 'package.json');
  return (await builtActions(from)).map((action) => actionFromSource({ ...action, resolveFrom }));
}

let actions: TestAction[];
beforeAll(async () => {
  actions = await actionsOf();
});

const play = (actions: readonly TestAction[], { startsAt, changes, person }: CatalogueEvent) => {
  const first = actions.findIndex(({ name }) => name === (startsAt ?? 'express-configure-step-up'));
  return playThrough(actions.slice(first), loginEvent(...changes), person === undefined ? {} : { person });
};

/** The scopes of a login that finished, or every reason against it. */
async function outcomeOf(actions: readonly TestAction[], event: CatalogueEvent): Promise<object> {
  const { step, scopes, runs } = (await play(actions, event)).login;
  if (step.kind === 'denied') return { denied: parseLogLine(runs.at(-1)?.logs ?? '')?.codes };
  const granted = scopes.added.map((scope) => scope.replace('express_configure:', ''));
  return step.kind === 'finished' ? { allowed: granted } : step;
}

describe('the catalogue', () => {
  test.each(CATALOGUE.map((event) => [event.name, event] as const))(
    '%s comes out as it says, with policy and settings as shipped',
    async (_name, event) => expect(await outcomeOf(actions, event)).toEqual(event.expected),
  );

  test.each<[string, Partial<CatalogueSettings>]>([
    ['a factor of another kind is accepted first', { whenOnlyOtherFactors: { challengeThenEnroll: ['voice'] } }],
    ['nobody enrols', { whenNoFactor: 'deny' }],
    ['an emailed code comes first each time', { emailFirst: 'always', allowedFactors: ['webauthn-roaming'] }],
    ['there is no step-up', { mode: 'off' }],
  ])('says what comes of its events where %s', async (_what, change) => {
    const stepUp: CatalogueSettings = { ...config.stepUp, ...change };
    await using project = await copyProject();
    await project.edit('actions/config.ts', 'stepUp: {', `stepUp: ${JSON.stringify(stepUp)} as never, shipped: {`);
    await project.edit('actions/config.ts', ': Config = {', ': Config & { shipped: unknown } = {');
    const others = await actionsOf(project.rootDir);
    for (const event of catalogueOf(stepUp)) {
      expect([event.name, await outcomeOf(others, event)]).toEqual([event.name, event.expected]);
    }
  });

  test.each<[string, EventNames['attribute'], Adoption]>([
    ['a key of the project’s own', { key: 'sso_admins' }, ADOPTIONS['another attribute']],
    ['a shape of the project’s own', { key: 'admin_of', valueFor: (id, scopes) => ({ [id]: scopes }) }, OTHER_SHAPE],
  ])('comes out as it says with %s, beside another role and metadata key', async (_what, attribute, adoption) => {
    const names: EventNames = { metadataKey: 'mail_domains', adminRole: 'oin-admin', attribute };
    await using project = await copyProject();
    await adopt(project.rootDir, adoption);
    await project.edit('actions/config.ts', "metadataKey: 'domains'", "metadataKey: 'mail_domains'");
    await project.edit('actions/policy.ts', 'EXPRESS_CONFIGURE_ADMIN_ROLE', 'oin-admin');
    const others = await actionsOf(project.rootDir);
    const catalogue = catalogueOf(config.stepUp, names);
    for (const event of catalogue) {
      expect([event.name, await outcomeOf(others, event)]).toEqual([event.name, event.expected]);
    }
    const missing = CATALOGUE.map(({ name }) => name).filter((name) => !catalogue.some((event) => event.name === name));
    expect(missing).toEqual(attribute.valueFor === undefined ? [] : ['expired-entry', 'expiring-entry']);
  });

  test('has no event of an administrator by role where the project has no role', () => {
    const names = catalogueOf(config.stepUp, { ...DEFAULT_NAMES, adminRole: undefined }).map(({ name }) => name);
    expect(CATALOGUE.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual(['admin-by-role']);
  });

  test('has a name, and a description of one line, for each event', () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const { description } of CATALOGUE) expect(description).toMatch(/^[^\n]{20,110}$/);
  });

  test('has an event for every code that an event alone can lead to', async () => {
    const source = await readFile(join(rootDir, 'library/codes.ts'), 'utf8');
    const denyCodes = source.slice(0, source.indexOf('export type PassCode')).match(/EC_\w+/g) ?? [];
    const expected = new Set(CATALOGUE.flatMap(({ expected: comes }) => ('denied' in comes ? comes.denied : [])));
    // A source that is down, settings that demand domains, and a mistake in an Action are no matter of the event.
    expect(denyCodes.filter((code) => !expected.has(code))).toEqual([
      'EC_DOMAINS_NONE',
      'EC_DOMAINS_SOURCE_DOWN',
      'EC_INTERNAL',
    ]);
  });
});
