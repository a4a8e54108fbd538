import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../scripts/lib/doctor/catalogue.ts';
import { judgeOne, judgeTenant, readSubject } from '../../scripts/lib/doctor/examine.ts';
import { type Finding, needsSomeone } from '../../scripts/lib/doctor/finding.ts';
import { PermittedReads } from '../../scripts/lib/doctor/permitted-reads.ts';
import type { OrganizationReadings } from '../../scripts/lib/doctor/read-organization.ts';
import type { Subject } from '../../scripts/lib/doctor/subject.ts';
import { ok } from '../../scripts/lib/failures.ts';
import { withTenant } from '../../scripts/lib/tenant/open-tenant.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import { together } from './doctor-plant.ts';
import { PLANTS, ROUNDS } from './doctor-plants.ts';
import { CHANGES } from './doctor-readings.ts';
import { codesOf, type DoctorRig, healthyRig } from './doctor-rig.ts';

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await healthyRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test('of a healthy tenant nothing needs someone, and what only a person can do is listed without a tick', async () => {
  const report = await tenant.doctor();
  const others = report.findings.filter(({ severity }) => severity !== 'manual');
  expect(others.map(({ code, found }) => [code, found])).toEqual([
    ['OIN_KEY_STRENGTH_UNKNOWN', 'no okta_public_key in git'],
  ]);
  const byHand = report.findings.filter(({ severity }) => severity === 'manual').map((each) => each.requirement);
  expect(byHand).toEqual(['R32', 'R01', 'R08', 'L4', 'R28', 'R29', 'R31', 'R34', 'R35', 'R36', 'R38']);
  expect(report).toMatchObject({ needsSomeone: false, organizations: { looked: 1, total: 1 }, explanations: [] });
});

test('nothing but reads is sent, besides the token', async () => {
  const { adaId, emulator } = tenant;
  emulator.clearRequests();
  await tenant.doctor({ organization: 'acme', user: adaId });
  const methods = emulator.requests().map(({ method, path }) => (method === 'GET' ? method : `${method} ${path}`));
  expect([...new Set(methods)].toSorted()).toEqual(['GET', 'POST /oauth/token']);
  expect(methods.length).toBeGreaterThan(30);
});

describe('planted on the tenant, a few at once,', () => {
  const rounds = ROUNDS.map((round) => ({ round, codes: round.map(([code]) => code).join(', ') }));
  test.each(rounds)('$codes are named, and nothing else', async ({ round }) => {
    const undo = await together(...round.map(([, plant]) => plant))(tenant);
    const report = await tenant.doctor().finally(undo);
    const expected = new Set(round.flatMap(([code, , ...besides]) => [code, ...besides]));
    expect(codesOf(report).toSorted()).toEqual([...expected].toSorted());
    expect(report.needsSomeone).toBe(true);
    expect(report.findings.filter(({ fix }) => /<\w+>/.test(fix))).toEqual([]);
  });

  test('all are gone again', async () => {
    expect(codesOf(await tenant.doctor())).toEqual([]);
  });
});

async function readHealthy(): Promise<Subject> {
  const { emulator, project } = tenant;
  const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
  const options = { rootDir: project.rootDir, environment: 'local', connection };
  const read = await withTenant(options, 'public secrets', async (context) =>
    ok(await readSubject(context, new PermittedReads(context.traffic), { nowMs: Date.now(), onProgress: () => {} })),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.failures));
  return read.value;
}

const needing = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.filter(needsSomeone).map(({ code }) => code)),
];

describe('read as the local tenant would never be,', () => {
  let healthy: Subject;
  beforeAll(async () => {
    healthy = await readHealthy();
  });

  const changes = CHANGES.map(([code, change, ...besides], n) => ({ code, change, besides, n }));
  test.each(changes)('$code is named, and nothing else ($n)', async ({ code, change, besides }) => {
    const { findings } = await judgeTenant(change(healthy));
    expect(needing(findings).toSorted()).toEqual([code, ...besides].toSorted());
  });

  const NOBODY: OrganizationReadings = {
    organization: { id: 'org_a', name: 'a' },
    connections: [{ connection_id: 'con_a', connection: { name: 'saas-users', strategy: 'auth0' } }],
    discoveryDomains: [],
    members: undefined,
    administrators: [],
    hasMoreAdministrators: false,
    scimTokens: new Map(),
  };

  test('what is left over of SCIM tokens is named', () => {
    const tokens = [{ token_id: 'a' }, { token_id: 'b' }, { token_id: 'c' }];
    const readings: OrganizationReadings = { ...NOBODY, scimTokens: new Map([['con_a', tokens]]) };
    expect(needing(judgeOne(healthy, new Map(), readings))).toEqual(['SCIM_TOKENS_SEVERAL']);
    const two = { ...readings, scimTokens: new Map([['con_a', tokens.slice(1)]]) };
    expect(needing(judgeOne(healthy, new Map(), two))).toEqual([]);
  });

  test('an administrator who has enrolled other factors alone is named', () => {
    const administrators = [
      {
        user: {
          user_id: 'auth0|ada',
          email: 'ada@acme.com',
          email_verified: true,
          identities: [{ connection: 'saas-users', provider: 'auth0' as const }],
          app_metadata: { express_configure: [{ org_id: 'org_a', scopes: ['sso'] }] },
        },
        roles: [],
        isMember: true,
        connections: [],
        enrolled: ['phone'],
      },
    ];
    const readings = { ...NOBODY, administrators };
    expect(needing(judgeOne(healthy, new Map(), readings))).toEqual(['ADMIN_OTHER_FACTORS']);
    const both = {
      ...readings,
      administrators: administrators.map((one) => ({ ...one, enrolled: ['phone', 'totp'] })),
    };
    expect(needing(judgeOne(healthy, new Map(), both))).toEqual([]);
  });

  test('a mailbox that stands among domains is not shown', async () => {
    const [, change] = CHANGES.find(([, each]) => needsMailbox(each)) ?? [];
    const { findings } = await judgeTenant(change?.(healthy) ?? healthy);
    expect(JSON.stringify(findings)).not.toContain('jane');
    expect(findings.find(({ code }) => code === 'DOMAINS_INVALID')?.found).toBe('"customer-0": "…@globex.com"');
  });

  const needsMailbox = (change: (subject: Subject) => Subject) =>
    JSON.stringify(change(healthy).tenant.organizations).includes('jane');
});

test('each problem and warning of the catalogue is planted somewhere', () => {
  const elsewhere = ['SUBSCRIPTION_ORGANIZATIONS', 'SUBSCRIPTION_ROLES', 'SUBSCRIPTION_FACTOR'];
  const planted = [...PLANTS, ...CHANGES].map(([code]) => code);
  const codes = [...CATALOGUE]
    .filter(([, { severity }]) => severity === 'problem' || severity === 'warning')
    .map(([code]) => code);
  expect(
    codes.filter((code) => ![...planted, ...elsewhere, 'SCIM_TOKENS_SEVERAL', 'ADMIN_OTHER_FACTORS'].includes(code)),
  ).toEqual([]);
});
