/**
 * Whether a field's new value lets more happen than its old one. `undefined` and `null` are a field without a value:
 * `whenAbsent` says what Auth0 takes then, and without it a value that is not known counts as strict.
 */
export type IsLooser = (old: unknown, next: unknown) => boolean;

const or = (value: unknown, whenAbsent: unknown): unknown => value ?? whenAbsent;

/** Tells that a switch which allows something is turned on. */
export const on =
  (whenAbsent = false): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) === true && or(old, whenAbsent) !== true;

/** Tells that a switch which protects is turned off. */
export const off =
  (whenAbsent = true): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) !== true && or(old, whenAbsent) === true;

/** Tells that a number grows, or that there is none any more. */
export const higher =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(or(old, whenAbsent), or(next, whenAbsent));

/** Tells that a lifetime or a limit grows, or that there is none any more: zero and less are none. */
export const longer =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(unlimited(or(old, whenAbsent)), unlimited(or(next, whenAbsent)));

const unlimited = (value: unknown): unknown =>
  typeof value === 'number' && !(value > 0) ? Number.POSITIVE_INFINITY : value;

/** Tells that a least length or number shrinks, or that there is none any more. */
export const shorter =
  (whenAbsent?: number): IsLooser =>
  (old, next) =>
    grows(negative(or(old, whenAbsent)), negative(or(next, whenAbsent)));

function grows(old: unknown, next: unknown): boolean {
  if (typeof next !== 'number') return typeof old === 'number';
  return typeof old !== 'number' || next > old;
}

const negative = (value: unknown): unknown => (typeof value === 'number' ? -value : value);

/** Tells that a value comes later in this list, from the strictest to the loosest. */
export const weaker =
  (order: readonly string[], whenAbsent?: string): IsLooser =>
  (old, next) =>
    rank(order, or(next, whenAbsent)) > Math.max(0, rank(order, or(old, whenAbsent)));

const rank = (order: readonly string[], value: unknown): number =>
  typeof value === 'string' ? order.indexOf(value) : -1;

/** Tells that a value becomes one of these. */
export const becomes =
  (...loose: readonly string[]): IsLooser =>
  (old, next) =>
    loose.some((one) => one === next) && !loose.some((one) => one === old);

/** Tells that a value is this one no more. */
export const leaves =
  (strict: string): IsLooser =>
  (old, next) =>
    old === strict && next !== strict;

/** Tells that a value changes, and not to this one. */
export const otherThan =
  (strict: string, whenAbsent: string): IsLooser =>
  (old, next) =>
    or(next, whenAbsent) !== strict && or(next, whenAbsent) !== or(old, whenAbsent);

/** Tells that a list gets a member of a kind, or that a single value becomes one. */
export const adds =
  (isLoose: (member: string) => boolean): IsLooser =>
  (old, next) => {
    const before = membersOf(old);
    return membersOf(next).some((member) => typeof member === 'string' && isLoose(member) && !before.includes(member));
  };

/** Tells that a list of APIs with scopes has a scope of an API more. */
export const moreScopes = (): IsLooser => (old, next) => {
  const before = scopesOf(old);
  return scopesOf(next).some((scope) => !before.includes(scope));
};

const scopesOf = (policies: unknown): string[] =>
  membersOf(policies).flatMap((policy) => {
    const { audience, scope }: { audience?: unknown; scope?: unknown } = Object(policy);
    return membersOf(scope).map((each) => JSON.stringify([audience, each]));
  });

/** Tells that a list is emptied, or may be: what the tenant has is not always known. */
export const empties = (): IsLooser => (old, next) => isEmpty(next) && !isEmpty(old);

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Tells that a pattern has fewer places for random characters. */
export const fewerPlaces =
  (whenAbsent: string): IsLooser =>
  (old, next) =>
    placesIn(or(next, whenAbsent)) < placesIn(or(old, whenAbsent));

const placesIn = (mask: unknown): number => String(mask).split('*').length - 1;

const membersOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Finds an address that is not encrypted. */
export const unencrypted = (address: string): boolean => /^(http|ws|ldap):/i.test(address.trim());

/** Finds an address that more than one server answers for, or that is not encrypted. */
export const openAddress = (address: string): boolean => /[*{]/.test(address) || unencrypted(address);
