import type { BuiltTenant } from '../build/build-tenant.ts';
import { codeHash, secretVersions } from '../bundle/banner.ts';
import type { ActionHistory, Version } from './history.ts';
import type { RollbackTarget } from './target.ts';

export interface VersionSummary {
  number: number;
  createdAt: string;
  /** The hash of the code without its banner. */
  sha256: string;
  /** Secrets by name and version, as in the banner. */
  secrets: string[];
  /** Its code is that of these sources; unknown where they do not build. */
  isGit?: boolean;
}

/** Describes what a rollback would do, for people to agree to. */
export interface RollbackPlan {
  environment: string;
  domain: string;
  wasLive?: RollbackTarget['wasLive'];
  /** An Action without a target does not change. */
  actions: { name: string; live: VersionSummary; target?: VersionSummary }[];
  notes: string[];
}

/** Lists what a rollback does that people must know before they agree to it. */
export const WARNINGS: readonly string[] = [
  'Secrets go back with the versions: a value that was replaced since may be one that works no more.',
  "The next deploy brings git's version back: revert the commit too.",
];

const STEP_UP = 'express-configure-step-up';

/**
 * Orders the versions so that every login meets at least what one of the two states requires: as they are bound, the
 * step-up last. While the step-up and the grant have different versions both decide, each by its own policy; the
 * domains change in that time.
 */
export function inSafeOrder(histories: readonly ActionHistory[], bound: readonly string[]): ActionHistory[] {
  const order = [...bound.filter((name) => name !== STEP_UP), STEP_UP];
  const position = ({ name }: ActionHistory): number => order.indexOf(name);
  return histories.toSorted((a, b) => position(a) - position(b));
}

/** Returns what a rollback to `target` would do; `built` shows which versions git has. */
export function rollbackPlan(
  place: { environment: string; domain: string },
  histories: readonly ActionHistory[],
  { versions, wasLive, notes }: RollbackTarget,
  built: BuiltTenant | undefined,
): RollbackPlan {
  const drafts = histories.filter(({ name, hasOwnDraft }) => hasOwnDraft && versions.has(name));
  return {
    ...place,
    ...(wasLive && { wasLive }),
    actions: histories.map(({ name, live }) => {
      const git = built?.bundles.find((bundle) => bundle.name === name)?.sha256;
      const target = versions.get(name);
      return { name, live: summary(live, git), ...(target && { target: summary(target, git) }) };
    }),
    notes: [
      ...notes,
      ...drafts.map(({ name }) => `the draft of ${name} differs from what is live, and is replaced`),
      ...(built === undefined ? ['these sources do not build: nothing is compared with them'] : []),
    ],
  };
}

function summary({ number, createdAt, code }: Version, git: string | undefined): VersionSummary {
  const sha256 = codeHash(code);
  return {
    number,
    createdAt,
    sha256,
    secrets: secretVersions(code),
    ...(git !== undefined && { isGit: git === sha256 }),
  };
}
