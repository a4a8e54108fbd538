import type { Management } from 'auth0';
import { checkOwnActions } from '../check/own-actions.ts';
import { failed, ok, type Result } from '../failures.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import { unboundActions } from '../manifest/unbound-actions.ts';
import { oktaKeyId } from '../okta-key.ts';
import { readBindings } from '../stages/bindings.ts';
import { findSurplus } from '../stages/prune.ts';
import { differencesByStage, type StageDifferences } from '../stages/stages.ts';
import { byName } from '../tenant/by-name.ts';
import { secretOf } from '../tenant/credential.ts';
import type { Difference } from '../tenant/difference.ts';
import { findOinClient } from '../tenant/oin-client.ts';
import { findOktaKey, readOktaKeys } from '../tenant/okta-keys.ts';
import { readClients } from '../tenant/read.ts';
import { publicSecrets, type TenantSession } from '../tenant/session.ts';
import { unclearNames } from '../tenant/unclear-names.ts';
import { entriesOf } from './entries.ts';
import { keptTriggers } from './kept-triggers.ts';
import { countLosses, withLosses } from './losses.ts';
import { connectionsNote, newApplications } from './new-applications.ts';
import { OKTA_KEY_SECTION, type Plan, type PlanEntry } from './plan.ts';
import { redact } from './redact.ts';
import { stateHash } from './state-hash.ts';
import { readOtherApplications, readUnmanaged } from './unmanaged.ts';
import { readUnmanagedGrants } from './unmanaged-grants.ts';
import { withUnreadLosses } from './unread-losses.ts';

/**
 * Compares a tenant with the sources by the same questions a deploy asks itself, and writes nothing. Fails where a
 * deploy would refuse to begin.
 *
 * @param pem Okta's public key, where it is known
 */
export async function makePlan(context: TenantSession, pem: string | undefined): Promise<Result<Plan>> {
  const compared = await compareTenant(context, pem);
  return compared.ok ? ok(compared.value.plan) : compared;
}

/** A plan, and what it was made from. */
export interface Compared {
  plan: Plan;
  byStage: StageDifferences;
}

/** Does the same as {@link makePlan}, for a deploy. */
export const compareTenant = (context: TenantSession, pem: string | undefined): Promise<Result<Compared>> =>
  context.traffic.readingOnce(() => planOnce(context, pem));

async function planOnce(context: TenantSession, pem: string | undefined): Promise<Result<Compared>> {
  const { api, built, connection, notes } = context;
  const { manifest } = built;
  const unclear = await unclearNames(context);
  if (unclear.length > 0) return failed(...unclear);
  const [oin, bound] = await Promise.all([findOinClient(api, manifest), readBindings(context)]);
  const blocked = [...checkOwnActions(built), ...(oin.ok ? [] : oin.failures), ...(bound.ok ? [] : bound.failures)];
  if (blocked.length > 0) return failed(...blocked);

  const byStage = await differencesByStage(context);
  const differences = [...byStage.values()].flat();
  for (const note of keptTriggers(manifest.tenant, connection)) notes.add(note);
  notes.delete(KEY_TOO_EARLY);
  if (oin.ok && hasKey(oin.value) && differences.some(isDeadAction)) notes.add(KEY_TOO_EARLY);
  const deleted = deletedEntries(differences);
  const entries = [
    ...(await withUnreadLosses(
      context,
      entriesOf(built, built.actionFiles(publicSecrets(context)), differences).map(withLosses),
    )),
    ...(pem === undefined ? [] : [await oktaKeyEntry(context, pem)]),
    ...deleted,
    ...(await readUnmanaged(context)).filter(
      ({ section, name }) => !deleted.some((entry) => entry.section === section && entry.name === name),
    ),
    ...(await readUnmanagedGrants(context)),
  ].map((entry) => ({ ...entry, fields: entry.fields.map((field) => redactField(field, hiddenValues(context))) }));
  const planned = { environment: manifest.environment.name, domain: connection.domain, entries };
  const oinClientId = oin.ok ? oin.value?.client_id : undefined;
  const created = newApplications(context, entries);
  const note = await connectionsNote(context, created);
  const oinSubmissionId = await submissionId(context);
  const plan: Plan = {
    ...planned,
    ...(oinClientId !== undefined && { oinClientId }),
    ...(oinSubmissionId !== undefined && { oinSubmissionId }),
    otherApplications: await readOtherApplications(context),
    newApplications: created,
    notes: [
      ...notes,
      ...unboundActions(manifest).map((unbound) => `${unbound}.`),
      ...(note === undefined ? [] : [note]),
      ...(await surplusNotes(context)),
    ],
    ...countLosses(entries),
    stateHash: stateHash(planned),
  };
  return ok({ plan, byStage });
}

const KEY_TOO_EARLY = 'Okta can ask for tokens while not every Action is live and bound: deploy soon.';

const hasKey = (oin: Management.Client | undefined): boolean =>
  (oin?.client_authentication_methods?.private_key_jwt?.credentials ?? []).length > 0;

const isDeadAction = ({ path, kind }: Difference): boolean =>
  path[0] === 'triggers' || (path[0] === 'actions' && kind === 'missing');

/** The tenant's own, or the one a deploy would write. */
async function submissionId({ api, built }: TenantSession): Promise<string | undefined> {
  const { published } = built.manifest.integration;
  const actual = byName(built.manifest, 'clients', await readClients(api), published.name)?.express_configuration;
  const { oin_submission_id: ofFile } = published.express_configuration;
  return typeof ofFile === 'string' ? ofFile : actual?.oin_submission_id;
}

async function surplusNotes(context: TenantSession): Promise<string[]> {
  const names = context.prune ? [] : (await findSurplus(context)).map(({ name = '' }) => `"${name}"`);
  if (names.length === 0) return [];
  return [`This project has deployed ${names.join(', ')}, and tenant.yaml no longer declares it: --prune deletes it.`];
}

const deletedEntries = (differences: readonly Difference[]): PlanEntry[] =>
  differences
    .filter(({ kind }) => kind === 'surplus')
    .map(({ path: [section, name] }) => ({
      section: String(section),
      name: String(name),
      change: 'deleted',
      fields: [],
      tenantWide: false,
    }));

/** As a deploy would find it at its end. */
async function oktaKeyEntry({ api, secrets }: TenantSession, pem: string): Promise<PlanEntry> {
  const id = secrets[OIN_CLIENT_IDS];
  const keys = id === undefined ? [] : await readOktaKeys(api, id);
  const change = findOktaKey(keys, pem)?.isUsable ? 'unchanged' : 'created';
  return { section: OKTA_KEY_SECTION, name: oktaKeyId(pem), change, fields: [], tenantWide: false };
}

function redactField<T extends PlanEntry['fields'][number]>(change: T, secrets: readonly string[]): T {
  const { field, old, new: next, diff, removed } = change;
  const name = field.split('.').at(-1) ?? '';
  return {
    ...change,
    old: redact(old, secrets, name),
    new: redact(next, secrets, name),
    ...(diff !== undefined && { diff: String(redact(diff, secrets)) }),
    ...(removed !== undefined && { removed: removed.map((value) => redact(value, secrets, name)) }),
  };
}

/** Code that is deployed may hold what it should not. */
function hiddenValues({ built, connection, secrets }: TenantSession): string[] {
  const declared = built.manifest.environment.secrets.filter((secret) => !secret.isPublic);
  return [secretOf(connection), ...declared.flatMap(({ name }) => secrets[name] ?? [])];
}
