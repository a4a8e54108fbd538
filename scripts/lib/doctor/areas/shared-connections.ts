import { isEnterpriseStrategy } from '../../manifest/auth0-names.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { OrganizationReadings } from '../read-organization.ts';

/** Describes the findings of this area. */
export const SHARED_CONNECTIONS = {
  CONNECTION_OF_SEVERAL_ORGANIZATIONS: {
    severity: 'warning',
    requirement: 'T1',
    why: 'The identity provider of one customer says who logs in to the other one too: it can assert an account that may configure the other.',
    fix: 'Leave it in the organization whose identity provider it is: auth0 api delete "organizations/ORG_ID/enabled_connections/<connection>". One customer with several organizations may keep it.',
  },
} as const satisfies Descriptions;

const finding = findingOf(SHARED_CONNECTIONS);

/** Customers' identity providers with the names of the organizations that they are enabled in, by connection id. */
export type SharedConnections = Map<string, { name: string; organizations: string[] }>;

/** Adds the connections of one organization. */
export function noteConnections(
  { organization, connections = [] }: OrganizationReadings,
  shared: SharedConnections,
): void {
  for (const { connection_id: id = '', connection } of connections) {
    if (!isEnterpriseStrategy(connection?.strategy)) continue;
    const known = shared.get(id) ?? { name: connection?.name ?? id, organizations: [] };
    known.organizations.push(organization.name ?? '');
    shared.set(id, known);
  }
}

/** Reports identity providers of more than one of the organizations that were looked at. */
export const judgeSharedConnections = (shared: SharedConnections): Finding[] =>
  [...shared]
    .filter(([, { organizations }]) => organizations.length > 1)
    .map(([connection, { name, organizations }]) => {
      const names = organizations.map((each) => `"${each}"`).join(' and ');
      return finding('CONNECTION_OF_SEVERAL_ORGANIZATIONS', `"${name}" is enabled in ${names}`, { connection });
    });
