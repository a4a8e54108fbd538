import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploy } from '../../scripts/commands/deploy/run.ts';
import { oinKey } from '../../scripts/commands/oin/key.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { type ScopesReport, scopes } from '../../scripts/commands/scopes/run.ts';
import { readSpecification } from '../../scripts/lib/management-api/specification.ts';
import { runCommand } from '../support/command.ts';
import { machineClient } from '../support/machine-client.ts';
import { MINUTE_MS, type Rig, reportOf, rig } from './deploy-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

async function least(readOnly: boolean): Promise<ScopesReport> {
  const report = await scopes({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    for: readOnly ? 'reading' : 'deploy',
  });
  if (!report.ok) throw new Error('no scopes');
  return report.value;
}

/** As an application with these scopes and no others. */
const connectionWith = async (scope: readonly string[]) => ({
  domain: tenant.emulator.domain,
  caFile: tenant.emulator.caFile,
  ...(await machineClient(tenant.auth0, tenant.emulator.domain, scope)),
});

const newPem = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

test(
  'are enough for a first deploy, a rotation of the key, and nothing that makes or removes is too much',
  async () => {
    const { rootDir } = tenant.project;
    const { scopes: granted, unknownSections } = await least(false);
    expect(unknownSections).toEqual([]);
    const connection = await connectionWith(granted);
    const project = { rootDir, environment: 'local', connection };
    const before = tenant.emulator.requests().length;
    expect(reportOf(await deploy({ ...project, oktaPublicKeyPem: newPem() }))).toMatchObject({ state: 'complete' });
    await writeFile(join(rootDir, 'okta.pem'), newPem());
    expect(await oinKey({ ...project, file: 'okta.pem' })).toMatchObject({ value: { status: 'added' } });
    expect(await oinKey({ ...project, file: 'okta.pem', retire: true })).toMatchObject({ value: { retired: [{}] } });

    const { operations } = readSpecification();
    const used = tenant.emulator
      .requests()
      .slice(before)
      .flatMap(({ method, path }) =>
        Object.keys(operations)
          .filter((call) =>
            new RegExp(`^${call.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(`${method} ${path.slice('/api/v2'.length)}`),
          )
          .flatMap((call) => operations[call]?.scopes[0] ?? []),
      );
    const unused = granted.filter((scope) => !scope.startsWith('update:') && !used.includes(scope));
    expect(unused).toEqual([]);
  },
  MINUTE_MS,
);

test(
  'for reading alone are enough to plan',
  async () => {
    const { scopes: granted } = await least(true);
    expect(granted.filter((scope) => !scope.startsWith('read:'))).toEqual([]);
    const planned = await plan({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: await connectionWith(granted),
    });
    expect(planned).toMatchObject({ ok: true, value: { hasChanges: false, writes: 0 } });
  },
  MINUTE_MS,
);

test('another section asks for more, and one that is not known is named', async () => {
  const { project } = tenant;
  await project.edit('tenant/tenant.yaml', 'tenant:\n', 'emailProvider:\n  name: ses\nbranding: {}\ntenant:\n');
  const { code, stdout } = await runCommand(['scopes'], { cwd: project.rootDir });
  await project.edit('tenant/tenant.yaml', 'emailProvider:\n  name: ses\nbranding: {}\n', '');
  const before = await least(false);
  const more = ['create:email_provider', 'read:email_provider', 'update:email_provider'];
  const note = 'Note: what branding in tenant.yaml ask for besides is not known here.';
  expect(code).toBe(0);
  expect(stdout).toBe([...[...before.scopes, ...more].sort(), note, ''].join('\n'));
});
