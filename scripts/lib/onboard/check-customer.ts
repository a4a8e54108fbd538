import { SCOPES, type Scope } from '../../../library/scopes.ts';
import { checkNote } from '../domains/claims.ts';
import { type DomainRules, refusedDomain } from '../domains/domain-rules.ts';
import { type Failure, failed, ok, type Place, type Result } from '../failures.ts';
import { vouchNeeded } from './account-failures.ts';
import { type Admin, type Customer, GRANTS, SIGN_IN_METHODS } from './customer.ts';
import { isSameMailbox, mailboxOf } from './mailbox.ts';
import type { Column, Row } from './read-customers.ts';

export interface CustomerRules {
  domains: DomainRules;
  /** Connections get the organization's name into theirs, which may hold no `_` (connection profile, `{org_name}`). */
  namesConnections: boolean;
  /** Whether a row must name domains; an undo needs none. */
  needsDomains: boolean;
}

/** Matches Auth0's `organization-name`; an id begins with `org_`. */
export const NAME = /^(?!org_)[a-z0-9][a-z0-9_-]{0,49}$/;
/** Matches an address as far as a pattern can; the tenant checks the rest. */
export const EMAIL = /^[^\s@,;"'<>|]+@[^\s@,;"'<>|]+\.[^\s@,;"'<>|]+$/;
/** Matches Auth0's `user_id`: the connection's strategy, a bar, and the provider's id of the user. */
export const USER_ID = /^[a-zA-Z0-9-]+\|.+$/;
/** Limits a display name, in characters. */
export const MAX_DISPLAY_NAME_LENGTH = 255;
/** Limits the discovery domains of one organization. */
const MAX_DOMAINS = 100;

/** Returns a customer from its row, or all mistakes in the row. */
export function checkCustomer({ values, where }: Row, rules: CustomerRules): Result<Customer> {
  const failures: Failure[] = [];
  const take = <T>(result: Result<T>): T | undefined => {
    if (result.ok) return result.value;
    failures.push(...result.failures);
    return undefined;
  };
  const name = take(checkName(values.organization ?? '', rules, where));
  const admin = take(checkAdmin(values.admin, rules, where));
  // An undo takes all domains back, whatever a row says.
  const domains = rules.needsDomains ? take(checkDomains(values.domains ?? '', rules, where)) : [];
  const via = take(oneOf('via', values.via ?? 'invitation', SIGN_IN_METHODS, where));
  const grant = take(oneOf('grant', values.grant ?? 'role', GRANTS, where));
  const scopes = take(checkScopes(values.scopes, where));
  const displayName = values.display_name ?? values.organization ?? '';
  if (displayName.length > MAX_DISPLAY_NAME_LENGTH) {
    failures.push(
      badValue('display_name', `at most ${MAX_DISPLAY_NAME_LENGTH} characters`, `${displayName.length}`, where),
    );
  }
  const { connection } = values;
  const ticketEmail = mailboxOf(values.ticket_email ?? '');
  const isOwn =
    admin !== undefined && 'email' in admin && ticketEmail !== undefined && isSameMailbox(ticketEmail, admin.email);
  if (values.ticket_email !== undefined && (ticketEmail === undefined || isOwn)) {
    failures.push(
      badValue('ticket_email', 'another mailbox than the administrator’s', escaped(values.ticket_email), where),
    );
  }
  const placed = (failure: Failure): Failure => ({ ...failure, ...(where && { where }) });
  const noteOf = (column: 'attest' | 'vouch'): string | undefined => {
    const note = checkNote(values[column], column);
    if (!note.ok) failures.push(...note.failures.map(placed));
    return note.ok ? note.value : undefined;
  };
  const attest = noteOf('attest');
  const vouch = noteOf('vouch');
  // An undo needs nobody to vouch.
  if (via === 'oin-test' && values.vouch === undefined && rules.needsDomains) {
    failures.push(placed(vouchNeeded('an account for Okta’s reviewers, whose address nobody proves')));
  }
  if (failures.length > 0 || !name || !admin || !domains || !via || !grant || !scopes) return failed(...failures);
  return ok({
    name,
    displayName,
    admin,
    domains,
    via,
    grant,
    scopes,
    ...(connection !== undefined && { connection }),
    ...(ticketEmail !== undefined && { ticketEmail }),
    ...(attest !== undefined && { attest }),
    ...(vouch !== undefined && { vouch }),
    ...(where && { where }),
  });
}

function checkName(name: string, { namesConnections, needsDomains }: CustomerRules, where?: Place): Result<string> {
  const bad = (expected: string): Result<string> =>
    failed({
      code: 'CUSTOMER_NAME',
      expected,
      found: name === '' ? 'none' : `"${name}"${name.length > 50 ? ` (${name.length} characters)` : ''}`,
      ...(where && { where }),
      fix: needsDomains
        ? 'Choose another name; display_name is what people see.'
        : 'Give the name that the organization has, and neither its id nor what people see of it.',
    });
  if (!NAME.test(name)) {
    return bad('an organization name of 1 to 50 small letters, digits, - and _, which does not begin with org_');
  }
  if (!namesConnections || !needsDomains || /^[a-z0-9](-?[a-z0-9])*$/.test(name)) return ok(name);
  return bad('a name of small letters, digits and single hyphens, since connections get it into theirs ({org_name})');
}

function checkAdmin(admin = '', { needsDomains }: CustomerRules, where?: Place): Result<Admin> {
  // In a file an empty cell was probably forgotten.
  if (admin === '' && !needsDomains && where === undefined) return ok({ everybody: true });
  const email = mailboxOf(admin);
  if (email !== undefined) return ok({ email });
  if (USER_ID.test(admin) && !/\p{C}|\p{Default_Ignorable_Code_Point}/u.test(admin)) return ok({ userId: admin });
  return failed({
    code: 'CUSTOMER_ADMIN',
    expected: 'the administrator’s email address, or a user id such as auth0|5f7c8ec7c33c6c004bbafe82',
    found: admin === '' ? 'none' : escaped(admin),
    ...(where && { where }),
    fix: 'Name one administrator; onboard others by running it again.',
  });
}

/** Returns a text with invisible characters escaped. */
const escaped = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );

function checkDomains(text: string, { domains: judge, needsDomains }: CustomerRules, where?: Place): Result<string[]> {
  const judged = text
    .split(/[,;\s]+/)
    .filter((entry) => entry !== '')
    .map(judge);
  const refused = judged.flatMap((domain) => ('why' in domain ? [refusedDomain(domain, where)] : []));
  if (refused.length > 0) return failed(...refused);
  const domains = [...new Set(judged.flatMap((domain) => ('domain' in domain ? [domain.domain] : [])))].sort();
  if ((domains.length > 0 || !needsDomains) && domains.length <= MAX_DOMAINS) return ok(domains);
  return failed({
    code: 'CUSTOMER_DOMAINS',
    expected: `1 to ${MAX_DOMAINS} email domains, as many as an organization may have at Auth0`,
    found: `${domains.length}`,
    ...(where && { where }),
    fix: 'Name the domains of the customer’s email addresses, separated by commas.',
  });
}

function checkScopes(text: string | undefined, where?: Place): Result<Scope[]> {
  const named = (text ?? SCOPES.join(',')).split(/[,;\s]+/).filter((entry) => entry !== '');
  const scopes = SCOPES.filter((scope) => named.includes(scope));
  if (scopes.length > 0 && scopes.length === new Set(named).size) return ok(scopes);
  return failed(badValue('scopes', SCOPES.join(', '), JSON.stringify(text), where));
}

function oneOf<T extends string>(column: Column, value: string, known: readonly T[], where?: Place): Result<T> {
  const found = known.find((candidate) => candidate === value);
  return found === undefined ? failed(badValue(column, known.join(', '), `"${value}"`, where)) : ok(found);
}

const badValue = (column: Column, expected: string, found: string, where?: Place): Failure => ({
  code: 'CUSTOMER_VALUE',
  expected: `${column} to be ${expected}`,
  found,
  ...(where && { where }),
  fix: `Correct ${column}.`,
});
