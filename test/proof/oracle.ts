/**
 * What the three Actions must do, as tables of conditions, to compare the Actions with.
 *
 * Written from the design (section 3, "The Actions (contract)") and the event types of `actions/contract.ts` before the
 * implementation was read, and sharing no code with it. Spellings the design leaves open – the names of notes in transaction
 * metadata – are `NOTES`, taken from the test fixtures. Where the design leaves a question open, the row says `open` and
 * what was decided.
 *
 * Events may be any JSON: fields are read as own properties, and what is not of its type is not there.
 */
import { claimOf } from './oracle-domains.ts';

export const AUDIENCE = 'urn:auth0:express-configure';
export const SCOPES = ['sso', 'scim'] as const;
const ROLE = 'EXPRESS_CONFIGURE_ADMIN_ROLE';
const FACTORS = ['webauthn-platform', 'webauthn-roaming', 'otp'];
const MAX_AGE_MS = 300_000;
const SKEW_MS = 30_000;
export const NOTES = {
  /** Epoch milliseconds. */
  stepUpAt: 'step_up_at',
  /** `true`: no allowed factor was enrolled when step-up asked. */
  factorAbsent: 'step_up_enrolling',
  granted: 'express_configure_granted',
} as const;

/** Settings that are a team's data, not the design's words. */
export interface TeamData {
  unverifiedEmailExcept: { strategies: readonly string[]; connections: readonly string[] };
  ownDomains: readonly string[];
}

export type Scope = (typeof SCOPES)[number];
export type Call = [method: string, ...args: unknown[]];

/** What one Action must leave behind. */
export interface Expected {
  /** All that apply, in the design's order. The first is what the denied person reads. */
  codes: string[];
  /** In order; writes of transaction metadata apart. */
  calls: Call[];
  /** Writes of transaction metadata. */
  notes: Record<string, unknown>;
}

interface Row<Facts> {
  code: string;
  clause: string;
  when: (facts: Facts) => boolean;
}

const NOTHING: Expected = { codes: [], calls: [], notes: {} };
const denied = (codes: string[]): Expected => ({
  ...NOTHING,
  codes,
  calls: [['access.deny', `Access denied (${codes[0]})`]],
});
const codesOf = <Facts>(table: readonly Row<Facts>[], facts: Facts): string[] =>
  table.filter((row) => row.when(facts)).map((row) => row.code);

/** The value below own properties of JSON, or undefined. */
function at(value: unknown, ...path: string[]): unknown {
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

// ---- the decision ----

interface DecisionFacts {
  clients: string[];
  client: unknown;
  protocol: unknown;
  prompt: unknown;
  organization: string;
  emailProven: boolean;
  excepted: boolean;
  permitted: readonly Scope[];
  requested: readonly Scope[];
}

/** Of the decision list, in its order: items 1 to 6. */
const DECISION: readonly Row<DecisionFacts>[] = [
  {
    code: 'EC_CONFIG',
    clause: '1: secret missing or blank. open: nothing but commas and spaces is blank',
    when: (f) => f.clients.length === 0,
  },
  { code: 'EC_CLIENT', clause: '1: another client', when: (f) => f.clients.length > 0 && !namesClient(f) },
  {
    code: 'EC_PROTOCOL',
    clause: '2: not oidc-basic-profile, or prompt has none. open: a prompt that is no array is not known to lack it',
    when: (f) => f.protocol !== 'oidc-basic-profile' || !(f.prompt === undefined || lacksNone(f.prompt)),
  },
  {
    code: 'EC_NO_ORG',
    clause: '3: organization.id present. open: as a non-empty string',
    when: (f) => f.organization === '',
  },
  {
    code: 'EC_UNVERIFIED_EMAIL',
    clause: '4: unless email_verified === true, or the strategy or connection is excepted',
    when: (f) => !f.emailProven && !f.excepted,
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

/** 6: none of the two requested grants what is permitted (`whenNoScopeRequested: 'permitted'`). */
const granted = (f: DecisionFacts): Scope[] =>
  f.permitted.filter((scope) => f.requested.length === 0 || f.requested.includes(scope));

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
  text(at(entry, 'org_id')) !== '' &&
  Array.isArray(at(entry, 'scopes')) &&
  list(at(entry, 'scopes')).every((scope) => scope === 'sso' || scope === 'scim');

/** open: `expires_at` is an ISO 8601 instant, and at that instant the entry has expired. */
const isCurrent = (expiresAt: unknown, nowMs: number): boolean =>
  expiresAt === undefined || (ISO_INSTANT.test(text(expiresAt)) && Date.parse(text(expiresAt)) > nowMs);
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** What the login is decided to be: reasons against it, and what it may be granted. */
export function decision(event: unknown, nowMs: number, team: TeamData): { codes: string[]; granted: Scope[] } {
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
      team.unverifiedEmailExcept.strategies.includes(text(at(event, 'connection', 'strategy'))) ||
      team.unverifiedEmailExcept.connections.includes(text(at(event, 'connection', 'name'))),
    permitted: permitted(event, organization, nowMs),
    requested: SCOPES.filter((scope) => asked.includes(`express_configure:${scope}`)),
  };
  const codes = codesOf(DECISION, facts);
  return { codes, granted: codes.length === 0 ? granted(facts) : [] };
}

// ---- Action 1: step-up ----

/** Step-up is required, factors are enrolled where none is, as shipped. */
export function stepUp(event: unknown, nowMs: number, team: TeamData): Expected {
  if (!isOurs(event)) return NOTHING;
  const { codes } = decision(event, nowMs, team);
  if (codes.length > 0) return denied(codes);

  const enrolled = list(at(event, 'user', 'enrolledFactors')).map((factor) => at(factor, 'type'));
  const allowed = FACTORS.filter((type) => enrolled.includes(type));
  const notes = { [NOTES.stepUpAt]: nowMs };
  if (allowed.length > 0) return { codes: [], notes, calls: [prompt('challengeWith', allowed)] };

  const emailWasFirst = methods(event).some((method) => at(method, 'name') === 'email');
  if (emailWasFirst) return denied(['EC_MFA_NO_FACTOR']);
  return {
    codes: [],
    notes: { ...notes, [NOTES.factorAbsent]: true },
    calls: [...(enrolled.includes('email') ? [prompt('challengeWith', ['email'])] : []), prompt('enrollWith', FACTORS)],
  };
}

/** open: the first is the first of the setting; without others there is no second argument. */
function prompt(method: 'challengeWith' | 'enrollWith', [first, ...others]: string[]): Call {
  const additionalFactors = others.map((type) => ({ type }));
  return [`authentication.${method}`, { type: first }, ...(others.length > 0 ? [{ additionalFactors }] : [])];
}

// ---- Action 2: grant ----

interface Proof {
  mfa: { type: string; timestampMs: number }[];
  askedAtMs: number;
  nowMs: number;
}

const isFresh = ({ askedAtMs, nowMs }: Proof, { timestampMs }: { timestampMs: number }): boolean =>
  timestampMs >= askedAtMs - SKEW_MS && timestampMs <= nowMs + SKEW_MS && timestampMs >= nowMs - MAX_AGE_MS;

/** open: each reason is one that no method overcomes, so a stale weak method is both. */
const STEP_UP_PROOF: readonly Row<Proof>[] = [
  {
    code: 'EC_MFA_MISSING',
    clause: 'step_up_at and a method mfa are demanded',
    when: (p) => Number.isNaN(p.askedAtMs) || p.mfa.length === 0,
  },
  {
    code: 'EC_MFA_STALE',
    clause: 'not before step_up_at (30 s skew), not in the future beyond that, not older than maxAgeSeconds',
    when: (p) => !Number.isNaN(p.askedAtMs) && p.mfa.length > 0 && !p.mfa.some((method) => isFresh(p, method)),
  },
  {
    code: 'EC_MFA_WEAK',
    clause: 'of an allowed type. open: a weak fresh one beside a strong stale one is weak',
    when: (p) =>
      !Number.isNaN(p.askedAtMs) &&
      p.mfa.length > 0 &&
      !p.mfa.some((method) => FACTORS.includes(method.type) && (isFresh(p, method) || noneFresh(p))),
  },
];
const noneFresh = (p: Proof): boolean => !p.mfa.some((method) => isFresh(p, method));

export function grant(event: unknown, nowMs: number, team: TeamData): Expected {
  if (!isOurs(event)) return NOTHING;
  const decided = decision(event, nowMs, team);
  if (decided.codes.length > 0) return denied(decided.codes);

  const noted = at(event, 'transaction', 'metadata', NOTES.stepUpAt);
  const proof: Proof = {
    mfa: methods(event)
      .filter((method) => at(method, 'name') === 'mfa')
      .map((method) => ({ type: text(at(method, 'type')), timestampMs: Date.parse(text(at(method, 'timestamp'))) })),
    askedAtMs: typeof noted === 'number' ? noted : Number.NaN,
    nowMs,
  };
  const codes = enrolledJustNow(event) ? [] : codesOf(STEP_UP_PROOF, proof);
  if (codes.length > 0) return denied(codes);
  return {
    codes: [],
    notes: { [NOTES.granted]: true },
    calls: [
      ...decided.granted.map((scope): Call => ['accessToken.addScope', `express_configure:${scope}`]),
      ...SCOPES.filter((scope) => !decided.granted.includes(scope)).map(
        (scope): Call => ['accessToken.removeScope', `express_configure:${scope}`],
      ),
    ],
  };
}

/** Noted absent by Action 1 in this transaction, and now there. open: `step_up_at` must be noted too, at any age. */
const enrolledJustNow = (event: unknown): boolean =>
  typeof at(event, 'transaction', 'metadata', NOTES.stepUpAt) === 'number' &&
  at(event, 'transaction', 'metadata', NOTES.factorAbsent) === true &&
  list(at(event, 'user', 'enrolledFactors')).some((factor) => FACTORS.includes(text(at(factor, 'type'))));

// ---- Action 3: domains ----

/** Source `organization-metadata`, a bad entry refuses all, no domains go on without a claim, as shipped. */
export function domains(event: unknown, team: TeamData): Expected {
  if (!isOurs(event)) return NOTHING;
  if (at(event, 'transaction', 'metadata', NOTES.granted) !== true) return denied(['EC_CONFIG']);
  const claim = claimOf(at(event, 'organization', 'metadata'), team.ownDomains);
  if (claim === 'invalid') return denied(['EC_DOMAINS_INVALID']);
  if (claim.length === 0) return NOTHING;
  return {
    ...NOTHING,
    calls: [['accessToken.setCustomClaim', 'express_configuration', { domain_aliases: claim }]],
  };
}

const isOurs = (event: unknown): boolean => at(event, 'resource_server', 'identifier') === AUDIENCE;
const methods = (event: unknown): unknown[] => list(at(event, 'authentication', 'methods'));
