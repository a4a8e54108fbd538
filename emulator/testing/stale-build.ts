import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Describes `inputs.json` of a build: the source files of each bundle. */
interface BuildInputs {
  environment?: string;
  actions: Record<string, string[]>;
  shared: string[];
  sha256: Record<string, string>;
}

/**
 * Returns why a bundle is older than its inputs: the Action's source, what it imports, `tenant/tenant.yaml`, or the
 * bundler's options.
 *
 * @param folder of the build
 * @returns what changed since the build, as a sentence's end; `undefined` if the bundle is up to date or there are no
 * sources beside it
 */
async function changedSince(projectDir: string, folder: string, action: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'inputs.json'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    const hasSources = await access(join(projectDir, 'actions')).then(
      () => true,
      () => false,
    );
    return hasSources ? 'the build does not say what it was made of' : undefined;
  }
  const { actions, shared, sha256 }: BuildInputs = JSON.parse(text);
  const changed: string[] = [];
  for (const path of new Set([...(actions[action] ?? []), ...shared])) {
    const content = await readFile(join(projectDir, path)).catch(() => undefined);
    if (content === undefined) changed.push(`${path} is gone`);
    else if (createHash('sha256').update(content).digest('hex') !== sha256[path]) changed.push(`${path} changed`);
  }
  const [first, ...others] = changed;
  if (first === undefined) return undefined;
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

/**
 * Returns the name of the environment that a build is for; `undefined` where it does not say, or there is no build.
 *
 * @param folder of the build
 */
export async function environmentOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'inputs.json'), 'utf8').catch(() => '{}');
  const { environment }: Partial<BuildInputs> = JSON.parse(text);
  return environment;
}

/**
 * Refuses a file of a build, `dist/tenant/actions/NAME.cjs` or `dist/environments/ENVIRONMENT/actions/NAME.cjs`, that is older than what it is made of. Any other file is nobody's build.
 *
 * @throws Error naming the file that changed
 */
export async function refuseStale(file: string): Promise<void> {
  const [, projectDir, build, name] = BUILT_FILE.exec(resolve(file)) ?? [];
  if (projectDir === undefined || build === undefined || name === undefined) return;
  const changed = await changedSince(projectDir, join(projectDir, build), name);
  if (changed !== undefined)
    throw new Error(`${build.replaceAll('\\', '/')}/actions/${name}.cjs is stale: ${changed}. Run \`npm run build\`.`);
}

const BUILT_FILE = /^(.*)[\\/](dist[\\/](?:tenant|environments[\\/][^\\/]+))[\\/]actions[\\/]([^\\/]+)\.cjs$/;
