import { expect, test } from 'vitest';
import type { BuiltTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { ok } from '../../../../scripts/lib/failures.ts';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { withTenant } from '../../../../scripts/lib/tenant/open-tenant.ts';
import { projectDir } from '../../../support/project.ts';

const OPTIONS = {
  rootDir: '/nowhere',
  environment: 'local',
  connection: { domain: 'localhost:1', clientId: 'x', clientSecret: 'y' },
};

test('sources that are built already are taken as they are, and nothing is read of the project', async () => {
  const manifest = await readManifest({ rootDir: projectDir, environment: 'local' });
  if (!manifest.ok) throw new Error(renderFailures(manifest.failures));
  const built: BuiltTenant = {
    manifest: manifest.value,
    projectName: 'x',
    bundles: [],
    ownActions: [],
    stepUp: undefined,
    inputs: { environment: 'local', actions: {}, shared: [], sha256: {} },
    actionFiles: () => new Map(),
  };
  const secrets = Object.fromEntries(manifest.value.environment.secrets.map(({ name }) => [name, 'x']));
  const opened = await withTenant({ ...OPTIONS, built, secrets }, 'all secrets', async (session) => ok(session.built));
  expect(opened).toEqual({ ok: true, value: built });
});

test('without them the project is read, which fails where there is none', async () => {
  expect((await withTenant(OPTIONS, 'all secrets', async () => ok(1))).ok).toBe(false);
});
