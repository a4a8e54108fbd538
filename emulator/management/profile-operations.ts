/** What connection profiles and user attribute profiles have in common: all but their contents. */
import type { JsonObject, ProfileRecord, TenantState } from '../state.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { checkpointed } from './paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';

interface ProfileKind {
  /** Path and list key, for instance `connection-profiles`. */
  path: string;
  collection: 'connectionProfiles' | 'userAttributeProfiles';
  idPrefix: string;
  /** Where a client's `express_configuration` names one. */
  reference: 'connection_profile_id' | 'user_attribute_profile_id';
  /** What a profile has where it says nothing, or says it in part. */
  defaults: Readonly<Record<string, JsonObject | null>>;
  template: { id: string; display_name: string; template: JsonObject };
}

type Body = Partial<ProfileRecord>;

function fillIn(profile: ProfileRecord, defaults: ProfileKind['defaults']): void {
  for (const [field, whole] of Object.entries(defaults)) {
    const given = profile[field];
    profile[field] = whole === null ? (given ?? null) : { ...structuredClone(whole), ...Object(given) };
  }
}

export function profileOperations({
  path,
  collection,
  idPrefix,
  reference,
  defaults,
  template,
}: ProfileKind): Operations {
  const listKey = path.replaceAll('-', '_');
  const kind = path.slice(0, -1).replaceAll('-', ' ');
  const errorCode = `inexistent_${listKey.slice(0, -1)}`;

  const find = (state: TenantState, id: string | undefined): ProfileRecord | undefined =>
    state[collection].find((profile) => profile.id === id);
  const inexistent = (): Reply => notFound(`The ${kind} does not exist.`, errorCode);

  function nameTaken(state: TenantState, name: string | undefined, self?: ProfileRecord): Reply | undefined {
    const other = state[collection].find((profile) => profile !== self && profile.name === name);
    return other && conflict(`A ${kind} with the name "${name}" already exists.`, `${listKey.slice(0, -1)}_conflict`);
  }

  function get({ state, params }: ManagementRequest): Reply {
    const profile = find(state, params.id);
    return profile ? ok(profile) : inexistent();
  }

  function create({ state, body }: ManagementRequest<Body & { name: string }>): Reply {
    const taken = nameTaken(state, body.name);
    if (taken !== undefined) return taken;
    const profile: ProfileRecord = { ...body, id: state.newId(idPrefix, 22) };
    fillIn(profile, defaults);
    state[collection].push(profile);
    return created(profile);
  }

  /** `null` takes a property out; what has a default goes back to it. */
  function update({ state, params, body }: ManagementRequest<Body>): Reply {
    const profile = find(state, params.id);
    if (profile === undefined) return inexistent();
    const taken = nameTaken(state, body.name, profile);
    if (taken !== undefined) return taken;
    for (const [field, value] of Object.entries(body)) {
      if (value === null) delete profile[field];
      else profile[field] = value;
    }
    fillIn(profile, defaults);
    return ok(profile);
  }

  /** What Auth0 does about a profile in use is not documented; here it stays. */
  function remove({ state, params }: ManagementRequest): Reply {
    const user = state.clients.find((client) => client.express_configuration?.[reference] === params.id);
    if (user) {
      return badRequest(`The ${kind} is named in the express_configuration of "${user.name}" ((kept on purpose))`);
    }
    state[collection] = state[collection].filter((profile) => profile.id !== params.id);
    return noContent();
  }

  return {
    [`GET /${path}`]: ({ state, query }: ManagementRequest) => checkpointed(state[collection], listKey, query),
    [`POST /${path}`]: create,
    [`GET /${path}/templates`]: () => ok({ [`${listKey.slice(0, -1)}_templates`]: [template] }),
    [`GET /${path}/templates/{id}`]: ({ params }: ManagementRequest) =>
      params.id === template.id
        ? ok(template)
        : notFound(`The ${kind} template does not exist.`, `${errorCode}_template`),
    [`GET /${path}/{id}`]: get,
    [`PATCH /${path}/{id}`]: update,
    [`DELETE /${path}/{id}`]: remove,
  };
}
