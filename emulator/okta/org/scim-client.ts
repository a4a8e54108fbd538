/** Okta's provisioning: creates, updates and deactivates the people of an app instance over SCIM. */
import { addEvent, mayUseApp, type OktaOrg, type OktaPerson } from './org.ts';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Everybody who is assigned already, once SCIM is set up. */
export async function provisionAssigned(org: OktaOrg): Promise<void> {
  for (const person of org.people.filter(({ id }) => org.app.assigned.has(id))) await provision(org, person);
}

/** Makes the tenant's user what Okta has; without SCIM does nothing. */
export async function provision(org: OktaOrg, person: OktaPerson): Promise<void> {
  const { scim, provisioned } = org.app;
  if (scim === undefined) return;
  const id = provisioned.get(person.id) ?? (await findId(org, person));
  if (!mayUseApp(org, person)) {
    if (id !== undefined) await deactivate(org, person, id);
    return;
  }
  const body = {
    schemas: [USER_SCHEMA],
    userName: person.email,
    externalId: person.id,
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ primary: true, value: person.email, type: 'work' }],
    displayName: `${person.givenName} ${person.familyName}`,
    active: true,
  };
  const answer =
    id === undefined
      ? await send(org, 'POST', '/Users', body)
      : await send(org, 'PUT', `/Users/${encodeURIComponent(id)}`, body);
  const given = idIn(answer.body);
  if (given !== undefined) provisioned.set(person.id, given);
  note(org, `SCIM: ${id === undefined ? 'created' : 'updated'} ${person.email}`, answer.status);
}

async function deactivate(org: OktaOrg, person: OktaPerson, id: string): Promise<void> {
  const { status } = await send(org, 'PATCH', `/Users/${encodeURIComponent(id)}`, {
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
  note(org, `SCIM: deactivated ${person.email}`, status);
}

async function findId(org: OktaOrg, { email }: OktaPerson): Promise<string | undefined> {
  const filter = encodeURIComponent(`userName eq "${email}"`);
  const { body } = await send(org, 'GET', `/Users?filter=${filter}&startIndex=1&count=100`);
  const resources: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'Resources') : undefined;
  return Array.isArray(resources) ? idIn(resources[0]) : undefined;
}

async function send(
  { app }: OktaOrg,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${app.scim?.base_url}${path}`, {
    method,
    headers: { authorization: `Bearer ${app.scim?.token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: response.ok && text !== '' ? JSON.parse(text) : undefined };
}

const idIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : undefined;

const note = (org: OktaOrg, done: string, status: number): void =>
  addEvent(org, status < 300 ? done : `${done}: refused with HTTP ${status}`, status < 300);
