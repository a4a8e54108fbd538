import type { TenantFile } from '../manifest/tenant-file.ts';
import { type CallingCommand, COMMAND_CALLS, type DoctorCall } from './command-calls.ts';
import { ALWAYS_CALLED, KEY_CALLS, SECTION_APIS, SETUP_CALLS } from './sections.ts';
import { readSpecification } from './specification.ts';

/**
 * Assigning a key is a `PATCH /clients/{id}`, which names this scope only as one of several: it is the one that
 * `client_authentication_methods` needs.
 */
const KEY_ASSIGNMENT = 'update:client_credentials';

/**
 * Lists narrower scopes for calls whose first scope allows more than these commands send: they change `app_metadata`
 * alone.
 */
const NARROWER: Readonly<Record<string, string>> = { 'PATCH /users/{id}': 'update:users_app_metadata' };

export interface LeastScopes {
  /** Sorted. */
  scopes: string[];
  /** Sections whose calls are not known here. */
  unknownSections: string[];
}

/**
 * Returns the scopes of the Management API that the published specification requires for the calls of a deploy of this
 * file, and for Okta's keys. If several scopes would do, it returns the first: the others show or change only a part of
 * the resource.
 *
 * @param readOnly those of plan and verify, which only read
 */
export function leastScopes(tenant: TenantFile, readOnly: boolean): LeastScopes {
  const { operations } = readSpecification();
  const scopes = callsOf(tenant)
    .filter((call) => !readOnly || call.startsWith('GET '))
    .flatMap((call) => operations[call]?.scopes[0] ?? []);
  return {
    scopes: sorted([...scopes, ...(readOnly ? [] : [KEY_ASSIGNMENT])]),
    unknownSections: sectionsOf(tenant).filter((section) => !Object.hasOwn(SECTION_APIS, section)),
  };
}

/** Besides, what a first run looks at, so that it need not guess. */
export function setupScopes(tenant: TenantFile): LeastScopes {
  const { operations } = readSpecification();
  const { scopes, unknownSections } = leastScopes(tenant, false);
  const looked = SETUP_CALLS.flatMap((call) => operations[call]?.scopes[0] ?? []);
  return { scopes: sorted([...scopes, ...looked]), unknownSections };
}

/** Returns the scopes of an application for one command alone. */
export function commandScopes(command: CallingCommand): LeastScopes {
  const { operations } = readSpecification();
  const calls: readonly string[] = COMMAND_CALLS[command];
  const scopes = calls.flatMap((call) => NARROWER[call] ?? operations[call]?.scopes[0] ?? []);
  return { scopes: sorted(scopes), unknownSections: [] };
}

/** Returns the scope that {@link commandScopes} lists for a call of doctor's. */
export const scopeOfCall = (call: DoctorCall): string => readSpecification().operations[call]?.scopes[0] ?? '';

/** Returns, for each call that none of these scopes allows, the scope that {@link leastScopes} lists. */
export function missingScopes(tenant: TenantFile, granted: readonly string[]): string[] {
  const { operations } = readSpecification();
  const missing = callsOf(tenant).flatMap((call) => {
    const { scopes = [] } = operations[call] ?? {};
    return scopes.some((scope) => granted.includes(scope)) ? [] : scopes.slice(0, 1);
  });
  return sorted([...missing, ...(granted.includes(KEY_ASSIGNMENT) ? [] : [KEY_ASSIGNMENT])]);
}

const sorted = (scopes: readonly string[]): string[] => [...new Set(scopes)].sort();

const sectionsOf = (tenant: TenantFile): string[] =>
  Object.keys(tenant).filter((section) => section !== 'actions' && section !== 'triggers');

function callsOf(tenant: TenantFile): string[] {
  const known = sectionsOf(tenant).flatMap((section) => SECTION_APIS[section] ?? []);
  return [...ALWAYS_CALLED, ...KEY_CALLS, ...known.flatMap(({ create, calls }) => [create, ...calls])];
}
