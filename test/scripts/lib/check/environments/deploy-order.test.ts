import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDeployOrder } from '../../../../../scripts/lib/check/environments/deploy-order.ts';
import { readEnvironment } from '../../../../../scripts/lib/manifest/environment.ts';
import { copyProject } from '../../../../support/project.ts';

/** What `check` says of an environment in a project with these files. */
async function judged(name: string, files: Record<string, string>): Promise<string[]> {
  await using project = await copyProject();
  for (const [each, text] of Object.entries(files)) {
    await writeFile(join(project.rootDir, 'tenant/environments', `${each}.yaml`), text);
  }
  const environment = await readEnvironment(project.rootDir, name);
  if (!environment.ok) return environment.failures.map(({ code, expected }) => `${code}: ${expected}`);
  const failures = await checkDeployOrder(project.rootDir, environment.value);
  return failures.map(({ found, fix, where }) => `${where?.line}:${where?.column} ${found}. ${fix}`);
}

test.each([
  ['without', 'values: {}\n'],
  ['of another environment', 'after: staging\n'],
  ['in quotes, with a comment', 'after: "staging" # tried there first\n'],
])('an order %s is right', async (_what, production) => {
  expect(await judged('production', { staging: 'values: {}\n', production })).toEqual([]);
});

test.each([
  ['nothing', 'after: stagin\n', '1:8 stagin. Write one of: staging.'],
  ['itself', 'after: production\n', '1:8 production. Write one of: staging.'],
  ['the local tenant', 'after: local\n', '1:8 local. Write one of: staging.'],
  [
    'a line that workflows do not read',
    '"after": staging\n',
    '1:10 another form of YAML. Write it so: workflows read the line.',
  ],
  ['the next line', 'after:\n  staging\n', '2:3 another form of YAML. Write it so: workflows read the line.'],
])('an order after %s is refused', async (_what, production, said) => {
  expect(await judged('production', { staging: 'values: {}\n', production })).toEqual([said]);
});

test('an order in a circle is refused', async () => {
  expect(await judged('a', { a: 'after: b\n', b: 'after: a\n' })).toEqual([
    '1:8 a after b after a. Remove one `after:`.',
  ]);
});

test('a circle that does not come back to where it began is refused', async () => {
  expect(await judged('a', { a: 'after: b\n', b: 'after: c\n', c: 'after: b\n' })).toEqual([
    '1:8 a after b after c after b. Remove one `after:`.',
  ]);
});

test('an order of four is refused', async () => {
  const files = { a: 'values: {}\n', b: 'after: a\n', c: 'after: b\n', d: 'after: c\n' };
  expect(await judged('c', files)).toEqual([]);
  expect(await judged('d', files)).toEqual(['1:8 d after c after b after a. Let two of them come after the same one.']);
});

test('the local tenant has no order', async () => {
  expect(await judged('local', { staging: 'values: {}\n', local: 'after: staging\n' })).toEqual([
    '1:8 staging. Remove the line: no workflow deploys to the local tenant.',
  ]);
});

test('more than a name is refused', async () => {
  expect(await judged('production', { production: 'after: [staging]\n' })).toEqual([
    'INVALID_VALUE: the name of another environment, such as staging',
  ]);
});
