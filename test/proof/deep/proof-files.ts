import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDir } from '../../support/project.ts';

/** What `npm run test:deep` runs, from the project's root: the Actions' proof, and what takes hours elsewhere. */
export async function proofFiles(): Promise<string[]> {
  const names = await readdir(join(rootDir, 'test'), { recursive: true });
  return names
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.deep.ts') || (file.endsWith('.test.ts') && isProof(file)))
    .sort();
}

/** Below `deep/` are the proof's tools, and their tests are part of `npm test`. */
const isProof = (file: string): boolean => file.startsWith('test/proof/') && !file.startsWith('test/proof/deep/');
