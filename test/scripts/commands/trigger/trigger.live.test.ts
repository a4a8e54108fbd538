import { readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueOf } from '#actions-testing';
import { build } from '../../../../scripts/commands/build/run.ts';
import { type TriggerOptions, trigger } from '../../../../scripts/commands/trigger/run.ts';
import { listText, triggerText } from '../../../../scripts/commands/trigger/text.ts';
import { config } from '../../../fixture/project/actions/config.ts';
import { OUR_ACTIONS } from '../../../support/our-actions.ts';
import { beforeAction, copyProject, type ProjectCopy } from '../../../support/project.ts';

const CATALOGUE = catalogueOf(config.stepUp);

let project: ProjectCopy;
const steps: string[] = [];
beforeAll(async () => {
  project = await copyProject();
  await build({ rootDir: project.rootDir, environment: 'local' });
});
afterAll(() => project[Symbol.asyncDispose]());

const triggered = (event: string, options: Partial<TriggerOptions> = {}) =>
  trigger({
    rootDir: project.rootDir,
    source: { event },
    overrides: [],
    actions: [],
    onProgress: (step) => steps.push(step),
    ...options,
  });

async function reportOf(...args: Parameters<typeof triggered>) {
  const result = await triggered(...args);
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return result.value;
}

async function failuresOf(...args: Parameters<typeof triggered>) {
  const result = await triggered(...args);
  return result.ok ? [] : result.failures;
}

describe('a triggered event', () => {
  test('tells what each Action did, what the person did, and what the token would say', async () => {
    const { durations, ...report } = await reportOf('several-factors').then(({ actions, ...rest }) => ({
      ...rest,
      actions: actions.map(({ durationMs: _, ...action }) => action),
      durations: actions.map(({ durationMs }) => durationMs),
    }));
    for (const durationMs of durations) expect(durationMs).toEqual(expect.any(Number));
    const logged = (code: string) => [`{"express_configure":"passed","codes":["${code}"],"transaction":"tx_00000001"}`];
    expect(report).toEqual({
      event: 'several-factors',
      description: 'an admin with several allowed factors picks another one than the first',
      decision: 'allowed',
      reasons: [
        { code: 'EC_CHALLENGED', meaning: 'A second factor was asked for.' },
        { code: 'EC_NO_ENROLLMENT', meaning: 'No second factor has to be enrolled.' },
        { code: 'EC_GRANTED', meaning: 'What is permitted and asked for was granted.' },
        { code: 'EC_DOMAINS_SET', meaning: 'The token names the organization’s email domains.' },
      ],
      actions: [
        {
          name: 'express-configure-step-up',
          commands: [
            'transaction.setMetadata("express_configure_step_up_at", 1772445600000)',
            'authentication.challengeWith({"type":"otp"}, {"additionalFactors":[{"type":"webauthn-roaming"},{"type":"webauthn-platform"}]})',
          ],
          logs: logged('EC_CHALLENGED'),
          answers: [{ kind: 'challenge', factor: 'webauthn-roaming' }],
        },
        { name: 'express-configure-enroll', commands: [], logs: logged('EC_NO_ENROLLMENT'), answers: [] },
        {
          name: 'express-configure-grant',
          commands: [
            'transaction.setMetadata("express_configure_granted", true)',
            'accessToken.addScope("express_configure:sso")',
            'accessToken.addScope("express_configure:scim")',
          ],
          logs: logged('EC_GRANTED'),
          answers: [],
        },
        {
          name: 'express-configure-domains',
          commands: [
            'accessToken.setCustomClaim("express_configuration", {"domain_aliases":["acme.com","eu.acme.com"]})',
          ],
          logs: logged('EC_DOMAINS_SET'),
          answers: [],
        },
      ],
      token: {
        iss: 'https://tenant.example/',
        sub: 'auth0|acme-admin',
        aud: ['urn:auth0:express-configure', 'https://tenant.example/userinfo'],
        azp: 'oinClient000000000000000000000001',
        org_id: 'org_acme000000000001',
        scope: 'openid express_configure:sso express_configure:scim',
        express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
      },
      notes: [expect.stringMatching(/^the token is a preview: /)],
    });
  });

  test('that is denied has every reason with a sentence, the deny text, and no token', async () => {
    const report = await reportOf('everything-wrong');
    expect(report).toMatchObject({ decision: 'denied', text: 'Access denied (EC_CLIENT)' });
    expect(report.reasons.map(({ code }) => code)).toEqual([
      'EC_CLIENT',
      'EC_PROTOCOL',
      'EC_UNVERIFIED_EMAIL',
      'EC_NOT_AUTHORIZED',
    ]);
    for (const { meaning } of report.reasons) expect(meaning).toMatch(/^[A-Z].+\.$/);
    expect(report).not.toHaveProperty('token');
    expect(report.actions.map(({ name }) => name)).toEqual(['express-configure-step-up']);
  });

  test('that begins at an Action runs from there', async () => {
    const { actions } = await reportOf('factor-proven');
    expect(actions.map(({ name }) => name)).toEqual(['express-configure-grant', 'express-configure-domains']);
  });

  test('runs with the named Actions alone, by their names or how these end, and has no token then', async () => {
    const report = await reportOf('admin-by-attribute', { actions: ['grant'] });
    expect(report).toMatchObject({ decision: 'denied', text: 'Access denied (EC_MFA_MISSING)' });
    const granted = await reportOf('factor-proven', { actions: ['express-configure-grant'] });
    expect([granted.decision, granted.token, granted.actions.length]).toEqual(['allowed', undefined, 1]);
  });

  test('takes overrides in their order: JSON, text, and what is to be taken away', async () => {
    const overrides = [
      'user.app_metadata={}',
      'event.authorization.roles=["EXPRESS_CONFIGURE_ADMIN_ROLE"]',
      'organization.metadata.domains=acme.de,acme.fr',
    ];
    const report = await reportOf('plain-member', { overrides });
    expect(report.token).toMatchObject({ express_configuration: { domain_aliases: ['acme.de', 'acme.fr'] } });
    expect(await reportOf('admin-by-role', { overrides: ['organization=undefined'] })).toMatchObject({
      reasons: [{ code: 'EC_NO_ORG' }],
    });
  });

  test('gives each Action the secrets that it declares, and no others', async () => {
    const report = await reportOf('admin-by-attribute', { overrides: ['secrets.OIN_CLIENT_IDS=someone-else'] });
    expect(report.reasons.map(({ code }) => code)).toEqual(['EC_CLIENT']);
    await using other = await copyProject();
    const tell = "console.log('told', Object.keys(event.secrets).join());";
    for (const name of OUR_ACTIONS) await beforeAction(other, name, tell);
    const { actions } = await reportOf('admin-by-attribute', {
      rootDir: other.rootDir,
      overrides: ['secrets.OTHER=something'],
    });
    expect(actions.map(({ logs }) => logs[0])).toEqual([
      'told OIN_CLIENT_IDS',
      'told OIN_CLIENT_IDS',
      'told OIN_CLIENT_IDS',
      'told ',
    ]);
  });

  test('waits where the person has none of the factors', async () => {
    const overrides = ['user.enrolledFactors=[{"type":"webauthn-platform"}]'];
    const report = await reportOf('several-factors', { overrides });
    expect([report.decision, report.text, report.token]).toEqual([
      'waiting',
      'challenge with webauthn-platform',
      undefined,
    ]);
  });

  test('fails where an Action throws', async () => {
    await using other = await copyProject();
    await beforeAction(other, 'step-up', "throw new Error('oops');");
    expect(await reportOf('admin-by-attribute', { rootDir: other.rootDir })).toMatchObject({
      decision: 'failed',
      text: 'oops',
      actions: [{ name: 'express-configure-step-up', error: 'Error: oops' }],
    });
  });
});

describe('is wrongly used', () => {
  test.each([
    ['plain-membr', 'Did you mean plain-member?'],
    ['zzz', 'See npm run trigger -- --list.'],
    ['__proto__', 'See npm run trigger -- --list.'],
  ])('with the event %s', async (name, fix) => {
    expect(await failuresOf(name)).toEqual([
      { code: 'EVENT_UNKNOWN', expected: 'an event of the catalogue', found: JSON.stringify(name), fix },
    ]);
  });

  test.each([
    ['user.emial=x', 'event.user.emial: unknown, did you mean "email"?'],
    ['user.email_verified="yes"', 'event.user.email_verified: expected boolean, found "yes"'],
    ['user.name=12', 'event.user.name: expected string, found 12'],
    ['transaction.protocol=oidc', 'event.transaction.protocol: unknown value "oidc"'],
    ['user.email', '"user.email" without a path and a value'],
    ['=1', '"=1" without a path and a value'],
  ])('with the override %s', async (override, found) => {
    const [failure] = await failuresOf('plain-member', { overrides: [override] });
    expect(failure).toMatchObject({ code: 'OVERRIDE_INVALID', found: expect.stringContaining(found) });
  });

  test('and says all that is wrong at once', async () => {
    const overrides = ['user.emial=x', 'user.name=12'];
    const failures = await failuresOf('plain-member', { overrides, actions: ['express-configure-grnt'] });
    expect(failures.map(({ code, fix }) => [code, fix])).toEqual([
      ['ACTION_UNKNOWN', 'Did you mean --action express-configure-grant?'],
      ['OVERRIDE_INVALID', 'Correct --override; library/contract.ts has every path, and lists are given whole.'],
      ['OVERRIDE_INVALID', `Write it in double quotes where text reads as JSON: --override 'user.name="12"'.`],
    ]);
  });
});

describe('the built Actions', () => {
  test('are built where there are none, built anew where a source is newer, and else left alone', async () => {
    await using other = await copyProject();
    const bundle = join(other.rootDir, 'dist/tenant/actions/express-configure-step-up.cjs');
    steps.length = 0;
    await reportOf('plain-member', { rootDir: other.rootDir });
    expect(steps).toEqual(['built dist/tenant for environment local: not built']);
    await reportOf('plain-member', { rootDir: other.rootDir });
    expect(steps).toHaveLength(1);

    await other.edit('actions/policy.ts', '// adminFlag(),', 'adminFlag(),');
    await other.edit('actions/policy.ts', '{\n  ENTERPRISE_STRATEGIES', '{\n  adminFlag, ENTERPRISE_STRATEGIES');
    const { decision } = await reportOf('flagged-admin', { rootDir: other.rootDir });
    expect([decision, steps[1]]).toEqual(['allowed', 'built dist/tenant for environment local: sources newer']);
    expect(await readFile(bundle, 'utf8')).toContain('adminFlag');

    // A file taken away changes nothing but its folder.
    const past = new Date(Date.now() - 60_000);
    for (const file of ['actions/policy.ts', 'actions']) await utimes(join(other.rootDir, file), past, past);
    await rm(join(other.rootDir, 'actions/config.ts'));
    const failures = await failuresOf('plain-member', { rootDir: other.rootDir });
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['BUNDLE_BUILD']));
  });
});

describe('for people', () => {
  test('a report is text, in colour only where there are colours', async () => {
    const report = await reportOf('plain-member');
    const text = triggerText(report, false).replace(/ [\d.]+ ms/, ' 1 ms');
    expect(text).toBe(
      [
        'plain-member  a member with neither attribute nor role',
        'denied: Access denied (EC_NOT_AUTHORIZED)',
        '  EC_NOT_AUTHORIZED  No rule of actions/policy.ts permits it, or one that names no code forbids it.',
        '',
        'express-configure-step-up  1 ms',
        '  access.deny("Access denied (EC_NOT_AUTHORIZED)")',
        '  log: {"express_configure":"denied","codes":["EC_NOT_AUTHORIZED"],"transaction":"tx_00000001"}',
        '',
      ].join('\n'),
    );
    expect(triggerText(report, true)).toContain('\u001b[31mdenied\u001b[39m: Access');
  });

  test('a login of no interest to these Actions is told as such', async () => {
    const text = triggerText(await reportOf('other-audience'), false);
    expect(text).toContain('\nallowed: no Action has anything to do with this login\n');
    expect(text).toContain('\n  scope   openid\n');
  });

  test('the list has a line for each event', () => {
    const lines = listText(CATALOGUE).trimEnd().split('\n');
    expect(lines).toHaveLength(CATALOGUE.length);
    const line = lines.find((candidate) => candidate.startsWith('no-organization ')) ?? '';
    expect(line.split(/ {2,}/)).toEqual([
      'no-organization',
      'denied EC_NO_ORG, EC_NOT_AUTHORIZED',
      CATALOGUE.find(({ name }) => name === 'no-organization')?.description,
    ]);
  });
});
