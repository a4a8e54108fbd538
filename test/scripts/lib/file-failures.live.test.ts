import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unexpectedFailure } from '../../../scripts/cli/unexpected-failure.ts';
import { build } from '../../../scripts/commands/build/run.ts';
import { check } from '../../../scripts/commands/check/run.ts';
import type { Result } from '../../../scripts/lib/failures.ts';
import { renderFailures } from '../../../scripts/lib/render.ts';
import { runCommand } from '../../support/command.ts';
import { fixture } from '../fixture.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';

const said = (result: Result<unknown>): string => (result.ok ? '' : renderFailures(result.failures));
const checked = async (rootDir: string): Promise<string> =>
  said(await check({ rootDir, environment: 'local', env: {} }));
const built = async (rootDir: string): Promise<string> => said(await build({ rootDir, environment: 'local' }));

/** Nine levels of nine aliases each: 387 million parts. */
const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
  )
  .join('\n');

describe('YAML beyond all reason has a failure of its own', () => {
  test.each([
    ['a bomb of aliases', `${BOMB}\n`],
    ['an alias of what it stands in', 'clients: &a [*a]\n'],
    ['a merge of what it stands in', 'clients: &a\n  <<: *a\n'],
    ['levels without end, in flow style', `clients: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
    ['more levels than anybody writes', `clients: ${'['.repeat(150)}${']'.repeat(150)}\n`],
    ['levels of maps', Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s', async (_name, text) => {
    const failures = await checked(await fixture({ [TENANT]: text }));
    expect(failures).toMatch(/^tenant\/tenant\.yaml\S* YAML_MALFORMED expected /m);
    expect(await checked(await fixture({ [LOCAL]: text }))).toMatch(/YAML_MALFORMED expected /);
  });

  test('aliases that a tenant may need are taken', async () => {
    const uses = Array.from({ length: 300 }, (_, index) => `k${index}: *a`).join('\n');
    expect(await checked(await fixture({ [LOCAL]: `a: &a x\n${uses}\n` }))).not.toContain('YAML_MALFORMED');
  });

  test('levels that the parser itself cannot take are told as levels', async () => {
    for (const text of ['['.repeat(100_000), '{a: '.repeat(50_000), '- '.repeat(50_000), '? '.repeat(50_000)]) {
      expect(await checked(await fixture({ [TENANT]: text }))).toMatch(/ found levels or aliases beyond that\n/);
    }
  });

  test.each([
    ['UTF-16', Buffer.from('\ufeffclients: []', 'utf16le')],
    ['UTF-16, big-endian', Buffer.from('\ufeffclients: []', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('# caf\xe9\nclients: []', 'latin1')],
    ['a NUL byte', Buffer.from('# \0\nclients: []')],
    ['an escape character', Buffer.from('clients: "\x1b[2J"')],
  ])('%s is no text that a tenant could be read from', async (_name, bytes) => {
    for (const file of [TENANT, LOCAL]) {
      const rootDir = await fixture();
      await writeFile(join(rootDir, file), bytes);
      expect(await checked(rootDir)).toContain(
        `${file} YAML_MALFORMED expected YAML 1.2 in UTF-8, found bytes that are no text in UTF-8\nFix: `,
      );
    }
  });

  test('a byte order mark is no mistake', async () => {
    expect(await checked(await fixture({ [LOCAL]: '\ufeffvalues: {}' }))).not.toContain('YAML_MALFORMED');
  });

  test.each([
    ['clientGrants', '[null]', 'clientGrants.[0] must be object, found null'],
    ['logStreams', '[[x]]', 'logStreams.[0] must be object, found a list of 1'],
    ['themes', 'x', 'themes must be array, found a text'],
    ['branding', '[x]', 'branding must be object, found a list of 1'],
    ['attackProtection', '', 'attackProtection must be object, found null'],
    ['customDomains', '{ a: 1 }', 'customDomains must be array, found an object'],
  ])('a section %s that is %s', async (section, text, said) => {
    expect(await checked(await fixture({ [TENANT]: `${section}: ${text}\n` }))).toContain(
      `INVALID_VALUE expected ${said}`,
    );
  });

  test('a tag that is not known', async () => {
    expect(await checked(await fixture({ [TENANT]: 'clients: !include ../secret.txt\n' }))).toContain(
      'YAML_MALFORMED expected YAML 1.2, found a tag that is not known',
    );
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'])(
  'a section named %s is unknown, in every file',
  async (name) => {
    const tenant = await checked(await fixture({ [TENANT]: `${name}: {}\n` }));
    expect(tenant).toContain(`UNKNOWN_SECTION expected a section auth0-deploy-cli knows, found "${name}"`);
    expect(await checked(await fixture({ [LOCAL]: `${name}: {}\n` }))).toMatch(/UNKNOWN_KEY|INVALID_VALUE/);
    expect(await checked(await fixture({ [LOCAL]: `values: { ${name}: 1 }\n` }))).toContain('KEYWORD_NAME');
  },
);

describe('the file system', () => {
  test('dist is a file', async () => {
    const rootDir = await fixture({ dist: 'mine' });
    expect(await built(rootDir)).toBe(
      'dist FILE_UNUSABLE expected files and folders that can be read and written, found a file in the place of a folder (EEXIST, mkdir)\n' +
        'Fix: Move the file away: a folder belongs there.\n',
    );
    expect(await checked(rootDir)).not.toContain('FILE_UNUSABLE');
    const { code, stdout } = await runCommand(['build', '--json'], { cwd: rootDir });
    expect([code, JSON.parse(stdout).failures[0].code]).toEqual([1, 'FILE_UNUSABLE']);
  });

  test.each([TENANT, LOCAL, 'package.json', 'package-lock.json'])('a folder in the place of %s', async (file) => {
    const rootDir = await fixture({ [file]: undefined });
    await mkdir(join(rootDir, file), { recursive: true });
    expect(await built(rootDir)).toBe(
      `${file} FILE_UNUSABLE expected files and folders that can be read and written, found a folder (EISDIR, read)\n` +
        'Fix: Move the folder away: a file belongs there.\n',
    );
  });

  test.each([TENANT, LOCAL])('a link that leads to itself in the place of %s', async (file) => {
    const rootDir = await fixture({ [file]: undefined });
    await mkdir(join(rootDir, 'tenant/environments'), { recursive: true });
    await symlink(join(rootDir, file), join(rootDir, file));
    expect(await built(rootDir)).toContain(`${file} FILE_UNUSABLE`);
  });

  test('a folder in the place of an Action’s source, and of a file of tenant/', async () => {
    const rootDir = await fixture({ 'actions/greet.ts': undefined });
    await mkdir(join(rootDir, 'actions/greet.ts'), { recursive: true });
    await mkdir(join(rootDir, 'tenant/emails/welcome.html'), { recursive: true });
    expect(await built(rootDir)).toContain('ACTION_WITHOUT_FILE');
  });

  test.each(['package.json', 'package-lock.json'])('%s that is no JSON', async (file) => {
    for (const text of ['{ "name": ', '[]', '']) {
      expect(await built(await fixture({ [file]: text }))).toBe(
        `${file} INVALID_VALUE expected ${file} to be an object in JSON, found a text that is none\nFix: Restore ${file}, from git for instance.\n`,
      );
    }
  });

  test('no package.json', async () => {
    expect(await built(await fixture({ 'package.json': undefined }))).toContain('package.json FILE_UNUSABLE');
  });

  test.runIf(existsSync('/dev/full'))('a full disk', async () => {
    const error: unknown = await writeFile('/dev/full', 'x').catch((cause: unknown) => cause);
    const { failures } = unexpectedFailure(error, { env: {}, isDebug: false });
    expect(failures).toEqual([
      {
        code: 'FILE_UNUSABLE',
        expected: 'files and folders that can be read and written',
        found: 'a full disk (ENOSPC, write)',
        fix: 'Make room on the disk and run the command again.',
      },
    ]);
  });

  test.each([
    ['EFBIG', 'a file that is too large'],
    ['EIO', 'a disk that fails'],
    ['EXDEV', 'a file system that refuses'],
  ])('an error %s of it', (code, found) => {
    const error = Object.assign(new Error(code), { code, syscall: 'write' });
    expect(unexpectedFailure(error, { env: {}, isDebug: false }).failures).toMatchObject([
      { code: 'FILE_UNUSABLE', found: `${found} (${code}, write)` },
    ]);
  });

  test.runIf(existsSync('/dev/zero')).each([TENANT, LOCAL])(
    'a device without an end in the place of %s',
    async (file) => {
      const rootDir = await fixture({ [file]: undefined });
      await mkdir(join(rootDir, 'tenant/environments'), { recursive: true });
      await symlink('/dev/zero', join(rootDir, file));
      expect(await built(rootDir)).toContain(
        `${file} FILE_UNUSABLE expected files and folders that can be read and written, found something other than a file (EINVAL, read)\n`,
      );
    },
  );

  test('a file of more than any tenant needs', async () => {
    const rootDir = await fixture();
    await truncate(join(rootDir, TENANT), 17 * 1024 * 1024);
    expect(await built(rootDir)).toContain(
      `${TENANT} FILE_UNUSABLE expected files and folders that can be read and written, found a file that is too large (EFBIG, read)\n`,
    );
  });

  test('a port that may not be used is something else', () => {
    const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' });
    expect(unexpectedFailure(error, { env: {}, isDebug: false }).failures[0]?.code).toBe('INTERNAL');
  });

  test('no folder of Actions', async () => {
    const rootDir = await fixture();
    await rm(join(rootDir, 'actions'), { recursive: true });
    await writeFile(join(rootDir, 'actions'), 'a file');
    expect(await built(rootDir)).toContain('ACTION_WITHOUT_FILE');
  });
});
