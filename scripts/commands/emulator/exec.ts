import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { startEmulator } from '../../../emulator/index.ts';
import { descendantsOf } from '../../lib/descendants.ts';

/**
 * Runs a shell command against a fresh local tenant on free ports.
 *
 * @param environment what the command inherits; AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET,
 * NODE_EXTRA_CA_CERTS, EMULATOR_BROWSER_ORIGIN (people's pages) and EMULATOR_CONTROL_TOKEN (for `x-local-token`)
 * replace inherited values, and a private key of another tenant is removed
 * @returns the command's exit code; 128 + signal number if a signal ended it
 */
export async function emulatorExec(options: {
  command: string;
  projectDir: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Is told what the tenant keeps and does not run. */
  onProgress(step: string): void;
}): Promise<number> {
  const emulator = await startEmulator({
    port: 0,
    projectDir: options.projectDir,
    onNote: (text) => options.onProgress(`note: ${text}`),
  });
  try {
    const child = spawn(options.command, {
      shell: true,
      stdio: 'inherit',
      env: {
        ...options.environment,
        AUTH0_DOMAIN: emulator.domain,
        AUTH0_CLIENT_ID: emulator.deployClient.clientId,
        AUTH0_CLIENT_SECRET: emulator.deployClient.clientSecret,
        AUTH0_CLIENT_PRIVATE_KEY: undefined,
        AUTH0_CLIENT_SIGNING_KEY_PATH: undefined,
        NODE_EXTRA_CA_CERTS: emulator.caFile,
        EMULATOR_BROWSER_ORIGIN: emulator.browserOrigin,
        EMULATOR_CONTROL_TOKEN: emulator.controlToken,
      },
    });
    // Ctrl-C reaches the whole process group: the command decides, and the tenant runs longer. Any other signal, and a
    // SIGINT without a terminal, may go to this process only, and a shell does not forward it.
    const forward = (signal: NodeJS.Signals): void => void endTree(child.pid, signal);
    const ignore = (): void => {};
    const atInterrupt = process.stdin.isTTY ? ignore : forward;
    process.on('SIGTERM', forward).on('SIGHUP', forward).on('SIGINT', atInterrupt);
    const [code, signal]: [number | null, NodeJS.Signals | null] = await once(child, 'exit').then(([code, signal]) => [
      code,
      signal,
    ]);
    process.off('SIGTERM', forward).off('SIGHUP', forward).off('SIGINT', atInterrupt);
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    await emulator.close();
  }
}

async function endTree(pid: number | undefined, signal: NodeJS.Signals): Promise<void> {
  if (pid === undefined) return;
  // The shell first: it would go on with its next command.
  for (const each of [pid, ...(await descendantsOf(pid))]) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended.
    }
  }
}
