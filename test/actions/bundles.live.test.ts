import { readFile } from 'node:fs/promises';
import https from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { adopt, OTHER_SHAPE } from '../support/adopter.ts';
import { startDomainsApi, useExternalApi } from '../support/domains-api.ts';
import { grantedEvent, place } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';
import { OUR_ACTIONS, type OurAction } from '../support/our-actions.ts';
import { copyProject, type ProjectCopy, projectDir, rootDir } from '../support/project.ts';

const OTHER_AUDIENCE = { identifier: 'https://api.acme.com/' };

/** Code of each bundle of a project. */
async function bundlesOf(project: { rootDir: string }): Promise<Record<OurAction, string>> {
  const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
  if (!built.ok) throw new Error(renderFailures(built.failures));
  const codeOf = (name: string) =>
    built.value.bundles.find((bundle) => bundle.name === `express-configure-${name}`)?.code ?? '';
  return { 'step-up': codeOf('step-up'), enroll: codeOf('enroll'), grant: codeOf('grant'), domains: codeOf('domains') };
}

let built: ReturnType<typeof bundlesOf> | undefined;

/** The bundles of the fixture, built once. */
const fixtureBundles = () => {
  built ??= bundlesOf({ rootDir: projectDir });
  return built;
};

/** What is wrong with a project, as the command line says it. */
async function failuresAfter(edit: (project: ProjectCopy) => Promise<void>): Promise<string> {
  await using project = await copyProject();
  await edit(project);
  const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
  return built.ok ? '' : renderFailures(built.failures);
}

/** Loads a bundle, and tells the modules that it requires, when it does. `modules` take the place of real ones. */
function load(code: string, modules: Record<string, unknown> = {}) {
  const required: string[] = [];
  const requireFrom = createRequire(join(rootDir, 'package.json'));
  const exports: Record<string, unknown> = {};
  compileFunction(code, ['exports', 'require'])(exports, (id: string) => {
    required.push(id);
    return modules[id] ?? requireFrom(id);
  });
  const handler = exports.onExecutePostLogin;
  if (typeof handler !== 'function') throw new Error('no handler');
  return { handler: async (...args: unknown[]) => void (await handler(...args)), required };
}

const SOURCE_OF_METADATA = 'library:organization-metadata.ts';
const SOURCE_OF_API = 'library:external-api.ts';

describe('as shipped', () => {
  test.each(OUR_ACTIONS)('the bundle of %s is at most 16,000 bytes, in lines to read', async (name) => {
    const code = (await fixtureBundles())[name];
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(16_000);
    expect(Math.max(...code.split('\n').map((line) => line.length))).toBeLessThan(250);
  });

  test('the API is in no bundle, nor is anything about domains in the bundles of the others', async () => {
    const { domains, ...others } = await fixtureBundles();
    expect(domains).toContain(SOURCE_OF_METADATA);
    expect(domains).not.toMatch(/external-api|axios|DOMAINS_API/);
    for (const code of Object.values(others)) expect(code).not.toMatch(/domain|metadata\.ts|require\(/);
  });

  test('the check of the settings is in no bundle', async () => {
    for (const code of Object.values(await fixtureBundles()))
      expect(code).not.toMatch(/check-settings|check-attribute/);
  });

  test('the attribute of administrators is read, and what writes it is in no bundle', async () => {
    const { domains, ...deciding } = await fixtureBundles();
    for (const code of Object.values(deciding)) expect(code).toContain('key: "express_configure"');
    expect(domains).not.toContain('express_configure"');
    for (const code of [domains, ...Object.values(deciding)])
      expect(code).not.toMatch(/attributeWriter|organizations\b|revoke|_exists_|list-attribute/);
  });

  test('the Public Suffix List is loaded when there is a domain to check, and not before', async () => {
    const { handler, required } = load((await fixtureBundles()).domains);
    await execute(handler, place(grantedEvent(), ['resource_server'], OTHER_AUDIENCE));
    await execute(handler, place(grantedEvent(), ['organization', 'metadata'], { domains: 'no domain' }));
    expect(required).toEqual([]);
    const { commands } = await execute(handler, grantedEvent());
    expect(required).toEqual(['tldts', 'node:url']);
    expect(commands.map(({ method }) => method)).toEqual(['accessToken.setCustomClaim']);
  });
});

test('of an attribute of the team’s own, a bundle has what reads it and nothing that writes it', async () => {
  await using project = await copyProject();
  await adopt(project.rootDir, OTHER_SHAPE);
  const { domains, ...deciding } = await bundlesOf(project);
  for (const code of Object.values(deciding)) {
    expect(code).toContain('key: "admin_of"');
    expect(code).not.toMatch(/attributeWriter|organizations|revoke|_exists_|isMap/);
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(16_500);
  }
  expect(domains).not.toMatch(/admin_of/);
});

describe('with domains from an API', () => {
  test('the organization’s metadata is not read by the bundle, which stays at most 16,000 bytes', async () => {
    await using project = await copyProject();
    await useExternalApi(project);
    const { domains, ...others } = await bundlesOf(project);
    expect(domains).toContain(SOURCE_OF_API);
    expect(domains).not.toContain(SOURCE_OF_METADATA);
    expect(Buffer.byteLength(domains)).toBeLessThanOrEqual(16_000);
    const { domains: _domains, ...shipped } = await fixtureBundles();
    expect(others).toEqual(shipped);
  });

  test('axios is loaded for the call, and not before', async () => {
    await using project = await copyProject();
    await useExternalApi(project);
    const { handler, required } = load((await bundlesOf(project)).domains);
    await execute(handler, place(grantedEvent(), ['resource_server'], OTHER_AUDIENCE));
    expect((await execute(handler, grantedEvent())).commands).toEqual(denial('EC_CONFIG'));
    expect(required).toEqual([]);

    const secrets = { DOMAINS_API_URL: 'https://domains.invalid', DOMAINS_API_TOKEN: 'token' };
    const { commands } = await execute(handler, place(grantedEvent(), ['secrets'], secrets));
    expect(commands).toEqual(denial('EC_DOMAINS_SOURCE_DOWN'));
    expect(required).toEqual(['axios', 'node:https', 'node:timers/promises']);
  });

  test('the claim is what the API calls verified and the metadata names as well', async () => {
    const body = { org_id: 'org_acme000000000001', domains: [{ domain: 'EU.acme.com', status: 'verified' }] };
    await using api = await startDomainsApi((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    );
    await using project = await copyProject();
    await useExternalApi(project, '[organizationMetadata, externalApi]');
    const { agentOptions } = api.surroundings();
    const Agent = class extends https.Agent {
      constructor(options: https.AgentOptions) {
        super({ ...options, ...agentOptions });
      }
    };
    const { handler } = load((await bundlesOf(project)).domains, { 'node:https': { ...https, Agent } });
    const { commands } = await execute(handler, api.event());
    expect(commands).toEqual([
      { method: 'accessToken.setCustomClaim', args: ['express_configuration', { domain_aliases: ['eu.acme.com'] }] },
    ]);
    expect(api.requests).toHaveLength(1);
  });

  test('both sources are in the bundle where both are asked', async () => {
    await using project = await copyProject();
    await useExternalApi(project, '[organizationMetadata, externalApi]');
    const { domains } = await bundlesOf(project);
    expect(domains).toContain(SOURCE_OF_METADATA);
    expect(domains).toContain(SOURCE_OF_API);
    expect(Buffer.byteLength(domains)).toBeLessThanOrEqual(16_500);
  });

  test('secrets and dependency that are not declared are named', async () => {
    const text = await failuresAfter(async (project) => {
      const yaml = await readFile(join(project.rootDir, 'tenant/tenant.yaml'), 'utf8');
      await useExternalApi(project);
      await project.edit(
        'tenant/tenant.yaml',
        await readFile(join(project.rootDir, 'tenant/tenant.yaml'), 'utf8'),
        yaml,
      );
    });
    expect(text).toContain('DEPENDENCY_UNDECLARED expected axios');
    expect(text).toContain('SECRET_UNDECLARED expected secret DOMAINS_API_TOKEN');
    expect(text).toContain('SECRET_UNDECLARED expected secret DOMAINS_API_URL');
  });

  test('what is declared and not used is named', async () => {
    const text = await failuresAfter(async (project) => {
      await useExternalApi(project, '[organizationMetadata]');
    });
    expect(text).toContain('DEPENDENCY_UNUSED');
    expect(text).toContain('SECRET_UNUSED');
  });
});

describe('the build refuses', () => {
  test('a setting that is wrong, by its name', async () => {
    const text = await failuresAfter((project) =>
      project.edit('actions/config.ts', 'maxAgeSeconds: 300', 'maxAgeSeconds: 0'),
    );
    expect(text).toBe(
      'actions/config.ts:14:5 SETTING_INVALID expected config.stepUp.maxAgeSeconds to be a whole number from 1 to 3600, found 0\n' +
        'Fix: Correct config.stepUp.maxAgeSeconds.\n',
    );
  });

  test.each<[string, string, string]>([
    ['a key that is none', "key: 'express_configure'", "key: 'a b'"],
    ['a shape without what writes it', "key: 'express_configure'", "key: 'admin_of', scopesOf: () => []"],
  ])('an attribute with %s, at its place', async (_what, from, to) => {
    const text = await failuresAfter((project) => project.edit('actions/config.ts', from, to));
    expect(text).toMatch(/^actions\/config\.ts:25:\d+ SETTING_INVALID expected attribute/);
  });

  test('a writer that loses the right in another organization, at its export', async () => {
    const text = await failuresAfter(async (project) => {
      await adopt(project.rootDir, OTHER_SHAPE);
      await project.edit(
        'actions/admin-of.ts',
        '{ ...value, [organizationId]: scopes }',
        '{ [organizationId]: scopes }',
      );
    });
    expect(text).toMatch(/^actions\/config\.ts:25:21 SETTING_INVALID expected attributeWriter\.grant to be the right /);
  });

  test('every such setting at once, in both files', async () => {
    const text = await failuresAfter(async (project) => {
      await project.edit('actions/config.ts', 'ownDomains: [', "ownDomains: ['Acme-SaaS.com', ");
      await project.edit('actions/config.ts', 'required: false', 'required: true');
      await project.edit('actions/config.ts', "onSourceDown: 'deny'", "onSourceDown: 'omit'");
      await project.edit(
        'actions/policy.ts',
        '[unverifiedEmail',
        "[{ code: 'EC_no', when: () => true }, unverifiedEmail",
      );
    });
    expect(text.match(/expected \S+/g)).toEqual([
      'expected domains.onSourceDown',
      'expected domains.ownDomains[0]',
      'expected policy.forbid[0].code',
    ]);
  });
});
