import type { Management } from 'auth0';
import { judgeReach, noteReach, type Reach } from '../../lib/doctor/areas/reach.ts';
import {
  judgeSharedConnections,
  noteConnections,
  type SharedConnections,
} from '../../lib/doctor/areas/shared-connections.ts';
import { inOrder, judgeOne, judgeTenant, readSubject } from '../../lib/doctor/examine.ts';
import { type Explanation, explain } from '../../lib/doctor/explain/explain.ts';
import { findOrganization, findUsers } from '../../lib/doctor/explain/find-subjects.ts';
import { type Finding, needsSomeone } from '../../lib/doctor/finding.ts';
import { PermittedReads } from '../../lib/doctor/permitted-reads.ts';
import { readOrganization } from '../../lib/doctor/read-organization.ts';
import { readPerson } from '../../lib/doctor/read-people.ts';
import { ok, type Result } from '../../lib/failures.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import type { TenantSession } from '../../lib/tenant/session.ts';

export interface DoctorOptions extends TenantOptions {
  /** One organization, by name or id, instead of a sample. */
  organization?: string;
  /** A user of {@link DoctorOptions.organization}: an email address or a user id. */
  user?: string;
  /** All of them instead of a sample. */
  allOrganizations?: boolean;
  nowMs: number;
  onProgress?: (step: string) => void;
}

export interface DoctorReport {
  environment: string;
  domain: string;
  /** Whether there is a problem or a warning. */
  needsSomeone: boolean;
  findings: Finding[];
  /** How many were examined one by one; `total` is unknown if the list could not be read. */
  organizations: { looked: number; total?: number; isNamed: boolean };
  /** One for each user of that name. */
  explanations: Explanation[];
  requests: number;
}

/** Each organization takes some ten requests, and a Free tenant answers two a second. */
const SAMPLE = 5;

/** Looks at every prerequisite and limitation of Express Configuration on a live tenant. Sends nothing but reads. */
export const doctor = (options: DoctorOptions): Promise<Result<DoctorReport>> =>
  withTenant(options, 'public secrets', (session) => examine(session, options));

async function examine(session: TenantSession, options: DoctorOptions): Promise<Result<DoctorReport>> {
  const { api, traffic, connection, built, secrets } = session;
  const { organization: named, user, nowMs, onProgress = () => {} } = options;
  const reads = new PermittedReads(traffic);
  // The first request gets the token, which shows the granted scopes.
  await reads.read('GET /tenants/settings', () => api.tenants.settings.get());
  const one = named === undefined ? undefined : await findOrganization(api, named);
  if (one?.ok === false) return one;
  const users = user === undefined ? undefined : await findUsers(api, user);
  if (users?.ok === false) return users;

  const subject = await traffic.readingOnce(() => readSubject(session, reads, { nowMs, onProgress }));
  const { findings, domains } = await judgeTenant(subject);
  const all = subject.tenant.organizations;
  const chosen: Management.Organization[] = one
    ? [one.value]
    : (all ?? []).slice(0, options.allOrganizations ? undefined : SAMPLE);
  const explanations: Explanation[] = [];
  const reach: Reach = new Map();
  const shared: SharedConnections = new Map();
  for (const [index, organization] of chosen.entries()) {
    onProgress(`reading organization ${index + 1} of ${chosen.length}`);
    const readings = await readOrganization(api, reads, subject, organization);
    findings.push(...judgeOne(subject, domains, readings));
    noteReach(subject, readings, reach);
    noteConnections(readings, shared);
    for (const each of users?.value ?? []) {
      const person = await readPerson(api, reads, organization.id ?? '', each, readings.connections);
      explanations.push(await explain(subject, readings, person, { findings, secrets }));
    }
  }
  findings.push(...judgeReach(subject, reach), ...judgeSharedConnections(shared));
  const shown = named === undefined ? findings : findings.filter((each) => isAbout(each, chosen[0]?.name));
  return ok({
    environment: built.manifest.environment.name,
    domain: connection.domain,
    needsSomeone: shown.some(needsSomeone),
    findings: inOrder(subject, shown),
    organizations: {
      looked: chosen.length,
      ...(all !== undefined && { total: all.length }),
      isNamed: named !== undefined,
    },
    explanations,
    requests: traffic.requests,
  });
}

/** Returns whether a finding is about the whole tenant or about this organization. */
const isAbout = ({ organization }: Finding, name: string | undefined): boolean =>
  organization === undefined || organization === name;
