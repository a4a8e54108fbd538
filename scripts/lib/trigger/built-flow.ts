import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actionFromSource, closestName, type TestAction } from '#actions-testing';
import { failed, ok, type Result } from '../failures.ts';
import { withBuildLock } from '../runs/build-lock.ts';
import { shellOption } from '../shell.ts';

export interface BuiltFlow {
  /** The Actions in the order in which a login runs them. */
  actions: TestAction[];
  /** Names of the secrets that each one declares, by its name. */
  secretNames: Readonly<Record<string, readonly string[]>>;
}

/** Describes the part of the built `tenant.yaml` that is read here. */
interface BuiltTenantYaml {
  actions: { name: string; dependencies?: TestAction['source']['dependencies']; secrets?: { name: string }[] }[];
  triggers: { 'post-login': { action_name: string }[] };
}

/**
 * Reads the Actions of a build, as a login runs them: the bytes that a deploy sends.
 *
 * @param folder of the build, relative to the project
 */
export const builtFlow = (rootDir: string, folder: string): Promise<BuiltFlow> =>
  withBuildLock(rootDir, () => readFlow(join(rootDir, folder)), folder);

async function readFlow(folder: string): Promise<BuiltFlow> {
  const tenant: BuiltTenantYaml = parse(await readFile(join(folder, 'tenant.yaml'), 'utf8'));
  const declared = new Map(tenant.actions.map((action) => [action.name, action]));
  const bound = tenant.triggers['post-login'].map(({ action_name }) => action_name);
  return {
    actions: await Promise.all(
      bound.map(async (name) => {
        const file = join(folder, 'actions', `${name}.cjs`);
        const code = await readFile(file, 'utf8');
        const dependencies = declared.get(name)?.dependencies ?? [];
        return actionFromSource({ name, code, dependencies, resolveFrom: file });
      }),
    ),
    secretNames: Object.fromEntries(
      tenant.actions.map(({ name, secrets = [] }) => [name, secrets.map((secret) => secret.name)]),
    ),
  };
}

/** Returns the Actions from the one at which the event begins; all, if there is none of that name. */
export const actionsFrom = ({ actions }: BuiltFlow, startsAt: string | undefined): TestAction[] =>
  actions.slice(
    Math.max(
      actions.findIndex(({ name }) => name === startsAt),
      0,
    ),
  );

/** Returns each Action's secrets: those that it declares and no others, as at Auth0. */
export const secretsFor = (
  { secretNames }: BuiltFlow,
  secrets: Readonly<Record<string, string | undefined>>,
): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(secretNames).map(([action, names]) => [
      action,
      Object.fromEntries(
        names.flatMap((name) => {
          const value = secrets[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    ]),
  );

/** @param names deployed names, or how they end: `grant` */
export function chosenActions({ actions }: BuiltFlow, names: readonly string[]): Result<TestAction[]> {
  const known = actions.map(({ name }) => name);
  const chosen = names.map((name) => known.filter((other) => other === name || other.endsWith(`-${name}`)));
  const unknown = names.filter((_name, index) => chosen[index]?.length !== 1);
  if (unknown.length === 0) return ok(actions.filter(({ name }) => chosen.flat().includes(name)));
  return failed(
    ...unknown.map((name) => {
      const closest = closestName(name, known);
      return {
        code: 'ACTION_UNKNOWN' as const,
        expected: `one of the Actions that a login runs: ${known.join(', ')}`,
        found: `"${name}"`,
        fix:
          closest === undefined
            ? 'Choose one of them with --action.'
            : `Did you mean ${shellOption('action', closest)}?`,
      };
    }),
  );
}
