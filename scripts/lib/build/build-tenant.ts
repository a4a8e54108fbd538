import { emailThenPlatform, type StepUpSettings } from '../../../library/step-up-settings.ts';
import { withBanner } from '../bundle/banner.ts';
import { type Bundle, bundleAction } from '../bundle/bundle.ts';
import { readLockedVersions } from '../bundle/dependencies.ts';
import { checkActionSettings, checkSettingsReach, hasActionSettings } from '../bundle/settings.ts';
import { declaredStepUp } from '../bundle/step-up.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { readGitCommit } from '../git-commit.ts';
import { readJsonFile } from '../json-file.ts';
import { type Manifest, readManifest } from '../manifest/manifest.ts';
import { type OwnAction, ownActions } from '../manifest/own-actions.ts';
import type { TenantFile } from '../manifest/tenant-file.ts';
import { type BuildInputs, buildInputs } from './build-inputs.ts';

/** Holds everything that can be known about a tenant offline, checked. Nothing is written yet. */
export interface BuiltTenant {
  manifest: Manifest;
  /** Is `config.project` or else the name in `package.json`; banners show it. */
  projectName: string;
  bundles: Bundle[];
  /** This project's Actions, in the order in which they must be bound; none in a folder without `actions/config.ts`. */
  ownActions: OwnAction[];
  /** `config.stepUp` in this environment; `undefined` where `actions/config.ts` is not there or does not load. */
  stepUp: StepUpSettings | undefined;
  /** Hashes of the files that the bundles are made of, for `builtAction` of the test kit. */
  inputs: BuildInputs;
  /** Makes the Actions' files as auth0-deploy-cli loads them, by path in the output folder. */
  actionFiles(publicValues?: Readonly<Record<string, string>>): Map<string, string>;
}

/** Reads, bundles and checks. Failures are all there are, in YAML and in code. */
export async function buildTenant(options: {
  rootDir: string;
  environment: string;
  domain?: string;
}): Promise<Result<BuiltTenant>> {
  const { rootDir } = options;
  const read = await readManifest(options);
  if (!read.ok) return read;
  const manifest = read.value;

  const [locked, project, commit] = await Promise.all([
    readLockedVersions(rootDir),
    readProject(rootDir),
    readGitCommit(rootDir),
  ]);
  if (!locked.ok) return locked;
  if (!project.ok) return project;
  const results = await Promise.all(
    manifest.tenant.actions.map((_action, index) => bundleAction(rootDir, manifest, index, locked.value)),
  );
  const failures: Failure[] = results.flatMap((result) => (result.ok ? [] : result.failures));
  failures.push(...(await checkActionSettings(rootDir, manifest.environment)));
  if (failures.length > 0) return failed(...failures);

  const hasSettings = await hasActionSettings(rootDir);
  const stepUp = hasSettings ? await declaredStepUp(rootDir, manifest.environment) : undefined;
  const bundles = results.flatMap((result) => (result.ok ? [result.value] : []));
  const unreached = checkSettingsReach(manifest, bundles);
  if (unreached.length > 0) return failed(...unreached);
  return ok({
    manifest,
    projectName: project.value.name,
    bundles,
    ownActions: hasSettings ? ownActions(stepUp ?? emailThenPlatform, manifest.tenant.actions) : [],
    stepUp,
    inputs: await buildInputs(rootDir, bundles, manifest.environment),
    actionFiles: (publicValues) =>
      new Map(
        bundles.flatMap((bundle, index) => {
          const action = manifest.tenant.actions[index];
          if (action === undefined) return [];
          return [
            [
              actionFile(bundle.name),
              withBanner(bundle, action, manifest.environment, { ...project.value, commit }, publicValues),
            ],
          ];
        }),
      ),
  });
}

/**
 * Reads what banners say of the project. `config.project` of `package.json` is its name, or else the package's own: a
 * checkout of the engine keeps the engine's, by which `actions/` imports the library.
 */
async function readProject(rootDir: string): Promise<Result<{ name: string; version: string }>> {
  const read = await readJsonFile<PackageJson>(rootDir, 'package.json');
  if (!read.ok) return read;
  const { name, version, config } = read.value;
  return ok({ name: config?.project ?? name, version });
}

interface PackageJson {
  name: string;
  version: string;
  config?: { project?: string };
}

/** Returns the path of an Action's bundle in the output folder. */
export const actionFile = (name: string): string => `actions/${name}.cjs`;

/** Returns the keywords for the ids of linked clients, by their names. */
export function linkedClientKeywords({ clients }: TenantFile): Map<string, string> {
  const linked = clients.flatMap((client) => client.express_configuration?.linked_clients ?? []);
  return new Map(linked.map(({ client_id: name }, index) => [name, `LINKED_CLIENT_ID_${index + 1}`]));
}

/**
 * `tenant.yaml` with bundles in place of sources, as auth0-deploy-cli reads it. The CLI deploys an Action only where its
 * entry says so (docs/notes/deploy-cli.md#only-actions-that-say-so-are-deployed), and takes linked clients by their ids
 * only (docs/notes/deploy-cli.md#linked-clients).
 */
export function deployable(tenant: TenantFile): TenantFile {
  const keywords = linkedClientKeywords(tenant);
  return {
    ...tenant,
    clients: tenant.clients.map((client) => {
      const { express_configuration: express } = client;
      if (express?.linked_clients === undefined) return client;
      const linked = express.linked_clients.map(({ client_id: name }) => ({ client_id: `##${keywords.get(name)}##` }));
      return { ...client, express_configuration: { ...express, linked_clients: linked } };
    }),
    actions: tenant.actions.map((action) => ({
      ...action,
      code: `./${actionFile(action.name)}`,
      deployed: true,
    })),
  };
}
