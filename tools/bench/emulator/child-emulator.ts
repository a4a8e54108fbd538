/** Starts a tenant, asks it for its keys, and says so. */
import { startEmulator } from '../../../emulator/index.ts';
import { rootDir } from '../../../test/support/project.ts';
import { answered } from './answered.ts';

const emulator = await startEmulator({ port: 0, projectDir: rootDir });
await answered(`${emulator.issuer}.well-known/jwks.json`);
await emulator.close();
