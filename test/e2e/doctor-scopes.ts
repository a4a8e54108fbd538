/** Doctor as an application that may read only some things. */
import { expect } from 'vitest';
import type { DoctorReport } from '../../scripts/commands/doctor/run.ts';
import { scopes } from '../../scripts/commands/scopes/run.ts';
import { machineClient } from '../support/machine-client.ts';
import { ADA, codesOf, type DoctorRig } from './doctor-rig.ts';

/** The scopes that are listed for doctor. */
export async function leastOf({ project }: DoctorRig): Promise<string[]> {
  const listed = await scopes({ rootDir: project.rootDir, environment: 'local', for: 'doctor' });
  if (!listed.ok) throw new Error('no scopes');
  return listed.value.scopes;
}

/** Doctor's report to an application with these scopes and no others. */
export const doctorWith = async (tenant: DoctorRig, scope: readonly string[]): Promise<DoctorReport> =>
  tenant.doctor({
    connection: {
      domain: tenant.emulator.domain,
      caFile: tenant.emulator.caFile,
      ...(await machineClient(tenant.auth0, tenant.emulator.domain, scope)),
    },
    organization: 'acme',
    user: ADA,
  });

export const notSeen = ({ findings }: DoctorReport): string[] =>
  findings.filter(({ code }) => code === 'NOT_LOOKED_AT').map(({ found }) => found);

/** Expects that doctor says that this scope is missing, and names nothing that it did not see. */
export async function expectSaidWithout(tenant: DoctorRig, scope: string): Promise<void> {
  const granted = await leastOf(tenant);
  expect(granted).toContain(scope);
  const report = await doctorWith(
    tenant,
    granted.filter((each) => each !== scope),
  );
  // A scope of SCIM tokens is for Okta connections alone, and acme has none.
  if (scope !== 'read:scim_token')
    expect(
      notSeen(report).some((text) => text.endsWith(` needs ${scope}`)),
      scope,
    ).toBe(true);
  expect(codesOf(report), scope).toEqual([]);
}
