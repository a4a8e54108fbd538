import { expect, test } from 'vitest';
import { cliFailure } from '../../../../scripts/lib/deploy-cli/cli-failure.ts';
import type { Ended } from '../../../../scripts/lib/deploy-cli/import.ts';
import { type FailedRequest, refusedRequest } from '../../../../scripts/lib/tenant/failed-request.ts';
import { Traffic } from '../../../../scripts/lib/tenant/traffic.ts';

const connection = { domain: 'acme.eu.auth0.com', clientId: 'id', clientSecret: 'canary-secret' };
const options = {
  rootDir: '/project',
  folder: 'dist/runs/run-1',
  keptIn: 'dist/tenant',
  file: 'stage-actions.yaml',
  hasPrompts: false,
  connection,
  keywords: { TOKEN: 'canary-token' },
  traffic: new Traffic(),
};

const FAILED_READ: FailedRequest = refusedRequest('GET /api/v2/branding', 403, { message: 'Insufficient scope' });
const BUSY = refusedRequest('POST /api/v2/roles', 429, { message: 'Global limit has been reached' });

const failure = (ended: Partial<Ended>) =>
  cliFailure(options, { with: 1, isLate: false, hasToken: true, output: '', failed: [], ...ended });

test('what the CLI went on after is not why it ended', () => {
  const output =
    '2026-01-02T03:04:05.000Z - error: Problem running command import\n2026-01-02T03:04:05.000Z - error: Schema validation failed\n';
  expect(failure({ output, failed: [FAILED_READ] })).toEqual({
    code: 'DEPLOY_CLI',
    expected: 'auth0-deploy-cli to import dist/tenant/stage-actions.yaml',
    found: 'exit 1: Problem running command import / Schema validation failed',
    where: { file: 'dist/tenant/stage-actions.yaml' },
    fix: 'Correct what the message names and run the command again: it continues where it ended.',
  });
});

test('a request of the tenant that its last words tell of is', () => {
  const output = 'x - error: Problem creating roles {}\nTooManyRequestsError\nStatus code: 429\n';
  expect(failure({ output, failed: [FAILED_READ, BUSY] })).toMatchObject({
    code: 'TENANT_BUSY',
    expected: 'the tenant to have time for this (auth0-deploy-cli importing dist/tenant/stage-actions.yaml)',
    found: '429 Global limit has been reached (POST /api/v2/roles)',
    where: { file: 'dist/tenant/stage-actions.yaml' },
  });
});

test('an object that was refused is told in the words of the CLI, which name it, in short', () => {
  const refused = refusedRequest('POST /api/v2/actions/actions', 400, { message: 'Bad' });
  const output = `x - error: Problem creating actions {"name":"a","code":"${'c'.repeat(500)}"}\nStatus code: 400\n"message": "Bad canary-token"\n`;
  const { code, found } = failure({ output, failed: [refused] });
  expect(code).toBe('DEPLOY_CLI');
  expect(found).toMatch(
    /^exit 1: Problem creating actions \{"name":"a","code":"c+… \/ Status code: 400 \/ "message": "Bad \*{3}"$/,
  );
  expect(found.length).toBeLessThan(400);
});

test('one that was ended because the time was up says what kept it', () => {
  const late = { with: 'SIGTERM', isLate: true };
  expect(failure({ ...late, failed: [BUSY, FAILED_READ] })).toMatchObject({
    code: 'TENANT_BUSY',
    expected: 'auth0-deploy-cli to import dist/tenant/stage-actions.yaml in 10 minutes',
    found: '429 Global limit has been reached (POST /api/v2/roles)',
  });
  expect(failure(late)).toMatchObject({
    code: 'DEPLOY_CLI',
    found: 'exit SIGTERM: ',
    fix: 'Run the command again: it continues where it ended.',
  });
});
