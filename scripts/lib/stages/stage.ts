import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toYaml } from '../build/dist.ts';
import { importWithDeployCli } from '../deploy-cli/deploy-cli.ts';
import type { Failure } from '../failures.ts';
import { withPinnedIds } from '../manifest/pinned-ids.ts';
import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import { keywordsOfFiles } from './file-keywords.ts';
import { quotedYaml } from './quoted.ts';

/**
 * A part of a deploy. What it would change and what is wrong after it are the same question: it is skipped where
 * nothing differs, and after all stages nothing may differ.
 */
export interface Stage {
  /** In file names and reports. */
  name: string;
  /** In progress: "deployed …". */
  title: string;
  differences(context: TenantSession): Promise<Difference[]>;
  /** @param signal aborts what can be aborted */
  apply(context: TenantSession, differences: readonly Difference[], signal?: AbortSignal): Promise<Failure[]>;
}

/**
 * Returns those of the sections in which something differs: auth0-deploy-cli writes all it is given, and takes a role's
 * permissions away meanwhile (docs/notes/deploy-cli.md#role-permissions).
 */
export function differingSections(
  sections: Readonly<Record<string, unknown>>,
  differences: readonly Difference[],
): Record<string, unknown> {
  const names = new Set(differences.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(sections).filter(([section]) => names.has(section)));
}

/** Imports some sections and leaves all others untouched: to auth0-deploy-cli an absent section is no call at all. */
export async function importSections(
  context: TenantSession,
  name: string,
  sections: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Failure[]> {
  const file = `stage-${name}.yaml`;
  const pinned = withPinnedIds(sections, context.built.manifest.environment.ids);
  const comment = `What stage "${name}" of the last deploy imported; made anew by every deploy.`;
  const { yaml, keywords } = quotedYaml(toYaml(comment, pinned), context.secrets);
  await writeFile(join(context.rootDir, context.folder, file), yaml);
  const { assets } = context.built.manifest;
  const inFiles = await keywordsOfFiles(join(context.rootDir, context.folder), assets, context.secrets);
  const { rootDir, folder, keptIn, connection, traffic, notes } = context;
  return importWithDeployCli({
    rootDir,
    folder,
    ...(keptIn !== undefined && { keptIn }),
    file,
    hasPrompts: 'prompts' in sections,
    connection,
    traffic,
    notes,
    keywords: { ...inFiles, ...keywords },
    secretValues: context.built.manifest.environment.secrets.flatMap(
      ({ name: secret }) => context.secrets[secret] ?? [],
    ),
    ...(signal && { signal }),
  });
}
