import { createHash } from 'node:crypto';
import type { GitCommit } from '../git-commit.ts';
import type { Environment } from '../manifest/environment.ts';
import { keywordsIn } from '../manifest/keywords.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import type { Bundle } from './bundle.ts';

const BANNER = /^\/\*! [^\n]*\bsha256 [0-9a-f]{64}\b[^\n]* \*\/\n/;

/**
 * Adds to a bundle the one line that differs by environment. It names the commit, for people who read the code in the
 * dashboard: another commit alone is not a change. It names the secrets' versions, because secrets cannot be read back
 * from Auth0: another version is a change.
 *
 * @param publicValues values of public secrets, if known
 */
export function withBanner(
  bundle: Bundle,
  action: ActionYaml,
  environment: Environment,
  project: { name: string; version: string; commit?: GitCommit | undefined },
  publicValues: Readonly<Record<string, string>> = {},
): string {
  const secrets = (action.secrets ?? [])
    .flatMap((secret) => keywordsIn(secret.value))
    .map((keyword) => {
      const { version = 0, isPublic = false } = environment.secrets.find((secret) => secret.name === keyword) ?? {};
      const value = isPublic ? publicValues[keyword] : undefined;
      return `${keyword}@${version}${value === undefined ? '' : `(${shortHash(value)})`}`;
    });
  const parts = [
    bundle.name,
    `${project.name} ${project.version}`,
    ...(project.commit === undefined ? [] : [commitPart(project.commit)]),
    `sha256 ${bundle.sha256}`,
    secrets.length > 0 ? `secrets ${secrets.join(' ')}` : 'no secrets',
  ];
  return `/*! ${parts.join(' · ')} */\n${bundle.code}`;
}

const commitPart = ({ id, isClean }: GitCommit): string => `commit ${id}${isClean ? '' : ' and uncommitted changes'}`;

const COMMIT = / · commit [0-9a-f]{12}( and uncommitted changes)?(?= · sha256 )/;

/** Deployed code as it would be without the commit in its banner: what is left says whether a deploy is needed. */
export const withoutCommit = (code: string): string => code.replace(BANNER, (banner) => banner.replace(COMMIT, ''));

/** Returns the line that {@link withBanner} added, without its end; empty if there is none. */
export const bannerOf = (code: string): string => BANNER.exec(code)?.[0].trimEnd() ?? '';

/** Returns whether a project of this name built the deployed code for the Action of this name, by the code's banner. */
export const isBuiltBy = (project: string, action: string, code: string): boolean =>
  bannerOf(code).startsWith(`/*! ${action} · ${project} `);

/** Returns whether code is unchanged since its build: the hash in its banner is that of the rest. */
export const isUnedited = (code: string): boolean =>
  / sha256 ([0-9a-f]{64})/.exec(bannerOf(code))?.[1] === codeHash(code);

/** Returns the secrets of a banner by name and version: `API_TOKEN@2`, with a short hash for a public one. */
export function secretVersions(code: string): string[] {
  const [, list = ''] = / · secrets ([^·]+) \*\//.exec(bannerOf(code)) ?? [];
  return list.split(' ').filter((secret) => secret !== '');
}

/** Returns deployed code without the line that {@link withBanner} added. */
export const withoutBanner = (code: string): string => code.replace(BANNER, '');

/** Returns the SHA-256 of deployed code without its banner: an Action's identity in every report. */
export const codeHash = (code: string): string => createHash('sha256').update(withoutBanner(code)).digest('hex');

const shortHash = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 8);
