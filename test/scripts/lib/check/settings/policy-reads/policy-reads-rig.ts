import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPolicyReads } from '../../../../../../scripts/lib/check/settings/policy-reads/policy-reads.ts';

/**
 * Returns what is reported of these files, a line each: the field, the file where it is not the policy, and the text
 * from its column on.
 */
export async function reported(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'policy-reads-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const failures = await checkPolicyReads(folder);
    return failures.map(({ found, where }) => {
      const file = where?.file ?? '';
      const line = files[file]?.split('\n')[(where?.line ?? 0) - 1] ?? '';
      const text = line.slice((where?.column ?? 0) - 1);
      return `${found.replace('event.', '')}${file === 'actions/policy.ts' ? '' : ` in ${file}`}: ${text}`;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns a policy with these permit rules, after these declarations; each on a line of its own. */
export const policyOf = (rules: string, ...before: string[]): string =>
  [...before, 'export const policy: Policy = { forbid: [], permit: [', rules, '] };'].join('\n');

/** Returns what is reported of such a policy. */
export const reportedOf = (rules: string, ...before: string[]): Promise<string[]> =>
  reported({ 'actions/policy.ts': policyOf(rules, ...before) });
