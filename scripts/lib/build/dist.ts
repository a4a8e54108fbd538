import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { DIST } from '../dist-folder.ts';
import { TENANT_FILE } from '../manifest/manifest.ts';
import { renderJson } from '../render.ts';
import { withBuildLock } from '../runs/build-lock.ts';
import { makeOwnFolder } from '../runs/own-folder.ts';
import { type BuiltTenant, deployable } from './build-tenant.ts';

export { DIST };

/**
 * JSON, because in the environment "false" is true to auth0-deploy-cli and wipes `client_metadata`
 * (docs/notes/deploy-cli.md#auth0_allow_delete-as-text).
 */
const DEPLOY_CLI_CONFIG = { AUTH0_ALLOW_DELETE: false };

/** Renders YAML for auth0-deploy-cli. Every text is quoted, so that the value of a keyword cannot become YAML. */
export function toYaml(comment: string, sections: Readonly<Record<string, unknown>>): string {
  const body = stringify(sections, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
  return `# ${comment}\n${body}`;
}

/**
 * Returns all files of the output folder, by path in it.
 *
 * @param publicValues of secrets; the banners contain a hash of them
 */
export function distFiles(
  { manifest, inputs, actionFiles }: BuiltTenant,
  publicValues: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const comment = `Made from ${TENANT_FILE} for environment ${manifest.environment.name}; do not edit.`;
  return new Map([
    ['tenant.yaml', toYaml(comment, deployable(manifest.tenant))],
    ['config.json', renderJson(DEPLOY_CLI_CONFIG)],
    ['inputs.json', renderJson(inputs)],
    ...manifest.assets,
    ...actionFiles(publicValues),
  ]);
}

/**
 * Puts a whole new output folder in the place of the old one. All files are written elsewhere first, so an error leaves
 * the old one.
 *
 * @param files by path in the output folder
 * @param folder relative to the project
 */
export async function writeDist(rootDir: string, files: ReadonlyMap<string, string>, folder = DIST): Promise<void> {
  const scratch = makeOwnFolder(dirname(join(rootDir, folder)), '.tenant');
  try {
    await writeFiles(scratch.path, files);
    await putInPlace(rootDir, scratch.path, folder);
  } finally {
    scratch.remove();
  }
}

/** Writes files into a folder, by path in it. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Moves a folder to its place and removes the one that was there; other runs wait ({@link withBuildLock}). */
export async function putInPlace(rootDir: string, made: string, folder: string): Promise<void> {
  const target = join(rootDir, folder);
  await mkdir(dirname(target), { recursive: true });
  await withBuildLock(
    rootDir,
    async () => {
      await rm(target, { recursive: true, force: true });
      await rename(made, target);
    },
    folder,
  );
}
