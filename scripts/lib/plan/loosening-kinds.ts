/**
 * Returns whether a field's new value allows more than its old one. `undefined` and `null` are a field without a value:
 * `whenAbsent` is Auth0's default then, and without it an unknown value counts as strict.
 */
export type IsLooser = (old: unknown, next: unknown) => boolean;

const or = (value: unknown, whenAbsent: unknown): unknown => value ?? whenAbsent;

/** Returns a test of whether a switch that allows something is turned on. */
export const on =
  (whenAbsent = false): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) === true && or(old, whenAbsent) !== true;

/** Returns a test of whether a protecting switch is turned off. */
export const off =
  (whenAbsent = true): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) !== true && or(old, whenAbsent) === true;

/** Returns a test of whether a number grows or is removed. */
export const higher =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(or(old, whenAbsent), or(next, whenAbsent));

/** Returns a test of whether a lifetime or a limit grows or is removed: zero and less mean no limit. */
export const longer =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(unlimited(or(old, whenAbsent)), unlimited(or(next, whenAbsent)));

const unlimited = (value: unknown): unknown =>
  typeof value === 'number' && !(value > 0) ? Number.POSITIVE_INFINITY : value;

/** Returns a test of whether a least length or number shrinks or is removed. */
export const shorter =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(negative(or(old, whenAbsent)), negative(or(next, whenAbsent)));

function grows(old: unknown, next: unknown): boolean {
  if (typeof next !== 'number') return typeof old === 'number';
  return typeof old !== 'number' || next > old;
}

const negative = (value: unknown): unknown => (typeof value === 'number' ? -value : value);

/**
 * Returns a test of whether a value moves to a later place in this list, which goes from the strictest to the loosest.
 */
export const weaker =
  (order: readonly string[], whenAbsent?: string): IsLooser =>
  (old, next) =>
    rank(order, or(next, whenAbsent)) > Math.max(0, rank(order, or(old, whenAbsent)));

const rank = (order: readonly string[], value: unknown): number =>
  typeof value === 'string' ? order.indexOf(value) : -1;

/** Returns a test of whether a value becomes one of these. */
export const becomes =
  (...loose: readonly string[]): IsLooser =>
  (old, next) =>
    loose.some((one) => one === next) && !loose.some((one) => one === old);

/** Returns a test of whether a value is no longer this one. */
export const leaves =
  (strict: string): IsLooser =>
  (old, next) =>
    old === strict && next !== strict;

/** Returns a test of whether a value changes, and not to this one. */
export const otherThan =
  (strict: string, whenAbsent: string): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) !== strict && or(next, whenAbsent) !== or(old, whenAbsent);

/** Returns a test of whether a list gets a member of a kind, or a single value becomes one. */
export const adds =
  (isLoose: (member: string) => boolean): IsLooser =>
  (old, next) => {
    const before = membersOf(old);
    return membersOf(next).some((member) => typeof member === 'string' && isLoose(member) && !before.includes(member));
  };

/** Returns a test of whether a list of APIs with scopes gets another scope of an API. */
export const moreScopes = (): IsLooser => (old, next) => {
  const before = scopesOf(old);
  return scopesOf(next).some((scope) => !before.includes(scope));
};

const scopesOf = (policies: unknown): string[] =>
  membersOf(policies).flatMap((policy) => {
    const { audience, scope }: { audience?: unknown; scope?: unknown } = Object(policy);
    return membersOf(scope).map((each) => JSON.stringify([audience, each]));
  });

/** Returns a test of whether a list is emptied, or may be: the tenant's list is not always known. */
export const empties = (): IsLooser => (old, next) => isEmpty(next) && !isEmpty(old);

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Returns a test of whether a pattern has fewer places for random characters. */
export const fewerPlaces =
  (whenAbsent: string): IsLooser =>
  (old, next) =>
    placesIn(or(next, whenAbsent)) < placesIn(or(old, whenAbsent));

const placesIn = (mask: unknown): number => String(mask).split('*').length - 1;

const membersOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Returns whether an address is not encrypted. */
export const unencrypted = (address: string): boolean => /^(http|ws|ldap):/i.test(address.trim());

/** Returns whether more than one server may answer for an address, or whether it is not encrypted. */
export const openAddress = (address: string): boolean => /[*{]/.test(address) || unencrypted(address);
