import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deploy } from '../../scripts/commands/deploy/run.ts';
import { boundNames, clientNamed, failuresOf, MINUTE_MS, OURS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';

describe('a deploy that fails', () => {
  let failing: Rig;
  beforeAll(async () => {
    failing = await rig();
  });
  afterAll(() => failing.close());

  test('on a trigger that names no Action, tells the line and asks the tenant for nothing', async () => {
    const { project, auth0 } = failing;
    const binding = '    - action_name: express-configure-grant';
    await project.edit('tenant/tenant.yaml', binding, `${binding}-2`);
    const { code, stdout, stderr } = await runOn(failing, 'deploy', '--yes');
    await project.edit('tenant/tenant.yaml', `${binding}-2`, binding);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^tenant\/tenant\.yaml:\d+:20 UNKNOWN_REFERENCE expected the name of an Action in this file: express-configure-step-up, /,
    );
    expect((await auth0.clients.list()).data.map((client) => client.name)).not.toContain('Okta OIN');
    expect((await auth0.connectionProfiles.list({ take: 10 })).data).toEqual([]);
  });

  test(
    "on another application of the OIN client's name, tells its line and changes neither",
    async () => {
      const { client_id: id = '' } = await failing.auth0.clients.create({ name: 'Okta OIN', app_type: 'regular_web' });
      expect(failuresOf(await failing.deploy())).toMatch(
        /^tenant\/tenant\.yaml:\d+:5 OIN_CLIENT_CONFLICT expected "Okta OIN" on the tenant to be of app_type express_configuration, found app_type regular_web\n/,
      );
      expect((await failing.auth0.clients.get(id)).app_type).toBe('regular_web');
      await failing.auth0.clients.delete(id);
    },
    MINUTE_MS,
  );

  test(
    'on an Action that Auth0 refuses, leaves no bindings and no key, and says what Auth0 said',
    async () => {
      const { auth0 } = failing;
      await auth0.actions.create({
        name: 'express-configure-grant',
        code: 'exports.onExecuteCredentialsExchange = async () => {};',
        supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
      });
      const failures = failuresOf(await failing.deploy({ key: failing.emulator.okta.publicKeyPem }));
      expect(failures).toMatch(/^DEPLOY_CLI expected auth0-deploy-cli to import stage-actions\.yaml, found exit /);
      expect(failures).toContain("can't upgrade to this trigger.");
      expect(failures).not.toContain(failing.emulator.deployClient.clientSecret);
      expect(await boundNames(auth0)).toEqual([]);
      const { client_id: id = '' } = await clientNamed(auth0, 'Okta OIN');
      expect(await auth0.clients.credentials.list(id)).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'continues once the reason is gone',
    async () => {
      const { data } = await failing.auth0.actions.list();
      const refused = data.find((action) => action.name === 'express-configure-grant');
      await failing.auth0.actions.delete(refused?.id ?? '');
      const report = reportOf(await failing.deploy({ key: failing.emulator.okta.publicKeyPem }));
      expect(report.state).toBe('complete');
      expect(report.stages.map(({ status }) => status)).toEqual([
        'unchanged',
        'unchanged',
        'applied',
        'applied',
        'applied',
        'applied',
      ]);
      expect(await boundNames(failing.auth0)).toEqual(OURS);
    },
    MINUTE_MS,
  );
});

test('a wrong secret is told as such', async () => {
  const { emulator, project, close } = await rig();
  onTestFinished(close);
  const deployed = await deploy({
    rootDir: project.rootDir,
    environment: 'local',
    connection: { ...emulator.deployClient, clientSecret: 'wrong-secret', domain: emulator.domain },
  });
  expect(deployed).toMatchObject({ failures: [{ code: 'TENANT_CREDENTIALS' }] });
});
