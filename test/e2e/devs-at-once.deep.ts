/** Commands that stay up, side by side in one checkout. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addTypeCheck, copyProject, rootDir } from '../support/project.ts';

interface Run {
  child: ChildProcess;
  said(text: string): Promise<void>;
}

/** A command of the project that stays up; nobody presses a key. */
function stayingUp(cwd: string, ...args: string[]): Run {
  const child = spawn(process.execPath, [join(rootDir, 'scripts/cli.ts'), ...args], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.emit('said');
    });
  }
  child.once('exit', () => child.emit('said'));
  return {
    child,
    async said(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without saying ${JSON.stringify(text)}: ${output}`);
        await once(child, 'said');
      }
    },
  };
}

test('three runs of dev and one of start work side by side in one checkout, and leave no files', async () => {
  await using project = await copyProject();
  await addTypeCheck(project);
  const devs = ['1', '2', '3'].map(() => stayingUp(project.rootDir, 'dev', '--port', '0', '--no-open'));
  const start = stayingUp(project.rootDir, 'start', '--port', '0');
  await Promise.all(devs.map((run) => run.said('watching actions/ and tenant/')));
  await start.said('Ctrl-C ends the tenant.');
  await project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
  await Promise.all(devs.map((run) => run.said('deployed express-configure-domains in ')));
  const ended = [...devs, start].map(({ child }) => once(child, 'exit'));
  for (const { child } of [...devs, start]) child.kill('SIGTERM');
  expect(await Promise.all(ended)).toEqual(ended.map(() => [0, null]));
  expect(await readdir(join(project.rootDir, 'dist/runs'))).toEqual([]);
});
