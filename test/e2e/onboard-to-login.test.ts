/** From `npm run onboard` to the administrator's express-configure token, as each kind of administrator goes. */
import { parse } from 'node-html-parser';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OktaOperator, signIn, UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { registerSampleApplications } from '../../scripts/lib/sample-applications.ts';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf, violations } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
  const { domain, deployClient, apps } = tenant.emulator;
  await registerSampleApplications({ domain, ...deployClient }, apps);
}, MINUTE_MS);
afterAll(() => tenant.close());

const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.href}`);
};

const onboard = async (row: Record<string, string>) =>
  outcomesOf(await tenant.onboard({ customers: { row } })).map(({ state }) => state);

/** The newest mail to an address, and its link. */
async function openMail(to: string, agent = new UserAgent()) {
  const outbox = shown(await agent.visit(new URL('/_local/mail', tenant.emulator.browserOrigin)));
  const mail = parse(outbox.html).querySelector(`[data-to="${to}"] a`)?.getAttribute('href') ?? '';
  const letter = shown(await agent.visit(new URL(mail, outbox.url)));
  const link = parse(letter.html).querySelectorAll('a')[0]?.getAttribute('href') ?? '';
  return shown(await agent.visit(new URL(link, letter.url)));
}

async function enrol(page: VisitedPage): Promise<string> {
  const totpSecret = parse(page.html).querySelector('#secret')?.textContent.replaceAll(' ', '') ?? '';
  const timestamp = tenant.emulator.clock.now();
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp });
  expect(shown(await new UserAgent().submit(page, { code })).status).toBe(200);
  return totpSecret;
}

test('an invited administrator accepts, is a member without a right, and gets the right with the next run', async () => {
  const row = { organization: 'globex', admin: 'gus@globex.com', domains: 'globex.com', attest: 'contract 4711' };
  expect(await onboard(row)).toEqual(['waiting for the invitation to be accepted']);
  const agent = new UserAgent();
  const signUp = shown(await agent.submit(await openMail('gus@globex.com', agent), {}));
  const password = 'a long pass phrase of Gus';
  expect(shown(await agent.submit(signUp, { password })).url.pathname).toBe('/_local/app/');

  const { id = '' } = await tenant.auth0.organizations.getByName('globex');
  const [user] = await tenant.auth0.users.listUsersByEmail({ email: 'gus@globex.com' });
  const rolesOf = async () =>
    (await tenant.auth0.organizations.members.roles.list(id, user?.user_id ?? '')).data.map(({ name }) => name);
  expect(await rolesOf()).toEqual([]);
  expect(await onboard(row)).toEqual(['ready']);
  expect(await rolesOf()).toEqual(['EXPRESS_CONFIGURE_ADMIN_ROLE']);

  const admin = { organization: 'globex', username: 'gus@globex.com', password };
  const page = await new OktaOperator(tenant.emulator.browserOrigin, 'globex').expressConfigure('sso', admin);
  expect(page.status).toBe(200);
  const [connection] = (await tenant.auth0.connections.list({ strategy: ['okta'] })).data;
  expect(connection?.options && 'domain_aliases' in connection.options && connection.options.domain_aliases).toEqual([
    'globex.com',
  ]);

  const logs = await runOn(tenant, 'logs', '--since', '1h', '--org', 'globex', '--json');
  const told = logs.stdout
    .trim()
    .split('\n')
    .map((line): object => JSON.parse(line));
  expect(told.at(-1)).toMatchObject({
    step: 'configure',
    outcome: 'ok',
    organizationName: 'globex',
    userId: user?.user_id,
  });
  expect(logs.stdout).not.toContain('gus@globex.com');
});

test('an administrator of emailed codes enrols by a ticket that is shown once, and proves that factor', async () => {
  const oin = await tenant.auth0.clients.list({ app_type: 'express_configuration' });
  const saas = (await tenant.auth0.clients.list()).data.find(({ name }) => name === 'Acme SaaS');
  await tenant.auth0.connections.create({
    name: 'email',
    strategy: 'email',
    enabled_clients: [saas?.client_id ?? '', oin.data[0]?.client_id ?? ''],
  });
  const row = { organization: 'initech', admin: 'ida@initech.com', domains: 'initech.com', attest: 'by phone' };
  const passwordless = { ...row, via: 'passwordless', connection: 'email' };
  expect(await onboard(passwordless)).toEqual(['waiting for a second factor']);
  expect(await violations(tenant, 'initech')).toEqual([]);
  const [line = ''] = tenant.revealed.splice(0);
  expect(line).toMatch(
    /^initech: to enrol a second factor, hand this over by another way than the administrator's mailbox: http/,
  );
  const totpSecret = await enrol(shown(await new UserAgent().visit(new URL(line.split(' ').at(-1) ?? ''))));
  expect(await onboard(passwordless)).toEqual(['ready']);
  expect(tenant.revealed).toEqual([]);

  const { okta } = tenant.emulator;
  const person = { organization: 'initech', username: 'ida@initech.com', password: '', totpSecret };
  const { callback } = await signIn(new UserAgent(okta.redirectUri), await okta.begin({}), person);
  const { claims } = await okta.complete(callback);
  expect(claims).toMatchObject({
    scope: expect.stringContaining('express_configure:sso'),
    express_configuration: { domain_aliases: ['initech.com'] },
  });
});

test('a ticket for another mailbox is sent there, and shown to nobody', async () => {
  const row = { organization: 'hooli', admin: 'hal@hooli-corp.com', domains: 'hooli-corp.com', attest: 'by phone' };
  const mailed = { ...row, via: 'passwordless', connection: 'email', ticket_email: 'hal@private.example' };
  expect(await onboard(mailed)).toEqual(['waiting for a second factor']);
  expect(tenant.revealed).toEqual([]);
  await enrol(await openMail('hal@private.example'));
  expect(await onboard(mailed)).toEqual(['ready']);
});
