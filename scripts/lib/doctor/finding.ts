import { CATALOGUE, type FindingCode } from './catalogue.ts';

/**
 * `problem`: Express Configuration fails, or lets in who should not. `warning`: it may, or will soon. `manual`: nothing
 * but a person can do or see it. `unknown`: it was not looked at.
 */
export type Severity = 'problem' | 'warning' | 'manual' | 'unknown';

/** What the catalogue says of a code, whatever tenant it is found on. */
export interface CatalogueEntry {
  severity: Severity;
  /** Of the project's list of requirements, limitations, mistakes and threats: R05, L2, B26, T21. */
  requirement: string;
  why: string;
  /** An imperative sentence, with the command where there is one; `<slots>` are filled in by {@link finding}. */
  fix: string;
}

/** One thing that was found on a tenant. */
export interface Finding extends CatalogueEntry {
  /** Stable. */
  code: FindingCode;
  found: string;
  /** Name of the organization it is about, where it is about one. */
  organization?: string;
}

/** @param slots what `<slots>` of the fix stand for here */
export function finding(code: FindingCode, found: string, slots: Readonly<Record<string, string>> = {}): Finding {
  const entry: CatalogueEntry = CATALOGUE[code];
  const fix = entry.fix.replaceAll(/<(\w+)>/g, (slot, name: string) => slots[name] ?? slot);
  return { code, ...entry, fix, found, ...(slots.organization !== undefined && { organization: slots.organization }) };
}

/** Whether someone has to do something about it now. */
export const needsSomeone = ({ severity }: Finding): boolean => severity === 'problem' || severity === 'warning';
