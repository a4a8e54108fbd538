/** An Okta org of a customer: its people, and its instance of the SaaS team's integration. */
import { randomBytes } from 'node:crypto';
import type { ScimResult } from '../../express/configure-scim.ts';
import type { SsoResult } from '../../express/configure-sso.ts';
import { randomId } from '../../state.ts';

export interface OktaPerson {
  id: string;
  email: string;
  givenName: string;
  familyName: string;
  status: 'active' | 'deactivated';
}

/** Describes an event between Okta and the tenant; pages show the newest first. */
export interface OktaEvent {
  atMs: number;
  text: string;
  ok: boolean;
}

export interface AppInstance {
  clientId: string;
  clientSecret: string;
  /** Ids of people. */
  assigned: Set<string>;
  /** The result of "Express Configure SSO & UL". */
  sso?: SsoResult;
  /** The result of "Express Configure SCIM". */
  scim?: ScimResult;
  /** Ids that SCIM gave people in the tenant. */
  provisioned: Map<string, string>;
}

export interface OktaOrg {
  /** The org's name in its pages' address, for instance `acme`. */
  name: string;
  displayName: string;
  /** The issuer, without a slash at its end. */
  issuer: string;
  people: OktaPerson[];
  app: AppInstance;
  events: OktaEvent[];
}

const MAX_EVENTS = 20;

export function createOrg(options: {
  name: string;
  displayName: string;
  issuer: string;
  /** Given name, family name, email. */
  people: [string, string, string][];
}): OktaOrg {
  const { name, displayName, issuer, people } = options;
  return {
    name,
    displayName,
    issuer,
    people: people.map(([givenName, familyName, email]) => ({
      id: randomId('00u', 17),
      email,
      givenName,
      familyName,
      status: 'active',
    })),
    app: {
      clientId: randomId('0oa', 17),
      clientSecret: randomBytes(32).toString('base64url'),
      assigned: new Set(),
      provisioned: new Map(),
    },
    events: [],
  };
}

export function addEvent(org: OktaOrg, text: string, ok = true): void {
  org.events = [{ atMs: Date.now(), text, ok }, ...org.events].slice(0, MAX_EVENTS);
}

export const findPerson = (org: OktaOrg, id: string | undefined): OktaPerson | undefined =>
  org.people.find((person) => person.id === id);

/** Returns whether Okta lets the person into the application. */
export const mayUseApp = ({ app }: OktaOrg, { id, status }: OktaPerson): boolean =>
  status === 'active' && app.assigned.has(id);
