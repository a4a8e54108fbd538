import { type Failure, failed, ok, type Place, type Result } from '../failures.ts';
import { isRecord } from '../is-record.ts';
import { RUNTIME } from '../runtime.ts';
import { checkActionFiles } from './action-files.ts';
import { isJsonFile, readAssets } from './assets.ts';
import { checkKeywords } from './check-keywords.ts';
import { checkDuplicates } from './duplicates.ts';
import { type Environment, readEnvironment, valuesOf } from './environment.ts';
import { checkFilePaths } from './file-paths.ts';
import { findIntegration, type Integration } from './integration.ts';
import { keywordsIn, resolveInJson, resolveKeywords } from './keywords.ts';
import { checkPinnedIds } from './pinned-ids.ts';
import { checkReferences } from './references.ts';
import { schemaFailures } from './schema.ts';
import { checkSections } from './sections.ts';
import { isTenantFile, type TenantFile } from './tenant-file.ts';
import { type Path, readYamlFile, type TextAt, type YamlFile } from './yaml-file.ts';

/** The path of the file, relative to the project. */
export const TENANT_FILE = 'tenant/tenant.yaml';

/** Describes the desired tenant of one environment: checked as far as possible without building or asking a tenant. */
export interface Manifest {
  environment: Environment;
  /**
   * `tenant.yaml` with the environment's values filled in. Keywords of secrets stay; `code` is still the TypeScript
   * source.
   */
  tenant: TenantFile;
  integration: Integration;
  /** Other files of the tenant folder, by path in it, with the environment's values filled in. */
  assets: ReadonlyMap<string, string>;
  /** Every text of `tenant.yaml` and of the other files as it is written, keywords included, with its place. */
  texts: readonly TextAt[];
  /** Returns the place of a value in `tenant.yaml`. */
  placeOf(path: Path): Place;
  /** Returns the place in `tenant.yaml` of the key that ends `path`. */
  placeOfKey(path: Path): Place;
  /**
   * Returns the place where `part` of the text at `path` is written: in `tenant.yaml`, or in the environment whose
   * keyword contains it.
   */
  placeOfText(path: Path, part: string): Place;
}

/**
 * @param domain `AUTH0_DOMAIN`, where it is known; `##AUTH0_DOMAIN##` stays otherwise
 * @returns every failure there is, not only the first
 */
export async function readManifest(options: {
  rootDir: string;
  environment: string;
  domain?: string;
}): Promise<Result<Manifest>> {
  const { rootDir } = options;
  const [environment, yaml] = await Promise.all([
    readEnvironment(rootDir, options.environment),
    readYamlFile(rootDir, TENANT_FILE),
  ]);
  if (!environment.ok || !yaml.ok) return failed(...failuresOf(environment), ...failuresOf(yaml));

  const assets = await readAssets(rootDir);
  const texts = [...yaml.value.strings(), ...assets];
  const failures = [...checkSections(yaml.value), ...checkKeywords(texts, environment.value)];
  const values = valuesOf(environment.value, options.domain);
  const content = withoutSections(resolveKeywords(yaml.value.value, values), environment.value.without);
  if (!isTenantFile(content)) return failed(...failures, ...schemaFailures(isTenantFile.errors, yaml.value));
  const tenant = { ...content, actions: content.actions.map((action) => ({ ...action, runtime: RUNTIME })) };

  failures.push(...checkReferences(tenant, yaml.value), ...checkDuplicates(tenant, yaml.value));
  failures.push(...checkSecrets(tenant, yaml.value));
  const resolved = new Map(
    assets.map(({ text, where: { file } }) => [
      file.slice('tenant/'.length),
      isJsonFile(file) ? resolveInJson(text, values) : String(resolveKeywords(text, values)),
    ]),
  );
  failures.push(...(await checkFilePaths(rootDir, tenant, resolved, yaml.value)));
  failures.push(...checkPinnedIds(tenant, environment.value));
  const integration = findIntegration(tenant, yaml.value);
  failures.push(...failuresOf(integration), ...(await checkActionFiles(rootDir, tenant.actions, yaml.value)));
  if (!integration.ok || failures.length > 0) return failed(...failures);
  return ok({
    environment: environment.value,
    tenant,
    integration: integration.value,
    texts,
    assets: resolved,
    placeOf: yaml.value.placeOf,
    placeOfKey: yaml.value.placeOfKey,
    placeOfText: (path, part) => placeOfText(yaml.value, environment.value, path, part),
  });
}

/** Returns the content without sections. The schema refuses a content that is not an object. */
function withoutSections(content: unknown, sections: readonly string[]): unknown {
  if (!isRecord(content)) return content;
  return Object.fromEntries(Object.entries(content).filter(([section]) => !sections.includes(section)));
}

function placeOfText(yaml: YamlFile, environment: Environment, path: Path, part: string): Place {
  const whole = (text: unknown, rest: Path): Place | undefined => {
    const keyword = keywordsIn(String(text)).find((name) => JSON.stringify(environment.values[name])?.includes(part));
    return keyword === undefined ? undefined : environment.placeOf([keyword, ...rest]);
  };
  let value = yaml.value;
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return whole(value, path.slice(depth)) ?? yaml.placeOf(path);
    value = Reflect.get(value, key);
  }
  return whole(value, []) ?? yaml.placeOf(path);
}

/** A secret's value is a keyword and nothing else: values do not belong in git. */
function checkSecrets(tenant: TenantFile, yaml: YamlFile): Failure[] {
  return tenant.actions.flatMap((action, index) =>
    (action.secrets ?? []).flatMap((secret, position): Failure[] => {
      const [keyword] = keywordsIn(secret.value);
      if (keyword !== undefined && secret.value === `##${keyword}##`) return [];
      return [
        {
          code: 'SECRET_IN_FILE',
          expected: `a keyword such as "##${secret.name}##", and its name under \`secrets:\` in the environment`,
          found: 'a value',
          where: yaml.placeOf(['actions', index, 'secrets', position, 'value']),
          fix: `Write value: "##${secret.name}##" and replace the secret: it has been in a file.`,
        },
      ];
    }),
  );
}

const failuresOf = (result: Result<unknown>): Failure[] => (result.ok ? [] : result.failures);
