import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { envOf, type Rig } from './deploy-rig.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

/** The stock auth0-deploy-cli, in the project's folder and on this tenant; rejects where it fails. */
export const a0deploy = (tenant: Rig, args: string[], env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [CLI, ...args], {
    cwd: tenant.project.rootDir,
    env: { ...envOf(tenant), ...env },
  });
