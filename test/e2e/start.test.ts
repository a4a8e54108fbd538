import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { runProcess, startCommand } from '../support/command.ts';
import { OURS } from '../support/our-actions.ts';

const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
const memberOfAcme = expect.stringMatching(
  /^Welcome, Sam: user okta\|okta-acme-\w{8}\|00u\w{17} of organization org_\w+$/,
);
const MINUTE_MS = 10 * 60_000;

test(
  'start deploys, logs in and stays up until Ctrl-C; the account is one JSON document',
  async () => {
    const command = startCommand(['start', '--json', '--port', '0']);
    await command.said('Ctrl-C ends the tenant.');

    const [url = ''] = command.stderr().match(/http:\S+\/_local\/okta\/start/) ?? [];
    const running = await fetch(url);
    expect(running.status).toBe(200);
    expect(await running.text()).toContain('Enter your organization');
    command.child.kill('SIGINT');
    const { code, stdout, stderr } = await command.finished;
    expect(code).toBe(0);
    await expect(fetch(running.url)).rejects.toThrow('fetch failed');

    const issuer = /local tenant at (\S+)/.exec(stderr)?.[1];
    expect(JSON.parse(stdout)).toEqual({
      deploy: {
        actions: OURS.map((name) => ({
          name,
          sha256,
          version: 1,
        })),
        requests: expect.any(Number),
        writes: expect.any(Number),
      },
      login: {
        claims: {
          iss: issuer,
          sub: expect.stringMatching(/^auth0\|/),
          aud: ['urn:auth0:express-configure', `${issuer}userinfo`],
          azp: expect.stringMatching(/^\w{32}$/),
          org_id: expect.stringMatching(/^org_/),
          scope: 'openid express_configure:sso express_configure:scim',
          express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
          iat: expect.any(Number),
          exp: expect.any(Number),
        },
        actions: [
          {
            name: 'express-configure-step-up',
            commands: [
              expect.stringMatching(/^transaction\.setMetadata\("express_configure_step_up_at", \d+\)$/),
              'authentication.challengeWith({"type":"otp"}, {"additionalFactors":[]})',
            ],
            reasons: ['EC_CHALLENGED'],
          },
          { name: 'express-configure-enroll', commands: [], reasons: ['EC_NO_ENROLLMENT'] },
          {
            name: 'express-configure-grant',
            commands: [
              'transaction.setMetadata("express_configure_granted", true)',
              'accessToken.addScope("express_configure:sso")',
              'accessToken.addScope("express_configure:scim")',
            ],
            reasons: ['EC_GRANTED'],
          },
          {
            name: 'express-configure-domains',
            commands: [
              'accessToken.setCustomClaim("express_configuration", {"domain_aliases":["acme.com","eu.acme.com"]})',
            ],
            reasons: ['EC_DOMAINS_SET'],
          },
        ],
        consent: [],
      },
      loginByRole: expect.objectContaining({
        consent: ['Ability to create SSO configurations', 'Ability to create scim configurations'],
      }),
      ownLogins: [],
      loop: {
        steps: [
          { step: 'Express Configure SSO & UL', outcome: expect.stringMatching(/ okta-acme-\w{8} was created\.$/) },
          { step: 'once more', outcome: expect.stringMatching(/ okta-acme-\w{8} was updated\.$/) },
          { step: 'someone@acme.com signs in at Acme SaaS', outcome: memberOfAcme },
          { step: 'and at Acme Reports, linked to it', outcome: memberOfAcme },
          {
            step: 'Express Configure SCIM',
            outcome: 'SCIM provisioning configured. Whoever is assigned is provisioned from now on.',
          },
          { step: 'kim@eu.acme.com is assigned', outcome: 'SCIM: created kim@eu.acme.com' },
          { step: 'kim@eu.acme.com leaves', outcome: 'SCIM: deactivated kim@eu.acme.com' },
          { step: 'Clear user sessions', outcome: 'Universal Logout of someone@acme.com: HTTP 200' },
          {
            step: 'someone@acme.com at Acme SaaS',
            outcome: 'You were signed out: your session was ended by back-channel logout.',
          },
        ],
      },
    });

    // Tokens and JWTs begin like this, and base32 keys look like that; passwords stand in their own three lines only.
    const withoutPeople = stderr.replace(/^ {2}\S+@\S+ {2}\S+ /gm, '');
    expect(stderr.match(/^ {2}\S+@\S+ {2}\S+ /gm)).toHaveLength(3);
    expect(stdout + withoutPeople).not.toMatch(/eyJ|secret|[A-Z2-7]{32}|PRIVATE KEY/);
  },
  MINUTE_MS,
);

test('a port in use is told with the option that changes it, before anything starts', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { code, stdout, stderr } = await runProcess(['start', '--once', '--port', String(port)]);
  server.close();
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      `PORT_IN_USE expected two free ports, ${port} and ${Number(port) + 1}, found something is listening on ${port}`,
      'Fix: Choose another port with --port N (0 takes free ones), or end what is listening.',
      '',
    ].join('\n'),
  });
});

test('emulator exec sets what a command needs and exits as it does', async () => {
  const script = [
    'const { AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET, EMULATOR_BROWSER_ORIGIN, EMULATOR_CONTROL_TOKEN } = process.env;',
    'const { ManagementClient } = require("auth0");',
    'const auth0 = new ManagementClient({ domain: AUTH0_DOMAIN, clientId: AUTH0_CLIENT_ID, clientSecret: AUTH0_CLIENT_SECRET });',
    'const ask = (token) => fetch(EMULATOR_BROWSER_ORIGIN + "/_local/snapshot", { headers: { "x-local-token": token } });',
    'Promise.all([auth0.clients.list(), ask(EMULATOR_CONTROL_TOKEN), ask("none")]).then(([{ data }, ...asked]) => {',
    'console.log(data.map(({ name }) => name).join(), asked.map(({ status }) => status)); process.exit(7); });',
  ].join('');
  const { code, stdout } = await runProcess(['emulator', 'exec', `node -e '${script}'`]);
  expect({ code, stdout }).toEqual({ code: 7, stdout: expect.stringMatching(/Deploy CLI.* \[ 200, 403 \]/) });
});
