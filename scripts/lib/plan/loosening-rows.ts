import type { IsLooser } from './loosening-kinds.ts';

/** Describes a field that weakens the tenant's security if it changes in one direction. */
export interface LooseningRule {
  /** Names sections of `tenant.yaml`. */
  sections: readonly string[];
  /** Dotted, from the entry; `*` is any name. */
  field: string;
  looser: IsLooser;
  /** What becomes possible then. */
  means: string;
}

export type Row = readonly [field: string, looser: IsLooser, means: string];

/** Returns rules of the same sections. */
export const rows = (sections: readonly string[], ...list: readonly Row[]): LooseningRule[] =>
  list.map(([field, looser, means]) => ({ sections, field, looser, means }));

export const ADDRESS = 'an address with a wildcard, a placeholder or http';
export const LONGER = 'it stays valid longer';
export const SESSION = 'sessions last longer';
