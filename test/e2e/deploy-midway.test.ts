import { expect, onTestFinished, test } from 'vitest';
import type { RequestLogEntry } from '../../emulator/index.ts';
import { clientNamed, failuresOf, MINUTE_MS, type Rig, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

/** A deployed tenant on which somebody does something right after the first such request. */
async function meddledWith(isMoment: (entry: RequestLogEntry) => boolean, meddle: (tenant: Rig) => Promise<unknown>) {
  let hasMeddled = false;
  const tenant: Rig = await deployedRig({
    onRequest: async (entry) => {
      if (hasMeddled || !isMoment(entry)) return;
      hasMeddled = true;
      await meddle(tenant);
    },
  });
  onTestFinished(() => tenant.close());
  return tenant;
}

const keysOf = async ({ auth0 }: Rig) => {
  const { client_id: id = '' } = await clientNamed(auth0, 'Okta OIN');
  return auth0.clients.credentials.list(id);
};

test(
  'a setting that is not as it was written ends a deploy before the key becomes usable, and again converges',
  async () => {
    let isReady = false;
    const tenant = await meddledWith(
      ({ method, path }) => isReady && method === 'PATCH' && path === '/api/v2/tenants/settings',
      ({ auth0 }) => auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: false }),
    );
    await tenant.auth0.tenants.settings.update({ friendly_name: 'by hand' });
    isReady = true;
    const failed = await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem });
    expect(failuresOf(failed)).toMatch(
      /^tenant\/tenant\.yaml:\d+:3 NOT_AS_DEPLOYED expected tenant "settings" to be as it is here, found customize_mfa_in_postlogin_action: expected true, found false\n/,
    );
    expect(failed).toMatchObject({ halfway: { begun: [], notBegun: ["Okta's key"] } });
    expect(await keysOf(tenant)).toEqual([]);
    expect(reportOf(await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem })).state).toBe('complete');
  },
  2 * MINUTE_MS,
);

test(
  'an Action that somebody unbinds meanwhile keeps the key away',
  async () => {
    const unbind = ({ auth0 }: Rig) => auth0.actions.triggers.bindings.updateMany('post-login', { bindings: [] });
    let isReady = false;
    const tenant = await meddledWith(
      ({ method, path }) => isReady && method === 'PATCH' && path.endsWith('/triggers/post-login/bindings'),
      unbind,
    );
    await unbind(tenant);
    isReady = true;
    const failed = await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem });
    expect(failuresOf(failed)).toContain(
      'NOT_AS_DEPLOYED expected triggers "post-login" to be as it is here, found actions: ',
    );
    expect(await keysOf(tenant)).toEqual([]);
  },
  2 * MINUTE_MS,
);
