import type { AdminAttribute, AdminAttributeWriter } from './admin-attribute.ts';
import type { SettingMistake } from './check-settings.ts';
import { own } from './read.ts';
import type { Scope } from './scopes.ts';

/** Names that Auth0 keeps for itself in `app_metadata` (Auth0 documentation, "Metadata Field Names and Data Types"). */
const RESERVED = [
  '__tenant',
  '_id',
  'blocked',
  'clientID',
  'created_at',
  'email',
  'email_verified',
  'globalClientID',
  'global_client_id',
  'identities',
  'lastIP',
  'lastLogin',
  'loginsCount',
  'metadata',
  'multifactor',
  'multifactor_last_modified',
  'updated_at',
  'user_id',
];

/** `adminFlag()` reads this one, and it says nothing of an organization. */
const FLAG = 'is_admin';

const ACME = 'org_acme000000000001';
const GLOBEX = 'org_globex0000000001';
const NOW_MS = Date.UTC(2026, 0, 1);
const BOTH: readonly Scope[] = ['sso', 'scim'];

/** Values that name neither of the two organizations, and so give no right in them. */
const ODD: readonly unknown[] = [null, false, true, 0, 1, '', 'sso', [], ['sso'], [null], [[]], {}, { sso: true }];

/** Values that no writer may take for one of its shape and replace. */
const FOREIGN: readonly unknown[] = [true, 1, 'yes'];

type Demand = (isRight: boolean, setting: string, expected: string, found: unknown) => void;

/**
 * Finds what is wrong with the administrators' attribute of `config.ts`. A team's own halves are tried on made-up
 * organizations: they agree with each other, deny whatever is odd, and lose nothing of another organization.
 *
 * @param attribute what `config.ts` exports, `undefined` where it exports none
 * @param writer the same of `attributeWriter`
 */
export function checkAttribute(attribute: unknown, writer: unknown): SettingMistake[] {
  const mistakes: SettingMistake[] = [];
  const demand: Demand = (isRight, setting, expected, found) => {
    if (isRight || mistakes.some((mistake) => mistake.setting === setting)) return;
    mistakes.push({ file: 'config.ts', setting, expected, found: foundIn(found) });
  };
  const [key, scopesOf] = [own(attribute, 'key'), own(attribute, 'scopesOf')];
  if (attribute !== undefined) {
    demand(
      typeof key === 'string' && /^[A-Za-z]\w{0,99}$/.test(key) && ![...RESERVED, FLAG].includes(key),
      'attribute.key',
      'a letter and then letters, digits and _, and no name that Auth0 or adminFlag() has for something else',
      key,
    );
    const isReader = scopesOf === undefined || typeof scopesOf === 'function';
    demand(isReader, 'attribute.scopesOf', 'a function, or not there for a list of { org_id, scopes }', scopesOf);
  }
  if (scopesOf === undefined) {
    const expected = 'not there: an attribute without scopesOf is a list, which the commands write';
    demand(writer === undefined, 'attributeWriter', expected, writer);
    return mistakes;
  }
  const functions = ['organizations', 'grant', 'revoke', 'search'].map((name) => own(writer, name));
  const isWriter = functions.every((half) => typeof half === 'function');
  const parts = '{ organizations, grant, revoke, search }, since the attribute has a scopesOf of its own';
  demand(isWriter, 'attributeWriter', parts, writer);
  if (mistakes.length > 0) return mistakes;
  // What they are, was demanded above.
  tryHalves(attribute as Required<AdminAttribute>, writer as AdminAttributeWriter, demand);
  return mistakes;
}

function tryHalves({ scopesOf }: Required<AdminAttribute>, writer: AdminAttributeWriter, demand: Demand): void {
  const read = (value: unknown, id: string): string => attempt(() => text(scopesOf(value, id, NOW_MS)));
  for (const value of ODD) {
    demand(read(value, ACME) === '', 'attribute.scopesOf', `no scope of ${foundIn(value)}`, read(value, ACME));
  }
  const write = (half: 'grant' | 'revoke', value: unknown, ...more: [string, (readonly Scope[])?]): unknown => {
    const before = JSON.stringify(value);
    const after = attempt(() =>
      half === 'grant' ? writer.grant(value, more[0], more[1] ?? BOTH) : writer.revoke(value, more[0]),
    );
    demand(JSON.stringify(value) === before, `attributeWriter.${half}`, 'no change of the value it is given', after);
    return after;
  };
  /** Demands what a value permits in the two organizations, and that it names those in which it permits something. */
  const expect = (half: 'grant' | 'revoke', when: string, value: unknown, acme: string, globex: string): void => {
    const [inAcme, inGlobex] = isNothing(value) ? ['', ''] : [read(value, ACME), read(value, GLOBEX)];
    const expected = `the right ${when} to be ${acme || 'none'} in one organization and ${globex || 'none'} in another`;
    const found = `${inAcme || 'none'} and ${inGlobex || 'none'}`;
    demand(inAcme === acme && inGlobex === globex, `attributeWriter.${half}`, expected, found);
    const named = isNothing(value) ? [] : attempt(() => [...writer.organizations(value)].sort().join(' '));
    const wanted = [...(acme ? [ACME] : []), ...(globex ? [GLOBEX] : [])].join(' ');
    demand(String(named) === wanted, 'attributeWriter.organizations', `"${wanted}" ${when}`, named);
  };

  for (const scopes of [['sso'], ['scim'], BOTH] as const) {
    const one = write('grant', undefined, ACME, scopes);
    // A shape that cannot tell the scopes apart refuses one of them.
    if (one === undefined && scopes !== BOTH) continue;
    expect('grant', `after grant(${scopes})`, one, text(scopes), '');
    const two = write('grant', one, GLOBEX, BOTH);
    expect('grant', 'after a second grant', two, text(scopes), text(BOTH));
    expect('grant', 'after another grant', write('grant', two, ACME, BOTH), text(BOTH), text(BOTH));
    const back = write('revoke', two, ACME);
    expect('revoke', 'after revoke', back, '', text(BOTH));
    expect('revoke', 'after a second revoke', write('revoke', back, GLOBEX), '', '');
  }
  for (const value of FOREIGN) {
    const after = write('grant', value, ACME, BOTH);
    demand(
      after === undefined,
      'attributeWriter.grant',
      `undefined for ${foundIn(value)}, which it did not write`,
      after,
    );
  }
  const query = attempt(() => writer.search(ACME));
  demand(typeof query === 'string' && query.includes(ACME), 'attributeWriter.search', 'a query with the id', query);
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** Returns scopes as text; whatever else is returned is not permitted, as in an Action. */
const text = (scopes: unknown): string =>
  Array.isArray(scopes)
    ? [...new Set(scopes)].sort((a, b) => BOTH.indexOf(a) - BOTH.indexOf(b)).join(' ')
    : `${scopes}`;

/** Returns what a function returns, or what it throws. */
function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return `throws ${error}`;
  }
}

const foundIn = (value: unknown): string => JSON.stringify(value) ?? typeof value;
