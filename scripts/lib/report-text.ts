import type { BuildReport } from '../commands/build.ts';
import type { CheckReport } from '../commands/check.ts';
import type { DeployReport } from '../commands/deploy.ts';
import type { OinKeyReport } from '../commands/oin-key.ts';
import type { OinScimToken } from '../commands/oin-scim-token.ts';
import type { PrintEnvReport } from '../commands/print-env.ts';
import type { ScopesReport } from '../commands/scopes.ts';
import { shellText, shellWord } from './shell.ts';
import { shown } from './shown.ts';

/** For people; the same report is `--json`’s. */
export function buildText({ folder, environment, actions }: BuildReport): string {
  const lines = actions.map(({ name, sha256, sizeBytes }) => `  ${name}  sha256 ${sha256}  ${sizeBytes} bytes`);
  return [`${folder} for environment ${environment}`, ...lines, ''].join('\n');
}

/** For people; the same report is `--json`’s. */
export function checkText({ environment, actions, checked, unchecked, warnings }: CheckReport): string {
  return [
    `nothing wrong found for environment ${environment}: ${actions.length} Actions, sections ${checked.join(', ')}`,
    ...(unchecked.length > 0 ? [`Note: only Auth0 checks ${unchecked.join(', ')}.`] : []),
    ...warnings.map((warning) => `Warning: ${warning}.`),
    '',
  ].join('\n');
}

/** For people; the same report is `--json`’s. */
export function deployText(report: DeployReport): string {
  const { domain, state, actions, requests, writes, notes, next } = report;
  return [
    `${domain} is ${state === 'complete' ? 'complete' : "complete but for Okta's key"}`,
    ...actions.map(({ name, sha256, version }) => `  ${name}  version ${version}  sha256 ${sha256}`),
    `  ${requests} requests, ${writes} of them writes`,
    ...notes.map((note) => `Note: ${note}`),
    ...next.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n');
}

/** For a shell to evaluate. */
export function printEnvText({ folder, variables, secrets }: PrintEnvReport): string {
  return [
    `# For: npx a0deploy import -c ${shellWord(`${folder}/config.json`)} -i ${shellWord(`${folder}/tenant.yaml`)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellText(value)}`),
    ...secrets.map(
      (name) =>
        `# ${shown(name)} is a secret: set it yourself, with quotes, backslashes and line ends escaped as in JSON.`,
    ),
    '',
  ].join('\n');
}

/** For people; the same report is `--json`’s. */
export function oinKeyText({ domain, oinClientId, fingerprint, status, retired, keys }: OinKeyReport): string {
  return [
    `${status === 'added' ? 'now usable' : 'usable already'}: key ${fingerprint} of OIN client ${oinClientId} on ${domain}`,
    ...retired.map((name) => `  retired ${name}`),
    ...keys.map(
      (key) => `  ${key.isUsable ? 'usable' : 'not assigned'}  ${key.name}  kid ${key.kid}  ${key.createdAt}`,
    ),
    ...(keys.length > 1 ? ['Once Okta uses the newest key, run this with its file and --retire.'] : []),
    '',
  ].join('\n');
}

/** The token alone is a line of its own, so that it can be taken from there. */
export function oinScimTokenText({ connection, tokenId, token, scopes, validUntil }: OinScimToken): string {
  return [
    `SCIM token ${tokenId} of connection "${connection.name}": ${scopes.join(', ')}, ${validUntil ? `until ${validUntil}` : 'without an end'}`,
    'It is shown here and never again; delete it once Okta has run its tests.',
    token,
    '',
  ].join('\n');
}

/** One a line, so that it can be pasted or piped. */
export function scopesText({ scopes, unknownSections }: ScopesReport): string {
  const note = `Note: what ${unknownSections.join(', ')} in tenant.yaml ask for besides is not known here.`;
  return [...scopes, ...(unknownSections.length > 0 ? [note] : []), ''].join('\n');
}
