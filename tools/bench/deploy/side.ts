import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { rootDir } from '../../../test/support/project.ts';
import type { ProcessRun } from './process-tree.ts';

/** Lists what is measured on either side, one after the other. */
export const STEPS = ['first deploy', 'plan', 'no change', 'one Action changed'] as const;

export type Step = (typeof STEPS)[number];

/** Represents a separate tenant and a way to bring it to the same state. Steps run in their order. */
export interface Side {
  readonly emulator: Emulator;
  run(step: Step): Promise<ProcessRun>;
  close(): Promise<void>;
}

/** Starts the same fresh tenant for both. */
export const freshTenant = (): Promise<Emulator> => startEmulator({ port: 0, projectDir: rootDir });

export const credentials = ({ domain, deployClient, caFile }: Emulator): Record<string, string> => ({
  AUTH0_DOMAIN: domain,
  AUTH0_CLIENT_ID: deployClient.clientId,
  AUTH0_CLIENT_SECRET: deployClient.clientSecret,
  NODE_EXTRA_CA_CERTS: caFile,
});
