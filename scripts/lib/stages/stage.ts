import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toYaml } from '../build/dist.ts';
import { importWithDeployCli } from '../deploy-cli/deploy-cli.ts';
import type { Failure } from '../failures.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import { withPinnedIds } from '../manifest/pinned-ids.ts';
import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Facts, FoundFacts } from './facts.ts';
import { keywordsOfFiles } from './file-keywords.ts';
import type { KeptValues } from './kept-values.ts';
import { quotedYaml } from './quoted.ts';

/** Holds what a stage would change on the tenant, and what it has found. */
export interface Comparison {
  differences: Difference[];
  found?: FoundFacts;
}

/** Holds the failures of a stage's writes, if any, and what it has found. */
export interface StageOutcome {
  failures: Failure[];
  found?: FoundFacts;
}

/** Holds what a stage needs when it writes. */
export interface StageInput {
  facts: Facts;
  /** Are what the same stage has found just before. */
  differences: readonly Difference[];
  output: ImportFolder;
  /** Aborts what can be aborted. */
  signal?: AbortSignal | undefined;
}

/** Names the folder of the files that auth0-deploy-cli imports. */
export interface ImportFolder {
  /** Is relative to the project. */
  folder: string;
  /** The folder of the files after the run, relative to the project; `undefined` if they are not kept. */
  keptIn?: string;
}

/**
 * Describes a part of a deploy. Its comparison says both what it would change and what is wrong after it: it is skipped
 * if nothing differs, and after all stages nothing may differ.
 */
export interface Stage {
  /** The name in file names and reports. */
  name: string;
  /** The name in progress messages: "deployed …". */
  title: string;
  /** Compares its part of the tenant with the sources, and writes nothing. */
  compare(session: TenantSession, facts: Facts): Promise<Comparison>;
  /** Writes what differs. */
  apply(session: TenantSession, work: StageInput): Promise<StageOutcome>;
}

/**
 * Returns the sections with differences: auth0-deploy-cli writes all it is given, and removes a role's permissions
 * while it writes (docs/notes/deploy-cli.md#role-permissions).
 */
export function differingSections(
  sections: Readonly<Record<string, unknown>>,
  differences: readonly Difference[],
): Record<string, unknown> {
  const names = new Set(differences.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(sections).filter(([section]) => names.has(section)));
}

/**
 * Imports some sections and leaves all others unchanged: for an absent section auth0-deploy-cli makes no call.
 *
 * @param kept values of the tenant that the sections name by keyword
 */
export async function importSections(
  session: TenantSession,
  { facts, output, signal }: StageInput,
  name: string,
  sections: Readonly<Record<string, unknown>>,
  kept: KeptValues = {},
): Promise<StageOutcome> {
  const { rootDir, built, connection, traffic } = session;
  const { assets, environment } = built.manifest;
  const folder = join(rootDir, output.folder);
  const secrets: Readonly<Record<string, string>> = {
    ...session.secrets,
    ...(facts.oinClientId !== undefined && { [OIN_CLIENT_IDS]: facts.oinClientId }),
    ...kept,
  };
  const file = `stage-${name}.yaml`;
  const pinned = withPinnedIds(sections, environment.ids);
  const comment = `What stage "${name}" of the last deploy imported; made anew by every deploy.`;
  const { yaml, keywords } = quotedYaml(toYaml(comment, pinned), secrets);
  await writeFile(join(folder, file), yaml);
  const inFiles = await keywordsOfFiles(folder, assets, secrets);
  const { failures, notes } = await importWithDeployCli({
    rootDir,
    ...output,
    file,
    hasPrompts: 'prompts' in sections,
    connection,
    traffic,
    keywords: { ...inFiles, ...keywords },
    secretValues: environment.secrets.flatMap(({ name: secret }) => secrets[secret] ?? []),
    ...(signal && { signal }),
  });
  return { failures, found: { notes } };
}
