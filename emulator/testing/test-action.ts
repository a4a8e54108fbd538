import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { createInstance, type Instance } from '../runtime/instance.ts';
import { type ActionSource, loadExports } from '../runtime/sandbox.ts';
import { closestName } from './closest-name.ts';
import { environmentOf, refuseStale } from './stale-build.ts';

/**
 * Represents an Action's code, ready to run. Its top level runs with the first run, and its module scope stays warm, as
 * in production.
 */
export interface TestAction {
  /** The name under which it is deployed. */
  name: string;
  source: ActionSource;
  /** Lists the secrets that `tenant.yaml` names for the Action; absent when no manifest built it. */
  secretNames?: readonly string[];
  instance: Instance;
}

const BUILT = 'dist/tenant';
/** Builds of environments that have settings of their own, by the environment's name. */
const OF_ENVIRONMENTS = 'dist/environments';

/**
 * The Action as the last `npm run build` made it, by its deployed name: the bytes that a deploy sends.
 *
 * `require` gives it Node's built-ins and the npm packages it declares in `tenant.yaml`, as in production, and nothing else.
 *
 * @param options.projectDir the project's folder (the current folder)
 * @param options.environment whose Action it is: a file of `tenant/environments/`, without `.yaml` (that of the last build)
 * @throws Error saying what is built and how to build, where this Action is not; and naming the file that changed since the build, where it
 *   is stale
 */
export async function builtAction(
  name: string,
  { projectDir = process.cwd(), environment }: { projectDir?: string; environment?: string } = {},
): Promise<TestAction> {
  const build = environment === undefined ? BUILT : await buildFor(projectDir, environment);
  const folder = join(projectDir, build);
  const built = await builtNames(folder);
  if (!built.includes(name)) throw new Error(notBuilt(name, built, build));
  const { actions }: BuiltTenant = parse(await readFile(join(folder, 'tenant.yaml'), 'utf8'));
  const { dependencies = [], secrets = [] } = actions.find((action) => action.name === name) ?? {};
  const action = await actionFromFile(join(folder, 'actions', `${name}.cjs`), { dependencies });
  return { ...action, secretNames: secrets.map((secret) => secret.name) };
}

/**
 * Returns an Action from any file with deployed code: one CommonJS file that exports its handlers.
 *
 * @param options.dependencies the npm packages it may `require`; found from the file's own folder (default none)
 * @throws Error if it belongs to a build that is older than its sources
 */
export async function actionFromFile(
  file: string,
  options: { dependencies?: ActionSource['dependencies'] } = {},
): Promise<TestAction> {
  await refuseStale(file);
  const code = await readFile(file, 'utf8');
  const name = basename(file).replace(/\.[cm]?js$/, '');
  return actionFromSource({ name, code, dependencies: options.dependencies ?? [], resolveFrom: file });
}

/** Deployed code that is in no file. */
export const actionFromSource = (source: ActionSource): TestAction => ({
  name: source.name,
  source,
  instance: createInstance((globals) => loadExports(source, globals)),
});

/** Describes the part of `tenant.yaml` that is read here. */
interface BuiltTenant {
  actions: { name: string; dependencies?: ActionSource['dependencies']; secrets?: { name: string }[] }[];
}

async function builtNames(folder: string): Promise<string[]> {
  const files = await readdir(join(folder, 'actions')).catch(() => []);
  return files
    .filter((file) => file.endsWith('.cjs'))
    .map((file) => file.replace(/\.cjs$/, ''))
    .sort();
}

/** Returns the folder of an environment's build, relative to the project: one of its own, or the last build. */
async function buildFor(projectDir: string, environment: string): Promise<string> {
  const own = `${OF_ENVIRONMENTS}/${environment}`;
  if ((await environmentOf(join(projectDir, own))) !== undefined) return own;
  const last = await environmentOf(join(projectDir, BUILT));
  if (last === environment) return BUILT;
  const found = last === undefined ? 'nothing is built' : `${BUILT} is built for environment ${last}`;
  throw new Error(`Environment ${environment} is not built: ${found}. Run \`npm run build -- --env ${environment}\`.`);
}

function notBuilt(name: string, built: readonly string[], build: string): string {
  const where = `${build}/actions/${name}.cjs is not there`;
  if (built.length === 0) return `${where}: run \`npm run build\` first.`;
  const closest = closestName(name, built);
  const guess = closest === undefined ? `built are ${built.join(', ')}` : `did you mean "${closest}"?`;
  return `${where}: ${guess}${closest === undefined ? '.' : ''} Run \`npm run build\` after adding an Action.`;
}
