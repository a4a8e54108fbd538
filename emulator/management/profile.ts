/** Implements what connection profiles and user attribute profiles have in common: everything except their content. */
import type { JsonObject, ProfileRecord } from '../state.ts';
import { type Collection, collection } from './collection.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { badRequest, noContent, notFound, ok } from './reply.ts';
import type { Resource } from './resource.ts';

interface Profile extends Pick<Collection<ProfileRecord>, 'noun' | 'store' | 'notes'> {
  name: string;
  idPrefix: string;
  /** The field of a client's `express_configuration` that names one. */
  reference: 'connection_profile_id' | 'user_attribute_profile_id';
  /** The defaults of a profile, for missing fields and missing parts of fields. */
  defaults: Readonly<Record<string, JsonObject | null>>;
  template: { id: string; display_name: string; template: JsonObject };
}

export function profile({ name, noun, store, notes, idPrefix, reference, defaults, template }: Profile): Resource {
  const path = `/${name}`;
  return collection<ProfileRecord>({
    ...{ name, path, noun, store },
    id: { field: 'id', prefix: idPrefix, length: 22 },
    list: 'checkpoints',
    unique: ['name'],
    complete: (row) => filledIn(row, defaults),
    // Auth0 does not document what happens to a profile in use; here it cannot be deleted.
    inUse(row, state) {
      const user = state.clients.find((client) => client.express_configuration?.[reference] === row.id);
      return (
        user && badRequest(`The ${noun} is named in the express_configuration of "${user.name}" ((kept on purpose))`)
      );
    },
    answers: { nothingToDelete: noContent },
    more: templateOperations(path, noun, template),
    kept: { name: 'string' },
    notes: { ...notes, [`DELETE ${path}/{id}`]: 'refused while `express_configuration` of a client names it' },
  });
}

function filledIn(row: ProfileRecord, defaults: Profile['defaults']): ProfileRecord {
  const whole = Object.entries(defaults).map(([field, value]) => {
    const given = row[field];
    return [field, value === null ? (given ?? null) : { ...structuredClone(value), ...Object(given) }];
  });
  return { ...row, ...Object.fromEntries(whole) };
}

function templateOperations(path: string, noun: string, template: Profile['template']): Operations {
  const code = noun.replaceAll(' ', '_');
  return {
    [`GET ${path}/templates`]: () => ok({ [`${code}_templates`]: [template] }),
    [`GET ${path}/templates/{id}`]: ({ params }: ManagementRequest) =>
      params.id === template.id
        ? ok(template)
        : notFound(`The ${noun} template does not exist.`, `inexistent_${code}_template`),
  };
}
