import type { Management } from 'auth0';
import { checkOwnActions } from '../check/actions/own-actions.ts';
import { failed, ok, type Result } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { unboundActions } from '../manifest/unbound-actions.ts';
import { oktaKeyId } from '../okta-key.ts';
import { readBindings } from '../stages/bindings.ts';
import { type Facts, factsAtStart, withFound } from '../stages/facts.ts';
import { findSurplus } from '../stages/prune.ts';
import { compareStages, type StagesCompared } from '../stages/stages.ts';
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
export async function makePlan(session: TenantSession, pem: string | undefined): Promise<Result<Plan>> {
  const compared = await compareTenant(session, pem);
  return compared.ok ? ok(compared.value.plan) : compared;
}

/** Holds a plan, and what it was made from. */
export interface TenantComparison extends StagesCompared {
  plan: Plan;
  /** Notes for people about what the run found and left unchanged: the plan's notes without those about the sources. */
  notes: string[];
}

/**
 * Does the same as {@link makePlan}, for a deploy.
 *
 * @param known what this run has found before
 */
export const compareTenant = (
  session: TenantSession,
  pem: string | undefined,
  known = factsAtStart(session),
): Promise<Result<TenantComparison>> => session.traffic.readingOnce(() => planOnce(session, pem, known));

async function planOnce(
  session: TenantSession,
  pem: string | undefined,
  known: Facts,
): Promise<Result<TenantComparison>> {
  const { api, built, connection } = session;
  const { manifest } = built;
  const unclear = await unclearNames(session);
  if (unclear.length > 0) return failed(...unclear);
  const [oin, bound] = await Promise.all([findOinClient(api, manifest), readBindings(session)]);
  const blocked = [...checkOwnActions(built), ...(oin.ok ? [] : oin.failures), ...(bound.ok ? [] : bound.failures)];
  if (blocked.length > 0) return failed(...blocked);

  const compared = await compareStages(session, known);
  const { byStage } = compared;
  const differences = [...byStage.values()].flat();
  const facts = withFound(compared.facts, { notes: keptTriggers(manifest.tenant, connection) });
  const isKeyTooEarly = oin.ok && hasKey(oin.value) && differences.some(isDeadAction);
  const notes = [...facts.notes, ...(isKeyTooEarly ? [KEY_TOO_EARLY] : [])];
  const deleted = deletedEntries(differences);
  const entries = [
    ...(await withUnreadLosses(
      session,
      entriesOf(built, built.actionFiles(publicSecrets(session, facts.oinClientId)), differences).map(withLosses),
    )),
    ...(pem === undefined ? [] : [await oktaKeyEntry(session, facts, pem)]),
    ...deleted,
    ...(await readUnmanaged(session, facts)).filter(
      ({ section, name }) => !deleted.some((entry) => entry.section === section && entry.name === name),
    ),
    ...(await readUnmanagedGrants(session, facts)),
  ].map((entry) => ({ ...entry, fields: entry.fields.map((field) => redactField(field, hiddenValues(session))) }));
  const planned = { environment: manifest.environment.name, domain: connection.domain, entries };
  const oinClientId = oin.ok ? oin.value?.client_id : undefined;
  const created = newApplications(session, entries);
  const note = await connectionsNote(session, created);
  const oinSubmissionId = await submissionId(session);
  const plan: Plan = {
    ...planned,
    ...(oinClientId !== undefined && { oinClientId }),
    ...(oinSubmissionId !== undefined && { oinSubmissionId }),
    otherApplications: await readOtherApplications(session, facts),
    newApplications: created,
    notes: [
      ...notes,
      ...settingsNotes(manifest),
      ...unboundActions(manifest).map((unbound) => `${unbound}.`),
      ...(note === undefined ? [] : [note]),
      ...(await surplusNotes(session)),
    ],
    ...countLosses(entries),
    stateHash: stateHash(planned),
  };
  return ok({ plan, byStage, facts, notes });
}

/** Says which settings make the Actions of this environment other ones than those of the other environments. */
function settingsNotes({ environment: { name, file, actions } }: Manifest): string[] {
  if (actions === undefined) return [];
  const names = Object.keys(actions.stepUp).map((setting) => `stepUp.${setting}`);
  return [`The Actions of environment "${name}" differ from the common ones by ${names.join(', ')} (${file}).`];
}

const KEY_TOO_EARLY = 'Okta can ask for tokens while not every Action is live and bound: deploy soon.';

const hasKey = (oin: Management.Client | undefined): boolean =>
  (oin?.client_authentication_methods?.private_key_jwt?.credentials ?? []).length > 0;

const isDeadAction = ({ path, kind }: Difference): boolean =>
  path[0] === 'triggers' || (path[0] === 'actions' && kind === 'missing');

/** Returns the tenant's own id, or the one that a deploy would write. */
async function submissionId({ api, built }: TenantSession): Promise<string | undefined> {
  const { published } = built.manifest.integration;
  const actual = byName(built.manifest, 'clients', await readClients(api), published.name)?.express_configuration;
  const { oin_submission_id: ofFile } = published.express_configuration;
  return typeof ofFile === 'string' ? ofFile : actual?.oin_submission_id;
}

async function surplusNotes(session: TenantSession): Promise<string[]> {
  const names = session.prune ? [] : (await findSurplus(session)).map(({ name = '' }) => `"${name}"`);
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

/** Returns the entry of Okta's key as the end of a deploy would find it. */
async function oktaKeyEntry({ api }: TenantSession, { oinClientId: id }: Facts, pem: string): Promise<PlanEntry> {
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
