import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rootDir } from '../support/project.ts';
import { documentOf } from './document.ts';

const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(...args: string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(rootDir, 'openapi/write-openapi.ts'), ...args], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

function fileOf(content: unknown): string {
  const file = join(folder, 'document.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test.each<[string, () => string[], string]>([
  ['without a file', () => [], 'Usage: npm run openapi -- FILE [--date YYYY-MM-DD]'],
  ['with an option that does not exist', () => ['a.json', '--force'], "Unknown option '--force'"],
  ['with a file that is not there', () => [join(folder, 'none.json')], 'none.json cannot be read'],
  ['with a file that is not JSON', () => [fileOf('openapi: 3.1.0')], 'document.json is not JSON.'],
  [
    'with the document of another API',
    () => [fileOf({ ...documentOf({}), info: { title: 'Petstore' } })],
    'document.json is not the OpenAPI document of the Auth0 Management API.',
  ],
  [
    'with a document without scopes',
    () => [fileOf({ ...documentOf({}), components: { schemas: {} } })],
    'document.json is not the OpenAPI document of the Auth0 Management API.',
  ],
  ['with a document that lacks an operation', () => [fileOf(documentOf({}))], 'The document has no operation GET /'],
])('%s nothing is written, and why is said', (_name, argsOf, message) => {
  const { status, stderr } = write(...argsOf());
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(1);
});
