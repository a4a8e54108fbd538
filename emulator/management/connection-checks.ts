/** Checks what Auth0 refuses about the options of a connection. */
import type { JsonObject, JsonValue } from '../state.ts';
import { isEnterprise } from './enterprise-strategies.ts';
import { badRequest, type Reply } from './reply.ts';
import { validateBody } from './validate.ts';

/**
 * The schema of options. Of enterprise connections it has only the options by which express-configured ones are found;
 * the others are accepted unchecked.
 */
const OPTIONS = {
  type: 'object',
  properties: {
    options: {
      type: 'object',
      properties: { domain_aliases: { $ref: '#/components/schemas/ConnectionDomainAliases' } },
    },
  },
};

export function checkOptions(strategy: string, options: JsonObject | undefined): Reply | undefined {
  if (options === undefined) return undefined;
  if (isEnterprise(strategy)) return validateBody('enterprise connection', OPTIONS, { options });
  return strategy === 'auth0' ? checkIdentifiers(options) : undefined;
}

interface Attribute {
  identifier?: { active?: boolean };
  profile_required?: boolean;
  signup?: { status?: string };
  unique?: boolean;
}

const isAttributes = (value: JsonValue | undefined): value is Record<string, JsonObject> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks the flexible identifiers of a database, with messages recorded in 2026 (04 and 08). */
function checkIdentifiers(options: JsonObject): Reply | undefined {
  const { attributes } = options;
  if (!isAttributes(attributes)) return undefined;
  const { validation, requires_username } = options;
  if (validation !== undefined) return badRequest('Cannot set both options.attributes and options.validation');
  if (requires_username === true) {
    return badRequest('Cannot set both options.attributes and options.requires_username');
  }
  // The schema of the body says what an attribute holds.
  const entries = Object.entries(attributes) as [string, Attribute][];
  if (!entries.some(([, { identifier }]) => identifier?.active === true)) {
    return badRequest('attributes must contain one active identifier');
  }
  const inactive = entries.find(
    ([, { profile_required, signup }]) => profile_required && signup?.status !== 'required',
  );
  if (inactive !== undefined) return badRequest(`attribute ${inactive[0]} must also be required on signup`);
  const isShared = entries.some(
    ([name, { identifier, unique }]) => name === 'email' && identifier?.active && !(unique ?? true),
  );
  return isShared ? badRequest('((An email address that identifies users must be unique.))') : undefined;
}

const CROSS_APP_STRATEGIES = ['oidc', 'okta'];

/**
 * Checks the fields outside the options: only connections to a provider may have access to other applications
 * (recorded, 2026-07).
 */
export function checkFields(
  strategy: string,
  { cross_app_access_requesting_app }: Record<string, unknown>,
): Reply | undefined {
  if (!cross_app_access_requesting_app || CROSS_APP_STRATEGIES.includes(strategy)) return undefined;
  return badRequest('Cross App Access Requesting App is not supported for this connection.', 'operation_not_supported');
}
