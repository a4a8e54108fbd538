/** The recipe "How to add a domain source" of docs/architecture.md, followed in a copy of the project. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileFunction } from 'node:vm';
import { expect, test } from 'vitest';
import { buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { loadTeamSettings } from '../../scripts/lib/bundle/team-settings.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { grantedEvent, place } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';
import { addTypeCheck, copyProject, rootDir } from '../support/project.ts';
import { codeOf } from '../support/recipe.ts';

function loadBundle(code: string) {
  const exports: Record<string, unknown> = {};
  compileFunction(code, ['exports', 'require'])(exports, createRequire(join(rootDir, 'package.json')));
  const handler = exports.onExecutePostLogin;
  if (typeof handler !== 'function') throw new Error('no handler');
  return async (...args: unknown[]) => void (await handler(...args));
}

test('a domain source is a file and a line of config.ts', async () => {
  await using project = await copyProject();
  const source = 'actions/contract-domains.ts';
  await writeFile(join(project.rootDir, source), codeOf(source));
  await project.edit('actions/config.ts', 'sources: [organizationMetadata],', codeOf('actions/config.ts').trim());
  await project.edit('actions/config.ts', '\n\n', "\nimport { contractDomains } from './contract-domains.ts';\n\n");

  await addTypeCheck(project);
  const compiler = join(rootDir, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '--noEmit'], { cwd: project.rootDir });
  expect(stdout).toBe('');
  const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
  if (!built.ok) throw new Error(renderFailures(built.failures));
  const { bundles } = built.value;
  expect(bundles.filter(({ code }) => code.includes('contractDomains')).map(({ name }) => name)).toEqual([
    'express-configure-domains',
  ]);

  const run = loadBundle(bundles.find(({ name }) => name === 'express-configure-domains')?.code ?? '');
  const commandsWith = async (metadata: object) =>
    (await execute(run, place(grantedEvent(), ['organization', 'metadata'], metadata))).commands;
  expect(await commandsWith({ domains: 'acme.com, eu.acme.com', contract_domains: 'us.acme.com EU.acme.com' })).toEqual(
    [{ method: 'accessToken.setCustomClaim', args: ['express_configuration', { domain_aliases: ['eu.acme.com'] }] }],
  );
  expect(await commandsWith({ domains: 'acme.com' })).toEqual(denial('EC_DOMAINS_SOURCE_DOWN'));

  const { domains } = await loadTeamSettings(project.rootDir, undefined);
  expect(domains.sources.map(({ name }) => name)).toEqual(['organizationMetadata', 'contractDomains']);
});
