import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importWithDeployCli } from '../../../../scripts/lib/deploy-cli/deploy-cli.ts';
import { Traffic } from '../../../../scripts/lib/tenant/traffic.ts';

const SCHEMA = 'lib/tools/auth0/schema.js';

/** Ends in an error that tells of the schema, so that it is seen what the CLI would compile. */
const FAILS_WITH_SCHEMA = `
  const { default: schema } = require('./tools/auth0/schema.js');
  console.log('now - error: ' + JSON.stringify(schema));
  process.exit(1);
`;

/** An import by a package in place of auth0-deploy-cli, of these files. */
async function imported(files: Record<string, string>, { hasPrompts = false, domain = 'localhost' } = {}) {
  const rootDir = await mkdtemp(join(tmpdir(), 'express-configure-'));
  onTestFinished(() => rm(rootDir, { recursive: true }));
  await mkdir(join(rootDir, 'dist/tenant'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(rootDir, path)), { recursive: true });
    await writeFile(join(rootDir, path), content);
  }
  const { failures, notes } = await importWithDeployCli({
    rootDir,
    folder: 'dist/tenant',
    file: 'stage.yaml',
    hasPrompts,
    connection: { domain, clientId: 'id', clientSecret: 'secret' },
    keywords: {},
    traffic: new Traffic(),
    cli: join(rootDir, 'lib/index.js'),
  });
  return { found: failures.map(({ found }) => found), notes };
}

const note = (reason: string) =>
  `auth0-deploy-cli is not laid out as it was (${reason}): it compiles its whole schema, which takes half a minute and 2 GB a stage. Nothing else is different.`;

describe("auth0-deploy-cli's schema", () => {
  const huge = "exports.default = { properties: { roles: { type: 'array' }, prompts: { huge: true } } };";

  test('is without prompts where the file has none', async () => {
    expect(await imported({ 'lib/index.js': FAILS_WITH_SCHEMA, [SCHEMA]: huge })).toEqual({
      found: ['exit 1: {"properties":{"roles":{"type":"array"},"prompts":{"type":"object"}}}'],
      notes: [],
    });
  });

  test('is whole where the file has prompts', async () => {
    expect(await imported({ 'lib/index.js': FAILS_WITH_SCHEMA, [SCHEMA]: huge }, { hasPrompts: true })).toEqual({
      found: ['exit 1: {"properties":{"roles":{"type":"array"},"prompts":{"huge":true}}}'],
      notes: [],
    });
  });
});

describe('of a package that is laid out otherwise the plain CLI runs, and people are told', () => {
  test('where the schema is not where it was', async () => {
    const { found, notes } = await imported({ 'lib/index.js': '' });
    expect(found).toEqual([]);
    expect(notes).toEqual([note("Cannot find module './tools/auth0/schema.js'")]);
  });

  test.each([
    ['it has no prompts', "exports.default = { properties: { roles: { type: 'array' } } };"],
    ['it has no properties', 'exports.default = { $ref: "#/definitions/tenant" };'],
    ['it is made by a function', 'exports.default = () => ({ properties: { prompts: {} } });'],
    ['it is exported otherwise', 'exports.schema = { properties: { prompts: {} } };'],
  ])('where %s', async (_what, schema) => {
    expect(await imported({ 'lib/index.js': '', [SCHEMA]: schema })).toEqual({
      found: [],
      notes: [note('its schema has no properties.prompts')],
    });
  });

  test('where it can not be changed, and then it is whole', async () => {
    const frozen = 'exports.default = { properties: Object.freeze({ prompts: { huge: true } }) };';
    const { found, notes } = await imported({ 'lib/index.js': FAILS_WITH_SCHEMA, [SCHEMA]: frozen });
    expect(found).toEqual(['exit 1: {"properties":{"prompts":{"huge":true}}}']);
    expect(notes).toEqual([note("Cannot assign to read only property 'prompts' of object '#<Object>'")]);
  });
});

describe("auth0-deploy-cli's waits", () => {
  const files = {
    [SCHEMA]: 'exports.default = { properties: { prompts: {} } };',
    'lib/tools/utils.js': "exports.sleep = async (ms) => console.log('now - error: waits ' + ms);",
    'lib/index.js': `
      const { sleep } = require('./tools/utils.js');
      sleep(2000).then(() => {
        console.log('now - error: goes on');
        process.exit(1);
      });
    `,
  };

  test('are for Auth0 as they come', async () => {
    expect((await imported(files, { domain: 'acme.eu.auth0.com' })).found).toEqual([
      expect.stringContaining('waits 2000'),
    ]);
  });

  test('are shorter for a tenant on this machine', async () => {
    const { found } = await imported(files);
    expect(found).toEqual([expect.not.stringContaining('waits')]);
    expect(found).toEqual([expect.stringContaining('goes on')]);
  });

  test('remain where the package is laid out otherwise', async () => {
    const { 'lib/tools/utils.js': _utils, ...others } = files;
    const frozen = { ...files, 'lib/tools/utils.js': `${files['lib/tools/utils.js']} Object.freeze(exports);` };
    expect((await imported(frozen)).found).toEqual([expect.stringContaining('waits 2000')]);
    expect((await imported({ ...others, 'lib/index.js': '' })).found).toEqual([]);
  });
});
