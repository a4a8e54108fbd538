import { diffLines } from 'diff';

/** Returns the lines that are removed and added, and how many are equal; `undefined` if nothing differs. */
export function textDifference(before: string, after: string): string[] | undefined {
  if (before === after) return undefined;
  const lines: string[] = [];
  for (const { value, added, removed } of diffLines(before, after)) {
    const mark = added ? '+' : removed ? '-' : ' ';
    const own = value.replace(/\n$/, '').split('\n');
    if (added || removed) lines.push(...own.map((line) => `${mark} ${line}`));
    else if (lines.at(-1) !== '  …') lines.push('  …');
  }
  return lines;
}
