/** `node scripts/lib/editor/write-schemas.ts` writes `tenant/schemas/` anew, for editors, from what the code checks with. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { schemaFiles } from './schema-files.ts';

const folder = new URL('../../../tenant/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(schemaFiles())) writeFileSync(new URL(file, folder), text);
