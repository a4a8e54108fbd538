/**
 * What the Actions must do, as tables of conditions, to compare the Actions with.
 *
 * It follows the pages (docs/how-it-works.md#the-four-actions, docs/policy.md#the-decision, docs/step-up.md#what-counts-as-proof,
 * docs/domains.md#the-normal-form) and the event types of `library/contract.ts`, and shares no code with the Actions. Spellings
 * that the pages leave open are in `effects.ts`. Where the pages leave a question open, the row says `open` and what was
 * decided.
 *
 * Some questions are decided as the Actions do, since nothing in the pages speaks against it. They are marked `amended`: what
 * else shows an emailed first factor, `prompt: null`, a blank organization id, a `express_configure_step_up_at` of the future,
 * seconds in `expires_at`, an empty `additionalFactors`, and whether a proof that is both weak and stale is called so (the pages
 * name three codes, not which of them go together).
 *
 * Events may be any JSON: fields are read as own properties, and what is not of its type is not there.
 */
import {
  challenged,
  claiming,
  denied,
  type Effects,
  enrolling,
  granting,
  NOTES,
  nothing,
  SCOPES,
  type Scope,
} from './effects.ts';
import { claimOf } from './oracle-domains.ts';

export const AUDIENCE = 'urn:auth0:express-configure';
const ROLE = 'EXPRESS_CONFIGURE_ADMIN_ROLE';
/** Lists strategies whose addresses only the customer's identity provider asserts; Entra ID is not among them. */
const ENTERPRISE = ['ad', 'adfs', 'auth0-adldap', 'google-apps', 'oidc', 'okta', 'pingfederate', 'samlp'];
const MAX_AGE_MS = 300_000;
const SKEW_MS = 30_000;

/** Settings that are a team's data. */
export interface TeamData {
  unverifiedEmailExcept: { connections: readonly string[] };
  /** In the order of preference. */
  allowedFactors: readonly string[];
  /** Accepted before an enrolment of who has other factors alone; none: such a person is denied. */
  firstChallenges: readonly string[];
  ownDomains: readonly string[];
}

interface Row<Facts> {
  code: string;
  clause: string;
  when: (facts: Facts) => boolean;
}

const codesOf = <Facts>(table: readonly Row<Facts>[], facts: Facts): string[] =>
  table.filter((row) => row.when(facts)).map((row) => row.code);

/** The value below own properties of JSON, or undefined. */
export function at(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

interface DecisionFacts {
  clients: string[];
  client: unknown;
  protocol: unknown;
  prompt: unknown;
  organization: string;
  emailProven: boolean;
  excepted: boolean;
  hasNoAddress: boolean;
  permitted: readonly Scope[];
  requested: readonly Scope[];
  /** No scope is requested but those of OpenID Connect. */
  asksNone: boolean;
}

/** Lists the decision's items 1 to 6, in order. */
const DECISION: readonly Row<DecisionFacts>[] = [
  {
    code: 'EC_CONFIG',
    clause: '1: secret missing or blank. open: nothing but commas and spaces is blank',
    when: (f) => f.clients.length === 0,
  },
  { code: 'EC_CLIENT', clause: '1: another client', when: (f) => f.clients.length > 0 && !namesClient(f) },
  {
    code: 'EC_PROTOCOL',
    clause:
      '2: not oidc-basic-profile, or prompt has none. open: a prompt that is no array is not known to lack it. amended: null has none',
    when: (f) =>
      f.protocol !== 'oidc-basic-profile' || !(f.prompt === undefined || f.prompt === null || lacksNone(f.prompt)),
  },
  {
    code: 'EC_NO_ORG',
    clause: '3: organization.id present. open: as a string. amended: not a blank one',
    when: (f) => f.organization.trim() === '',
  },
  {
    code: 'EC_UNVERIFIED_EMAIL',
    clause:
      '4: unless email_verified === true, there is no address, or the strategy that logged in is an enterprise one, or the connection excepted. open: a user of whom nothing is known is not known to have none',
    when: (f) => !f.emailProven && !f.excepted && !f.hasNoAddress,
  },
  { code: 'EC_NOT_AUTHORIZED', clause: '5: no permit rule matches', when: (f) => f.permitted.length === 0 },
  {
    code: 'EC_SCOPE_NONE',
    clause: '6: permitted ∩ requested leaves nothing. open: only where something was permitted',
    when: (f) => f.permitted.length > 0 && granted(f).length === 0,
  },
];

const namesClient = (f: DecisionFacts): boolean => f.clients.some((client) => client === f.client);
const lacksNone = (prompt: unknown): boolean => Array.isArray(prompt) && !prompt.includes('none');

/**
 * 6: no scope requested grants what is permitted (`whenNoScopeRequested: 'permitted'`). amended: a scope that is neither of
 * the two nor one of OpenID Connect is requested, and so is whatever is no list of texts.
 */
const granted = (f: DecisionFacts): Scope[] => f.permitted.filter((scope) => f.asksNone || f.requested.includes(scope));

/** 5: scopes of the shipped permits `organizationAdmin()` and `role()`. open: an entry without scopes permits nothing. */
function permitted(event: unknown, organization: string, nowMs: number): Scope[] {
  const byRole = list(at(event, 'authorization', 'roles')).includes(ROLE);
  const entries = list(at(event, 'user', 'app_metadata', 'express_configure')).filter(
    (entry) => isEntry(entry) && at(entry, 'org_id') === organization && isCurrent(at(entry, 'expires_at'), nowMs),
  );
  return SCOPES.filter((scope) => byRole || entries.some((entry) => list(at(entry, 'scopes')).includes(scope)));
}

/** open: an unknown scope makes the entry malformed; keys beside the three do not. */
const isEntry = (entry: unknown): boolean =>
  isObject(entry) &&
  text(at(entry, 'org_id')).trim() !== '' &&
  Array.isArray(at(entry, 'scopes')) &&
  list(at(entry, 'scopes')).every((scope) => scope === 'sso' || scope === 'scim');

/** open: `expires_at` is an ISO 8601 instant (amended: with seconds), and at that instant the entry has expired. */
const isCurrent = (expiresAt: unknown, nowMs: number): boolean =>
  expiresAt === undefined || instantOf(text(expiresAt)) > nowMs;
const ISO_INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** NaN for what is no instant (amended: or no day of the calendar). */
function instantOf(value: string): number {
  const [, year, month, day] = ISO_INSTANT.exec(value)?.map(Number) ?? [];
  const isDay =
    year !== undefined && month !== undefined && new Date(Date.UTC(year, month, 0)).getUTCDate() >= (day ?? 0);
  return isDay ? Date.parse(value) : Number.NaN;
}

/** What the login is decided to be: reasons against it, and what it may be granted. */
function decision(event: unknown, nowMs: number, team: TeamData): { codes: string[]; granted: Scope[] } {
  const organization = text(at(event, 'organization', 'id'));
  const asked = list(at(event, 'transaction', 'requested_scopes'));
  const facts: DecisionFacts = {
    clients: text(at(event, 'secrets', 'OIN_CLIENT_IDS'))
      .split(',')
      .map((client) => client.trim())
      .filter((client) => client !== ''),
    client: at(event, 'client', 'client_id'),
    protocol: at(event, 'transaction', 'protocol'),
    prompt: at(event, 'transaction', 'prompt'),
    organization,
    emailProven: at(event, 'user', 'email_verified') === true,
    excepted:
      ENTERPRISE.includes(text(at(event, 'connection', 'strategy'))) ||
      team.unverifiedEmailExcept.connections.includes(text(at(event, 'connection', 'name'))),
    hasNoAddress:
      text(at(event, 'user', 'user_id')).trim() !== '' &&
      [undefined, null, ''].some((none) => at(event, 'user', 'email') === none),
    permitted: permitted(event, organization, nowMs),
    requested: SCOPES.filter((scope) => asked.includes(`express_configure:${scope}`)),
    asksNone: isLoginAlone(at(event, 'transaction', 'requested_scopes')),
  };
  const codes = codesOf(DECISION, facts);
  return { codes, granted: codes.length === 0 ? granted(facts) : [] };
}

const OPENID = new Set<unknown>(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);
const isLoginAlone = (asked: unknown): boolean =>
  asked === undefined || asked === null || (Array.isArray(asked) && !asked.some((scope) => !OPENID.has(scope)));

/** Which way a login takes: prove an allowed factor, enrol one (after a proof, maybe), or neither (docs/step-up.md#what-is-asked-for). */
type Way = { prove: string[] } | { enroll: string[]; after: string[]; emailFirst: boolean } | { deny: string };

/** Step-up is required, factors are enrolled where none is, as shipped. */
function wayOf(event: unknown, team: TeamData): Way {
  const enrolled = list(at(event, 'user', 'enrolledFactors')).map((factor) => at(factor, 'type'));
  const prove = team.allowedFactors.filter((type) => enrolled.includes(type));
  if (prove.length > 0) return { prove };

  const emailFirst = enrolled.includes('email');
  const enroll = [...team.allowedFactors];
  // open: what can't be read is a factor.
  if (enrolled.every((type) => type === 'email')) {
    return wasFirst(event, 'email') ? { deny: 'EC_MFA_NO_FACTOR' } : { enroll, after: [], emailFirst };
  }
  // open: one phone is not both factors.
  const onePhone = wasFirst(event, 'sms') || wasFirst(event, 'phone_number');
  const after = team.firstChallenges.filter(
    (name) => enrolled.includes(typeOf(name)) && !(onePhone && typeOf(name) === 'phone'),
  );
  return after.length > 0 ? { enroll, after, emailFirst } : { deny: 'EC_MFA_OTHER_FACTORS' };
}

const typeOf = (name: string): string => (['voice', 'sms'].includes(name) ? 'phone' : name);

/** amended: the connection of such codes says so too. */
const wasFirst = (event: unknown, name: string): boolean =>
  at(event, 'connection', 'strategy') === name || methods(event).some((method) => at(method, 'name') === name);

export function stepUp(event: unknown, nowMs: number, team: TeamData): Effects {
  if (!isOurs(event)) return nothing();
  const { codes } = decision(event, nowMs, team);
  if (codes.length > 0) return denied(codes);
  const way = wayOf(event, team);
  if ('deny' in way) return denied([way.deny]);
  if ('prove' in way) return challenged(way.prove, { emailFirst: false });
  return challenged(way.after, way);
}

export function enroll(event: unknown, nowMs: number, team: TeamData): Effects {
  if (!isOurs(event)) return nothing();
  const { codes } = decision(event, nowMs, team);
  if (codes.length > 0) return denied(codes);
  const way = wayOf(event, team);
  if ('deny' in way) return denied([way.deny]);
  if ('prove' in way) return nothing();

  const stepUpAtMs = noted(event, NOTES.stepUpAt, nowMs);
  if (Number.isNaN(stepUpAtMs)) return denied(['EC_MFA_MISSING']);
  // amended: where nothing else is proven before, the time of the question has the age of a proof.
  if (!way.emailFirst && way.after.length === 0 && nowMs - stepUpAtMs > MAX_AGE_MS) return denied(['EC_MFA_STALE']);
  const ofEmail = proof(event, ['email'], stepUpAtMs, nowMs);
  const ofFactor = proof(event, way.after.map(typeOf), stepUpAtMs, nowMs);
  const found = [
    ...(way.emailFirst ? codesOf(PROOF_OF_EMAIL, ofEmail) : []),
    ...(way.after.length > 0 ? codesOf(PROOF_OF_FACTOR, ofFactor) : []),
  ];
  const reasons = PROOF_OF_FACTOR.map(({ code }) => code).filter((code) => found.includes(code));
  return reasons.length > 0 ? denied(reasons) : enrolling(way.enroll);
}

interface Proof {
  /** Epoch milliseconds, or NaN. */
  mfa: { wanted: boolean; timestampMs: number }[];
  askedAtMs: number;
  nowMs: number;
  /** When the first factor was proven last. */
  loginMs: number;
}

function proof(event: unknown, wanted: readonly string[], askedAtMs: number, nowMs: number): Proof {
  const named = methods(event).map((method) => ({
    name: text(at(method, 'name')),
    wanted: wanted.includes(text(at(method, 'type'))),
    timestampMs: instantOf(text(at(method, 'timestamp'))),
  }));
  // open: what an Action recorded after a redirect has a URL for a name, and is no first factor. A name may be empty.
  const first = methods(event)
    .filter((method) => typeof at(method, 'name') === 'string')
    .filter((method) => at(method, 'name') !== 'mfa' && !text(at(method, 'name')).includes(':'))
    .map((method) => instantOf(text(at(method, 'timestamp'))))
    .filter((timestampMs) => !Number.isNaN(timestampMs));
  return {
    mfa: named.filter(({ name }) => name === 'mfa'),
    askedAtMs,
    nowMs,
    loginMs: first.length === 0 ? Number.NaN : Math.max(...first),
  };
}

type Entry = Proof['mfa'][number];
const isRecent = ({ nowMs }: Proof, { timestampMs }: Entry): boolean =>
  timestampMs <= nowMs + SKEW_MS && timestampMs >= nowMs - MAX_AGE_MS;
const isProven = (p: Proof): boolean =>
  p.mfa.some((method) => method.wanted && isRecent(p, method) && method.timestampMs >= p.askedAtMs - SKEW_MS);
const isEarlier = (p: Proof): boolean =>
  p.mfa.some((method) => method.wanted && isRecent(p, method) && method.timestampMs >= p.loginMs);

const PROOF_OF_FACTOR: readonly Row<Proof>[] = [
  { code: 'EC_MFA_MISSING', clause: 'a method mfa is demanded', when: (p) => p.mfa.length === 0 },
  {
    code: 'EC_MFA_EARLIER_CHALLENGE',
    clause: 'of a wanted type, recent, of this login, and yet before it was asked for (30 s skew)',
    when: (p) => !isProven(p) && isEarlier(p),
  },
  {
    code: 'EC_MFA_STALE',
    clause: 'of a wanted type, but before it was asked for (30 s skew), of the future, or older than maxAgeSeconds',
    when: (p) => !isProven(p) && !isEarlier(p) && p.mfa.some((method) => method.wanted),
  },
  {
    code: 'EC_MFA_WEAK',
    clause: 'not of a wanted type, at whatever time. amended',
    when: (p) => !isProven(p) && p.mfa.some((method) => !method.wanted),
  },
];

/** An emailed code is missing where there is another factor, and is not called weak. */
const PROOF_OF_EMAIL: readonly Row<Proof>[] = PROOF_OF_FACTOR.flatMap((row) => {
  if (row.code === 'EC_MFA_WEAK') return [];
  if (row.code !== 'EC_MFA_MISSING') return [row];
  return [{ ...row, when: (p: Proof) => !p.mfa.some((method) => method.wanted) }];
});

export function grant(event: unknown, nowMs: number, team: TeamData): Effects {
  if (!isOurs(event)) return nothing();
  const decided = decision(event, nowMs, team);
  if (decided.codes.length > 0) return denied(decided.codes);

  const stepUpAtMs = noted(event, NOTES.stepUpAt, nowMs);
  const enrollAtMs = noted(event, NOTES.enrollAt, nowMs);
  const rawEnrollAt = at(event, 'transaction', 'metadata', NOTES.enrollAt);
  const wasEnrolled = rawEnrollAt !== undefined && rawEnrollAt !== null;
  // amended: a note that can't be true is no note of ours, and an enrolment comes after step-up.
  if (Number.isNaN(stepUpAtMs)) return denied(['EC_MFA_MISSING']);
  if (wasEnrolled && !(enrollAtMs >= stepUpAtMs - SKEW_MS)) return denied(['EC_MFA_MISSING']);
  // amended: what allowed an enrolment has the age of a proof.
  if (wasEnrolled && nowMs - enrollAtMs > MAX_AGE_MS) return denied(['EC_MFA_STALE']);
  const sinceMs = wasEnrolled ? Math.max(stepUpAtMs, enrollAtMs) : stepUpAtMs;
  const codes = codesOf(PROOF_OF_FACTOR, proof(event, team.allowedFactors, sinceMs, nowMs));
  if (codes.length === 0) return granting(decided.granted);
  const hasAllowed = 'prove' in wayOf(event, team);
  return denied(wasEnrolled && hasAllowed ? ['EC_MFA_ENROLLMENT_UNLISTED'] : codes);
}

/** Epoch milliseconds, or NaN. amended: whole ones, above zero, not of the future, not before the first factor (30 s skew). */
function noted(event: unknown, key: string, nowMs: number): number {
  const value = at(event, 'transaction', 'metadata', key);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) return Number.NaN;
  const { loginMs } = proof(event, [], 0, nowMs);
  return value > nowMs + SKEW_MS || value < loginMs - SKEW_MS ? Number.NaN : value;
}

/** Source `organization-metadata`, a bad entry refuses all, no domains go on without a claim, as shipped. */
export function domains(event: unknown, team: TeamData): Effects {
  if (!isOurs(event)) return nothing();
  if (at(event, 'transaction', 'metadata', NOTES.granted) !== true) return denied(['EC_CONFIG']);
  const claim = claimOf(at(event, 'organization', 'metadata'), team.ownDomains);
  if (claim === 'invalid') return denied(['EC_DOMAINS_INVALID']);
  return claim.length === 0 ? nothing() : claiming(claim);
}

const isOurs = (event: unknown): boolean => at(event, 'resource_server', 'identifier') === AUDIENCE;
const methods = (event: unknown): unknown[] => list(at(event, 'authentication', 'methods'));
