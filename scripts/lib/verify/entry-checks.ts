import { OKTA_KEY_SECTION, type PlanEntry, type PlanField } from '../plan/plan.ts';
import type { Check } from './check.ts';

/** Maps the aspects of an Action to the fields of a plan that show a difference. */
const ACTION_ASPECTS: Readonly<Record<string, readonly string[]>> = {
  code: ['code'],
  banner: ['code', 'secret versions', 'banner'],
  'all changes deployed': ['draft_deployed'],
  runtime: ['runtime'],
  dependencies: ['dependencies'],
  'secret names': ['secrets'],
  trigger: ['supported_triggers'],
};

/** Names sections where a different value gives an administrator more than was reviewed, or nothing. */
const MUST_AGREE: readonly string[] = ['actions', 'triggers', 'roles', 'guardianFactors', 'tenant', 'prompts'];

/** Names fields for people, by which nothing decides. */
const TEXTS: readonly string[] = ['description', 'friendly_name', 'picture_url', 'support_email', 'support_url'];

const EXPRESS = 'express_configuration';
const AS_GIT_OR_TAKE_OVER = 'Deploy, or write the new value into tenant/ where it is right.';
const DEPLOY_AGAIN = 'Deploy again. If it stays so, look in the tenant at what sets it.';

/**
 * Returns the entries of `tenant.yaml` as checks: an Action part by part, and the ids behind an application's names
 * apart from the rest of it.
 *
 * @param hashes of the bundles, by the names of their Actions
 * @param published name of the application with `express_configuration`
 */
export function entryChecks(
  entries: readonly PlanEntry[],
  hashes: ReadonlyMap<string, string>,
  published: string,
): Check[] {
  return entries
    .filter(({ change, section }) => change !== 'unmanaged' && section !== OKTA_KEY_SECTION)
    .flatMap((entry): Check[] => {
      if (entry.change === 'created') return [absent(entry)];
      if (entry.section === 'actions') return actionChecks(entry, hashes.get(entry.name) ?? '');
      if (entry.section !== 'clients' || entry.name !== published) return [entryCheck(entry, entry.fields)];
      const ids = entry.fields.filter(({ field }) => isExpress(field));
      const others = entry.fields.filter(({ field }) => !isExpress(field));
      return [entryCheck(entry, others), expressCheck(entry, ids)];
    });
}

const isExpress = (field: string): boolean => field === EXPRESS || field.startsWith(`${EXPRESS}.`);

const absent = (entry: PlanEntry): Check => ({
  ...base(entry),
  status: 'failed',
  detail: entry.section === 'actions' ? 'not deployed' : 'not on the tenant',
  fix: 'Deploy it: npm run deploy',
});

function actionChecks(entry: PlanEntry, sha256: string): Check[] {
  return Object.entries(ACTION_ASPECTS).map(([aspect, names]) => {
    const wrong = entry.fields.filter(({ field }) => names.includes(field));
    const check = { ...base(entry), name: `${base(entry).name} ${aspect}` };
    if (wrong.length > 0) return { ...check, status: 'failed', detail: differences(wrong), fix: DEPLOY_AGAIN };
    return { ...check, status: 'ok', detail: aspect === 'code' ? `sha256 ${sha256}` : '' };
  });
}

function entryCheck(entry: PlanEntry, wrong: readonly PlanField[]): Check {
  if (entry.change === 'unread') return { ...base(entry), status: 'note', detail: 'can not be read back' };
  if (wrong.length === 0) return { ...base(entry), status: 'ok', detail: '' };
  if (!MUST_AGREE.includes(entry.section) || wrong.every(({ field }) => TEXTS.includes(field))) {
    return { ...base(entry), status: 'differs', detail: differences(wrong), fix: AS_GIT_OR_TAKE_OVER };
  }
  return { ...base(entry), status: 'failed', detail: differences(wrong), fix: DEPLOY_AGAIN };
}

function expressCheck(entry: PlanEntry, wrong: readonly PlanField[]): Check {
  const check = { ...base(entry), name: `${base(entry).name} ${EXPRESS}` };
  if (wrong.length === 0) return { ...check, status: 'ok', detail: '' };
  return { ...check, status: 'failed', detail: differences(wrong), fix: DEPLOY_AGAIN };
}

const base = ({ section, name, where }: PlanEntry) => ({
  name: `${section} "${name}"`,
  ...(where && { where }),
});

const differences = (fields: readonly PlanField[]): string =>
  fields.map(({ field, old, new: next }) => `${field}: expected ${show(next)}, found ${show(old)}`).join('; ');

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'));
