import type { BuildReport } from './run.ts';

/** For people; the same report is `--json`’s. */
export function buildText({ folder, environment, actions }: BuildReport): string {
  const lines = actions.map(({ name, sha256, sizeBytes }) => `  ${name}  sha256 ${sha256}  ${sizeBytes} bytes`);
  return [`${folder} for environment ${environment}`, ...lines, ''].join('\n');
}
