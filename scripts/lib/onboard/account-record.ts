import { isoSeconds } from '../domains/claims.ts';
import { fitsMetadata, type Metadata, metadataChange, readList, withList } from '../domains/metadata-lists.ts';
import { type Organization, readOrganization } from '../domains/organization.ts';
import { type Failure, failed, ok } from '../failures.ts';
import { type CustomerRun, recordStep } from './customer-run.ts';
import { type ClaimResult, updateMetadata } from './run-claim.ts';

/**
 * Records why an administrator's account counts as theirs although Auth0 has no proof: a person vouches, or it was
 * reset and only an invitation leads to it. `admin_accounts` of the organization's metadata keeps these. A user id
 * contains an address only if an identity provider puts one there.
 */
export interface AccountRecord {
  userId: string;
  how: 'vouch' | 'reset';
  /** ISO 8601, in seconds. */
  at: string;
  /** The note of the person who vouches. */
  note?: string;
}

const NAME = 'admin_accounts';
const SEPARATOR = '; ';
const ENTRY = /^(\S+) (vouch|reset) (\S+)(?: (.+))?$/;

/** Reads an organization's records; other entries are left out. */
export function readAccounts(metadata: Metadata): AccountRecord[] {
  return readList(metadata, NAME, ';').flatMap((text): AccountRecord[] => {
    const [, id, how, at, detail] = ENTRY.exec(text) ?? [];
    if (id === undefined || at === undefined || (how !== 'vouch' && how !== 'reset')) return [];
    const userId = decoded(id);
    return userId === undefined ? [] : [{ userId, how, at, ...(detail !== undefined && { note: detail }) }];
  });
}

function decoded(id: string): string | undefined {
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

/** Returns the metadata with these records and no others. */
export const withAccounts = (metadata: Metadata, accounts: readonly AccountRecord[]): Record<string, string> =>
  withList(metadata, NAME, accounts.map(accountText), SEPARATOR);

const accountText = ({ userId, how, at, note: detail }: AccountRecord): string =>
  [encodeURIComponent(userId), how, at, ...(detail === undefined ? [] : [detail])].join(' ');

/** Keeps why an account counts, before anything rests on it; an older record of the same user is replaced. */
export async function recordAccount(
  run: CustomerRun,
  organizationId: string,
  account: Omit<AccountRecord, 'at'>,
  nowMs: number,
): Promise<ClaimResult<void>> {
  const organization = await readOrganization(run.api, organizationId);
  const known = readAccounts(organization.metadata);
  const isKept = known.some(
    ({ userId, how, note: detail }) =>
      userId === account.userId && how === account.how && (account.note === undefined || detail === account.note),
  );
  if (isKept) return ok(undefined);
  const others = known.filter(({ userId }) => userId !== account.userId);
  const wanted = withAccounts(organization.metadata, [...others, { ...account, at: isoSeconds(nowMs) }]);
  if (!fitsMetadata(wanted)) return failed(metadataFull(organization));
  const change = metadataChange(organization.metadata, wanted);
  if (!run.isDryRun && change !== undefined) {
    const updated = await updateMetadata(run, organizationId, change, organization.metadata);
    if (!updated.ok) return updated;
  }
  const what = account.how === 'vouch' ? 'vouched for the administrator' : 'reset recorded';
  recordStep(run, what, run.isDryRun ? 'would' : 'done', account.note ?? '');
  return ok(undefined);
}

const metadataFull = ({ name }: Organization): Failure => ({
  code: 'ORGANIZATION_FULL',
  expected: 'metadata of at most 25 keys and 255 characters a value',
  found: `more, with what is recorded of the administrator of organization "${name}"`,
  fix: 'Remove metadata that nothing reads, or shorten the note.',
});
