import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mistakesIn } from './support/github-parser.ts';
import { misplacedSecrets, unsafe } from './support/workflow-rules.ts';
import { workflowFiles, yamlFiles } from './support/workflows.ts';

interface Change {
  what: string;
  file: string;
  from: string;
  to: string;
  finding: string;
}

const changes: Change[] = parse(readFileSync(join(import.meta.dirname, 'support/unsafe-workflows.yaml'), 'utf8'));

/** The workflows with one of them changed. */
async function changed({ file, from, to }: Pick<Change, 'file' | 'from' | 'to'>): Promise<Map<string, string>> {
  const files = await workflowFiles();
  const text = files.get(file) ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  return files.set(
    file,
    text.replace(from, () => to),
  );
}

test("GitHub's parser finds nothing in any workflow", async () => {
  for (const [name, text] of await workflowFiles()) expect(await mistakesIn(name, text)).toEqual([]);
});

test.each([
  ['a key', 'needs: environments', 'need: environments', "Unexpected value 'need'"],
  ['a job', 'needs: environments', 'needs: nothing', "depends on unknown job 'nothing'"],
  ['an expression', 'inputs.accept-tenant-wide && ', 'nope() && ', "Unrecognized function: 'nope'"],
  ['a right', 'contents: read', 'contents: raed', "Unexpected value 'raed'"],
  ['a trigger', 'push:', 'pushed:', "Unexpected value 'pushed'"],
  [
    'a workflow of ours',
    'uses: ./.github/workflows/ci.yml',
    'with: { a: 1 }\n    uses: ./.github/workflows/ci.yml',
    'a is not',
  ],
])('it finds a mistake in %s', async (_what, from, to, finding) => {
  const text = (await changed({ file: 'deploy.yml', from, to })).get('deploy.yml') ?? '';
  expect((await mistakesIn('deploy.yml', text)).join('\n')).toContain(finding);
});

test('no workflow is unsafe', async () => {
  expect([...(await workflowFiles()).keys()]).toEqual([
    'ci.yml',
    'deploy.yml',
    'drift.yml',
    'environments.yml',
    'plan.yml',
  ]);
  expect(unsafe(await workflowFiles())).toEqual([]);
});

describe('a workflow is unsafe that', () => {
  test.each(changes.map((change) => [change.what, change] as const))('%s', async (_what, change) => {
    expect(unsafe(await changed(change))).toEqual([`${change.file}: ${change.finding}`]);
  });
});

test('a command gets the secrets of tenant/environments/ that it needs', async () => {
  const environments = await yamlFiles('tenant/environments');
  expect(environments.size).toBeGreaterThan(0);
  expect(misplacedSecrets(await workflowFiles(), environments.values())).toEqual([]);
});

test('a deploy needs all secrets, the commands that read need the public ones alone', async () => {
  const declared =
    'secrets: { OIN_CLIENT_IDS: { version: 1 }, TOKEN: { version: 1 }, URL: { version: 1, public: true } }';
  expect(misplacedSecrets(await workflowFiles(), [declared])).toEqual([
    'deploy.yml: Plan needs URL',
    'deploy.yml: Deploy needs TOKEN',
    'deploy.yml: Deploy needs URL',
    'drift.yml: Drift needs URL',
    'plan.yml: Plan needs URL',
  ]);
  const files = await changed({ file: 'plan.yml', from: 'AUTH0_DOMAIN: ', to: 'TOKEN: x\n          AUTH0_DOMAIN: ' });
  expect(misplacedSecrets(files, [declared])).toContain('plan.yml: Plan has no need of TOKEN');
});
