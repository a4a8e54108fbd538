/** What the tenant's objects have and tenant.yaml does not name: a PATCH of Auth0's replaces most objects as a whole. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientNamed, MINUTE_MS, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const SECRET = 'canary-of-the-social-connection';
const CONNECTION = `connections:
  - name: google
    strategy: google-oauth2
    options:
      set_user_root_attributes: on_first_login
`;

test(
  'a deploy that changes one value of an object keeps the others, and writes no secret of the tenant to a file',
  async () => {
    await using tenant = { rig: await deployedRig(), [Symbol.asyncDispose]: () => tenant.rig.close() };
    const { auth0, project } = tenant.rig;
    const { id = '' } = await auth0.connections.create({
      name: 'google',
      strategy: 'google-oauth2',
      options: {
        client_id: 'by-hand',
        client_secret: SECRET,
        set_user_root_attributes: 'on_each_login',
        non_persistent_attrs: ['birthday'],
      },
    });
    const { client_id: reports = '' } = await clientNamed(auth0, 'Acme Reports');
    const android = { app_package_name: 'com.acme.reports', sha256_cert_fingerprints: ['AA:BB'] };
    await auth0.clients.update(reports, {
      mobile: { android, ios: { team_id: 'OLD', app_bundle_identifier: 'com.acme' } },
    });
    const [users] = (await auth0.connections.list({ name: 'saas-users' })).data;
    const before = users?.options ?? {};
    await auth0.connections.update(users?.id ?? '', {
      options: { ...before, mfa: { active: false, return_enroll_settings: false } },
    });

    await project.edit('tenant/tenant.yaml', '\nactions:\n', `\n${CONNECTION}\nactions:\n`);
    await project.edit(
      'tenant/tenant.yaml',
      '  - name: Acme Reports\n',
      '  - name: Acme Reports\n    mobile: { ios: { team_id: NEW } }\n',
    );
    await project.edit(
      'tenant/tenant.yaml',
      '      disable_signup: true\n    enabled_clients',
      '      disable_signup: true\n      mfa: { active: true }\n    enabled_clients',
    );
    reportOf(await tenant.rig.deploy({ folder: 'kept' }));

    const { options } = await auth0.connections.get(id);
    expect(options).toMatchObject({
      client_id: 'by-hand',
      client_secret: SECRET,
      set_user_root_attributes: 'on_first_login',
      non_persistent_attrs: ['birthday'],
    });
    const { mobile } = await auth0.clients.get(reports);
    expect(mobile).toEqual({ android, ios: { team_id: 'NEW', app_bundle_identifier: 'com.acme' } });
    const changed = await auth0.connections.get(users?.id ?? '');
    expect(changed.options).toMatchObject({ mfa: { active: true, return_enroll_settings: false } });

    const folder = join(project.rootDir, 'kept');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts.join('')).toContain('on_first_login');
    expect(texts.join('')).not.toContain(SECRET);
  },
  2 * MINUTE_MS,
);
