/** The shipped `actions/` and `tenant/` work: a team's edit that breaks them is told here, with its line. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { catalogueOf, HANDLERS } from '#actions-testing';
import { check } from '../../scripts/commands/check/run.ts';
import { type BuiltTenant, buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { loadTeamSettings, type TeamSettings } from '../../scripts/lib/bundle/team-settings.ts';
import { decisionTable, type TableRow } from '../../scripts/lib/policy/decision-table.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { projectCatalogue } from '../../scripts/lib/trigger/project-catalogue.ts';
import { rootDir } from '../support/project.ts';
import { guards } from './line-of.ts';

const POLICY = 'actions/policy.ts';
const CONFIG = 'actions/config.ts';
const TENANT = 'tenant/tenant.yaml';

let built: BuiltTenant;
let team: TeamSettings;
let rows: TableRow[];

beforeAll(async () => {
  const made = await buildTenant({ rootDir, environment: 'local' });
  if (!made.ok) throw new Error(renderFailures(made.failures));
  built = made.value;
  team = await loadTeamSettings(rootDir, undefined);
  rows = await decisionTable(built, rootDir, await projectCatalogue(rootDir, built.manifest.environment));
});

/** The rows of these events that were not decided so, as text. */
const otherThan = (decision: TableRow['decision'], events: readonly string[]): string[] =>
  events.flatMap((event) => {
    const row = rows.find((one) => one.event === event);
    return row?.decision === decision
      ? []
      : [`${event}: ${row?.decision ?? 'no such event'} ${row?.reasons.join(' ') ?? ''}`];
  });

/** Events of the catalogue that no policy may let in: what denies them is the engine's. */
const NOBODY = ['EC_CLIENT', 'EC_PROTOCOL', 'EC_NO_ORG', 'EC_CONFIG'];

test('each environment passes the check, which names the line', async () => {
  const files = await readdir(join(rootDir, 'tenant/environments'));
  for (const environment of files.map((file) => file.replace(/\.yaml$/, ''))) {
    const checked = await check({ rootDir, environment, env: {} });
    expect(checked.ok ? '' : renderFailures(checked.failures), `tenant/environments/${environment}.yaml`).toBe('');
  }
});

test('each Action has a handler, and is bound', async () => {
  const { actions, triggers } = built.manifest.tenant;
  const bound = Object.values(triggers)
    .flat()
    .map(({ action_name: name }) => name);
  for (const { name, code } of actions) {
    const bundle = built.bundles.find((one) => one.name === name)?.code ?? '';
    expect(
      HANDLERS.some((handler) => bundle.includes(`exports.${handler} =`)),
      await guards(TENANT, code, 'the file exports a handler'),
    ).toBe(true);
    expect(bound, await guards(TENANT, `name: ${name}`, 'the Action is bound to a trigger')).toContain(name);
  }
});

test('administrators by attribute and by role get in', async () => {
  const attribute = await guards(POLICY, 'organizationAdmin(attribute)', 'an administrator by attribute is permitted');
  expect(otherThan('allowed', ['admin-by-attribute']), attribute).toEqual([]);
  const role = await guards(POLICY, 'role(', 'an administrator by role is permitted');
  expect(otherThan('allowed', ['admin-by-role']), role).toEqual([]);
});

test('a member without a right, an unverified address and an administrator of another organization stay out', async () => {
  const permit = await guards(POLICY, 'permit: [', 'a member without a right is permitted nothing');
  expect(otherThan('denied', ['plain-member', 'wrong-organization']), permit).toEqual([]);
  const forbid = await guards(POLICY, 'unverifiedEmail(', 'an unverified address is forbidden');
  expect(otherThan('denied', ['unverified-email']), forbid).toEqual([]);
});

test('what no policy decides is denied', async () => {
  const events = catalogueOf(team.config.stepUp)
    .filter(({ expected }) => 'denied' in expected && expected.denied.some((code) => NOBODY.includes(code)))
    .map(({ name }) => name);
  expect(events.length).toBeGreaterThan(3);
  expect(
    otherThan('denied', events),
    await guards(POLICY, 'export const policy', 'no rule reaches these logins'),
  ).toEqual([]);
});

test('a second factor is demanded, and a proof of it does not stay valid for long', async () => {
  const { mode, maxAgeSeconds } = team.config.stepUp;
  expect(mode, await guards(CONFIG, 'mode:', 'a second factor is required')).toBe('required');
  expect(maxAgeSeconds, await guards(CONFIG, 'maxAgeSeconds:', 'at most an hour')).toBeLessThanOrEqual(3600);
});

test('each factor that the step-up allows is enabled', async () => {
  const enabled = (built.manifest.tenant.guardianFactors ?? []).filter((one) => one.enabled).map(({ name }) => name);
  for (const factor of team.config.stepUp.allowedFactors) {
    if (factor === 'phone') continue;
    const message = await guards(CONFIG, 'allowedFactors:', `${factor} is enabled under guardianFactors of ${TENANT}`);
    expect(enabled, message).toContain(factor);
  }
});
