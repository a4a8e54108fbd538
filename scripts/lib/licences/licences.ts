export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

interface LockedPackage {
  name?: string;
  version?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
}

/** SPDX identifiers that this project may be used with as it is; a package under another one is looked at first. */
const KNOWN = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'CC0-1.0',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'WTFPL',
];

interface Row {
  name: string;
  version: string;
  licence: string;
  use: string;
}

/** Every package the lockfile has, for any platform, once a version; sorted by name. */
function rowsOf({ packages }: Lockfile): Row[] {
  const rows = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]): [string, Row] => {
      const name = locked.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const { version = '', license: licence = 'none' } = locked;
      return [`${name}@${version}`, { name, version, licence, use: useOf(locked) }];
    });
  // A package in several places gets the most widely used one.
  const widest = rows.sort(([, a], [, b]) => USES.indexOf(b.use) - USES.indexOf(a.use));
  return [...new Map(widest).values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

const USES = ['runtime', 'runtime, optional', 'development'];

function useOf({ dev, optional, devOptional }: LockedPackage): string {
  if (dev) return 'development';
  return optional || devOptional ? 'runtime, optional' : 'runtime';
}

/** Returns packages with an unknown licence, as `name version: licence`; one known licence of an `OR` suffices. */
export function unknownLicences(lockfile: Lockfile): string[] {
  return rowsOf(lockfile)
    .filter(({ licence }) => !licence.replaceAll(/[()]/g, '').split(' OR ').some(isKnown))
    .map(({ name, version, licence }) => `${name} ${version}: ${licence}`);
}

/** Returns whether every licence of `A AND B` is known. */
const isKnown = (expression: string): boolean => expression.split(' AND ').every((name) => KNOWN.includes(name));

/** Returns the content of `docs/licences.md`. */
export function licencesPage(lockfile: Lockfile): string {
  const rows = rowsOf(lockfile);
  const counts = new Map<string, number>();
  for (const { licence } of rows) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const table = (head: readonly string[], cells: readonly (readonly (string | number)[])[]): string[] =>
    [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`);
  return [
    '# Licences of what is installed',
    '',
    "Written by `node scripts/lib/licences/write-licences.ts` from `package-lock.json`: every package, also those of other platforms. The Actions bundle none of them; what the command line and the local tenant run on is `runtime`, what only tests and editors need is `development`. This project's own is MIT.",
    '',
    ...table(
      ['licence', 'packages'],
      [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
    ),
    '',
    ...table(
      ['package', 'version', 'licence', 'use'],
      rows.map(({ name, version, licence, use }) => [name, version, licence, use]),
    ),
    '',
  ].join('\n');
}
