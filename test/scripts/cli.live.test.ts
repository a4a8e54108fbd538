import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rootDir as checkout } from '../support/project.ts';
import { fixture } from './fixture.ts';

interface Ending {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the real CLI in a project's folder, with no environment but this. */
const cli = (cwd: string, args: string[], env: Record<string, string> = {}): Promise<Ending> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(checkout, 'scripts/cli.ts'), ...args], { cwd, env }, (error, stdout, stderr) =>
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

describe('build', () => {
  test('prints what it made on stdout', async () => {
    const { exitCode, stdout, stderr } = await cli(await fixture(), ['build']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^dist\/tenant for environment local\n {2}greet {2}sha256 [0-9a-f]{64} {2}219 bytes\n$/);
  });

  test('--json prints one document', async () => {
    const { stdout, stderr } = await cli(await fixture(), ['build', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ folder: 'dist/tenant', actions: [{ name: 'greet', sizeBytes: 219 }] });
    expect(stderr).toBe('');
  });

  test('failures are on stderr and exit 1', async () => {
    const { exitCode, stdout, stderr } = await cli(await fixture({ 'actions/greet.ts': undefined }), ['build']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('tenant/tenant.yaml:32:11 ACTION_WITHOUT_FILE ');
  });

  test('--json prints failures as the document', async () => {
    const { exitCode, stdout } = await cli(await fixture(), ['build', '--json', '--env', 'nope']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ failures: [{ code: 'UNKNOWN_ENVIRONMENT', found: '"nope"' }] });
  });
});

describe('wrong use', () => {
  test('a command that is not there', async () => {
    expect(await cli(await fixture(), ['deplyo'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "error: unknown command 'deplyo'\n(Did you mean deploy?)\nRun it with '-- --help' to see what there is.\n",
    });
  });

  test('an option that is not there', async () => {
    expect(await cli(await fixture(), ['build', '--jsno'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: "error: unknown option '--jsno'\n(Did you mean --json?)\nRun it with '-- --help' to see what there is.\n",
    });
  });

  test('deploy without a tenant', async () => {
    const { exitCode, stderr } = await cli(await fixture(), ['deploy'], { AUTH0_CLIENT_ID: 'id' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('CONNECTION_UNSET expected the environment variables AUTH0_DOMAIN, AUTH0_CLIENT_ID, ');
    expect(stderr).toContain("npm run emulator -- exec 'npm run deploy -- --yes'");
  });
});

test('--help shows examples', async () => {
  const { exitCode, stdout } = await cli(await fixture(), ['deploy', '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "Examples:\n  npm run emulator -- exec 'npm run deploy -- --yes'\n  npm run deploy -- --env production\n",
  );
});
