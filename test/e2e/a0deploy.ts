import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDir } from '../support/project.ts';
import { envOf, type Rig } from './deploy-rig.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

/** What a deploy loads into it: without these an import compiles a schema of 8 MB, and waits for Auth0's backends. */
const PRELOADED = ['preload-schema', 'preload-waits'].flatMap((name) => [
  '--import',
  join(rootDir, `scripts/lib/deploy-cli/${name}.ts`),
]);

/**
 * auth0-deploy-cli by itself, in the project's folder and on this tenant; rejects where it fails. As people run it, with
 * its whole schema, is what `stock-deploy-cli.test.ts` is about.
 */
export const a0deploy = (tenant: Rig, args: string[], env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [...PRELOADED, CLI, ...args], {
    cwd: tenant.project.rootDir,
    env: { ...envOf(tenant), ...env },
  });
