import { printable } from '../../lib/printable.ts';
import { shellText, shellWord } from '../../lib/shell.ts';
import type { PrintEnvReport } from './print-env.ts';

/** Renders the report for a shell to evaluate. */
export function printEnvText({ folder, variables, secrets }: PrintEnvReport): string {
  return [
    `# For: npx a0deploy import -c ${shellWord(`${folder}/config.json`)} -i ${shellWord(`${folder}/tenant.yaml`)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellText(value)}`),
    ...secrets.map(
      (name) =>
        `# ${printable(name)} is a secret: set it yourself, with quotes, backslashes and line ends escaped as in JSON.`,
    ),
    '',
  ].join('\n');
}
