import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { staleNotes, supportedOperations } from '../../../emulator/management/supported.ts';

test('SUPPORTED.md lists the operations as they are', () => {
  const written = readFileSync(new URL('../../../emulator/SUPPORTED.md', import.meta.url), 'utf8');
  const isCurrent = written === supportedOperations();
  expect(isCurrent, 'run node emulator/management/write-supported.ts').toBe(true);
});

test('every note is on an operation that is there', () => {
  expect(staleNotes()).toEqual([]);
});

test('an operation has its scopes, what it does differently and which parameters it does not know', () => {
  const lines = supportedOperations().split('\n');
  expect(lines).toContain(
    '| `GET /clients` | `read:clients` `read:client_keys` `read:client_credentials` `read:client_summary` | with "All Applications", which nobody can log in to; without `external_client_id`, `q` |',
  );
  expect(lines).toContain(
    '| `GET /clients/{id}` | `read:clients` `read:client_keys` `read:client_credentials` `read:client_summary` |  |',
  );
  expect(lines.filter((line) => line.startsWith('## ')).slice(0, 3)).toEqual([
    '## actions',
    '## client-grants',
    '## clients',
  ]);
});
