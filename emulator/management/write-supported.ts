/** `node emulator/management/write-supported.ts` writes `emulator/SUPPORTED.md`. */
import { writeFileSync } from 'node:fs';
import { supportedOperations } from './supported.ts';

writeFileSync(new URL('../SUPPORTED.md', import.meta.url), supportedOperations());
