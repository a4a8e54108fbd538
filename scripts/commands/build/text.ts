import type { BuildReport } from './run.ts';

/** Renders the report for people. */
export function buildText({ folder, environment, actions, others }: BuildReport): string {
  const lines = actions.map(({ name, sha256, sizeBytes }) => `  ${name}  sha256 ${sha256}  ${sizeBytes} bytes`);
  const more = others.map((other) =>
    other.folder === undefined
      ? `environment ${other.environment} has settings of its own and does not build: npm run build -- --env ${other.environment}`
      : `${other.folder} for environment ${other.environment}, which has settings of its own`,
  );
  return [`${folder} for environment ${environment}`, ...lines, ...more, ''].join('\n');
}
