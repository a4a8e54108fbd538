/**
 * Checks passwords against a database connection's settings (docs, "Password strength" and "Flexible password policy").
 */
import type { JsonObject } from './state.ts';

/** Universal Login's own texts (prompt `signup-password`). */
export type Weakness = 'Password is too weak' | 'Password contains user information' | 'Password is too common';

interface Rules {
  minLength: number;
  /** How many of lower case, upper case, digits and special characters a password needs; or exactly these kinds. */
  kinds: number | readonly string[];
  allowsThreeAlike: boolean;
}

/** The levels of `passwordPolicy`; without one any password that is not empty is accepted. */
const LEVELS: Readonly<Record<string, Rules>> = {
  none: { minLength: 1, kinds: 0, allowsThreeAlike: true },
  low: { minLength: 6, kinds: 0, allowsThreeAlike: true },
  fair: { minLength: 8, kinds: ['lowercase', 'uppercase', 'number'], allowsThreeAlike: true },
  good: { minLength: 8, kinds: 3, allowsThreeAlike: true },
  excellent: { minLength: 10, kinds: 3, allowsThreeAlike: false },
};

const KINDS: Readonly<Record<string, RegExp>> = {
  lowercase: /[a-z]/,
  uppercase: /[A-Z]/,
  number: /\d/,
  special: /[^A-Za-z0-9]/,
};

const MAX_BYTES = 72;
/** Shorter parts of a name are in many passwords. */
const LEAST_PERSONAL_CHARACTERS = 3;

const objectIn = (value: unknown, name: string): JsonObject => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {};
};

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/**
 * Returns why the connection refuses a password, or `undefined`. Of the dictionaries only a connection's own words are
 * known here, and earlier passwords of a user are not kept.
 *
 * @param options of the connection
 * @param profile of the user who is to have it
 */
export function weaknessOf(options: JsonObject, password: string, profile: object): Weakness | undefined {
  if (!isStrong(options, password)) return 'Password is too weak';
  if (namesUser(options, password, profile)) return 'Password contains user information';
  const old = objectIn(options, 'password_dictionary');
  const { active, custom } = objectIn(objectIn(options, 'password_options'), 'dictionary');
  const words = [...(old.enable === true ? textsIn(old.dictionary) : []), ...(active === true ? textsIn(custom) : [])];
  return words.some((word) => word.toLowerCase() === password.toLowerCase()) ? 'Password is too common' : undefined;
}

function isStrong(options: JsonObject, password: string): boolean {
  const level = LEVELS[String(options.passwordPolicy ?? 'none')] ?? LEVELS.none;
  const { min_length: least } = objectIn(options, 'password_complexity_options');
  const flexible = objectIn(objectIn(options, 'password_options'), 'complexity');
  if (level === undefined) return true;
  const minLength = Math.max(level.minLength, numberOr(least, 0), numberOr(flexible.min_length, 0));
  return (
    [...password].length >= minLength &&
    hasKinds(password, level.kinds) &&
    (level.allowsThreeAlike || !/(.)\1\1/su.test(password)) &&
    isStrongFlexibly(flexible, password)
  );
}

const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);

function hasKinds(password: string, kinds: Rules['kinds']): boolean {
  const found = Object.keys(KINDS).filter((kind) => KINDS[kind]?.test(password));
  return typeof kinds === 'number' ? found.length >= kinds : kinds.every((kind) => found.includes(kind));
}

function isStrongFlexibly(complexity: JsonObject, password: string): boolean {
  const { character_types, character_type_rule, identical_characters, sequential_characters, max_length_exceeded } =
    complexity;
  const types = textsIn(character_types);
  return (
    hasKinds(password, character_type_rule === 'three_of_four' ? 3 : types) &&
    (identical_characters !== 'block' || !/(.)\1\1/su.test(password)) &&
    (sequential_characters !== 'block' || !hasSequence(password)) &&
    (max_length_exceeded !== 'error' || Buffer.byteLength(password) <= MAX_BYTES)
  );
}

/** Returns whether a password has three consecutive letters or digits, up or down: `abc`, `321`. */
function hasSequence(password: string): boolean {
  const codes = [...password.toLowerCase()].map((char) =>
    /[a-z\d]/.test(char) ? (char.codePointAt(0) ?? 0) : Number.NaN,
  );
  return codes.some((code, at) =>
    [1, -1].some((step) => codes[at + 1] === code + step && codes[at + 2] === code + 2 * step),
  );
}

const PERSONAL = ['name', 'username', 'nickname', 'given_name', 'family_name', 'email'];

function namesUser(options: JsonObject, password: string, profile: object): boolean {
  const flexible = objectIn(objectIn(options, 'password_options'), 'profile_data');
  const isOn = objectIn(options, 'password_no_personal_info').enable === true || flexible.active === true;
  if (!isOn) return false;
  const blocked = textsIn(flexible.blocked_fields);
  const fields = blocked.length > 0 ? blocked : PERSONAL;
  const lower = password.toLowerCase();
  return fields
    .flatMap((field) => {
      const value: unknown = Reflect.get(profile, field);
      return typeof value === 'string' ? [value, value.split('@')[0] ?? '', ...value.split(/[^\p{L}\p{N}]+/u)] : [];
    })
    .some((part) => part.length >= LEAST_PERSONAL_CHARACTERS && lower.includes(part.toLowerCase()));
}
