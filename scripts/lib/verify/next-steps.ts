import { shellOption } from '../shell.ts';
import type { TenantSession } from '../tenant/session.ts';

/** Returns what a person has to do once everything but Okta's key exists. */
export function stepsToOktaKey({ built, connection }: TenantSession, oinClientId: string): string[] {
  const { name, file } = built.manifest.environment;
  return [
    `In Okta's OIN Wizard paste the six lines that npm run oin -- ${shellOption('env', name)} prints (OIN client ${oinClientId}, domain ${connection.domain}); it gives out a public key.`,
    `Save the key as tenant/environments/${name}.pem and write okta_public_key: ./${name}.pem into ${file}.`,
    `Run npm run deploy -- ${shellOption('env', name)} again.`,
  ];
}
