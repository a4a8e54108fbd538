import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../scripts/commands/build.ts';
import { MINUTE_MS, rig } from './deploy-rig.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

test(
  'what is built can be imported by auth0-deploy-cli alone, Universal Login settings included',
  async () => {
    const { project, emulator, auth0, close } = await rig();
    onTestFinished(close);
    expect(await build({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({ ok: true });
    const folder = join(project.rootDir, 'dist/tenant');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [CLI, 'import', '-c', join(folder, 'config.json'), '-i', join(folder, 'tenant.yaml')],
      {
        env: {
          AUTH0_DOMAIN: emulator.domain,
          AUTH0_CLIENT_ID: emulator.deployClient.clientId,
          AUTH0_CLIENT_SECRET: emulator.deployClient.clientSecret,
          AUTH0_INCLUDED_ONLY: JSON.stringify(['prompts', 'guardianFactors']),
          NODE_EXTRA_CA_CERTS: emulator.caFile,
        },
      },
    );
    expect(stdout).toContain('Updated [prompts]: Prompts settings\n');
    expect(await auth0.prompts.getSettings()).toEqual({
      universal_login_experience: 'new',
      identifier_first: true,
      webauthn_platform_first_factor: false,
    });
    const factors = await auth0.guardian.factors.list();
    expect(factors.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual([
      'otp',
      'webauthn-roaming',
      'webauthn-platform',
    ]);
  },
  2 * MINUTE_MS,
);
