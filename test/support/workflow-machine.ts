import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { rootDir } from './project.ts';
import { parseWorkflow, workflowFiles } from './workflows.ts';

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
  /** Returns the content of a file afterwards; `undefined` if there is none. */
  file(path: string): Promise<string | undefined>;
}

export interface Machine extends AsyncDisposable {
  write(path: string, text: string): Promise<void>;
  /** Runs a step of a workflow as GitHub does. */
  step(workflow: string, name: string, env?: Record<string, string>): Promise<Ran>;
}

/** Makes a folder as a job finds it, with our programs in place of those that would use the network. */
export async function machine(programs: Record<string, string>): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'workflow-steps-'));
  const write = async (path: string, text: string, mode = 0o644): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode });
  };
  for (const file of ['.github/summary.ts', '.github/order.ts', 'scripts/lib/manifest/deploy-order.ts']) {
    await cp(join(rootDir, file), join(folder, file), { recursive: true });
  }
  await write('package.json', '{ "type": "module" }');
  for (const [name, script] of Object.entries(programs)) await write(`bin/${name}`, `#!/bin/sh\n${script}\n`, 0o755);

  return {
    write,
    async step(file, name, env = {}) {
      const { jobs } = parseWorkflow((await workflowFiles()).get(file) ?? '');
      const step = Object.values(jobs).flatMap(({ steps = [] }) => steps.find((one) => one.name === name) ?? [])[0];
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
        {
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
            ENVIRONMENT: 'production-eu',
            GITHUB_EVENT_NAME: 'push',
            GITHUB_SERVER_URL: 'https://github.com',
            GITHUB_REPOSITORY: 'acme/express',
            GITHUB_RUN_ID: '7',
            GITHUB_SHA: 'b0b',
            GITHUB_OUTPUT: join(folder, 'output'),
            GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
            ...env,
          },
        },
      );
      return { status, stdout, stderr, file: (path) => readFile(join(folder, path), 'utf8').catch(() => undefined) };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
