import dns from 'node:dns';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../../emulator/runtime/api.ts';
import { type Handler, loadExports, selectHandler } from '../../../emulator/runtime/sandbox.ts';
import { useExternalApi } from '../../support/domains-api.ts';
import { grantedEvent, place } from '../../support/events.ts';
import { copyProject, type ProjectCopy, projectDir, rootDir } from '../../support/project.ts';
import { builtActions, type DeployableAction } from '../../support/tenant.ts';
import { allFaults } from './all-faults.ts';
import { startNeighbours } from './neighbours.ts';
import { MODES, OUTCOMES } from './outcomes.ts';
import { observing, surroundings, type Trial, tryAll } from './trial.ts';

/** The domains Action of a project, as built. */
async function domainsAction(project: { rootDir: string }): Promise<Required<DeployableAction>> {
  const actions = await builtActions(project.rootDir);
  const found = actions.find(({ name }) => name === 'express-configure-domains');
  if (found === undefined) throw new Error('no domains Action');
  return found;
}

async function projectAskingApi(edit: (project: ProjectCopy) => Promise<void> = async () => {}) {
  await using project = await copyProject();
  await useExternalApi(project);
  await edit(project);
  return await domainsAction(project);
}

/** As the runtime loads it, with the packages it declares and no other. */
const loadAction = (action: Required<DeployableAction>): Handler =>
  selectHandler(loadExports({ ...action, resolveFrom: join(rootDir, 'package.json') }), 'onExecutePostLogin');

const { cache } = createRequire(import.meta.url);
const filesOf = (name: string): string[] =>
  Object.keys(cache).filter((file) => file.includes(`/node_modules/${name}/`));

/** Which of the packages an execution loads that finds none of them loaded. */
async function packagesLoadedBy(handler: Handler, event: ReturnType<typeof grantedEvent>): Promise<string[]> {
  const packages = ['axios', 'tldts'];
  for (const file of packages.flatMap(filesOf)) delete cache[file];
  await handler(event, createApi(event).api);
  return packages.filter((name) => filesOf(name).length > 0);
}

observing();
const neighbours = await startNeighbours();
afterAll(() => neighbours[Symbol.asyncDispose]());

describe('the API is chosen when the project is built', () => {
  const secrets = { DOMAINS_API_URL: 'https://domains.acme-saas.invalid', DOMAINS_API_TOKEN: 'token' };
  const withSecrets = () => place(grantedEvent(), ['secrets'], secrets);

  test('where it is not, the bundle has nothing of it, and loads the Public Suffix List alone', async () => {
    const action = await domainsAction({ rootDir: projectDir });
    expect(action.dependencies.map(({ name }) => name)).toEqual(['tldts']);
    expect(action.code).not.toMatch(/axios|DOMAINS_API/);
    expect(await packagesLoadedBy(loadAction(action), withSecrets())).toEqual(['tldts']);
  });

  test('where it is, axios is loaded for the call, and for nothing that ends before', async () => {
    const action = await projectAskingApi();
    expect(action.dependencies.map(({ name }) => name)).toEqual(['tldts', 'axios']);
    const handler = loadAction(action);
    const otherAudience = place(withSecrets(), ['resource_server'], { identifier: 'https://api.acme.com/' });
    expect(await packagesLoadedBy(handler, otherAudience)).toEqual([]);
    expect(await packagesLoadedBy(handler, grantedEvent())).toEqual([]);
    expect(await packagesLoadedBy(handler, withSecrets())).toEqual(['axios']);
  });
});

/** The faults that the shipped budget, clock and agent are put to. */
const WORST = [
  'token ending in a newline',
  'DNS: NXDOMAIN',
  'DNS: no answer',
  'connection never accepted',
  'TLS: no handshake',
  'TLS: certificate expired',
  'TLS: certificate of an unknown authority',
  'redirected to another host',
  'redirected to http',
  'redirected to the cloud’s metadata',
  'status 429 until past the budget',
  'headers drip',
  'early hints for ever',
  'body drips',
  'status 503, then nothing',
  'another organization',
  'a page that says it is JSON',
  'an address among domains',
  'a body without end',
  'a gzip bomb',
  'status 503, then well',
  'reset before headers, then well',
];

const { lookup } = dns;
const authorities = tls.getCACertificates('default');
beforeAll(() => {
  Reflect.set(dns, 'lookup', (hostname: string, ...rest: unknown[]) => {
    const injected = hostname.endsWith('.acme-saas.com') ? surroundings().agentOptions.lookup : undefined;
    return Reflect.apply(injected ?? lookup, dns, [hostname, ...rest]);
  });
});
afterAll(() => {
  Reflect.set(dns, 'lookup', lookup);
  tls.setDefaultCACertificates(authorities);
});

/** What a bundle takes from its host is put there, since nothing can be injected into it. */
const onItsHost =
  (handler: Handler): Handler =>
  (...args) => {
    const trusted = [surroundings().agentOptions.ca ?? []].flat().map(String);
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...trusted]);
    return handler(...args);
  };

describe.each(MODES)('a bundle with the failure mode $mode', ({ mode, onSourceDown, onInvalid }) => {
  const faults = allFaults(neighbours).filter(({ what }) => WORST.includes(what));
  let action: Required<DeployableAction>;
  let trials: Map<string, Trial>;

  beforeAll(async () => {
    action = await projectAskingApi(async (project) => {
      await project.edit('actions/config.ts', "onSourceDown: 'deny'", `onSourceDown: '${onSourceDown}'`);
      await project.edit('actions/config.ts', "onInvalid: 'deny'", `onInvalid: '${onInvalid}'`);
    });
    trials = await tryAll(onItsHost(loadAction(action)), faults, neighbours);
  });

  test('is put to each of them', () => {
    expect([...trials.keys()].sort()).toEqual([...WORST].sort());
  });

  test.each(faults)('$what: $outcome', ({ what, outcome, connections, requests }) => {
    const trial = trials.get(what);
    expect(trial?.outcome).toEqual(OUTCOMES[outcome][mode]);
    expect(trial?.connections).toHaveLength(connections);
    expect(trial?.requests).toHaveLength(requests);
    expect(trial?.budgetMs).toBe(outcome === 'misconfigured' ? undefined : 3000);
  });

  test('axios that is not there, or in another version, is a source that is down', async () => {
    for (const dependencies of [[], [{ name: 'axios', version: '0.0.1' }]]) {
      const handler = loadAction({ ...action, dependencies });
      const [fault] = allFaults(neighbours).filter(({ what }) => what === 'status 503, then well');
      if (fault === undefined) throw new Error('no such fault');
      const trial = (await tryAll(handler, [fault], neighbours)).get(fault.what);
      expect(trial?.outcome).toEqual(OUTCOMES.down[mode]);
      expect(trial?.connections).toEqual([]);
    }
  });

  test('nothing arrives elsewhere', () => {
    expect(neighbours.requestsElsewhere()).toEqual([]);
  });
});
