/** `node scripts/lib/licences/write-licences.ts` writes `docs/licences.md` anew, after any change of packages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { licencesPage } from './licences.ts';

const at = (file: string): URL => new URL(`../../../${file}`, import.meta.url);
writeFileSync(at('docs/licences.md'), licencesPage(JSON.parse(readFileSync(at('package-lock.json'), 'utf8'))));
