import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogueOf, loginEvent, withOwnEvents } from '#actions-testing';
import { emailThenPlatform } from '../../../../library/step-up-settings.ts';
import { build } from '../../../../scripts/commands/build/run.ts';
import { check } from '../../../../scripts/commands/check/run.ts';
import { LoginPreview } from '../../../../scripts/commands/dev/login-preview.ts';
import { policyTable } from '../../../../scripts/commands/policy/table.ts';
import { trigger } from '../../../../scripts/commands/trigger/run.ts';
import { loadSamples } from '../../../../scripts/lib/bundle/samples.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { runCommand } from '../../../support/command.ts';
import { gitProject } from '../../../support/git-project.ts';
import { copyProject, type ProjectCopy } from '../../../support/project.ts';

const FILE = 'actions/samples.ts';
const BADGE = `import { cases, type Samples } from 'express-configure/testing';

const badge = 'a-badge-of-the-samples';

export const samples: Samples = {
  events: {
    'partner with a badge': (event) => ({ user: { app_metadata: { ...event.user.app_metadata, badge } } }),
    'partner without a badge': {
      description: 'a partner who has lost it',
      changes: [cases.plainMember, { user: { email: 'pat@partner.example' } }],
      expected: { denied: ['EC_NOT_AUTHORIZED'] },
    },
  },
};
`;

async function withSamples(text: string, make: () => Promise<ProjectCopy> = copyProject): Promise<ProjectCopy> {
  const project = await make();
  await writeFile(join(project.rootDir, FILE), text);
  return project;
}

/** What a file with this behind `export const samples =` is refused with; nothing where it is taken. */
async function refusalOf(samples: string): Promise<string> {
  await using project = await withSamples(`export const samples = ${samples};\n`);
  const loaded = await loadSamples(project.rootDir);
  return loaded.ok ? '' : renderFailures(loaded.failures);
}

test('own events join what trigger lists and runs, and the decision table', async () => {
  await using project = await withSamples(BADGE, gitProject);
  const { rootDir } = project;
  const { stdout } = await runCommand(['trigger', '--list'], { cwd: rootDir });
  expect(stdout).toMatch(/^partner with a badge +an event of actions\/samples\.ts$/m);
  expect(stdout).toMatch(/^partner without a badge +denied EC_NOT_AUTHORIZED +a partner who has lost it$/m);

  const run = async (event: string) => {
    const options = { rootDir, source: { event }, overrides: [], actions: [], onProgress: () => undefined };
    const ran = await trigger(options);
    return ran.ok ? ran.value.decision : renderFailures(ran.failures);
  };
  expect(await run('partner with a badge')).toBe('allowed');
  expect(await run('partner without a badge')).toBe('denied');
  const saved = await new LoginPreview(rootDir, 'dist/tenant', 'partner with a badge').run();
  expect(saved).toContain('partner with a badge');
  expect(await run('partner with the badge')).toContain("Did you mean 'partner with a badge'?");

  await project.edit(
    'actions/policy.ts',
    '  permit: [',
    "  permit: [\n    ({ user }) => user.email === 'pat@partner.example',",
  );
  const table = await policyTable({ rootDir, environment: 'local', against: 'HEAD' });
  if (!table.ok) throw new Error(renderFailures(table.failures));
  expect(table.value.changed.map(({ event, before, after }) => [event, before.decision, after.decision])).toEqual([
    ['partner without a badge', 'denied', 'allowed'],
  ]);
  expect(table.value.rows.map(({ event }) => event).slice(-2)).toEqual([
    'partner with a badge',
    'partner without a badge',
  ]);
});

test('the kit puts own events behind the catalogue, each as the admin by attribute but for its changes', () => {
  const catalogue = catalogueOf(emailThenPlatform);
  const named = withOwnEvents(catalogue, { 'a badge': { user: { nickname: 'badge' } } });
  const [first, own] = [named.find(({ name }) => name === 'admin-by-attribute'), named.at(-1)];
  expect(named.length).toBe(catalogue.length + 1);
  const plain = loginEvent(...(first?.changes ?? []));
  expect(loginEvent(...(own?.changes ?? []))).toEqual({ ...plain, user: { ...plain.user, nickname: 'badge' } });
});

test('samples are in no bundle, and no Action can import them or the kit', async () => {
  await using project = await withSamples(BADGE);
  const { rootDir } = project;
  const made = await build({ rootDir, environment: 'local' });
  if (!made.ok) throw new Error(renderFailures(made.failures));
  for (const { file } of made.value.actions) {
    const code = await readFile(join(rootDir, file), 'utf8');
    expect(code).not.toContain('a-badge-of-the-samples');
  }
  expect(await readFile(join(rootDir, 'dist/tenant/inputs.json'), 'utf8')).not.toContain(FILE);

  const config = "import { config } from './config.ts';";
  for (const [line, found] of [
    ["import { samples } from './samples.ts';\nconsole.log(samples);", FILE],
    ["import { cases } from 'express-configure/testing';\nconsole.log(cases);", 'express-configure/testing'],
    ["import { cases } from '#actions-testing';\nconsole.log(cases);", '#actions-testing'],
  ] as const) {
    await project.edit('actions/grant.ts', config, `${config}\n${line}`);
    expect(await build({ rootDir, environment: 'local' })).toMatchObject({
      failures: [
        {
          code: 'BUNDLE_BUILD',
          found: `${found}, which is for commands and tests alone`,
          where: { file: 'actions/grant.ts', line: 3 },
        },
      ],
    });
    await project.edit('actions/grant.ts', `${config}\n${line}`, config);
  }
});

test('a mistake in the file is told by name and place', async () => {
  const at = (line: number, column: number) => `${FILE}:${line}:${column} `;
  const person = "{ email: 'pat@partner.example', name: 'Pat', organizations: ['acme'], shows: 'a partner' }";
  expect(await refusalOf(`{ people: [${person}] }`)).toBe('');
  expect(await refusalOf('{\n  persons: [],\n}')).toContain(
    `${at(2, 3)}UNKNOWN_KEY expected only the keys organizations, people, events, found "persons"\n`,
  );
  expect(await refusalOf(`{ people: [\n  ${person.replace('pat@partner.example', 'pat')},\n] }`)).toContain(
    `${at(2, 5)}INVALID_VALUE expected people.[0].email must match pattern`,
  );
  expect(await refusalOf(`{ people: [${person.replace("name: 'Pat', ", '')}] }`)).toContain(
    'INVALID_VALUE expected people.[0] must have the key name, found an object\n',
  );
  expect(await refusalOf(`{ people: [\n  ${person.replace("['acme']", "['acme', 'initech']")},\n] }`)).toBe(
    `${at(2, 72)}UNKNOWN_REFERENCE expected one of the sample organizations: acme, globex, found "initech"\n` +
      'Fix: Correct the name, or add the organization to samples.organizations.\n',
  );
  expect(await refusalOf("{ organizations: [{ name: 'globex' }] }")).toContain(
    `${at(1, 44)}DUPLICATE_NAME expected samples.organizations.[0].name to be one that no other sample has, found "globex"\n`,
  );
  expect(await refusalOf(`{ people: [${person}, ${person}] }`)).toContain(
    'DUPLICATE_NAME expected samples.people.[1].email',
  );
  expect(
    await refusalOf(
      "{ events: {\n  'a badge': { user: { mail: 'pat' } },\n  broken: () => { throw new Error('no badge'); },\n} }",
    ),
  ).toBe(
    `${at(2, 3)}INVALID_VALUE expected samples.events["a badge"] to make an event, found ` +
      'event.user.mail: unknown, did you mean "email"?\nFix: Correct the changes; library/contract.ts has every path of an ' +
      `event.\n\n${at(3, 3)}INVALID_VALUE expected samples.events["broken"] to make an event, found no badge\nFix: Correct ` +
      'the changes; library/contract.ts has every path of an event.\n',
  );
  expect(await refusalOf("{ events: {\n  'a badge': { changes: [], startAt: 'grant' },\n} }")).toContain(
    `${at(2, 29)}UNKNOWN_KEY expected only the keys changes, description, startsAt, person, expected, found "startAt"\n`,
  );
  const metadata = (code: string) => person.replace(' }', `, appMetadata: ${code} }`);
  expect(await refusalOf(`{ people: [\n  ${metadata('(ids) => ids.initech.slice(1)')},\n] }`)).toMatch(
    /^actions\/samples\.ts:2:\d+ INVALID_VALUE expected samples\.people\.\[0\]\.appMetadata to return an object, found Cannot read/,
  );
  expect(await refusalOf(`{ people: [\n  ${metadata('() => 7')},\n] }`)).toContain(
    'to return an object, found another value\n',
  );
  expect(await refusalOf(`{ people: [${metadata('({ acme }) => ({ acme })')}] }`)).toBe('');
  expect(await refusalOf('{};\nexport const other = samples')).toBe('');
  expect(await refusalOf('7')).toContain(`${at(1, 24)}INVALID_VALUE expected the file must be object`);
  expect(await refusalOf('nothing')).toContain(
    `${FILE} BUNDLE_LOAD expected ${FILE} and what it imports to load, found ReferenceError`,
  );
  expect(await refusalOf('{')).toMatch(/^actions\/samples\.ts:\d+:\d+ BUNDLE_BUILD /);
});

test('an own event has no name of the catalogue, and check tells of the file', async () => {
  await using project = await withSamples("export const samples = {\n  events: { 'plain-member': {} },\n};\n");
  const { rootDir } = project;
  const ran = await trigger({
    rootDir,
    source: { event: 'plain-member' },
    overrides: [],
    actions: [],
    onProgress: () => undefined,
  });
  expect(ran.ok ? '' : renderFailures(ran.failures)).toContain(
    `${FILE}:2:13 DUPLICATE_NAME expected a name in samples.events that no event of the catalogue has, found "plain-member"\n`,
  );
  await writeFile(join(rootDir, FILE), 'export const samples = { people: 1 };\n');
  const checked = await check({ rootDir, environment: 'local', env: {} });
  expect(checked.ok ? '' : renderFailures(checked.failures)).toContain(
    `${FILE}:1:26 INVALID_VALUE expected people must be array`,
  );
});
