import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases, loginEvent } from '#actions-testing';
import { config } from '../fixture/project/actions/config.ts';
import { adminEvent, grantedEvent, steppedUpEvent } from '../support/events.ts';
import { challenged, claiming, denied, type Effects, enrolling, granting, nothing, type Scope } from './effects.ts';
import { type Overrides, override } from './overrides.ts';
import { ACTION_NAMES, type ActionName } from './subjects.ts';
import type { VariantName } from './variants.ts';

/** One login and what comes of it: exactly one of the outcomes. */
export interface Vector {
  /** What it shows, led by the threat (T1–T30) or the mistake (B1–B27) of docs/coverage.md where it is about one. */
  id: string;
  /** Settings other than the shipped ones. */
  variant?: VariantName;
  /** Over the event of the Action's turn in a login that succeeds. */
  set?: Overrides;
  unset?: string[];
  /** All codes, in order. */
  denied?: string[];
  challenged?: string[];
  challengedAfterEmail?: string[];
  /** By step-up: the emailed code alone, before the enroll Action. */
  emailed?: true;
  /** By step-up: nothing, all being the enroll Action's. */
  left?: true;
  /** `allowed`: the factors of the settings, in their order. */
  enrolling?: string[] | 'allowed';
  granted?: Scope[];
  claim?: string[];
  /** The login goes on, and nothing is added to it. */
  goesOn?: true;
  /** As `goesOn`, and nothing is logged either. */
  ignored?: true;
}

interface VectorFile {
  about: string;
  /** `decision`: step-up, enroll and grant alike. */
  action: ActionName | 'decision' | 'all';
  vectors: Vector[];
}

const OUTCOMES = {
  denied: isStrings,
  challenged: isStrings,
  challengedAfterEmail: isStrings,
  emailed: (value) => value === true,
  left: (value) => value === true,
  enrolling: (value) => value === 'allowed' || isStrings(value),
  granted: (value) => isStrings(value) && value.every((scope) => scope === 'sso' || scope === 'scim'),
  claim: isStrings,
  goesOn: (value) => value === true,
  ignored: (value) => value === true,
} satisfies Record<string, (value: unknown) => boolean>;
const OTHER_KEYS = ['id', 'variant', 'set', 'unset'];
const SECTIONS = Object.keys(adminEvent());

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

/** What in a vector means nothing: unknown keys, values of another type, paths to no section, not exactly one outcome. */
export function mistakesOf(vector: object): string[] {
  const keys = Object.keys(vector);
  const paths = [...Object.keys(Reflect.get(vector, 'set') ?? {}), ...(Reflect.get(vector, 'unset') ?? [])];
  const outcomes = Object.entries(OUTCOMES).filter(([key]) => keys.includes(key));
  return [
    ...keys.filter((key) => !OTHER_KEYS.includes(key) && !(key in OUTCOMES)),
    ...outcomes.filter(([key, isValid]) => !isValid(Reflect.get(vector, key))).map(([key]) => key),
    ...paths.filter((path) => !SECTIONS.includes(path.split('.')[0] ?? '')),
    ...(outcomes.length === 1 ? [] : [`${outcomes.length} outcomes`]),
  ];
}

/** Reads one file; a mistake in it is an error, for it would test nothing. */
function readVectors(name: string): VectorFile {
  const file: VectorFile = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', name), 'utf8'));
  for (const vector of file.vectors) {
    const mistakes = mistakesOf(vector);
    if (mistakes.length > 0) throw new Error(`${name}: ${vector.id}: ${mistakes.join(', ')}`);
  }
  return file;
}

const TURN: Record<ActionName, () => object> = {
  'step-up': adminEvent,
  enroll: () => loginEvent(cases.enrolled(), cases.stepUpAsked()),
  grant: steppedUpEvent,
  domains: grantedEvent,
};

/** The event of a vector as one Action sees it. */
export function eventOf({ set = {}, unset = [] }: Vector, action: ActionName): object {
  return override(TURN[action](), { ...Object.fromEntries(unset.map((path) => [path, undefined])), ...set });
}

/** What a vector says that one Action leaves behind: whoever will be granted something is challenged first, or enrols. */
export function effectsOf(vector: Vector, action: ActionName): Effects {
  if (vector.denied) return denied(vector.denied);
  if (vector.challenged) return challenged(inOrder(vector.challenged), { emailFirst: false });
  if (vector.challengedAfterEmail) return challenged(vector.challengedAfterEmail, { emailFirst: true });
  if (vector.emailed || vector.left) return challenged([], { emailFirst: vector.emailed === true });
  if (vector.enrolling) return enrolling(vector.enrolling === 'allowed' ? ALLOWED : vector.enrolling);
  if (vector.granted && action === 'step-up') return challenged(['otp'], { emailFirst: false });
  if (vector.granted && action === 'enroll') return enrolling(ALLOWED);
  if (vector.granted) return granting(vector.granted);
  if (vector.claim) return claiming(vector.claim);
  return nothing();
}

const ALLOWED: readonly string[] = config.stepUp.allowedFactors;

/** Allowed factors in the order of the settings; a vector names them in any. */
const inOrder = (factors: readonly string[]): string[] =>
  factors.toSorted((a, b) => ALLOWED.indexOf(a) - ALLOWED.indexOf(b));

const FILES = ['audience.json', 'decision.json', 'step-up.json', 'enroll.json', 'grant.json', 'domains.json'].map(
  readVectors,
);

const ACTIONS_OF: Record<VectorFile['action'], readonly ActionName[]> = {
  decision: ['step-up', 'enroll', 'grant'],
  all: ACTION_NAMES,
  'step-up': ['step-up'],
  enroll: ['enroll'],
  grant: ['grant'],
  domains: ['domains'],
};

export interface VectorCase {
  id: string;
  action: ActionName;
  vector: Vector;
}

/** Every vector with every Action it is about. */
export const VECTOR_CASES: readonly VectorCase[] = FILES.flatMap(({ action: of, vectors }) =>
  vectors.flatMap((vector) => ACTIONS_OF[of].map((action) => ({ id: vector.id, action, vector }))),
);
