import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unexpectedFailure } from '../../../scripts/cli/unexpected-failure.ts';
import { runProcess } from '../../support/command.ts';
import { copyProject, rootDir } from '../../support/project.ts';

const env = { AUTH0_CLIENT_SECRET: 'canary-secret', DOMAINS_API_TOKEN: 'canary-token', HOME: '/home' };

test('an error of ours is one line, without the environment’s secrets', () => {
  const { failures } = unexpectedFailure(new TypeError('canary-secret of /home\nsecond line'), { env, isDebug: false });
  expect(failures).toEqual([
    {
      code: 'INTERNAL',
      expected: 'no error that this program does not know',
      found: 'TypeError: *** of /home',
      fix: 'Run it again with --debug to see where, and report that.',
    },
  ]);
});

test('--debug adds the stack trace, without secrets too', () => {
  const [failure] = unexpectedFailure(new Error('canary-token'), { env, isDebug: true }).failures;
  expect(failure?.found).toMatch(/^Error: \*\*\*\n {4}at .*unexpected-failure\.live\.test\.ts/);
  expect(failure?.found).not.toContain('canary');
});

test('the command line shows no stack trace without --debug, and exits 1', async () => {
  await using project = await copyProject();
  const file = join(project.rootDir, 'preload.mjs');
  const sabotage = `const { parse } = JSON;
    JSON.parse = (text) => { if (text.startsWith('{"operations"')) throw new RangeError('boom'); return parse(text); };`;
  await writeFile(file, sabotage);
  const run = (...args: string[]) =>
    runProcess(['scopes', ...args], { cwd: project.rootDir, env: { NODE_OPTIONS: `--import ${file}` } });
  const plain = await run();
  expect(plain).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'INTERNAL expected no error that this program does not know, found RangeError: boom\nFix: Run it again with --debug to see where, and report that.\n',
  });
  const debug = await run('--debug');
  expect(debug.stderr).toContain('    at ');
  expect(debug.stderr).toContain(join(rootDir, 'scripts'));
});

test('a mistyped command or option suggests the nearest', async () => {
  const command = await runProcess(['depoly']);
  expect(command.code).toBe(1);
  expect(command.stderr).toContain("error: unknown command 'depoly'\n(Did you mean deploy?)");
  const option = await runProcess(['plan', '--ot', 'x']);
  expect(option.stderr).toContain("error: unknown option '--ot'\n(Did you mean --out?)");
});
